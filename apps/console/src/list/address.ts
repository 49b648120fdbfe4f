/** What a list shows, as it stands in the address: a link is a view. Names and values are the server's own. */
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { opensOf } from '../api/list-address.js';
import type { Schema, Workflow } from '../api/types.js';
import { hasDeadlines } from './texts.js';

export type Sort = 'due' | 'newest';

export const DAYS = ['openedFrom', 'openedUntil', 'dueUntil', 'endedFrom'] as const;
/** Filters that every list knows, beside those of the workflow's fields. */
const COMMON = ['subDistrict', 'late', ...DAYS] as const;
/** What an address says beside filters. */
const BESIDE = ['state', 'q', 'sort'];
/** As the server takes ids, how many of them, and days. */
const ID = /^[A-Za-z0-9][A-Za-z0-9._~%-]{0,119}$/;
const VALUES_MAX = 50;
const [FIRST_DAY, LAST_DAY] = ['1992-01-01', '9998-12-31'];

export interface ListAddress {
  /** `open` and `all` stand for many states. */
  readonly state: string;
  readonly q: string;
  readonly sort: Sort;
  /** Everything that narrows the list besides state and words, by the server's name; several values joined by commas. */
  readonly filters: Readonly<Record<string, string>>;
  /** Conditions that say nothing the list knows, by their names in the address: it shows itself without them. */
  readonly leftOut: readonly string[];
  /** The address after the `?`. */
  readonly search: string;
  readonly set: (name: string, value: string | undefined) => void;
  readonly clear: () => void;
  readonly go: (search: string) => void;
}

export function useListAddress(workflow: Workflow): ListAddress {
  const [address, setAddress] = useSearchParams();
  const search = address.toString();
  const set = useCallback(
    (name: string, value: string | undefined) => {
      setAddress(
        (before) => {
          const next = new URLSearchParams(before);
          if (value === undefined || value === '') next.delete(name);
          else next.set(name, value);
          return next;
        },
        { replace: name === 'q', preventScrollReset: true },
      );
    },
    [setAddress],
  );
  const go = useCallback((to: string) => setAddress(new URLSearchParams(to)), [setAddress]);
  return useMemo(() => {
    const asked = new URLSearchParams(search);
    const { filters, leftOut } = filtersIn(workflow, asked);
    return {
      state: stateOf(workflow, asked.get('state')),
      q: asked.get('q') ?? '',
      sort: asked.get('sort') === 'newest' || !hasDeadlines(workflow) ? 'newest' : 'due',
      filters,
      leftOut,
      search,
      set,
      clear: () => {
        const { state, sort } = Object.fromEntries(asked);
        setAddress({ ...(state && !isSeveral(state) ? { state } : {}), ...(sort ? { sort } : {}) });
      },
      go,
    };
  }, [search, workflow, set, setAddress, go]);
}

/** An old or mistyped link with a state that is none shows what is open; several states stand with commas between them. */
export function stateOf({ states }: Pick<Workflow, 'states'>, asked: string | null): string {
  if (asked === 'all') return asked;
  const known = (asked ?? '').split(',').filter((one) => states.some(({ name }) => name === one));
  return known.length === 0 ? 'open' : known.join(',');
}

/** What narrows the list as the address says, as far as the server would understand it; and what it would not. */
export function filtersIn(
  workflow: Pick<Workflow, 'states' | 'filters' | 'fields' | 'deadlines'>,
  asked: URLSearchParams,
): Pick<ListAddress, 'filters' | 'leftOut'> {
  const common = COMMON.filter((name) => hasDeadlines(workflow) || (name !== 'late' && name !== 'dueUntil'));
  const known: readonly string[] = [...common, ...workflow.filters];
  const filters: Record<string, string> = {};
  const leftOut: string[] = [];
  for (const [name, said] of new Map(asked)) {
    if (said === '') continue;
    if (BESIDE.includes(name)) {
      const isState = (one: string): boolean => one === 'open' || one === 'all' || stateOf(workflow, one) === one;
      if (name === 'state' && !said.split(',').every(isState)) leftOut.push(name);
      continue;
    }
    const value = known.includes(name) ? valueIn(workflow, name, said) : '';
    if (value !== '' && value !== '0') filters[name] = value;
    if (value === '' || value.split(',').length < said.split(',').length) leftOut.push(name);
  }
  return { filters, leftOut };
}

/** @returns nothing for what makes no sense; `0` for what narrows nothing */
function valueIn({ fields }: Pick<Workflow, 'fields'>, name: string, said: string): string {
  if (name === 'late') return { 1: '1', true: '1', 0: '0', false: '0' }[said] ?? '';
  if ((DAYS as readonly string[]).includes(name)) return isShownDay(said) ? said : '';
  if (name === 'subDistrict') return ID.test(said) ? said : '';
  return valuesOf(fields[name], said);
}

function isShownDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || text < FIRST_DAY || text > LAST_DAY) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

/** Of several values with commas between them those that may be chosen; what leads elsewhere is known where it leads. */
export function valuesOf(field: Schema | undefined, asked: string): string {
  const choices = field?.enum ?? (field?.type === 'boolean' ? ['true', 'false'] : undefined);
  return asked
    .split(',')
    .filter((one) => (choices ? choices.includes(one) : ID.test(one)))
    .slice(0, VALUES_MAX)
    .join(',');
}

/** Of two days that bound each other, whether the first lies after the last. */
export function areDaysCrossed({ openedFrom, openedUntil }: ListAddress['filters']): boolean {
  return openedFrom !== undefined && openedUntil !== undefined && openedFrom > openedUntil;
}

/** Which cases are meant, for the server: of the list with states, of its counts without. */
export function meantBy(workflow: Workflow, { state, q, filters }: Pick<ListAddress, 'state' | 'q' | 'filters'>) {
  const common = { ...filters, ...(q.trim() === '' ? {} : { q: q.trim() }) };
  const states = state === 'all' ? {} : { state: state === 'open' ? opensOf(workflow) : state };
  return { list: new URLSearchParams({ ...common, ...states }), counts: new URLSearchParams(common) };
}

/** Whose cases can be told from the declaration: the first field of a person that makes a case somebody's own. */
export function ownField({ own, filters, fields }: Workflow): string | undefined {
  return own.find((name) => filters.includes(name) && fields[name]?.['x-linli-ref'] === 'person');
}

/** Whether two addresses say the same, in whichever order. */
export function isSameView(one: string, other: string): boolean {
  const [a, b] = [one, other].map((search) => {
    const said = new URLSearchParams(search);
    said.sort();
    return said.toString();
  });
  return a === b;
}

/** An address as it may be kept: conditions are choices, but words are whatever somebody typed. */
export function withoutWords(search: string): string {
  const kept = new URLSearchParams(search);
  kept.delete('q');
  return kept.toString();
}

export function isNarrowed({ state, q, filters }: Pick<ListAddress, 'state' | 'q' | 'filters'>): boolean {
  return q.trim() !== '' || Object.keys(filters).length > 0 || isSeveral(state);
}

/** Several states, which no tab stands for. */
export function isSeveral(state: string): boolean {
  return state.includes(',');
}
