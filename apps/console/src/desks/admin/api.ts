/** What the pages of administrators read, and under which keys it is kept. */
import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { read } from '../../api/client.js';
import type { Answers, Problem } from '../../api/types.js';

export type ToldCase = Answers['ToldCase'];
export type Finding = Answers['Trouble'];
export type Health = Answers['Health'];
export type View = Answers['View'];
export type Poison = Answers['Poison'];
export type Timer = Answers['Timer'];
export type Timers = Answers['TimersPage'];
export type Incident = Answers['Incident'];
export type Incidents = Answers['IncidentsPage'];
export type Letter = Answers['DeadLetter'];
export type Span = Answers['Span'];
export type SettingValue = Setting['value'];
export type SettingEdition = Answers['SettingEdition'];
export type Setting = Answers['Setting'];
export type Settings = Answers['SettingsPage'];
export type CalendarYear = Answers['CalendarYear'];
export type Calendars = Answers['CalendarsPage'];
export type Foretold = Answers['Foretold'];

/** How an order of upkeep stands. By hand: what came of it are fields that its workflow declares. */
export interface Order {
  readonly id: string;
  readonly state: string;
  readonly same?: readonly string[];
  readonly changed?: readonly string[];
  readonly setAside?: number;
  readonly timersDue?: number;
  /** Of an order of long ago, as its node said it. */
  readonly note?: string;
  readonly error?: string;
}

const HEALTH_MS = 5_000;
const WORKING_MS = 500;

export const healthQuery = queryOptions({
  queryKey: ['admin', 'health'],
  queryFn: ({ signal }) => read<Health>('/api/admin/health', signal),
  refetchInterval: HEALTH_MS,
});

/** While something is being built the answer is old at once; the progress of a machine is not told by events. */
export const viewsQuery = queryOptions({
  queryKey: ['admin', 'views'],
  queryFn: ({ signal }) => read<Answers['ViewsPage']>('/api/admin/views', signal),
  refetchInterval: ({ state }) =>
    state.data?.items.some(({ building }) => building !== null) ? WORKING_MS : HEALTH_MS,
});

export const poisonQuery = queryOptions({
  queryKey: ['admin', 'poison'],
  queryFn: ({ signal }) => read<Answers['PoisonPage']>('/api/admin/poison', signal),
  refetchInterval: HEALTH_MS,
});

export function poisonEventQuery(view: string, position: string) {
  return queryOptions({
    queryKey: ['admin', 'poison', view, position],
    queryFn: ({ signal }) => read<Answers['PoisonEvent']>(`/api/admin/poison/${view}/${position}`, signal),
    staleTime: Infinity,
  });
}

interface TimersAsked {
  readonly when: string;
  readonly workflow: string;
  readonly after: string;
}

export function timersQuery({ when, workflow, after }: TimersAsked) {
  const asked = new URLSearchParams({ when, ...(workflow ? { workflow } : {}), ...(after ? { after } : {}) });
  return queryOptions({
    queryKey: ['admin', 'timers', asked.toString()],
    queryFn: ({ signal }) => read<Timers>(`/api/admin/timers?${asked.toString()}`, signal),
    refetchInterval: HEALTH_MS,
  });
}

export function incidentsQuery(state: string, after: string) {
  const asked = new URLSearchParams({ ...(state ? { state } : {}), ...(after ? { after } : {}) });
  return queryOptions({
    queryKey: ['admin', 'incidents', asked.toString()],
    queryFn: ({ signal }) => read<Incidents>(`/api/admin/incidents?${asked.toString()}`, signal),
  });
}

export const lettersQuery = queryOptions({
  queryKey: ['admin', 'letters'],
  queryFn: ({ signal }) => read<Answers['DeadLetters']>('/api/dead-letters', signal),
  refetchInterval: HEALTH_MS,
  retry: false,
});

export const settingsQuery = queryOptions({
  queryKey: ['admin', 'settings'],
  queryFn: ({ signal }) => read<Settings>('/api/admin/settings', signal),
});

export const calendarsQuery = queryOptions({
  queryKey: ['admin', 'calendars'],
  queryFn: ({ signal }) => read<Calendars>('/api/admin/calendars', signal),
});

export function orderQuery(id: string) {
  return queryOptions({
    queryKey: ['admin', 'order', id],
    queryFn: ({ signal }) => read<Order>(`/api/upkeep/${id}`, signal),
    refetchInterval: ({ state }) => (state.data === undefined || state.data.state === 'ordered' ? WORKING_MS : false),
  });
}

export function refreshAdmin(queries: QueryClient): Promise<void> {
  return queries.invalidateQueries({ queryKey: ['admin'] });
}

/** What is wrong with one part of a form, by pointer; with the form itself under the empty one. */
export function errorsOf(problem: Problem | undefined): ReadonlyMap<string, string> {
  if (!problem) return new Map();
  const errors = problem.errors ?? [];
  return errors.length > 0
    ? new Map(errors.map(({ pointer, detail }) => [`/${pointer.split('/')[1] ?? ''}`, detail]))
    : new Map([['', problem.detail]]);
}
