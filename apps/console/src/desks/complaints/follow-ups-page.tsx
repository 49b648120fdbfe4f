/** Whom to call back, late ones first: call, ask, press the grade, and the next one is open. */
import { PhoneOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useCallback, useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import { useMyself } from '../../api/myself.js';
import { historyQuery, useWorkflow } from '../../api/queries.js';
import type { Case, Command, Person, Workflow } from '../../api/types.js';
import { StepForm } from '../../form/step-form.js';
import { Due } from '../../list/due.js';
import { Reference } from '../../list/reference.js';
import { Value } from '../../list/value.js';
import { useChanges, type Changed } from '../../live/live.js';
import { Loaded } from '../../live/loaded.js';
import { useNotices } from '../../live/notice.js';
import { useWords } from '../../words/language.js';
import { SIGNS } from '../../words/signs.js';
import { FollowUpFields } from './follow-up-part.js';
import { hasAgreement, promisedOf } from './promised.js';
import { followUpsQuery, type FollowUp } from './queries.js';
import { stationTexts } from './texts.js';
import './complaints.css';

const STEP = 'record-follow-up';
/** Chosen where the open one was put away. */
const PUT_AWAY = '';

interface FollowUpsProps {
  readonly workflow: Workflow;
  readonly me: Person;
}

export function FollowUpsPage() {
  const me = useMyself();
  const workflow = useWorkflow('complaints');
  return workflow ? <FollowUps workflow={workflow} me={me} /> : null;
}

function FollowUps({ workflow, me }: FollowUpsProps) {
  const { t } = useWords(stationTexts);
  const notices = useNotices();
  const list = useQuery(followUpsQuery);
  const { refetch } = list;
  const [chosen, setChosen] = useState<string>();
  useChanges(
    useCallback(
      (changed: Changed | 'all') => {
        if (changed === 'all' || changed.path === workflow.path) void refetch();
      },
      [workflow.path, refetch],
    ),
  );
  const command = workflow.commands.find((each) => each.path === STEP);
  const items = list.data?.items ?? [];
  const active = chosen === PUT_AWAY ? undefined : (items.find(({ id }) => id === chosen)?.id ?? items[0]?.id);
  const done = (one: FollowUp): void => {
    const at = items.findIndex(({ id }) => id === one.id);
    setChosen((items[at + 1] ?? items.find(({ id }) => id !== one.id))?.id);
    void notices.open({
      key: 'done',
      type: 'success',
      content: t('followUpDone', { name: nameOf(one) ?? t('followUpNobody') }),
    });
  };
  return (
    <div className="follow-ups">
      <title>{`${t('followUpsTitle')} · ${t('product')}`}</title>
      <header className="page-head">
        <div>
          <h1>{t('followUpsTitle')}</h1>
          {list.data && (
            <p className="muted" role="status">
              {t('followUpsCount', { n: list.data.total, late: items.filter(({ late }) => late.length > 0).length })}
              {(!list.data.complete || list.data.total > items.length) &&
                ` · ${t('followUpsMore', { n: items.length })}`}
            </p>
          )}
        </div>
      </header>
      <Loaded of={list}>
        {() =>
          items.length === 0 ? (
            <div className="empty">
              <p className="empty-title">{t('followUpsNone')}</p>
              <p className="muted">{t('followUpsNoneHint')}</p>
            </div>
          ) : (
            <ol>
              {items.map((one) => (
                <FollowUpLine
                  key={one.id}
                  workflow={workflow}
                  command={command}
                  one={one}
                  me={me}
                  isActive={one.id === active}
                  isChosen={one.id === chosen}
                  onChoose={() => setChosen(one.id)}
                  onClose={() => setChosen(PUT_AWAY)}
                  onDone={() => done(one)}
                />
              ))}
            </ol>
          )
        }
      </Loaded>
    </div>
  );
}

interface Complainant {
  readonly name?: unknown;
  readonly phone?: unknown;
}

function nameOf(one: FollowUp): string | undefined {
  const { name } = (one['complainant'] ?? {}) as Complainant;
  return typeof name === 'string' ? name : undefined;
}

interface LineProps {
  readonly workflow: Workflow;
  readonly command: Command | undefined;
  readonly one: FollowUp;
  readonly me: Person;
  readonly isActive: boolean;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

function FollowUpLine({ workflow, command, one, me, isActive, isChosen, onChoose, onClose, onDone }: LineProps) {
  const { t, say, language } = useWords(stationTexts);
  const line = useRef<HTMLLIElement>(null);
  const { phone } = (one['complainant'] ?? {}) as Complainant;
  const name = nameOf(one);
  useEffect(() => {
    if (isChosen) line.current?.scrollIntoView({ block: 'start' });
  }, [isChosen]);
  return (
    <li ref={line} className={`panel follow-up${isActive ? ' panel-form' : ''}`}>
      <div className="follow-up-head">
        <Due workflow={workflow} row={one} />
        <h2>{name ?? t('erased')}</h2>
        {typeof phone === 'string' ? (
          <a className="follow-up-call phone" href={`tel:${phone}`} aria-label={t('followUpCall', { phone })}>
            <PhoneOutlined aria-hidden="true" /> {phone}
          </a>
        ) : (
          <span className="muted">{t('followUpNoPhone')}</span>
        )}
        <Link to={`/${workflow.path}/${encodeURIComponent(one.id)}`}>{one.number ?? t('unnumbered')}</Link>
        <span className="muted">
          {typeof one['community'] === 'string' && <Reference to="community" id={one['community']} />}{' '}
          <Value value={one['category']} field={workflow.fields['category']} />
        </span>
        {one.attempts > 0 && (
          <strong className="follow-up-tried">{t('followUpTried', { n: one.attempts, max: one.attemptsMax })}</strong>
        )}
        {!isActive && (
          <Button
            className="follow-up-begin"
            onClick={onChoose}
            aria-label={`${t('followUpBegin')}${SIGNS[language].colon}${name ?? ''}`}
          >
            {t('followUpBegin')}
          </Button>
        )}
      </div>
      <dl className="follow-up-facts">
        <div>
          <dt>{t('followUpSaid')}</dt>
          <dd>
            <Value value={one['story']} field={undefined} />
          </dd>
        </div>
        {promisedOf(one, isActive).map((field) => (
          <div key={field}>
            <dt>{say(workflow.fieldWords[field], field)}</dt>
            <dd>
              <Value value={one[field]} field={workflow.fields[field]} />
            </dd>
          </div>
        ))}
      </dl>
      {isActive && command && (
        <Answer workflow={workflow} command={command} one={one} me={me} onDone={onDone} onCancel={onClose} />
      )}
    </li>
  );
}

interface AnswerProps {
  readonly workflow: Workflow;
  readonly command: Command;
  readonly one: FollowUp;
  readonly me: Person;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

function Answer({ workflow, command, one, me, onDone, onCancel }: AnswerProps) {
  const { language } = useWords();
  // What happened meanwhile, should it be in conflict.
  const history = useQuery(historyQuery(workflow.path, one.id, language));
  const listed: Case = {
    ...one,
    actions: [STEP],
    next: [STEP],
    refusals: [],
    misses: [],
    comments: [],
    links: [],
    position: null,
    updatedAt: one.openedAt,
  };
  return (
    <StepForm
      workflow={workflow}
      command={command}
      person={me.id}
      one={listed}
      history={history.data?.items ?? []}
      onDone={onDone}
      onCancel={onCancel}
      body={(fields) => <FollowUpFields command={command} fields={fields} isAgreed={hasAgreement(one)} />}
    />
  );
}
