/**
 * What waits, by kind and by how pressing it is. What happens meanwhile is told beside the list and marked in its row;
 * rows move only when somebody takes the changes in.
 */
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { useDescription } from '../../api/queries.js';
import type { Person } from '../../api/types.js';
import { waitingPages } from '../../api/waiting.js';
import { pressing } from '../../list/pressing.js';
import { KeyboardHelp } from '../../list/keyboard-help.js';
import { useListKeys } from '../../list/use-list-keys.js';
import { useNow } from '../../live/clock.js';
import { useChanges, type Changed } from '../../live/live.js';
import { Trouble } from '../../live/trouble.js';
import { useWords } from '../../words/language.js';
import { howMany } from '../../words/how-many.js';
import type { TextKey } from '../../words/texts.js';
import { urgencyOf, type Urgency } from '../../words/times.js';
import { countOf, tabsFor } from './tabs.js';
import { homeTexts } from './texts.js';
import { stepAddress, WaitingRow } from './waiting-row.js';

const GROUPS: readonly (readonly [Urgency, TextKey])[] = [
  ['late', 'groupLate'],
  ['excused', 'groupExcused'],
  ['day', 'groupDay'],
  ['week', 'groupWeek'],
  ['later', 'groupLater'],
  ['none', 'groupOpen'],
];
const UNCHANGED: ReadonlySet<string> = new Set();
/** Stands for changes that are not told one by one. */
const MANY = '*';
/** The page stays open all day: more than that are not told one by one. */
const CHANGED_MAX = 500;

interface WaitingListProps {
  readonly me: Person;
  /** Stands in the place of the list where nothing waits at all. */
  readonly otherwise: ReactNode;
  /** Something else stands above it. */
  readonly titled: boolean;
}

export function WaitingList({ me, otherwise, titled }: WaitingListProps) {
  const { t } = useWords(homeTexts);
  const all = useDescription();
  const { items: workflows } = all;
  const navigate = useNavigate();
  const now = useNow();
  const [address] = useSearchParams();
  const tabs = tabsFor(me, all);
  const tab = tabs.find(({ name }) => name === address.get('tab')) ?? tabs[0];
  const waiting = useInfiniteQuery({ ...waitingPages(tab.filter), placeholderData: keepPreviousData });
  const [changed, setChanged] = useState(UNCHANGED);
  const [selected, setSelected] = useState(-1);
  const [explaining, setExplaining] = useState(false);
  const selectedRow = useRef<HTMLLIElement>(null);

  const [first] = waiting.data?.pages ?? [];
  const groups = first?.groups ?? [];
  const items = useMemo(() => waiting.data?.pages.flatMap((page) => page.items) ?? [], [waiting.data]);
  const known = useMemo(() => new Set(workflows.map(({ path }) => path)), [workflows]);
  useChanges(
    useCallback(
      (one: Changed | 'all') => {
        if (one !== 'all' && !known.has(one.path)) return;
        setChanged((before) => {
          const id = one === 'all' || before.size >= CHANGED_MAX ? MANY : one.id;
          return before.has(id) ? before : new Set([...before, id]);
        });
      },
      [known],
    ),
  );
  const sections = useMemo(
    () =>
      GROUPS.map(([urgency, title]) => ({
        urgency,
        title,
        items: items.filter((item) => {
          return urgencyOf(pressing(item), now) === urgency;
        }),
      })).filter((section) => section.items.length > 0),
    [items, now],
  );
  const ordered = sections.flatMap((section) => section.items);
  useEffect(() => {
    const row = selectedRow.current;
    // Newer browsers answer with a promise.
    void row?.scrollIntoView({ block: 'nearest' });
    (row?.querySelector<HTMLElement>('.waiting-next') ?? row?.querySelector('a'))?.focus({ preventScroll: true });
  }, [selected]);
  useListKeys({
    count: ordered.length,
    at: selected,
    move: setSelected,
    open: (at) => {
      const item = ordered[at];
      if (item) void navigate(stepAddress(item));
    },
    explain: () => setExplaining(true),
  });

  if (!first && waiting.error) return <Trouble error={waiting.error} onRetry={() => void waiting.refetch()} />;
  if (!first) return <Skeleton active title={false} paragraph={{ rows: 8 }} />;
  const total = countOf({}, groups);
  const takeIn = () => {
    setChanged(UNCHANGED);
    setSelected(-1);
    void waiting.refetch();
  };
  const changes = (
    <div className="home-changes" aria-live="polite">
      {changed.size > 0 && (
        <button type="button" className="home-changed" onClick={takeIn}>
          {changed.has(MANY) ? t('changedMany') : t('changedRows', { n: changed.size })}
        </button>
      )}
    </div>
  );
  if (total === 0)
    return (
      <>
        {changes}
        {otherwise}
      </>
    );
  const left = first.total - items.length;
  const Heading = titled ? 'h3' : 'h2';
  const late = countOf({ late: true }, groups);
  const totals = (
    <span className="muted home-total">
      {t('homeTotal', { n: total })}
      {late > 0 && <strong className="home-late"> · {t('homeLate', { n: late })}</strong>}
    </span>
  );
  return (
    <section aria-label={t('home')}>
      <header className="home-waiting-head">
        {titled ? (
          <h2>
            {t('home')} {totals}
          </h2>
        ) : (
          totals
        )}
        {changes}
      </header>
      <nav className="home-tabs" aria-label={t('tabs')}>
        {tabs.map((one) => (
          <Link
            key={one.name}
            to={one.name === tabs[0].name ? '/' : `/?tab=${one.name}`}
            replace
            className={`home-tab${one === tab ? ' home-tab-on' : ''}`}
            aria-current={one === tab ? 'page' : undefined}
            onClick={() => setSelected(-1)}
          >
            {t(one.label)} <span className="tab-count">{howMany(countOf(one.filter, groups))}</span>
          </Link>
        ))}
      </nav>
      {items.length === 0 && (
        <div className="empty">
          <p className="empty-title">{t('tabNone')}</p>
          <Link to="/">{t('showAll')}</Link>
        </div>
      )}
      {sections.map((section) => (
        <section
          key={section.urgency}
          className={`waiting waiting-${section.urgency}`}
          aria-labelledby={`waiting-${section.urgency}`}
        >
          <Heading id={`waiting-${section.urgency}`}>
            {t(section.title)} <span className="tab-count">{howMany(section.items.length)}</span>
          </Heading>
          <ul>
            {section.items.map((item) => {
              const workflow = workflows.find((one) => one.name === item.workflow);
              return (
                workflow && (
                  <WaitingRow
                    key={item.id}
                    item={item}
                    workflow={workflow}
                    selected={ordered[selected] === item}
                    touched={changed.has(item.id)}
                    selectedRow={selectedRow}
                  />
                )
              );
            })}
          </ul>
        </section>
      ))}
      {waiting.hasNextPage && (
        <Button onClick={() => void waiting.fetchNextPage()} loading={waiting.isFetchingNextPage}>
          {t('more', { n: left })}
        </Button>
      )}
      {!first.complete && <p className="muted">{t('homeMore', { n: items.length })}</p>}
      <KeyboardHelp open={explaining} finding={false} onClose={() => setExplaining(false)} />
    </section>
  );
}
