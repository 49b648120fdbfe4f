/**
 * By what a list of any workflow can be narrowed, drawn from its declaration: choices, references and yes or no of what
 * its events record, besides state, place, lateness and the day it was opened. The same words serve an address and the
 * body of a bulk; what is not understood is refused by name. Sealed values are no filters: nothing of them is compared.
 */
import type { Json, JsonObject } from '#libs/event-store';
import type { Declaration } from '../declare/declaration.js';
import { problem, type Problem } from '../declare/fields/field.js';
import { isDay, type Day } from '../time/day.js';
import { badQuery, queried, type ApiRequest } from './api-request.js';
import { malformed } from './problem.js';

/** Which cases are meant: all that are set must hold. */
export interface CaseFilter {
  readonly states?: readonly string[] | undefined;
  readonly subDistrict?: string | undefined;
  /** By field of the declaration: one of these values. `me` of a person is whoever asks. */
  readonly fields?: Readonly<Record<string, readonly string[]>>;
  /** Missed something that its state still waits for. */
  readonly late?: boolean;
  /** Opened on this day of Beijing or later. */
  readonly openedFrom?: Day | undefined;
  readonly openedUntil?: Day | undefined;
  /** Open, not late, and its next deadline ends with this day of Beijing or earlier. */
  readonly dueUntil?: Day | undefined;
  /** Ended on this day of Beijing or later. */
  readonly endedFrom?: Day | undefined;
  /** Exactly these, as far as the rest holds too. */
  readonly ids?: readonly string[] | undefined;
  /** Words that must all be found in what a row shows; see `CaseSearch`. */
  readonly q?: string | undefined;
}

export interface FieldFilter {
  readonly name: string;
  readonly kind: 'choice' | 'yes-no' | 'ref';
  /** Of a choice: what there is to choose. */
  readonly choices: readonly string[];
  /** Of a reference: what it leads to. */
  readonly to: string;
}

/** Whoever asks, in the place of a person's id: a link to "mine" is everybody's own. */
export const ME = 'me';
/** In the place of what a reference leads to: cases that have none. */
export const NONE = 'none';

/** What a list knows besides the fields of its workflow; a field of one of these names is no filter. */
export const LIST_QUERIES = [
  'state',
  'subDistrict',
  'late',
  'openedFrom',
  'openedUntil',
  'dueUntil',
  'endedFrom',
  'ids',
  'q',
  'sort',
  'after',
  'limit',
] as const;
/** Of these, what says which cases are meant, rather than how they are told. */
const DAYS = ['openedFrom', 'openedUntil', 'dueUntil', 'endedFrom'] as const;
const MEANING = ['state', 'subDistrict', 'late', ...DAYS, 'q'] as const;

export const IDS_MAX = 100;
/** An address has at most some 16,000 signs in all. */
export const IDS_SIGNS_MAX = 12_000;
export const VALUES_MAX = 50;
const ID = /^[A-Za-z0-9][A-Za-z0-9._~%-]{0,119}$/;

const known = new WeakMap<Declaration, readonly FieldFilter[]>();

/** Filters by fields: those of the form that begins a case first, then what the fold keeps, then the rest. */
export function filtersOf(declaration: Declaration): readonly FieldFilter[] {
  const before = known.get(declaration);
  if (before) return before;
  const filters = new Map<string, FieldFilter>();
  for (const { standing, fields } of Object.values(declaration.events)) {
    if (standing) continue;
    for (const [name, field] of Object.entries(fields)) {
      if (filters.has(name) || field.seals.length > 0 || name === declaration.jurisdiction) continue;
      if ((LIST_QUERIES as readonly string[]).includes(name) || name === 'path' || name === 'workflow') continue;
      const filter = filterOn(name, field.schema());
      if (filter) filters.set(name, filter);
    }
  }
  const begun = Object.values(declaration.commands).find((one) => one.from.kind === 'nothing')?.form ?? {};
  const rank = ({ name }: FieldFilter): number =>
    Object.hasOwn(begun, name) ? 0 : Object.hasOwn(declaration.initial, name) ? 1 : 2;
  const sorted = [...filters.values()].sort((a, b) => rank(a) - rank(b));
  known.set(declaration, sorted);
  return sorted;
}

function filterOn(name: string, schema: JsonObject): FieldFilter | undefined {
  const to = schema['x-linli-ref'];
  if (typeof to === 'string') return { name, kind: 'ref', choices: [], to };
  if (schema['type'] === 'boolean') return { name, kind: 'yes-no', choices: ['true', 'false'], to: '' };
  const choices = schema['enum'];
  return Array.isArray(choices) ? { name, kind: 'choice', choices: choices as string[], to: '' } : undefined;
}

