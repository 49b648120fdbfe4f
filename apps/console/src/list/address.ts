/** What a list shows, as it stands in the address: a link is a view. Names and values are the server's own. */
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { Schema, Workflow } from '../api/types.js';

export type Sort = 'due' | 'newest';

/** Filters that every list knows, beside those of the workflow's fields. */
const COMMON = ['subDistrict', 'late', 'openedFrom', 'openedUntil', 'dueUntil', 'endedFrom'] as const;

export interface ListAddress {
  /** `open` and `all` stand for many states. */
  readonly state: string;
  readonly q: string;
  readonly sort: Sort;
  /** Everything that narrows the list besides state and words, by the server's name; several values joined by commas. */
  readonly filters: Readonly<Record<string, string>>;
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
    const names = [...COMMON, ...workflow.filters];
    return {
      state: stateOf(workflow, asked.get('state')),
      q: asked.get('q') ?? '',
      sort: asked.get('sort') === 'newest' ? 'newest' : 'due',
      filters: Object.fromEntries(
        names.flatMap((name) => {
          const value = valuesOf(workflow.fields[name], asked.get(name) ?? '');
          return value === '' ? [] : [[name, value]];
        }),
      ),
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

/** Of several values with commas between them those that may be chosen; what leads elsewhere is known where it leads. */
export function valuesOf(field: Schema | undefined, asked: string): string {
  const choices = field?.enum ?? (field?.type === 'boolean' ? ['true', 'false'] : undefined);
  if (!choices) return asked;
  return asked
    .split(',')
    .filter((one) => choices.includes(one))
    .join(',');
}

/** Which cases are meant, for the server: of the list with states, of its counts without. */
export function meantBy(workflow: Workflow, { state, q, filters }: Pick<ListAddress, 'state' | 'q' | 'filters'>) {
  const common = { ...filters, ...(q.trim() === '' ? {} : { q: q.trim() }) };
  const open = workflow.states.filter((one) => !one.end).map((one) => one.name);
  const states = state === 'all' ? {} : { state: state === 'open' ? open.join(',') : state };
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
