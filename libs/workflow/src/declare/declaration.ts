/**
 * What a declared workflow is, as plain data. Everything else reads this: the engine decides by it, and forms, routes,
 * OpenAPI, diagram, lock file and static checks are drawn from it. Types are erased here; `types.ts` holds them.
 */
import type { JsonObject } from '#libs/event-store';
import type { Span } from '../time/span.js';
import type { Fields } from './fields/field.js';

/** Fields by which people call a case that has no number. */
export const CALLED: readonly string[] = ['number', 'name', 'title'];

/** How an event moves its case: into a state, into an end, nowhere, or back to where a pause began. */
export type Move = 'on' | 'ends' | 'stay' | 'back';

export interface EventDeclaration {
  readonly name: string;
  readonly move: Move;
  /** The state after the event; absent for `stay` and `back`. */
  readonly to?: string;
  readonly fields: Fields;
  /** Counts from 1; every older one has an upcaster. */
  readonly schema: number;
  readonly upcasters: Readonly<Record<number, (data: JsonObject) => JsonObject>>;
  /** Every running clock of the case stands still until a `back` event. */
  readonly pausesClocks: boolean;
  /** Names under which fields are answered that would otherwise hide another of the same name. Recorded they keep theirs. */
  readonly shownAs?: Readonly<Record<string, string>>;
  /** Recorded by the engine for every workflow, not declared by this one. */
  readonly standing: boolean;
}

/** Who may issue a command: a role, the person a field of the fold names, or the engine itself. */
export type Who = string | { readonly own: string; readonly role: string } | { readonly engine: string };

export type From =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'open'; readonly except: readonly string[] }
  | { readonly kind: 'any' }
  | { readonly kind: 'states'; readonly states: readonly string[] };

export interface Emitted {
  readonly event: string;
  readonly data: JsonObject;
}

export interface Refusal {
  readonly refused: string;
  readonly params: Readonly<Record<string, string | number>>;
  /** The field of the form that it is about. */
  readonly field?: string;
}

export type Decision = Emitted | readonly Emitted[] | Refusal;

/** What a `decide` is given: everything it may know, nothing it could change. */
export interface DecisionInput {
  readonly id: string;
  readonly form: JsonObject;
  readonly data: Readonly<Record<string, unknown>>;
  readonly state: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly actor: {
    readonly id: string;
    readonly kind: string;
    readonly roles: readonly string[];
    readonly jurisdiction: string;
  };
  /** Instants, ISO 8601 in UTC. */
  readonly now: string;
  readonly occurredAt: string;
  readonly emit: Readonly<Record<string, (data: JsonObject) => Emitted>>;
  readonly refuse: (code: string, params?: Refusal['params']) => Refusal;
  readonly refuseAt: (field: string, code: string, params?: Refusal['params']) => Refusal;
  readonly mint: (name: string) => string;
  /** The last day of a length of time counted from a day, by the calendar in force. */
  readonly lastDay: (from: string, span: Span) => string;
}

/** What a step may foretell from. */
export type ForetellInput = Pick<DecisionInput, 'form' | 'data' | 'state' | 'settings'>;

/** By name, which the texts have words for. */
export type Foretold = Readonly<Record<string, string | number | boolean>>;

/** What an `unless` may know: the case, not the form. */
export type GuardInput = Pick<DecisionInput, 'id' | 'data' | 'state' | 'settings' | 'actor' | 'now' | 'refuse'>;

export interface CommandDeclaration {
  readonly name: string;
  readonly path: string;
  readonly by: readonly Who[];
  /** Whoever recorded one of these events in the case may not issue the command: duties are separated. */
  readonly notActorOf: readonly string[];
  readonly from: From;
  readonly form: Fields;
  readonly yields: readonly string[];
  readonly refuses: Readonly<Record<string, readonly string[]>>;
  /** Why not, as far as it can be told before any form is filled in. */
  readonly unless?: (input: GuardInput) => Refusal | undefined;
  readonly decide?: (input: DecisionInput) => Decision;
  /** What follows from the step beyond what its events say; told by a dry run, recorded nowhere. */
  readonly foretells?: (input: ForetellInput) => Foretold;
  /** The same of undoing the step. */
  readonly undoForetells?: Foretold;
  readonly undoable: boolean;
  readonly sensitive: boolean;
  readonly bulk: boolean;
  /** Leaves the ordinary way, such as a rejection: possible, but never told as the next step before others. */
  readonly aside: boolean;
  /** Where this holds of the fold, the step is told as next before all others. */
  readonly aheadWhen?: (data: never) => boolean;
  readonly standing: boolean;
}