/** Names of what may be asked of a list of this workflow. */
export function listQueriesOf(declaration: Declaration): readonly string[] {
  return [...LIST_QUERIES, ...filtersOf(declaration).map(({ name }) => name)];
}

/** Names of what says which cases are meant, without their states. */
export function countQueriesOf(declaration: Declaration): readonly string[] {
  return [...MEANING.filter((name) => name !== 'state'), ...filtersOf(declaration).map(({ name }) => name)];
}

/** @throws ApiProblem 400 that names the part of the address which cannot be understood. */
export function filterOf(declaration: Declaration, request: ApiRequest): CaseFilter {
  const wrong = (name: string): never => {
    throw badQuery(name);
  };
  const text = (name: string): string | undefined => queried(request, name, name === 'ids' ? IDS_SIGNS_MAX : undefined);
  return read(declaration, (name) => (name === 'q' ? text(name) : text(name)?.split(',')), wrong);
}

/**
 * The same filter as a member of a body.
 * @throws ApiProblem 422 with pointers.
 */
export function filterFromBody(declaration: Declaration, given: Json | undefined): CaseFilter {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw malformed([problem('/filter', 'object')]);
  const members = given as JsonObject;
  const names: readonly string[] = [...MEANING, ...filtersOf(declaration).map(({ name }) => name)];
  const unknown = Object.keys(members).filter((name) => !names.includes(name));
  if (unknown.length > 0) throw malformed(unknown.map((name) => problem(`/filter/${name}`, 'unknown-field')));
  const wrong = (name: string): never => {
    throw malformed([ruleOf(declaration, name)]);
  };
  const values = (name: string): string | readonly string[] | undefined => {
    const value = members[name];
    if (value === undefined || value === null || value === '') return undefined;
    if (typeof value === 'boolean') return [String(value)];
    if (typeof value === 'string') return name === 'q' ? value : value.split(',');
    const isList = Array.isArray(value) && name !== 'q' && value.every((one) => typeof one === 'string');
    return isList ? (value as string[]) : wrong(name);
  };
  return read(declaration, values, wrong);
}

function ruleOf(declaration: Declaration, name: string): Problem {
  const pointer = `/filter/${name}`;
  if (name === 'state') return problem(pointer, 'choice', { choices: declaration.states.join(', ') });
  if ((DAYS as readonly string[]).includes(name)) return problem(pointer, 'day');
  if (name === 'late') return problem(pointer, 'yes-no');
  const filter = filtersOf(declaration).find((one) => one.name === name);
  if (!filter) return problem(pointer, 'text');
  return filter.kind === 'ref'
    ? problem(pointer, 'id', { to: filter.to })
    : problem(pointer, 'choice', { choices: filter.choices.join(', ') });
}

/** @param given what was said by name: `q` as it is, everything else as a list. */
function read(
  declaration: Declaration,
  given: (name: string) => string | readonly string[] | undefined,
  wrong: (name: string) => never,
): CaseFilter {
  const list = (name: string, fits: (one: string) => boolean, most = VALUES_MAX): readonly string[] | undefined => {
    const values = given(name);
    if (values === undefined) return undefined;
    if (typeof values === 'string' || values.length > most || !values.every(fits)) return wrong(name);
    return values;
  };
  const single = (name: string, fits: (one: string) => boolean): string | undefined => {
    const values = list(name, fits, 1);
    return values?.[0];
  };
  const q = given('q');
  const fields = Object.fromEntries(
    filtersOf(declaration).flatMap(({ name, kind, choices }): [string, readonly string[]][] => {
      const values = list(name, (one) => (kind === 'ref' ? ID.test(one) : choices.includes(one)));
      return values ? [[name, values]] : [];
    }),
  );
  const late = single('late', (one) => ['1', 'true', '0', 'false'].includes(one));
  return {
    states: list('state', (one) => declaration.states.includes(one)),
    subDistrict: single('subDistrict', () => true),
    openedFrom: single('openedFrom', isShownDay),
    openedUntil: single('openedUntil', isShownDay),
    dueUntil: single('dueUntil', isShownDay),
    endedFrom: single('endedFrom', isShownDay),
    ids: list('ids', (one) => ID.test(one), IDS_MAX),
    ...(Object.keys(fields).length > 0 ? { fields } : {}),
    ...(late === '1' || late === 'true' ? { late: true } : {}),
    ...(typeof q === 'string' && q.trim() !== '' ? { q } : {}),
  };
}

/** Beijing's time is known from 1992 on. */
function isShownDay(text: string): boolean {
  return isDay(text) && text >= '1992-01-01' && text <= '9998-12-31';
}
