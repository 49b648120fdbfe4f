/** The one list of every workflow. Its conditions stand in the address, so a link is a view. */
import { PlusOutlined } from '@ant-design/icons';
import { Button, Segmented, type InputRef } from 'antd';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Link, NavigationType, useNavigate, useNavigationType } from 'react-router';
import { creatingStep } from '../actions/steps.js';
import { totalOf } from '../api/counts.js';
import type { Person, Workflow } from '../api/types.js';
import { NotForYou } from '../live/not-for-you.js';
import { Trouble } from '../live/trouble.js';
import { useWords } from '../words/language.js';
import { isNarrowed, useListAddress, type Sort } from './address.js';
import { BulkBar, bulkSteps } from './bulk-bar.js';
import { BULK_MAX } from './bulk-run.js';
import { columnsOf, shownAtFirst, type Column } from './called.js';
import { ColumnChoice } from './column-choice.js';
import { ExportButton } from './export-button.js';
import { FilterButtons, FilterChips, FilterNotes } from './filter-bar.js';
import { FindBox } from './find-box.js';
import { KeyboardHelp } from './keyboard-help.js';
import { ListPaper } from './list-paper.js';
import { NoRows, RowsComing } from './list-states.js';
import { Rows } from './rows.js';
import { SavedViews } from './saved-views.js';
import { StateTabs } from './state-tabs.js';
import { countUnit, hasDeadlines, listTexts } from './texts.js';
import { useChooseAll } from './use-choose-all.js';
import { useKept } from './use-kept.js';
import { useList } from './use-list.js';
import { useListKeys } from './use-list-keys.js';
import { useNarrow } from './use-narrow.js';
import { usePlace } from './use-place.js';
import './list.css';
import './rows.css';

const HEIGHTS = { comfortable: 48, compact: 34 } as const;
/** Three lines of a row on a telephone. */
const NARROW_HEIGHT = 84;
const SEEN_AT_ONCE = 12;
type Density = keyof typeof HEIGHTS;