export interface DeadlineDeclaration {
  readonly name: string;
  /** The states that wait for it. */
  readonly while: readonly string[];
  /** Waits only where this holds of the fold. */
  readonly when?: (data: never) => boolean;
  /** Full name of the setting that says how long; absent for `until`. */
  readonly setting?: string;
  /** Counted from the newest of these events; none: from the event that began the waiting. */
  readonly from: readonly string[];
  /** Counted from the day that this field of the event in `from` names, instead of from when the event occurred. */
  readonly day?: string;
  /** Ends with the day that this field of this event names. */
  readonly until?: { readonly event: string; readonly field: string };
  readonly pausable: boolean;
  readonly extend: 'once' | 'never';
  /** Danger: reminds at any hour. */
  readonly urgent: boolean;
}

/** Spans are lengths of deadlines; numbers are counts. */
export type SettingValue = Span | number;

export interface FactDeclaration {
  /** The workflow whose case is looked up. */
  readonly workflow: string;
  /** The field, of the form or else of the fold, that names it. */
  readonly by: string;
}

export interface Declaration {
  readonly name: string;
  /** Plural, as in URLs. */
  readonly path: string;
  /** The field of the fold that says in whose jurisdiction a case lies; absent: the district's. */
  readonly jurisdiction?: string;
  /** The field of the fold that says where within that it lies, `nanguan/nanxun`; empty where that is not known. */
  readonly within?: string;
  /** The fields of the creating form that make the stream's name; absent: an id minted from the command. */
  readonly key?: readonly string[];
  /** Roles that may look at a case; empty: every role whose jurisdiction covers it. */
  readonly seenBy: readonly string[];
  /** Roles of `seenBy` that see a case only where this field of the fold names them: `department` as `department.<value>`. */
  readonly seenWhereNamed: Readonly<Record<string, string>>;
  /** The field of the fold that lists jurisdictions which handled the case before: they go on reading it. */
  readonly sightKeptBy?: string;
  /** By field: the field of the fold that says what is shown of it, where the fold keeps it under another name. */
  readonly shownBy?: Readonly<Record<string, string>>;
  /** What its cases are called is public: a reference may name one that lies beyond the reach of whoever asks. */
  readonly publicNames: boolean;
  readonly states: readonly string[];
  readonly ends: readonly string[];
  /** No longer entered; cases that are there may still leave. */
  readonly retired: readonly string[];
  readonly events: Readonly<Record<string, EventDeclaration>>;
  readonly initial: Readonly<Record<string, unknown>>;
  readonly reducers: Readonly<Record<string, (data: never, event: never) => unknown>>;
  readonly facts: Readonly<Record<string, FactDeclaration>>;
  readonly settings: Readonly<Record<string, SettingValue>>;
  readonly deadlines: Readonly<Record<string, DeadlineDeclaration>>;
  readonly commands: Readonly<Record<string, CommandDeclaration>>;
}

/** The states a command may be issued in. */
export function statesOf(declaration: Declaration, from: From): readonly string[] {
  switch (from.kind) {
    case 'nothing':
      return [];
    case 'any':
      return declaration.states;
    case 'open':
      return declaration.states.filter((state) => !declaration.ends.includes(state) && !from.except.includes(state));
    case 'states':
      return from.states;
  }
}

export function creates(command: CommandDeclaration): boolean {
  return command.from.kind === 'nothing';
}

/** `AcceptComplaint` of `complaint` is `accept`; `AssignMediator` is `assign-mediator`. */
export function commandPath(workflow: string, command: string): string {
  const noun = workflow.replaceAll(/(^|_)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());
  const verb = command.endsWith(noun) && command.length > noun.length ? command.slice(0, -noun.length) : command;
  return verb.replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
}
