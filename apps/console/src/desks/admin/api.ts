/** What the pages of administrators read, and under which keys it is kept. */
import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { read } from '../../api/client.js';
import type { Description, JsonObject, Listed, Person, Problem } from '../../api/types.js';
import type { Words } from '../../words/language.js';

export interface ToldCase {
  readonly workflow: string;
  readonly path: string | null;
  readonly id: string;
  readonly number: string | null;
  readonly state: string | null;
  readonly openedAt: string | null;
  readonly mayOpen: boolean;
}

export interface NodeSeen {
  readonly name: string;
  readonly role: string;
  readonly seenAt: string;
  readonly behindMs: number;
  readonly self: boolean;
  readonly silent: boolean;
}

export interface Trouble {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly weight: 'wrong' | 'watch';
}

export interface Health {
  readonly node: { readonly name: string; readonly role: string; readonly kind: string };
  readonly nodes: readonly NodeSeen[];
  readonly log: { readonly head: string | null; readonly position: string | null; readonly corrupt: number };
  readonly views: {
    readonly state: string;
    readonly count: number;
    readonly building: number;
    readonly behindEvents: number | null;
    readonly behindEventsMax: number;
    readonly behindMs: number;
    readonly poison: number;
  };
  readonly timers: {
    readonly due: number | null;
    readonly lateMs: number | null;
    readonly failing: number | null;
    readonly day: number | null;
  };
  readonly incidents: number | null;
  readonly upkeep: number | null;
  readonly redis: string | null;
  readonly deadLetters: number | null;
  readonly disk: {
    readonly freeBytes: number;
    readonly totalBytes: number;
    readonly logBytes: number | null;
    readonly viewsBytes: number | null;
  } | null;
  readonly troubles: readonly Trouble[];
}

export interface View {
  readonly name: string;
  readonly version: number;
  readonly generation: number | null;
  readonly serves: boolean;
  readonly position: string | null;
  readonly passed: number;
  readonly behind: number | null;
  readonly rows: readonly { readonly table: string; readonly rows: number }[] | null;
  readonly poison: number;
  readonly building: { readonly done: number; readonly of: number | null } | null;
}

export interface Poison {
  readonly projection: string;
  readonly version: number;
  readonly position: string;
  readonly eventId: string;
  readonly stream: string;
  readonly error: string;
  readonly at: string;
  readonly type: string | null;
  readonly case: ToldCase;
}

export interface Timer {
  readonly timerId: string;
  readonly name: string;
  readonly kind: 'deadline' | 'alert';
  readonly dueAt: string;
  readonly lateMs: number;
  readonly case: ToldCase;
  readonly waitsFor: readonly string[];
  readonly failed?: { readonly attempts: number; readonly nextAttemptAt: string; readonly error: string };
}

export interface Timers extends Listed<Timer> {
  readonly counts: readonly { readonly workflow: string; readonly late: number; readonly day: number }[];
  readonly failing: number;
}

export interface Incident {
  readonly id: string;
  readonly state: string;
  readonly revision: number;
  readonly openedAt: string;
  readonly updatedAt: string;
  readonly reaction: string;
  readonly command: string;
  readonly workflow: string;
  readonly why: Words;
  readonly event: { readonly id: string; readonly type: string | null; readonly at: string | null };
  readonly source: ToldCase;
  readonly target: ToldCase | null;
  readonly attempts: number;
  readonly skipReason: string | null;
}

export interface Incidents extends Listed<Incident> {
  readonly counts: Readonly<Record<string, number>>;
  readonly mayAct: boolean;
}

export interface Letter {
  readonly key: string;
  readonly of:
    string | { readonly workflow: string; readonly id: string; readonly name: string; readonly dueAt: string };
  readonly attempts: number;
  readonly failedAt: string;
  readonly error: string;
}

