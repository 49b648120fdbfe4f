/** The rows of a list as the address asks for them, with their live updates and what is chosen among them. */
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import type { Row, Workflow } from '../api/types.js';
import { meantBy, type ListAddress } from './address.js';
import { everyRow, IDS_MAX, rowsById } from './every-row.js';
import { rowCountsQuery, rowsOf, rowsQuery } from './list-query.js';
import { useLiveRows } from './use-live-rows.js';
import { useSelection } from './use-selection.js';

type Told = (done: number, total: number) => void;

export function useList(workflow: Workflow, address: ListAddress, person: string) {
  const { path } = workflow;
  const { sort } = address;
  const meant = useMemo(() => meantBy(workflow, address), [workflow, address]);
  const asked = rowsQuery(path, meant.list, sort);
  // Rows stay while the answer to other words comes.
  const list = useInfiniteQuery({ ...asked, placeholderData: keepPreviousData });
  const counts =
    useQuery({ ...rowCountsQuery(path, meant.counts), placeholderData: keepPreviousData }).data ?? undefined;
  const rows = useMemo(() => rowsOf(list.data), [list.data]);
  const first = list.data?.pages[0];
  const total = Math.max(first?.total ?? 0, rows.length);
  const key = JSON.stringify(asked.queryKey);
  const selection = useSelection(`${person} ${path}?${meant.list.toString()}`);
  const live = useLiveRows(path, meant.list.toString(), sort, asked.queryKey);

  // Page after page, as far as somebody looks.
  const wanted = useRef(0);
  const { fetchNextPage, hasNextPage, isFetchingNextPage, isPlaceholderData } = list;
  const loaded = rows.length;
  useEffect(() => {
    wanted.current = 0;
  }, [key]);
  const goOn = useCallback(() => {
    if (wanted.current > loaded && hasNextPage && !isFetchingNextPage && !isPlaceholderData) void fetchNextPage();
  }, [loaded, hasNextPage, isFetchingNextPage, isPlaceholderData, fetchNextPage]);
  useEffect(goOn, [goOn]);
  const want = useCallback(
    (upTo: number) => {
      wanted.current = upTo;
      goOn();
    },
    [goOn],
  );

  const { ids, drop } = selection;
  // Of a list that is read to its end, only what stands in it is chosen.
  const { isSuccess, isFetching } = list;
  useEffect(() => {
    if (!isSuccess || isFetching || hasNextPage || isPlaceholderData) return;
    const there = new Set(rows.map(({ id }) => id));
    const gone = [...ids].filter((id) => !there.has(id));
    if (gone.length > 0) drop(gone);
  }, [isSuccess, isFetching, hasNextPage, isPlaceholderData, rows, ids, drop]);

  const chosen = useCallback(
    async (signal: AbortSignal, told: Told): Promise<readonly Row[]> => {
      const known = rows.filter(({ id }) => ids.has(id));
      const shown = new Set(known.map(({ id }) => id));
      const missing = [...ids].filter((id) => !shown.has(id));
      const found = await rowsById(path, missing, signal, (done) => told(known.length + done, ids.size));
      return [...known, ...found];
    },
    [ids, rows, path],
  );
  const last = isPlaceholderData ? undefined : list.data?.pages.at(-1);
  const begun = useMemo(() => last && { rows, next: last.next }, [rows, last]);
  const position = (begun && first?.position) ?? null;
  const readAt = first?.readAt ?? '';
  /** The list as it was read, whether or not it is loaded to its end: nothing of what came to it since. */
  const asRead = useCallback(
    (signal: AbortSignal, told: Told, includes: (row: Row) => boolean) =>
      everyRow({ path, meant: meant.list, sort, signal, told, includes, ...(begun ? { begun } : {}) }),
    [path, meant, sort, begun],
  );
  /** Every row of it; of what was not loaded, nothing that began later. */
  const shownRows = useCallback(
    (signal: AbortSignal, told: Told) =>
      asRead(signal, told, (row) => !isSince(row, position) || row.openedAt <= readAt),
    [asRead, position, readAt],
  );
  /** The rows that may be handled together; of what was not loaded, nothing that changed since: it may not have been there. */
  const countedRows = useCallback(
    (signal: AbortSignal, told: Told) => asRead(signal, told, (row) => !isSince(row, position)),
    [asRead, position],
  );
  return {
    list,
    rows,
    total,
    counts,
    meant,
    key,
    selection,
    live,
    want,
    chosen,
    shownRows,
    countedRows,
    complete: first?.complete !== false,
    /** Rows further down are being read. */
    reading: isFetchingNextPage && wanted.current > loaded + IDS_MAX,
  };
}

function isSince(row: Row, position: string | null): boolean {
  return position !== null && row.position !== null && row.position > position;
}
