/**
 * Sentences of one workflow in both languages, as a value whose type is computed from the declaration: a state, command,
 * field, choice, deadline, setting or refusal without both texts does not compile.
 */
import type { Workflow } from '../declare/builder.js';
import type { Bag, EventName, StateOf, ValueOf } from '../declare/types.js';

export type Language = 'zh-CN' | 'en';

/** Chinese first, English second. `{name}` stands for a param of a refusal. */
export type Pair = readonly [zh: string, en: string];

type FieldsOfEvents<B extends Bag> = { [K in EventName<B>]: B['events'][K]['fields'] }[EventName<B>];
type FieldsOfForms<B extends Bag> = { [K in keyof B['commands']]: B['commands'][K]['form'] }[keyof B['commands']];
type KeysOf<T> = T extends unknown ? keyof T & string : never;
type At<T, K extends string> = T extends unknown ? (K extends keyof T ? T[K] : never) : never;

/** Names of all fields of events and forms: `'reason' | 'track' | …`. */
type FieldNames<B extends Bag> = KeysOf<FieldsOfEvents<B>> | KeysOf<FieldsOfForms<B>>;
type ValuesAt<B extends Bag, K extends string> = ValueOf<At<FieldsOfEvents<B>, K> | At<FieldsOfForms<B>, K>>;
/** `'handle' | 'mediate'` for a field with choices; nothing for free text. */
type ChoicesAt<B extends Bag, K extends string> =
  ValuesAt<B, K> extends infer V ? (V extends string ? (string extends V ? never : V) : never) : never;
type ChoiceFields<B extends Bag> = {
  [K in FieldNames<B>]: [ChoicesAt<B, K>] extends [never] ? never : K;
}[FieldNames<B>];

type RefusalCodes<B extends Bag> = {
  [K in keyof B['commands']]: keyof B['commands'][K]['refuses'] & string;
}[keyof B['commands']];

export interface TextsOf<B extends Bag> {
  /** One of them, and many: 投诉, complaint / complaints. */
  readonly name: Pair;
  readonly plural: Pair;
  readonly states: Readonly<Record<StateOf<B>, Pair>>;
  /** What happened, as a timeline says it. */
  readonly events: Readonly<Record<EventName<B>, Pair>>;
  /** What one may do, as a button says it. */
  readonly commands: Readonly<Record<keyof B['commands'] & string, Pair>>;
  readonly fields: Readonly<Record<FieldNames<B>, Pair>>;
  /** Words for what is told under a name that is no field: what a step foretells, a field shown under another name. */
  readonly told?: Readonly<Record<string, Pair>>;
  readonly choices: { readonly [K in ChoiceFields<B>]: Readonly<Record<ChoicesAt<B, K>, Pair>> };
  readonly deadlines: Readonly<Record<B['deadlines'], Pair>>;
  readonly settings: Readonly<Record<keyof B['settings'] & string, Pair>>;
  readonly refusals: Readonly<Record<RefusalCodes<B>, Pair>>;
}

/** Texts with the types erased, as read by whoever draws or explains a workflow. */
export interface Texts {
  readonly name: Pair;
  readonly plural: Pair;
  readonly states: Readonly<Record<string, Pair>>;
  readonly events: Readonly<Record<string, Pair>>;
  readonly commands: Readonly<Record<string, Pair>>;
  readonly fields: Readonly<Record<string, Pair>>;
  readonly choices: Readonly<Record<string, Readonly<Record<string, Pair>>>>;
  readonly deadlines: Readonly<Record<string, Pair>>;
  readonly settings: Readonly<Record<string, Pair>>;
  readonly refusals: Readonly<Record<string, Pair>>;
}

/** The texts of a workflow; the workflow itself is only looked at by the compiler. */
export function texts<B extends Bag>(_workflow: Pick<Workflow<B>, 'declaration' | 'types'>, of: TextsOf<B>): Texts {
  const { told, ...whole } = of;
  return { ...whole, fields: { ...told, ...of.fields } } as unknown as Texts;
}

/** A pair in one language. */
export function said(pair: Pair, language: Language): string {
  return language === 'en' ? pair[1] : pair[0];
}
