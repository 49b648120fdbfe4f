/** Automatic steps that were refused: what was to be done, why it was not, where; retried, or skipped with a reason. */
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useDescription } from '../../api/queries.js';
import { useNotices } from '../../live/notice.js';
import { Loaded } from '../../live/loaded.js';
import { useWords } from '../../words/language.js';
import { incidentsQuery, type Incident } from './api.js';
import { Filters, Pages } from './filters.js';
import { SendingFault } from './sending-fault.js';
import { At, CaseLink, Fact, Head, Nothing } from './parts.js';
import { ReasonDialog, type Asked } from './reason-dialog.js';
import { adminTexts } from './texts.js';
import { useSending } from './use-sending.js';

const STATES = [
  ['', 'stateOpen'],
  ['resolved', 'stateResolved'],
  ['skipped', 'stateSkipped'],
] as const;

export function IncidentsPage() {
  const { t } = useWords(adminTexts);
  const notices = useNotices();
  const [address] = useSearchParams();
  const [asked, setAsked] = useState<Asked>();
  const state = address.get('state') ?? '';
  const incidents = useQuery(incidentsQuery(state, address.get('after') ?? ''));
  const counts = incidents.data?.counts ?? {};
  const countOf = (name: string) =>
    name === '' ? (counts['open'] ?? 0) + (counts['retrying'] ?? 0) : (counts[name] ?? 0);
  const skip = ({ id }: Incident) =>
    setAsked({
      title: t('skipTitle'),
      body: t('skipBody'),
      path: `/api/incidents/${id}/skip`,
      form: (reason) => ({ reason }),
      done: () => void notices.success(t('skipped')),
      give: t('skip'),
    });
  return (
    <>
      <Head title={t('pageIncidents')} hint={t('incidentsHint')} />
      <Filters
        label={t('state')}
        name="state"
        chosen={state}
        choices={STATES.map(([value, key]) => ({ value, label: t(key), count: countOf(value) }))}
      />
      <Loaded of={incidents}>
        {({ items, mayAct, next }) =>
          items.length === 0 ? (
            <Nothing>{t('incidentsNone')}</Nothing>
          ) : (
            <>
              <ul className="admin-cards">
                {items.map((one) => (
                  <OneIncident key={one.id} one={one} mayAct={mayAct} onSkip={() => skip(one)} />
                ))}
              </ul>
              <Pages next={next} />
            </>
          )
        }
      </Loaded>
      {asked && <ReasonDialog asked={asked} onClose={() => setAsked(undefined)} />}
    </>
  );
}

interface OneProps {
  readonly one: Incident;
  readonly mayAct: boolean;
  readonly onSkip: () => void;
}

function OneIncident({ one, mayAct, onSkip }: OneProps) {
  const { t, say } = useWords(adminTexts);
  const { items } = useDescription();
  const notices = useNotices();
  const { sending, lost, problem, send } = useSending();
  const eventWords = items.find(({ name }) => name === one.source.workflow)?.events[one.event.type ?? '']?.words;
  const retry = async (): Promise<void> => {
    if (await send(`/api/incidents/${one.id}/retry`, {})) void notices.success(t('retried'));
  };
  const isOpen = one.state === 'open';
  return (
    <li className="panel admin-card">
      <h2>
        {say(one.why)} {one.state === 'retrying' && <span className="state">{t('stateRetrying')}</span>}
      </h2>
      <dl className="admin-facts">
        <Fact label={t('incidentReaction')}>
          {one.reaction} <span className="muted">{one.command}</span>
        </Fact>
        <Fact label={t('incidentCause')}>
          {say(eventWords, one.event.type ?? t('unknown'))} {one.event.at !== null && <At at={one.event.at} />}
        </Fact>
        <Fact label={t('incidentFrom')}>
          <CaseLink of={one.source} />
        </Fact>
        <Fact label={t('incidentTarget')}>{one.target ? <CaseLink of={one.target} /> : t('incidentNoTarget')}</Fact>
      </dl>
      <p className="muted">
        {t('incidentAttempts', { n: one.attempts })} · <At at={one.openedAt} /> ·{' '}
        <Link to={`/incidents/${one.id}`}>{t('incidentCase')}</Link>
      </p>
      {one.skipReason !== null && <p>{t('skippedBecause', { reason: one.skipReason })}</p>}
      <SendingFault problem={problem} lost={lost} />
      {mayAct && isOpen && (
        <p className="admin-acts">
          <Button type="primary" loading={sending} onClick={() => void retry()}>
            {lost ? t('sendAgain') : t('retryNow')}
          </Button>
          <Button onClick={onSkip}>{t('skip')}</Button>
        </p>
      )}
    </li>
  );
}
