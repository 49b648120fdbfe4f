/**
 * What a field is: the one place that says type, rule, JSON Schema, example value and secrecy of something people enter.
 * Each kind answers these questions for itself, so nobody downstream asks "which kind are you".
 */
import type { Arbitrary } from 'fast-check';
import type { Json, JsonObject } from '#libs/event-store';

/** The rules a field may break; sentences for them stand in `words.ts`. */
export type FieldRule =
  | 'required'
  | 'unknown-field'
  | 'object'
  | 'text'
  | 'text-length'
  | 'text-control-characters'
  | 'choice'
  | 'id'
  | 'day'
  | 'day-range'
  | 'instant'
  | 'whole'
  | 'yes-no'
  | 'list'
  | 'list-length'
  | 'span'
  | 'phone'
  | 'unknown-reference'
  | 'not-in-office'
  | 'not-correctable'
  | 'not-here';

/** One broken rule, at an RFC 6901 pointer into the form. */
export interface Problem {
  readonly pointer: string;
  readonly rule: FieldRule;
  readonly params: Readonly<Record<string, string | number>>;
}

/** A value inside a field that is stored sealed, and whose key seals it: the case's, or that of the person named at `personAt`. */
export interface SealSpot {
  readonly path: readonly string[];
  readonly under: 'case' | { readonly personAt: readonly string[] };
}

/** A value inside a field that must name something known: `to` is a register or a workflow. */
export interface ReferenceSpot {
  readonly path: readonly string[];
  readonly to: string;
  /** The person named must hold this role where the case lies. */
  readonly office?: string;
}

/** How far from today a day may lie, in days both ways. */
export interface DayRange {
  readonly agoMax: number;
  readonly aheadMax: number;
}

export interface Traits {
  readonly optional: boolean;
  readonly note: boolean;
  readonly sealed: boolean;
}
export interface Plain extends Traits {
  readonly optional: false;
  readonly note: false;
  readonly sealed: false;
}

export interface Field<T = unknown, K extends Traits = Traits> {
  readonly kind: string;
  readonly traits: K;
  /** Only for inference; never set. */
  readonly type?: T;
  /** Gives the value in its stored form, or adds what is wrong to `problems` and gives nothing. */
  parse(input: unknown, pointer: string, problems: Problem[]): T | undefined;
  /** JSON Schema 2020-12 of what people send. */
  schema(): JsonObject;
  /** Arbitrary valid input, for properties of any workflow. */
  arbitrary(fc: typeof import('fast-check')): Arbitrary<Json>;
  readonly seals: readonly SealSpot[];
  readonly references: readonly ReferenceSpot[];
  /** Checked when the command is decided, since only then it is known which day is today. */
  readonly range?: DayRange;
  /** The field of the case whose value a form begins with. */
  readonly begins?: string;
  /** Fills ids that people do not send; `mint` derives them from the command, so a repeat mints the same. */
  mint?(value: T, mint: (name: string) => string): T;
}

export type Fields = Readonly<Record<string, Field>>;

/** What a field's value looks like to those who write it. */
export type ValueOf<F> = F extends Field<infer T, Traits> ? T : never;

type OptionalKeys<F extends Fields> = { [K in keyof F]: F[K]['traits']['optional'] extends true ? K : never }[keyof F];
type UnsettledKeys<F extends Fields> = {
  [K in keyof F]: F[K]['traits']['note'] extends true ? K : F[K]['traits']['sealed'] extends true ? K : never;
}[keyof F];

/** The form as people fill it in: every field, the optional ones perhaps absent. */
export type Form<F extends Fields> = { readonly [K in Exclude<keyof F, OptionalKeys<F>>]: ValueOf<F[K]> } & {
  readonly [K in OptionalKeys<F>]?: ValueOf<F[K]>;
};

/** What a decision says in an event: what may be absent may also be undefined. */
export type Said<F extends Fields> = { readonly [K in Exclude<keyof F, OptionalKeys<F>>]: ValueOf<F[K]> } & {
  readonly [K in OptionalKeys<F>]?: ValueOf<F[K]> | undefined;
};

/** What later decisions may build on: without notes (they can be corrected) and without sealed values (they can be erased). */
export type Settled<F extends Fields> = Omit<Form<F>, UnsettledKeys<F>>;

export const plain: Plain = { optional: false, note: false, sealed: false };

/** A new kind of field from its own answers; secrecy and references default to none. */
export function field<T>(
  answers: Pick<Field<T, Plain>, 'kind' | 'parse' | 'schema' | 'arbitrary'> &
    Partial<Pick<Field<T, Plain>, 'seals' | 'references' | 'range' | 'mint'>>,
): Field<T, Plain> {
  return { traits: plain, seals: [], references: [], ...answers };
}

export function problem(pointer: string, rule: FieldRule, params: Problem['params'] = {}): Problem {
  return { pointer, rule, params };
}

/** The pointer of a member; slashes and tildes in its name are escaped. */
export function below(pointer: string, name: string | number): string {
  return `${pointer}/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/**
 * Reads a whole form, every problem at once; a member that no field explains is one of them.
 * @example parseForm({ reason: text(1, 500) }, { reason: '' }, '').problems // [{ pointer: '/reason', rule: 'text-length', … }]
 */
export function parseForm(
  fields: Fields,
  input: unknown,
  pointer = '',
): { value: Record<string, Json>; problems: Problem[] } {
  const problems: Problem[] = [];
  const value: Record<string, Json> = {};
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    return { value, problems: [problem(pointer, 'object')] };
  for (const name of Object.keys(input))
    if (!Object.hasOwn(fields, name)) problems.push(problem(below(pointer, name), 'unknown-field'));
  for (const [name, one] of Object.entries(fields)) {
    const given = Object.hasOwn(input, name) ? (input as Record<string, unknown>)[name] : undefined;
    if (given === undefined || given === null) {
      if (!one.traits.optional) problems.push(problem(below(pointer, name), 'required'));
      continue;
    }
    const parsed = one.parse(given, below(pointer, name), problems);
    if (parsed !== undefined) value[name] = parsed as Json;
  }
  return { value, problems };
}

/** JSON Schema of a whole form. */
export function formSchema(fields: Fields): JsonObject {
  const required = Object.entries(fields).flatMap(([name, one]) => (one.traits.optional ? [] : [name]));
  return {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(Object.entries(fields).map(([name, one]) => [name, one.schema()])),
    ...(required.length > 0 ? { required } : {}),
  };
}
