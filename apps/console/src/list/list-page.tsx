/** The one list of every workflow. Its filters stand in the address, so a link is a saved view. */
import { DownOutlined, PlusOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Popover, Segmented, Select, Skeleton, type InputRef } from 'antd';
import { useCallback, useDeferredValue, useMemo, useRef, useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { creatingStep } from '../actions/steps.js';
import { countsQuery, listQuery, useDescription } from '../api/queries.js';
import type { Person, Row, Workflow } from '../api/types.js';
import { useWords } from '../words/language.js';
import { calledBy, columnsOf, excerptOf, shownAtFirst } from './called.js';
import { FindBox } from './find-box.js';
import { KeyboardHelp } from './keyboard-help.js';
import { Rows } from './rows.js';
import { StateTabs } from './state-tabs.js';
import { useChangedRows } from './use-changed-rows.js';
import { useNarrow } from './use-narrow.js';
import { useListKeys } from './use-list-keys.js';
import { useKept } from './use-kept.js';
import './list.css';

const HEIGHTS = { comfortable: 48, compact: 34 } as const;
/** Three lines of a row on a telephone. */
const NARROW_HEIGHT = 84;
type Density = keyof typeof HEIGHTS;

export function ListPage({ workflow, me }: { readonly workflow: Workflow; readonly me: Person }) {
  const { t, say } = useWords();
  const { registers } = useDescription();
  const navigate = useNavigate();
  const [address, setAddress] = useSearchParams();
  const found = address.get('q') ?? '';
  const open = useMemo(() => workflow.states.filter((one) => !one.end).map((one) => one.name), [workflow]);
  const state = address.get('state') ?? 'open';
  const subDistrict = address.get('subDistrict') ?? undefined;
  const sort = address.get('sort') === 'newest' ? 'newest' : 'due';
  const [density, setDensity] = useKept<Density>('density', 'comfortable');
  const columns = useMemo(() => columnsOf(workflow), [workflow]);
  const [shown, setShown] = useKept<readonly string[]>(`columns.${workflow.path}`, shownAtFirst(columns));
  const [selected, setSelected] = useState(-1);
  const [explaining, setExplaining] = useState(false);
  const narrow = useNarrow();
  const finder = useRef<InputRef>(null);

  const asked = listQuery(workflow.path, {
    state: state === 'all' ? undefined : state === 'open' ? open.join(',') : state,
    subDistrict,
    sort,
  });
  const list = useInfiniteQuery(asked);
  const counts = useQuery(countsQuery(subDistrict));
  const changes = useChangedRows(workflow.path, asked.queryKey);
  const loaded = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const search = useDeferredValue(found.trim().toLowerCase());
  const rows = useMemo(
    () => (search === '' ? loaded : loaded.filter((row) => textOf(workflow, row).includes(search))),
    [loaded, search, workflow],
  );
  const total = list.data?.pages[0]?.total ?? 0;

  const filter = (name: string, value: string | undefined) => {
    setSelected(-1);
    setAddress(
      (before) => {
        const next = new URLSearchParams(before);
        if (value === undefined || value === '') next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: name === 'q' },
    );
  };
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = list;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, hasNextPage, isFetchingNextPage]);
  useListKeys({
    count: rows.length,
    at: selected,
    move: setSelected,
    open: (at) => {
      const row = rows[at];
      if (row) void navigate(`/${workflow.path}/${encodeURIComponent(row.id)}`);
    },
    find: () => finder.current?.focus(),
    explain: () => setExplaining(true),
  });

  const creating = creatingStep(workflow, me.roles);
  const late = counts.data?.items.find((one) => one.path === workflow.path)?.late ?? 0;
  const places = Object.entries(registers['sub-district'] ?? {});
  const filtered = found !== '' || subDistrict !== undefined || state !== 'all';
  return (
    <div className="list-page">
      <title>{`${say(workflow.words.many)} · ${t('product')}`}</title>
      <header className="page-head">
        <h1>
          {say(workflow.words.many)}
          {late > 0 && <span className="head-late">{t('homeLate', { n: late })}</span>}
        </h1>
        <div className="page-tools">
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
        counts={counts.data?.items.find((one) => one.path === workflow.path)}
        state={state}
        onChoose={(chosen) => filter('state', chosen === 'open' ? undefined : chosen)}
      />
      <div className="list-tools">
        <FindBox ref={finder} found={found} onFind={(words) => filter('q', words)} />
        {workflow.jurisdiction !== null && me.jurisdictions.includes('district') && (
          <Select
            aria-label={t('subDistrict')}
            className="list-place"
            value={subDistrict ?? ''}
            onChange={(chosen) => filter('subDistrict', chosen)}
            options={[
              { value: '', label: t('allSubDistricts') },
              ...places.map(([id, words]) => ({ value: id, label: say(words, id) })),
            ]}
          />
        )}
        <Segmented
          aria-label={t('sort')}
          value={sort}
          onChange={(chosen) => filter('sort', chosen === 'due' ? undefined : chosen)}
          options={[
            { value: 'due', label: t('sortDue') },
            { value: 'newest', label: t('sortNewest') },
          ]}
        />
        <Popover
          trigger="click"
          placement="bottomRight"
          content={
            <Checkbox.Group
              className="columns-choice"
              value={[...shown]}
              onChange={(chosen) => setShown(chosen)}
              options={columns.map(({ name }) => ({ value: name, label: say(workflow.fieldWords[name], name) }))}
            />
          }
        >
          <Button className="list-wide">
            {t('columns')} <DownOutlined aria-hidden="true" />
          </Button>
        </Popover>
        <Segmented<Density>
          className="list-wide"
          aria-label={t('density')}
          value={density}
          onChange={(chosen) => setDensity(chosen)}
          options={[
            { value: 'comfortable', label: t('comfortable') },
            { value: 'compact', label: t('compact') },
          ]}
        />
        <span className="muted list-count" aria-live="polite">
          {t('rowsShown', { shown: rows.length, total })}
        </span>
      </div>
      {changes.waiting > 0 && (
        <button type="button" className="changed-rows" onClick={changes.takeIn}>
          {t('changedRows', { n: changes.waiting })}
        </button>
      )}
      {list.isPending ? (
        <Skeleton active paragraph={{ rows: 8 }} title={false} />
      ) : list.isError ? (
        <ListError onRetry={() => void list.refetch()} />
      ) : rows.length === 0 ? (
        <div className="empty">
          <p className="empty-title">{filtered ? t('emptyFilter') : t('emptyList')}</p>
          {filtered && <Button onClick={() => setAddress({ state: 'all' })}>{t('clearFilter')}</Button>}
        </div>
      ) : (
        <Rows
          workflow={workflow}
          rows={rows}
          columns={columns.filter(({ name }) => shown.includes(name))}
          selected={selected}
          rowHeight={narrow ? NARROW_HEIGHT : HEIGHTS[density]}
          narrow={narrow}
          total={search === '' ? total : rows.length}
          onSelect={setSelected}
          onEnd={more}
        />
      )}
      <KeyboardHelp open={explaining} onClose={() => setExplaining(false)} />
    </div>
  );
}

function ListError({ onRetry }: { readonly onRetry: () => void }) {
  const { t } = useWords();
  return (
    <div className="empty">
      <p className="empty-title">{t('errorTitle')}</p>
      <Button onClick={onRetry}>{t('retry')}</Button>
    </div>
  );
}

/** What of a row can be found by typing: everything that it shows as text. */
function textOf(workflow: Workflow, row: Row): string {
  const values = columnsOf(workflow).map(({ name }) => row[name]);
  return JSON.stringify([calledBy(row), excerptOf(workflow, row), values]).toLowerCase();
}
