/** The pages of a list and how many there are of each state, as the server tells them. */
import { infiniteQueryOptions, queryOptions, type InfiniteData } from '@tanstack/react-query';
import { read } from '../api/client.js';
import type { Answers, Counts, Listed, Row } from '../api/types.js';
import { serverNow } from '../live/clock.js';
import type { Sort } from './address.js';

/** The first page is soon there; whoever goes on gets more at a time. */
const FIRST = 100;
const PAGE = 200;

/** `readAt`: by the server's clock, so that what began later can be told from what was there. */
type ReadPage = RowsPage & { readonly readAt: string };

export type Pages = InfiniteData<ReadPage, unknown>;

export type RowsPage = Answers['List'];

export function pageAddress(path: string, meant: URLSearchParams, sort: Sort, after: string, limit: number): string {
  const asked = new URLSearchParams(meant);
  asked.set('sort', sort);
  asked.set('limit', String(limit));
  if (after !== '') asked.set('after', after);
  return `/api/${path}?${asked.toString()}`;
}

export function rowsQuery(path: string, meant: URLSearchParams, sort: Sort) {
  return infiniteQueryOptions({
    queryKey: ['list', path, sort, meant.toString()],
    queryFn: async ({ pageParam, signal }): Promise<ReadPage> => {
      const page = pageAddress(path, meant, sort, pageParam, pageParam === '' ? FIRST : PAGE);
      return { ...(await read<RowsPage>(page, signal)), readAt: new Date(serverNow()).toISOString() };
    },
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
    // Comparing ten thousand rows with themselves would hold up whoever scrolls.
    structuralSharing: false,
    staleTime: Infinity,
  });
}

export function rowCountsQuery(path: string, meant: URLSearchParams) {
  const asked = new URLSearchParams({ path, ...Object.fromEntries(meant) }).toString();
  return queryOptions({
    queryKey: ['counts', path, asked],
    queryFn: ({ signal }) =>
      read<Listed<Counts>>(`/api/counts?${asked}`, signal).then(({ items }): Counts | null => items[0] ?? null),
  });
}

/** The rows of all pages; one that moved between two pages while they were read stands once. */
export function rowsOf(pages: Pages | undefined): readonly Row[] {
  const rows = new Map<string, Row>();
  for (const page of pages?.pages ?? []) for (const row of page.items) if (!rows.has(row.id)) rows.set(row.id, row);
  return [...rows.values()];
}
