/** What the standing commands may know of a case besides its own fold: its clocks, its last step, its descriptive fields. */
import type { Json } from '#libs/event-store';
import type { DeadlineDeclaration, Who } from '../declare/declaration.js';
import type { LastStep, Miss, Running } from '../decide/case.js';

export interface Clocks {
  readonly deadlines: Readonly<Record<string, DeadlineDeclaration>>;
  readonly armed: readonly Running[];
  /** Names of running deadlines that a pause would stop. */
  readonly pausable: readonly string[];
  readonly paused: boolean;
  readonly extended: readonly string[];
  readonly misses: readonly Miss[];
  /** Whose step a deadline waits for. */
  readonly owedBy: (name: string) => readonly Who[];
  /** Working days after a miss at which the next level is told. */
  readonly alertDays: readonly number[];
  readonly undo: (LastStep & { readonly undoable: boolean }) | undefined;
  readonly undoMinutes: number;
  /** The setting's edition by which today's calendar or setting gives a running deadline another date, if it does. */
  readonly move: (name: string, why: 'calendar' | 'setting') => { readonly setting: number } | undefined;
}

export interface RecordedFields {
  /** Note fields by name: where each was last recorded, and its value as stored. */
  readonly correctable: Readonly<
    Record<
      string,
      { readonly event: string; readonly before: Json | undefined; readonly same: (value: Json) => boolean }
    >
  >;
}
