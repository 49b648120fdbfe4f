/** How a command ends: an outcome is a value. Only `nest/problem.ts` knows what HTTP makes of it, only texts know sentences. */
import type { JsonObject, Position } from '#libs/event-store';
import type { Problem } from '../declare/fields/field.js';
import type { Running, Suspended } from './case.js';

export type RefusalKind =
  /** The person's rights do not reach it. */
  | 'forbidden'
  /** It does not exist, or not for this person. */
  | 'not-found'
  /** The rules say no, as things stand. */
  | 'refused'
  /** The revision that was seen is not the one that is. */
  | 'changed'
  /** The step must say which revision was seen. */
  | 'revision-needed'
  /** Too many want the same at once: try again. */
  | 'crowded'
  /** Too much going on, or the store does not answer: try again. */
  | 'busy';

export interface Refused {
  readonly kind: RefusalKind;
  /** Stable, as in `complaint/accept-wrong-state`. */
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
  /** An RFC 6901 pointer to the field of the form that it is about. */
  readonly pointer?: string;
}

export interface Malformed {
  readonly kind: 'malformed';
  readonly problems: readonly Problem[];
}

/** What a person may do with a case, and why not the rest. */
export interface Possible {
  /** Paths of the commands, in the order of the declaration. */
  readonly actions: readonly string[];
  /** Of these, what goes before all others as the case stands. */
  readonly ahead: readonly string[];
  readonly refusals: readonly { readonly action: string; readonly code: string; readonly params: Refused['params'] }[];
}

/** What the case is after the command, or would be after a dry run. */
export interface Done {
  readonly kind: 'done';
  readonly workflow: string;
  readonly id: string;
  readonly version: number;
  readonly revision: number;
  /** Absent for a dry run. */
  readonly position?: Position;
  readonly state: string;
  readonly actions: readonly string[];
  readonly possible: Possible;
  readonly deadlines: readonly Running[];
  readonly suspended: readonly Suspended[];
  /** Types of the events recorded, or to be recorded. */
  readonly events: readonly string[];
  /** Of a dry run: what the events would say that nobody entered, and what else the rule works out. Nothing sealed. */
  readonly follows?: JsonObject;
  /** The command had been recorded before; this is its first outcome with today's state. */
  readonly replayed: boolean;
}

export type Outcome = Done | Malformed | Refused;

export function isDone(outcome: Outcome): outcome is Done {
  return outcome.kind === 'done';
}

export function refused(kind: RefusalKind, code: string, params: Refused['params'] = {}): Refused {
  return { kind, code, params };
}
