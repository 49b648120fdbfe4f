/**
 * The types of a declaration: one parameter carries a bag of named types, each step looks one up. An example stands
 * above every conditional type; the uses and their forbidden twins are in `types.test-d.ts`.
 */
import type { Span } from '../time/span.js';
import type { Emitted, Move, Refusal, SettingValue } from './declaration.js';
import type { Field, Fields, Form, Said, Settled, Traits, ValueOf } from './fields/field.js';

/** An event as declared: where it leads (`never` for events that move nowhere of their own) and what it says. */
export interface EventDef<S extends string = string, F extends Fields = Fields> {
  readonly move: Move;
  readonly to: S | undefined;
  readonly fields: F;
  readonly pausesClocks: boolean;
  readonly shownAs?: Readonly<Record<string, string>>;
  readonly schema: number;
  readonly upcasters: Readonly<Record<number, (data: never) => unknown>>;
}

export interface Bag {
  readonly name: string;
  readonly events: Readonly<Record<string, EventDef>>;
  readonly data: object;
  readonly facts: object;
  readonly settings: object;
  readonly deadlines: string;
  readonly commands: Readonly<Record<string, CommandTypes>>;
}

export interface CommandTypes {
  readonly form: Fields;
  readonly refuses: Readonly<Record<string, readonly string[]>>;
  /** Names of the reactions and timers that may issue it. */
  readonly engines?: string;
}

/** The bag with one of its types replaced. */
export type With<B extends Bag, K extends keyof Bag, V> = Parts<
  Part<B, 'name', K, V>,
  Part<B, 'events', K, V>,
  Part<B, 'data', K, V>,
  Part<B, 'facts', K, V>,
  Part<B, 'settings', K, V>,
  Part<B, 'deadlines', K, V>,
  Part<B, 'commands', K, V>
>;

type Part<B extends Bag, P extends keyof Bag, K extends keyof Bag, V> = P extends K ? V : B[P];

/** Its types are arguments, so the compiler looks each up once, and not through every step of a long chain. */
interface Parts<N, E, D, F, S, L, C> {
  readonly name: N;
  readonly events: E;
  readonly data: D;
  readonly facts: F;
  readonly settings: S;
  readonly deadlines: L;
  readonly commands: C;
}

/** `StateOf<{ events: { Filed: on('filed', …), Noted: stay(…) } }>` is `'filed'`. */
export type StateOf<B extends Bag> = NonNullable<B['events'][keyof B['events']]['to']>;

export type EventName<B extends Bag> = keyof B['events'] & string;

/** What is wrong, said in the type at the place where it was written. */
export interface Expected<What extends string> {
  readonly 'expected here': What;
}

/** The initial fold, which must hold the field that says the jurisdiction. */
export type InitialData<J extends string | undefined, D extends object> = J extends string
  ? J extends keyof D
    ? D
    : D & Expected<`the jurisdiction field '${J}' in the data`>
  : D;

export type Reducers<E extends Readonly<Record<string, EventDef>>, D> = {
  readonly [K in keyof E]?: (data: D, event: Settled<E[K]['fields']>) => D;
};

/** `DayFieldOf<{ performBy: day() }>` is `'performBy'`: fields that a deadline may end with, so no notes and nothing sealed. */
type DayFieldOf<F extends Fields> = {
  [K in keyof F & string]: F[K] extends Field<string, Traits>
    ? F[K]['traits']['note'] extends true
      ? never
      : K
    : never;
}[keyof F & string];

/** `'AgreementRecorded.performBy' | …` for all events of the bag. */
export type UntilOf<B extends Bag> = {
  [K in EventName<B>]: `${K}.${DayFieldOf<B['events'][K]['fields']>}`;
}[EventName<B>];

/** Names of settings that hold a span. */
export type SpanSettingOf<B extends Bag> = {
  [K in keyof B['settings'] & string]: B['settings'][K] extends Span ? K : never;
}[keyof B['settings'] & string];

/** `{ reopenings: 2, accept: workingDays(1) }` is seen by deciders as `{ reopenings: number, accept: Span }`. */
export type SettingTypes<S extends Readonly<Record<string, SettingValue>>> = {
  readonly [K in keyof S]: S[K] extends number ? number : Span;
};

export type Emit<B extends Bag, Y extends EventName<B>> = {
  readonly [K in Y]: (data: Said<B['events'][K]['fields']>) => Emitted;
};

export interface Deciding<B extends Bag, Y extends EventName<B>, F extends Fields, R extends CommandTypes['refuses']> {
  /** The case's id, as in its URL. */
  readonly id: string;
  readonly form: Form<F>;
  readonly data: B['data'];
  /** Empty before the first event. */
  readonly state: StateOf<B> | '';
  readonly facts: B['facts'];
  readonly settings: B['settings'];
  readonly actor: {
    readonly id: string;
    readonly kind: string;
    readonly roles: readonly string[];
    readonly jurisdiction: string;
  };
  readonly now: string;
  readonly occurredAt: string;
  readonly emit: Emit<B, Y>;
  readonly refuse: <C extends keyof R & string>(
    code: C,
    ...params: R[C] extends readonly [] ? [] : [Readonly<Record<R[C][number], string | number>>]
  ) => Refusal;
  /** A refusal about a field of the form, which is shown beside it. */
  readonly refuseAt: <C extends keyof R & string>(
    field: keyof F & string,
    code: C,
    ...params: R[C] extends readonly [] ? [] : [Readonly<Record<R[C][number], string | number>>]
  ) => Refusal;
  readonly mint: (name: string) => string;
  /** The last day of a length of time counted from a day, by the calendar in force: `lastDay('2026-11-24', days(30))`. */
  readonly lastDay: (from: string, span: Span) => string;
}

/** What a command's `unless` is given: the case, before any form is filled in. */
export type Guarding<B extends Bag, R extends CommandTypes['refuses']> = Pick<
  Deciding<B, never, Fields, R>,
  'id' | 'data' | 'state' | 'settings' | 'actor' | 'now' | 'refuse'
>;

/** A fact from another workflow's case: its id, its state, its fold. */
export interface Fact<D> {
  readonly id: string;
  readonly state: string;
  readonly data: D;
}

/** The fold of a declared workflow, for those who take facts from it. */
export type DataOf<W> = W extends { readonly types?: infer B }
  ? NonNullable<B> extends Bag
    ? NonNullable<B>['data']
    : never
  : never;

/** The values of a command's form. */
export type FormOf<W, N extends string> = W extends { readonly types?: infer B }
  ? NonNullable<B> extends Bag
    ? N extends keyof NonNullable<B>['commands']
      ? Form<NonNullable<B>['commands'][N]['form']>
      : never
    : never
  : never;

export type { ValueOf };
