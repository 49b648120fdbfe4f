/** What the API answers, as far as the console reads it (`/api/openapi.json` has the whole of it). */
import type { Words } from '../words/language.js';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly organisation: string;
  readonly roles: readonly string[];
  readonly jurisdictions: readonly string[];
}

/** A JSON Schema with the words and hints that a control is drawn from. */
export interface Schema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly format?: string;
  readonly 'x-linli-words'?: Words;
  readonly 'x-linli-choices'?: Readonly<Record<string, Words>>;
  readonly 'x-linli-kind'?: string;
  readonly 'x-linli-ref'?: string;
  /** It says a place in which rights are held and cases lie. */
  readonly 'x-linli-place'?: boolean;
  readonly 'x-linli-office'?: string;
  /** The field of the case whose value it begins with. */
  readonly 'x-linli-begins'?: string;
  readonly 'x-linli-unit'?: string;
  readonly 'x-linli-sealed'?: boolean;
  readonly 'x-linli-days'?: { readonly ago: number; readonly ahead: number };
  readonly 'x-linli-correctable'?: boolean;
}

export interface Command {
  readonly name: string;
  readonly path: string;
  readonly route: string;
  /** Where it is taken for many cases at once. */
  readonly bulkRoute?: string;
  readonly words: Words;
  readonly creates: boolean;
  readonly standing: boolean;
  readonly sensitive: boolean;
  readonly undoable: boolean;
  readonly bulk: boolean;
  readonly aside: boolean;
  readonly from: readonly string[];
  readonly yields: readonly string[];
  readonly roles: readonly string[];
  readonly form: Schema;
  readonly beside: Readonly<Record<string, Schema>>;
  /** Members of the form that the page fills in by itself. */
  readonly fixed?: Readonly<Record<string, string>>;
}

export interface State {
  readonly name: string;
  readonly words: Words;
  readonly end: boolean;
  readonly retired: boolean;
}

export interface Move {
  readonly from: string | null;
  readonly to: string;
  readonly commands: readonly string[];
}

export interface EventKind {
  readonly words: Words;
  readonly move: 'on' | 'ends' | 'stay' | 'back';
  readonly to: string | null;
  /** Recorded for every workflow, such as a comment or a missed deadline. */
  readonly standing: boolean;
  readonly fields: readonly string[];
}

export interface Workflow {
  readonly name: string;
  readonly path: string;
  readonly words: { readonly one: Words; readonly many: Words };
  readonly jurisdiction: string | null;
  /** Fields whose values make a case the only one of its kind; nothing where its id is made up. */
  readonly key: readonly string[];
  readonly states: readonly State[];
  readonly moves: readonly Move[];
  readonly events: Readonly<Record<string, EventKind>>;
  readonly commands: readonly Command[];
  readonly deadlines: Readonly<Record<string, { readonly words: Words; readonly while: readonly string[] }>>;
  readonly fields: Readonly<Record<string, Schema>>;
  readonly fieldWords: Readonly<Record<string, Words>>;
  readonly refusals: Readonly<Record<string, Words>>;
  /** Fields by which a list can be narrowed, the likeliest first. */
  readonly filters: readonly string[];
  /** Fields that say whose case it is. */
  readonly own: readonly string[];
}

export interface Description {
  readonly items: readonly Workflow[];
  readonly registers: Readonly<Record<string, Readonly<Record<string, Words>>>>;
  readonly roles: Readonly<Record<string, Words>>;
  readonly refusals: Readonly<Record<string, Words>>;
  readonly standing: Readonly<Record<string, Schema>>;
}

export interface Deadline {
  readonly name: string;
  readonly dueAt: string;
  readonly provisional: boolean;
}

export interface Late {
  readonly name: string;
  readonly dueAt: string;
}

export interface Span {
  readonly unit: 'working-days' | 'days' | 'months' | 'hours' | 'minutes';
  readonly count: number;
}

export interface CountedDay {
  readonly day: string;
  readonly working: boolean;
  readonly reason: 'weekday' | 'weekend' | 'holiday' | 'make-up' | 'provisional';
  readonly count: number;
}

/** Why a deadline ends when it does. */
export interface ExplainedDeadline extends Deadline {
  readonly from: string;
  readonly setting: { readonly name: string; readonly edition: number; readonly span: Span | null } | null;
  readonly extended: boolean;
  readonly pausedAt: string | null;
  readonly dueBefore: string | null;
  readonly calendar: string;
  readonly days: readonly CountedDay[];
}

/** Where a case stands; its fields stand beside these by name. */
export interface Standing {
  readonly id: string;
  readonly number: string | null;
  readonly state: string;
  readonly revision: number;
  readonly openedAt: string;
  readonly deadlines: readonly Deadline[];
  readonly late: readonly Late[];
  readonly [field: string]: unknown;
}

/** A case as a list shows it. */
export interface Row extends Standing {
  readonly jurisdiction: string;
  readonly nextDueAt: string | null;
}

export interface WaitingItem extends Row {
  readonly workflow: string;
  readonly path: string;
  readonly next: readonly string[];
}

export interface Listed<T> {
  readonly items: readonly T[];
  readonly total: number;
  readonly next: string | null;
  readonly position: string | null;
}

export interface WaitingPage extends Listed<WaitingItem> {
  readonly late: number;
  readonly complete: boolean;
}

export interface Counts {
  readonly workflow: string;
  readonly path: string;
  readonly states: Readonly<Record<string, number>>;
  readonly late: number;
}

export interface NotNow {
  readonly action: string;
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
}

export interface Comment {
  readonly id: string;
  readonly text: Json;
  readonly by: string;
  readonly at: string;
}

export interface Link {
  readonly id: string;
  readonly workflow: string;
  readonly to: string;
  readonly reason?: string;
  readonly at: string;
}

export interface Case extends Standing {
  readonly version: number;
  readonly actions: readonly string[];
  /** Of these, what the state waits for; the next step first. */
  readonly next: readonly string[];
  readonly refusals: readonly NotNow[];
  readonly comments: readonly Comment[];
  readonly links: readonly Link[];
}

export interface HistoryItem {
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly recordedAt: string;
  readonly occurredAt: string;
  readonly actor: { readonly id: string; readonly kind: string };
  readonly command: { readonly name: string };
  readonly to?: string;
  readonly data: JsonObject;
  readonly words: { readonly who: string; readonly when: string; readonly what: string };
}

export interface Reference {
  readonly id: string;
  readonly words: Words;
  readonly jurisdiction?: string;
}

export interface StepAnswer {
  readonly id: string;
  readonly number: string | null;
  readonly version: number;
  readonly revision: number;
  readonly position: string | null;
  readonly state: string;
  readonly actions: readonly string[];
  readonly next: readonly string[];
  readonly refusals: readonly NotNow[];
  readonly deadlines: readonly Deadline[];
  readonly dryRun?: boolean;
  readonly events?: readonly string[];
  /** Of a dry run: what the rule works out from what was entered. */
  readonly follows?: JsonObject;
}

export interface Problem {
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly correlationId: string;
  readonly errors?: readonly { readonly pointer: string; readonly code: string; readonly detail: string }[];
}
