/**
 * The port of work that comes round by the calendar: daily and yearly looks. Like a timer, a call says only "look whether
 * there is something to do": it may come late, twice, at a start as well as at its hour, and on any worker. What there is
 * to do follows from the log, so a call more does nothing.
 */
import type { FanOut } from './fan-out.js';

/** Patterns are read in this zone; it has no summer time. */
export const WORK_ZONE = 'Asia/Shanghai';

export interface ScheduledWork {
  /** Kebab case, the same in every version of the program. */
  readonly name: string;
  /** Five cron fields in Asia/Shanghai: `0 0 * * *` daily at midnight, `0 6 1 1 *` on 1 January at six. */
  readonly cron: string;
  /** Does what is left to do. What it throws is tried again later with growing pauses. */
  run(signal: AbortSignal): Promise<void>;
}

export interface ScheduledWorkStatus {
  readonly name: string;
  readonly running: boolean;
  /** When it last ended well here. */
  readonly doneAt: string | undefined;
  /** What its newest run here threw. */
  readonly failure: string | undefined;
}

export interface WorkSchedule {
  /** Begins with one look at everything, since an hour may have passed unseen. A second call does nothing. */
  start(): void;
  /** Begins nothing more and resolves when what is under way has ended. */
  stop(): Promise<void>;
  status(): readonly ScheduledWorkStatus[];
}

/** At the beginning of each day: moves the deadlines of open cases by settings that come into force on it. */
export function settingsInForce(fanOut: Pick<FanOut, 'sweep'>): ScheduledWork {
  return { name: 'settings-in-force', cron: '0 0 * * *', run: () => fanOut.sweep() };
}
