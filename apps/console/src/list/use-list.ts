/** The rows of a list as the address asks for them, with their live updates and what is chosen among them. */
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { read } from '../api/client.js';
import type { Listed, Row, Workflow } from '../api/types.js';
import { meantBy, type ListAddress } from './address.js';
import { everyRow } from './every-row.js';
import { rowCountsQuery, rowsOf, rowsQuery } from './list-query.js';
import { useLiveRows } from './use-live-rows.js';
import { useSelection } from './use-selection.js';

/** Ids in one question, as the server takes them. */
const IDS_MAX = 100;

export function useList(workflow: Workflow, address: ListAddress) {
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
  const selection = useSelection(key, total);
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

  const { all, ids } = selection;
  const chosen = useCallback(
    async (signal: AbortSignal, told: (done: number, total: number) => void): Promise<readonly Row[]> => {
      if (all) {
        const every = await everyRow({ path, meant: meant.list, sort, signal, told });
        return every.filter(({ id }) => !ids.has(id));
      }
      const known = new Map(rows.map((row) => [row.id, row]));
      const missing = [...ids].filter((id) => !known.has(id));
      for (let from = 0; from < missing.length; from += IDS_MAX) {
        const some = missing.slice(from, from + IDS_MAX).join(',');
        const { items } = await read<Listed<Row>>(`/api/${path}?limit=${IDS_MAX}&ids=${some}`, signal);
        for (const row of items) known.set(row.id, row);
        told(from, ids.size);
      }
      return [...ids].flatMap((id) => known.get(id) ?? []);
    },
    [all, ids, rows, path, meant, sort],
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
    complete: first?.complete !== false,
    /** Rows further down are being read. */
    reading: isFetchingNextPage && wanted.current > loaded + IDS_MAX,
  };
}
