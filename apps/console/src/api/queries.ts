/** What is read, under which keys it is kept, and how long. Live updates say when something changed; nothing is polled. */
import { queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Language } from '../words/language.js';
import { read } from './client.js';
import { everyPage } from './every-page.js';
import { manyReferences } from './references.js';
import type {
  Case,
  Counts,
  Description,
  ExplainedDeadline,
  HistoryItem,
  Listed,
  Person,
  Reference,
  Row,
  WaitingPage,
  Workflow,
} from './types.js';

export const descriptionQuery = queryOptions({
  queryKey: ['workflows'],
  queryFn: ({ signal }) => read<Description>('/api/workflows', signal),
  staleTime: Infinity,
});

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => read<Person>('/api/session', signal),
  // Whoever it was opened by: a page never becomes another person's.
  staleTime: 'static',
  retry: false,
});

export const samplePeopleQuery = queryOptions({
  queryKey: ['people'],
  queryFn: ({ signal }) => read<Listed<Person>>('/api/session/people', signal),
  staleTime: Infinity,
  retry: false,
});

export const waitingQuery = queryOptions({
  queryKey: ['waiting'],
  queryFn: ({ signal }) => read<WaitingPage>('/api/waiting?limit=1', signal),
});

export const countsQuery = queryOptions({
  queryKey: ['counts'],
  queryFn: ({ signal }) => read<Listed<Counts>>('/api/counts', signal),
});

/** The few cases of a workflow that fit words best, for a line that leads to them; the newest where nothing is asked for. */
export function foundQuery(path: string, q: string, limit: number) {
  const asked = new URLSearchParams({ ...(q === '' ? {} : { q }), limit: String(limit) });
  return queryOptions({
    queryKey: ['found', path, q, limit],
    queryFn: ({ signal }) => read<Listed<Row>>(`/api/${path}?${asked.toString()}`, signal),
    staleTime: 10_000,
  });
}

export function caseQuery(path: string, id: string) {
  return queryOptions({
    queryKey: ['case', path, id],
    queryFn: ({ signal }) => read<Case>(`/api/${path}/${encodeURIComponent(id)}`, signal),
  });
}

/** Why the deadlines of a case, as it stands at a revision, end when they do. */
export function deadlinesQuery(path: string, id: string, revision: number) {
  return queryOptions({
    queryKey: ['deadlines', path, id, revision],
    queryFn: ({ signal }) =>
      read<Listed<ExplainedDeadline>>(`/api/${path}/${encodeURIComponent(id)}/deadlines`, signal),
  });
}

/** A page is a thousand events, and no stream holds more than ten thousand. */
const HISTORY_PAGES_MAX = 10;

/** The whole of it: what a case is now, the newest events say. */
export function historyQuery(path: string, id: string, language: Language) {
  return queryOptions({
    queryKey: ['history', path, id, language],
    queryFn: ({ signal }) => {
      const address = `/api/${path}/${encodeURIComponent(id)}/history`;
      return everyPage(
        (after) => read<Listed<HistoryItem>>(after === undefined ? address : `${address}?after=${after}`, signal),
        HISTORY_PAGES_MAX,
      );
    },
  });
}

/** One name; asked for together with all others that are missing at the moment. */
export function referenceQuery(to: string, id: string) {
  return queryOptions({
    queryKey: ['reference', to, id],
    queryFn: () => manyReferences(to, id),
    staleTime: 5 * 60_000,
  });
}

export function searchQuery(to: string, asked: Readonly<Record<string, string | undefined>>) {
  const params = new URLSearchParams(
    Object.entries(asked).flatMap(([name, value]): [string, string][] => (value ? [[name, value]] : [])),
  );
  return queryOptions({
    queryKey: ['search', to, params.toString()],
    queryFn: ({ signal }) => read<Listed<Reference>>(`/api/references/${to}?${params.toString()}`, signal),
    staleTime: 60_000,
  });
}

export function useDescription(): Description {
  return useSuspenseQuery(descriptionQuery).data;
}

/** Workflows of which our roles see anything at all, as the server says; none before it did. */
export function useReadable(): readonly Workflow[] {
  const { items } = useDescription();
  const counts = useQuery(countsQuery).data;
  return useMemo(
    () => items.filter(({ path }) => counts?.items.some((one) => one.path === path && one.readable)),
    [items, counts],
  );
}

export function useWorkflow(path: string): Workflow | undefined {
  return useDescription().items.find((one) => one.path === path);
}

/** Whoever is signed in; nothing on the sign-in page. */
export function useMe(): Person | undefined {
  return useQuery(meQuery).data;
}
