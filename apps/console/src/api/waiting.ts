/** What waits for whoever is signed in, in pages and in groups. */
import { infiniteQueryOptions } from '@tanstack/react-query';
import { read } from './client.js';
import type { Answers, WaitingPage } from './types.js';

const PAGE = 100;

/** Of what waits, how many are alike. */
export type WaitingGroup = Answers['WaitingGroup'];

/** All that are set must hold. */
export interface WaitingFilter {
  readonly workflow?: string;
  readonly state?: readonly string[];
  readonly due?: readonly string[];
  readonly own?: boolean;
  readonly late?: boolean;
}

export function waitingPages({ workflow, state, due, own, late }: WaitingFilter) {
  const asked = new URLSearchParams({
    limit: String(PAGE),
    ...(workflow ? { workflow } : {}),
    ...(state ? { state: state.join(',') } : {}),
    ...(due ? { due: due.join(',') } : {}),
    ...(own ? { own: '1' } : {}),
    ...(late ? { late: '1' } : {}),
  }).toString();
  return infiniteQueryOptions({
    queryKey: ['waiting', 'pages', asked],
    queryFn: ({ pageParam, signal }) =>
      read<WaitingPage>(`/api/waiting?${asked}${pageParam ? `&after=${pageParam}` : ''}`, signal),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
    // Rows move only when somebody asks for it.
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}
