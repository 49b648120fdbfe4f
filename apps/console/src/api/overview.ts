/** What waits, in pages and groups, and the numbers of a workflow; and the address of the list that each number opens. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { read } from './client.js';
import type { Answers, WaitingPage, Workflow } from './types.js';

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

/** `onTimeShare` in hundredths of a percent; nothing where too few ended to say. */
export type Counted = Answers['Counted'];
export type TallyRow = Answers['TallyRow'];
export type Tally = Answers['Tally'];

export interface TallyAsked {
  readonly workflow: string;
  readonly by: readonly string[];
  readonly state?: string | undefined;
  readonly subDistrict?: string | undefined;
}

export function overviewQuery({ workflow, by, state, subDistrict }: TallyAsked) {
  const asked = new URLSearchParams({
    workflow,
    by: by.join(','),
    ...(state ? { state } : {}),
    ...(subDistrict ? { subDistrict } : {}),
  }).toString();
  return queryOptions({
    queryKey: ['overview', asked],
    queryFn: ({ signal }) => read<Tally>(`/api/overview?${asked}`, signal),
    refetchOnWindowFocus: false,
  });
}

/** Stands for cases that have no such field. */
export const NONE = 'none';

/** The list that shows exactly these: open ones where no state is named. */
export function listAddress(
  workflow: Pick<Workflow, 'path'>,
  filter: Readonly<Record<string, string | undefined>>,
): string {
  const set = Object.entries(filter).flatMap(([name, value]): [string, string][] => (value ? [[name, value]] : []));
  const asked = new URLSearchParams(set).toString();
  return `/${workflow.path}${asked === '' ? '' : `?${asked}`}`;
}

/** Everything a person may count is theirs where they hold a role: one place is named, the district is not. */
export function placeOf(jurisdictions: readonly string[]): string | undefined {
  return jurisdictions.length === 1 && jurisdictions[0] !== 'district' ? jurisdictions[0] : undefined;
}
