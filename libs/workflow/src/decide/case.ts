/** A case as its events left it: what later decisions need, and nothing that could be read from a calendar or a clock. */
import type { Position } from '#libs/event-store';

/** A deadline that runs. */
export interface Running {
  readonly name: string;
  readonly timerId: string;
  readonly dueAt: string;
  readonly remindAt?: string;
  readonly setting: number;
  readonly calendar: string;
  /** The moment it is counted from. */
  readonly from: string;
  /** Taken up again after a pause: when it had stopped, and when it would have been due. */
  readonly kept?: { readonly at: string; readonly dueAt: string };
}

/** A deadline that stood still when a clock was paused or the case was held. */
export interface Suspended {
  readonly name: string;
  /** What lets it run on: that the clock is resumed, or that the hold ends. */
  readonly by: 'pause' | 'hold';
  readonly dueAt: string;
  readonly setting: number;
  /** The moment the clock stopped. */
  readonly at: string;
}

export interface Miss {
  readonly name: string;
  readonly dueAt: string;
  /** The level last told, 0 before the first. */
  readonly level: number;
  readonly excused: boolean;
}

/** The newest occurrence of an event that deadlines count from, and the days it named for them, by field. */
export interface Anchor {
  readonly at: string;
  readonly days: Readonly<Record<string, string>>;
  /** How many misses the case had by then: those that follow belong to what this event began. */
  readonly missesBefore: number;
}

export interface RecordedCommand {
  readonly digest: string;
  readonly actor: string;
  /** The version of its last event, the revision after it, and its position where the store told. */
  readonly version: number;
  readonly revision: number;
  readonly position: Position | undefined;
}

/** The last step of a person, which that person may still undo. */
export interface LastStep {
  readonly event: string;
  readonly type: string;
  readonly command: string;
  readonly actor: string;
  readonly recordedAt: string;
}

/** The part of a case that an undo restores. */
export interface Standing {
  readonly state: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly armed: readonly Running[];
  readonly suspended: readonly Suspended[];
  readonly paused: boolean;
  /** The state to go back to when a hold ends. */
  readonly heldFrom: string | undefined;
  readonly extended: Readonly<Record<string, string>>;
  readonly misses: readonly Miss[];
  readonly anchors: Readonly<Record<string, Anchor>>;
}

export interface Case extends Standing {
  readonly workflow: string;
  readonly stream: string;
  /** As in its URL. */
  readonly id: string;
  /** −1 before the first event. */
  readonly version: number;
  /** The number of person-made events that are not mere remarks (law 11). */
  readonly revision: number;
  readonly position: Position | undefined;
  readonly openedAt: string;
  readonly recordedAt: string;
  /** When the newest person-made event that is not a remark occurred. */
  readonly personAt: string;
  /** Recorded commands by id (law 2). */
  readonly commands: ReadonlyMap<string, RecordedCommand>;
  /** Who recorded each type of event, for the separation of duties. */
  readonly actors: Readonly<Record<string, readonly string[]>>;
  readonly last: (LastStep & { readonly before: Standing }) | undefined;
  /** The newest event, which the next one of the engine is caused by. */
  readonly newest: { readonly id: string; readonly correlationId: string; readonly depth: number } | undefined;
}

export function exists(one: Case): boolean {
  return one.version >= 0;
}
