/** What acts by itself and when: what is late and how late, what falls due within a day, and whose step it waits for. */
import { useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { isFor } from '../../actions/steps.js';
import { useMyself } from '../../api/myself.js';
import { useDescription } from '../../api/queries.js';
import { DueDate } from '../../list/due.js';
import { Loaded } from '../../live/loaded.js';
import { useWords } from '../../words/language.js';
import { SIGNS } from '../../words/signs.js';
import { dueExact, dueShort, shortTime } from '../../words/times.js';
import { healthQuery, timersQuery, type Timer } from './api.js';
import { Filters, Pages } from './filters.js';
import { OrderBanner, type Given } from './order-banner.js';
import { CaseLink, Head, Nothing, PlainTable } from './parts.js';
import { ReasonDialog, type Asked } from './reason-dialog.js';
import { adminTexts } from './texts.js';

const WHEN = [
  ['', 'late', 'timersLate'],
  ['day', 'day', 'timersDay'],
  ['failing', 'failing', 'timersFailing'],
] as const;

export function TimersPage() {
  const { t, say } = useWords(adminTexts);
  const me = useMyself();
  const description = useDescription();
  const [address, setAddress] = useSearchParams();
  const [asked, setAsked] = useState<Asked>();
  const [given, setGiven] = useState<Given>();
  const when = address.get('when') ?? '';
  const workflow = address.get('workflow') ?? '';
  const timers = useQuery(timersQuery({ when: when || 'late', workflow, after: address.get('after') ?? '' }));
  const health = useQuery(healthQuery);
  const mayOrder = isFor(description, me, 'upkeep', 'OrderUpkeep');
  const node = workerOf(health.data?.nodes ?? []);
  const sums = (timers.data?.counts ?? []).filter((one) => workflow === '' || one.workflow === workflow);
  const countOf = (part: 'late' | 'day' | 'failing') =>
    part === 'failing' ? timers.data?.failing : timers.data && sums.reduce((sum, one) => sum + one[part], 0);
  const look = () =>
    setAsked({
      title: t('lookTitle'),
      body: t('lookBody'),
      path: '/api/upkeep',
      form: (reason) => ({ what: 'look-at-timers', node, reason }),
      done: ({ id }) => setGiven({ id, what: t('lookTitle') }),
      give: t('lookNow'),
    });
  const known = description.items.filter((one) => Object.keys(one.deadlines).length > 0);
  const columns = [t('timerDue'), t('timerCase'), t('timerName'), t('timerWaits')];
  return (
    <>
      <Head title={t('pageTimers')} hint={t('timersHint')}>
        <Select
          aria-label={t('workflow')}
          className="admin-select"
          value={workflow}
          options={[
            { value: '', label: t('allWorkflows') },
            ...known.map((one) => ({ value: one.name, label: say(one.words.many) })),
          ]}
          onChange={(chosen: string) =>
            setAddress((before) => {
              const next = new URLSearchParams(before);
              next.delete('after');
              if (chosen === '') next.delete('workflow');
              else next.set('workflow', chosen);
              return next;
            })
          }
        />
        {mayOrder && node !== undefined && <Button onClick={look}>{t('lookNow')}</Button>}
      </Head>
      {given && <OrderBanner key={given.id} given={given} />}
      <Filters
        label={t('timerDue')}
        name="when"
        chosen={when}
        choices={WHEN.map(([value, part, key]) => ({ value, label: t(key), count: countOf(part) }))}
      />
      <Loaded of={timers}>
        {({ items, next }) =>
          items.length === 0 ? (
            <Nothing>{when === '' ? t('timersNoneLate') : t('timersNone')}</Nothing>
          ) : (
            <>
              <PlainTable label={t('pageTimers')} columns={columns}>
                {items.map((one) => (
                  <OneTimer key={one.timerId} one={one} columns={columns} />
                ))}
              </PlainTable>
              <Pages next={next} />
            </>
          )
        }
      </Loaded>
      {asked && <ReasonDialog asked={asked} onClose={() => setAsked(undefined)} />}
    </>
  );
}

/** A node that works; the one that answers where it does. */
function workerOf(nodes: readonly { readonly name: string; readonly role: string; readonly silent: boolean }[]) {
  return nodes.find(({ role, silent }) => role !== 'api' && !silent)?.name;
}

function OneTimer({ one, columns }: { readonly one: Timer; readonly columns: readonly string[] }) {
  const { t, say, language } = useWords(adminTexts);
  const { items, roles } = useDescription();
  const workflow = items.find(({ name }) => name === one.case.workflow);
  const name = say(workflow?.deadlines[one.name]?.words, one.name);
  return (
    <tr>
      <td data-label={columns[0]}>
        {workflow && (
          <DueDate workflow={workflow} date={{ name: one.name, dueAt: one.dueAt, isLate: one.lateMs > 0 }} />
        )}{' '}
        <span className="muted">
          <time dateTime={one.dueAt} title={dueExact(one.dueAt, language)}>
            {dueShort(one.dueAt, language)}
          </time>
        </span>
      </td>
      <td data-label={columns[1]}>
        <CaseLink of={one.case} />
      </td>
      <td data-label={columns[2]}>
        {one.kind === 'alert' ? t('timerAlert', { name }) : name}
        {one.failed && (
          <span className="admin-bad">
            {' '}
            {t('timerFailed', {
              n: one.failed.attempts,
              when: shortTime(one.failed.nextAttemptAt, language),
              error: one.failed.error,
            })}
          </span>
        )}
      </td>
      <td data-label={columns[3]}>
        {one.waitsFor.length === 0
          ? t('nothing')
          : one.waitsFor.map((role) => say(roles[role], role)).join(SIGNS[language].comma)}
      </td>
    </tr>
  );
}