export function ListPage({ workflow, me }: { readonly workflow: Workflow; readonly me: Person }) {
  const { t, say } = useWords(listTexts);
  const navigate = useNavigate();
  const address = useListAddress(workflow);
  const { state, q, sort, search, set } = address;
  const [density, setDensity] = useKept<Density>('density', 'comfortable');
  const columns = useMemo(() => columnsOf(workflow), [workflow]);
  const first = useMemo(() => shownAtFirst(columns), [columns]);
  const [shown, setShown] = useKept<readonly string[]>(`columns.${workflow.path}`, first);
  const drawn = useMemo(
    () => shown.flatMap((name): Column[] => columns.filter((column) => column.name === name)),
    [columns, shown],
  );
  const listed = useList(workflow, address, me.id);
  const { list, rows, total, counts, key, selection, live, want, chosen, complete, reading } = listed;
  const { choosing, chooseAll } = useChooseAll(listed.countedRows, key, selection.add);
  const printed = useMemo(
    () => (selection.count > 0 ? rows.filter(({ id }) => selection.has(id)) : rows),
    [rows, selection],
  );
  const place = usePlace(key);
  const [explaining, setExplaining] = useState(false);
  const narrow = useNarrow();
  const unit = (n: number): string => t(countUnit(workflow, n));
  const isDue = hasDeadlines(workflow);
  const finder = useRef<InputRef>(null);
  const grid = useRef<HTMLDivElement>(null);
  const anchor = useRef(-1);
  const selecting = useMemo(() => bulkSteps(workflow, me).length > 0, [workflow, me]);

  const places = useMemo(() => new Map(rows.map((row, index) => [row.id, index])), [rows]);
  const known = place.id === undefined ? undefined : places.get(place.id);
  const active = known ?? place.index;
  // Whoever comes back from a case stands at its row again.
  const comesBack = useNavigationType() === NavigationType.Pop && place.id !== undefined;
  const isThere = rows.length > 0;
  const returning = useRef(comesBack);
  useEffect(() => {
    if (!isThere || !returning.current) return;
    returning.current = false;
    grid.current?.focus({ preventScroll: true });
  }, [isThere]);
  const { move } = place;
  const { add, toggle } = selection;
  const activate = useCallback((id: string) => move(id, -1), [move]);
  const choose = useCallback(
    (id: string, index: number, range: boolean) => {
      if (range && anchor.current >= 0) {
        const [from, to] = [Math.min(anchor.current, index), Math.max(anchor.current, index)];
        add(rows.slice(from, to + 1).map((row) => row.id));
      } else toggle(id);
      anchor.current = index;
      move(id, index);
    },
    [rows, add, toggle, move],
  );
  useListKeys(
    useMemo(
      () => ({
        count: total,
        at: active,
        page: SEEN_AT_ONCE,
        move: (to) => move(rows[to]?.id, to),
        enter: () => grid.current?.focus(),
        open: (at) => {
          const row = rows[at];
          if (row) void navigate(`/${workflow.path}/${encodeURIComponent(row.id)}`);
        },
        select: selecting
          ? (at) => {
              const row = rows[at];
              if (row) choose(row.id, at, false);
            }
          : undefined,
        selectOn: selecting
          ? (from, to) => add(rows.slice(Math.min(from, to), Math.max(from, to) + 1).map((row) => row.id))
          : undefined,
        selectNone: selection.none,
        find: () => finder.current?.focus(),
        explain: () => setExplaining(true),
      }),
      [total, active, rows, move, navigate, workflow, selecting, choose, add, selection.none],
    ),
  );

  const creating = creatingStep(workflow, me);
  if (counts?.readable === false && !creating) return <NotForYou title={say(workflow.words.many)} />;
  const late = counts?.late ?? 0;
  const rowHeight = narrow ? NARROW_HEIGHT : HEIGHTS[density];
  return (
    <div className="list-page">
      <title>{`${say(workflow.words.many)} · ${t('product')}`}</title>
      <header className="page-head">
        <h1>
          {say(workflow.words.many)}
          {late > 0 && <span className="head-late">{t('homeLate', { n: late })}</span>}
        </h1>
        <div className="page-tools">
          <SavedViews
            person={me.id}
            path={workflow.path}
            search={search}
            columns={shown}
            onOpen={(view) => {
              setShown(view.columns);
              address.go(view.search);
            }}
          />
          <ExportButton
            workflow={workflow}
            columns={drawn}
            total={total}
            all={listed.shownRows}
            count={selection.count}
            chosen={chosen}
          />
          {creating && (
            <Link to={`/${workflow.path}/new`}>
              <Button type="primary" icon={<PlusOutlined />} tabIndex={-1}>
                {say(creating.words)}
              </Button>
            </Link>
          )}
        </div>
      </header>
      <StateTabs
        workflow={workflow}
        counts={counts}
        state={state}
        onChoose={(one) => set('state', one === 'open' ? undefined : one)}
      />
      <div className="list-tools">
        <FindBox ref={finder} found={q} busy={list.isFetching && q !== ''} onFind={(words) => set('q', words)} />
        <FilterButtons workflow={workflow} address={address} me={me} />
        <span className="list-count muted" aria-live="polite">
          {list.data &&
            (list.isPlaceholderData
              ? t('finding')
              : t(complete ? (q === '' ? 'count' : 'countFound') : 'countPart', { total, unit: unit(total) }))}
        </span>
        {isDue && (
          <Segmented<Sort>
            aria-label={t('sort')}
            value={sort}
            onChange={(one) => set('sort', one === 'due' ? undefined : one)}
            options={[
              { value: 'due', label: t('sortDue') },
              { value: 'newest', label: t('sortNewest') },
            ]}
          />
        )}
        <ColumnChoice columns={columns} words={workflow.fieldWords} shown={shown} first={first} onChange={setShown} />
        <Segmented<Density>
          className="list-wide"
          aria-label={t('density')}
          value={density}
          onChange={setDensity}
          options={[
            { value: 'comfortable', label: t('comfortable') },
            { value: 'compact', label: t('compact') },
          ]}
        />
      </div>
      <FilterChips workflow={workflow} address={address} />
      <FilterNotes workflow={workflow} address={address} />
      <div className="list-news" aria-live="polite">
        {(live.fresh > 0 || live.many) && (
          <button
            type="button"
            className="changed-rows"
            onClick={() => {
              place.top();
              live.takeIn();
            }}
          >
            {live.many ? t('newRowsMany') : t('newRows', { n: live.fresh, unit: unit(live.fresh) })} · {t('takeIn')}
          </button>
        )}
        {reading && <span className="muted list-reading">{t('loadedSoFar', { done: rows.length, total })}</span>}
      </div>
      {list.isPending ? (
        <RowsComing rowHeight={rowHeight} />
      ) : list.isError && list.data === undefined ? (
        <Trouble error={list.error} onRetry={() => void list.refetch()} />
      ) : rows.length === 0 ? (
        <NoRows
          workflow={workflow}
          creating={creating}
          narrowed={isNarrowed(address)}
          elsewhere={state === 'all' ? 0 : totalOf(counts)}
          onClear={address.clear}
          onAll={() => set('state', 'all')}
        />
      ) : (
        <Rows
          key={`${key} ${place.turn}`}
          box={grid}
          workflow={workflow}
          rows={rows}
          columns={drawn}
          active={active}
          rowHeight={rowHeight}
          narrow={narrow}
          total={total}
          selection={selecting ? selection : undefined}
          left={live.left}
          stale={list.isPlaceholderData}
          startAt={place.scrolledTo}
          onActivate={activate}
          onChoose={choose}
          onWant={want}
          onChooseAll={total > BULK_MAX ? undefined : chooseAll}
          onScrolled={place.scrolled}
        />
      )}
      <ListPaper
        workflow={workflow}
        columns={drawn}
        rows={printed}
        total={selection.count > 0 ? selection.count : total}
        address={address}
        me={me}
      />
      <BulkBar
        workflow={workflow}
        me={me}
        selection={selection}
        rows={rows}
        total={total}
        choosing={choosing}
        onChooseAll={chooseAll}
        collect={chosen}
      />
      <KeyboardHelp open={explaining} selecting={selecting} onClose={() => setExplaining(false)} />
    </div>
  );
}
