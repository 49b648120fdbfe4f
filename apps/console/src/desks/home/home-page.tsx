/** What waits for me, first: one list over all workflows by deadline, late ones on top; each row says the next step and by when. */
import { useQuery } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { useCallback, useMemo, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { creatingStep } from '../../actions/steps.js';
import { useDescription, waitingQuery } from '../../api/queries.js';
import type { Person, WaitingItem, Workflow } from '../../api/types.js';
import { calledBy, columnsOf, excerptOf, nameOnly, shownAtFirst } from '../../list/called.js';
import { Due, pressing } from '../../list/due.js';
import { KeyboardHelp } from '../../list/keyboard-help.js';
import { StateTag } from '../../list/state-tag.js';
import { useListKeys } from '../../list/use-list-keys.js';
import { Value } from '../../list/value.js';
import { useNow } from '../../live/clock.js';
import { useChanges } from '../../live/live.js';
import { useWords } from '../../words/language.js';
import type { TextKey } from '../../words/texts.js';
import { urgencyOf, type Urgency } from '../../words/times.js';
import './home.css';

const GROUPS: readonly (readonly [Urgency, TextKey])[] = [
  ['late', 'groupLate'],
  ['day', 'groupDay'],
  ['week', 'groupWeek'],
  ['later', 'groupLater'],
  ['none', 'groupOpen'],
];

export function HomePage({ me }: { readonly me: Person }) {
  const { t, say } = useWords();
  const { items: workflows } = useDescription();
  const navigate = useNavigate();
  const now = useNow();
  const waiting = useQuery(waitingQuery);
  const [changed, setChanged] = useState(0);
  const [selected, setSelected] = useState(-1);
  const [explaining, setExplaining] = useState(false);
  useChanges(useCallback(() => setChanged((before) => before + 1), []));

  const items = useMemo(() => waiting.data?.items ?? [], [waiting.data]);
  const groups = useMemo(
    () =>
      GROUPS.map(([urgency, title]) => ({
        urgency,
        title,
        items: items.filter((item) => {
          const date = pressing(item);
          return urgencyOf(date?.dueAt, date?.isLate ?? false, now) === urgency;
        }),
      })).filter((group) => group.items.length > 0),
    [items, now],
  );
  const ordered = groups.flatMap((group) => group.items);
  useListKeys({
    count: ordered.length,
    at: selected,
    move: setSelected,
    open: (at) => {
      const item = ordered[at];
      if (item) void navigate(addressOf(item));
    },
    find: () => undefined,
    explain: () => setExplaining(true),
  });
  const creating = workflows.flatMap((workflow) => {
    const command = creatingStep(workflow, me.roles);
    return command ? [{ workflow, command }] : [];
  });

  return (
    <div className="home">
      <title>{`${t('home')} · ${t('product')}`}</title>
      <header className="page-head">
        <div>
          <h1>{t('home')}</h1>
          {waiting.data && (
            <p className="muted">
              {t('homeTotal', { n: waiting.data.total })}
              {waiting.data.late > 0 && (
                <strong className="home-late"> · {t('homeLate', { n: waiting.data.late })}</strong>
              )}
              {!waiting.data.complete && ` · ${t('homeMore', { n: items.length })}`}
            </p>
          )}
        </div>
        <div className="page-tools">
          {creating.map(({ workflow, command }, index) => (
            <Link key={workflow.name} to={`/${workflow.path}/new`}>
              <Button type={index === creating.length - 1 ? 'primary' : 'default'} tabIndex={-1}>
                {say(command.words)}
              </Button>
            </Link>
          ))}
        </div>
      </header>
      {changed > 0 && (
        <button
          type="button"
          className="changed-rows"
          onClick={() => {
            setChanged(0);
            void waiting.refetch();
          }}
        >
          {t('changedRows', { n: changed })}
        </button>
      )}
      {waiting.isPending ? (
        <Skeleton active title={false} paragraph={{ rows: 8 }} />
      ) : waiting.isError ? (
        <div className="empty">
          <p className="empty-title">{t('errorTitle')}</p>
          <Button onClick={() => void waiting.refetch()}>{t('retry')}</Button>
        </div>
      ) : items.length === 0 ? (
        <div className="empty">
          <p className="empty-title">{t('homeNone')}</p>
          <p className="muted">{t('homeNoneHint')}</p>
        </div>
      ) : (
        groups.map((group) => (
          <section
            key={group.urgency}
            className={`waiting waiting-${group.urgency}`}
            aria-labelledby={`waiting-${group.urgency}`}
          >
            <h2 id={`waiting-${group.urgency}`}>
              {t(group.title)} <span className="tab-count">{group.items.length}</span>
            </h2>
            <ul>
              {group.items.map((item) => (
                <WaitingRow
                  key={item.id}
                  item={item}
                  workflow={workflows.find((one) => one.name === item.workflow)}
                  selected={ordered[selected] === item}
                />
              ))}
            </ul>
          </section>
        ))
      )}
      <KeyboardHelp open={explaining} onClose={() => setExplaining(false)} />
    </div>
  );
}

function addressOf(item: WaitingItem): string {
  return `/${item.path}/${encodeURIComponent(item.id)}`;
}

interface WaitingRowProps {
  readonly item: WaitingItem;
  readonly workflow: Workflow | undefined;
  readonly selected: boolean;
}

function WaitingRow({ item, workflow, selected }: WaitingRowProps) {
  const { t, say } = useWords();
  if (!workflow) return null;
  const columns = columnsOf(workflow);
  const shown = shownAtFirst(columns).filter((name) => item[name] !== undefined && item[name] !== null);
  const next = workflow.commands.find((command) => command.path === item.next[0]);
  return (
    <li
      className={`waiting-row${selected ? ' row-selected' : ''}`}
      ref={(row) => {
        if (selected) row?.scrollIntoView({ block: 'nearest' });
      }}
    >
      <span className="waiting-due">
        <Due workflow={workflow} row={item} />
      </span>
      <span className="waiting-what">
        <Link className="waiting-called" to={addressOf(item)}>
          {calledBy(item) ?? `${say(workflow.words.one)} · ${t('unnumbered')}`}
        </Link>
        <span className="waiting-about">
          {shown.map((name) => (
            <span key={name}>
              <Value value={nameOnly(item[name])} field={columns.find((column) => column.name === name)?.field} />
            </span>
          ))}
        </span>
        <span className="muted waiting-excerpt">{excerptOf(workflow, item)}</span>
      </span>
      <StateTag workflow={workflow} state={item.state} />
      {next && (
        <Link className="waiting-next" to={`${addressOf(item)}?step=${next.path}`}>
          {say(next.words)} →
        </Link>
      )}
    </li>
  );
}