export interface Span {
  readonly unit: 'working-days' | 'days' | 'months' | 'hours' | 'minutes';
  readonly count: number;
  readonly endsOn?: 'working-day';
}

export type SettingValue = number | Span;

interface Edited {
  readonly by: string;
  readonly byKind: string;
  readonly at: string;
}

export interface SettingEdition extends Edited {
  readonly edition: number;
  readonly value: SettingValue;
  readonly effectiveOn: string;
  readonly subDistrict: string | null;
  readonly alsoOpen: boolean;
  readonly reason: string;
}

export interface Setting {
  readonly name: string;
  readonly workflow: string;
  readonly words: Words;
  readonly group: Words;
  readonly kind: 'span' | 'number';
  readonly value: SettingValue;
  readonly edition: number;
  readonly revision: number;
  readonly range: { readonly min: number; readonly max: number };
  readonly deadlines: readonly { readonly name: string; readonly workflow: string; readonly words: Words }[];
  readonly editions: readonly SettingEdition[];
}

export interface Settings extends Listed<Setting> {
  readonly today: string;
}

export interface CalendarEdition extends Edited {
  readonly edition: number;
  readonly source: string | null;
  readonly holidays: number;
  readonly makeUpDays: number;
}

export interface CalendarYear {
  readonly year: number;
  readonly edition: number;
  readonly revision: number;
  readonly holidays: readonly string[];
  readonly makeUpDays: readonly string[];
  readonly source: string | null;
  readonly editions: readonly CalendarEdition[];
}

export interface Calendars extends Listed<CalendarYear> {
  readonly today: string;
}

export interface Foretold {
  readonly at: string;
  readonly looked: number;
  readonly moves: number;
  readonly cases: number;
  readonly stays: Readonly<Record<string, number>>;
  readonly moved: readonly {
    readonly case: ToldCase;
    readonly name: string;
    readonly from: string;
    readonly to: string;
  }[];
  readonly stayed: readonly {
    readonly case: ToldCase;
    readonly name: string;
    readonly from: string;
    readonly because: string;
  }[];
  readonly complete: boolean;
  readonly position?: string | null;
}

/** How an order of upkeep stands. */
export interface Order {
  readonly id: string;
  readonly state: string;
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
  queryFn: ({ signal }) => read<Listed<View> & { readonly node: string }>('/api/admin/views', signal),
  refetchInterval: ({ state }) =>
    state.data?.items.some(({ building }) => building !== null) ? WORKING_MS : HEALTH_MS,
});

export const poisonQuery = queryOptions({
  queryKey: ['admin', 'poison'],
  queryFn: ({ signal }) => read<Listed<Poison> & { readonly node: string }>('/api/admin/poison', signal),
  refetchInterval: HEALTH_MS,
});

export function poisonEventQuery(view: string, position: string) {
  return queryOptions({
    queryKey: ['admin', 'poison', view, position],
    queryFn: ({ signal }) =>
      read<Poison & { readonly event: JsonObject }>(`/api/admin/poison/${view}/${position}`, signal),
    staleTime: Infinity,
  });
}

export interface TimersAsked {
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
  queryFn: ({ signal }) => read<Listed<Letter>>('/api/dead-letters', signal),
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

/** Whether the declaration gives a command to one of this person's roles. The server judges again. */
export function isFor({ items }: Description, me: Person, path: string, command: string): boolean {
  const declared = items.find((one) => one.path === path)?.commands.find(({ name }) => name === command);
  return declared?.roles.some((role) => me.roles.includes(role)) ?? false;
}

/** What is wrong with one part of a form, by pointer; with the form itself under the empty one. */
export function errorsOf(problem: Problem | undefined): ReadonlyMap<string, string> {
  if (!problem) return new Map();
  const errors = problem.errors ?? [];
  return errors.length > 0
    ? new Map(errors.map(({ pointer, detail }) => [`/${pointer.split('/')[1] ?? ''}`, detail]))
    : new Map([['', problem.detail]]);
}
