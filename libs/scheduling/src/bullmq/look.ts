/**
 * What stands in Redis: looks. A look is a job that says "look at timer T" and nothing more; whether T is due, the log
 * decides. Losing one, or having two, changes only when somebody looks. Pure.
 */
import { msOf } from '#libs/workflow';
import { outagePauseMs, retryPauseMs, type DueTimer } from '../due-work.js';

/** A look as it is stored. The timer is carried along so that the log can be asked where this node's view cannot. */
export interface Look extends DueTimer {
  /** The view that knew the timer had seen the log up to here. */
  readonly seenAt: string;
}

export interface LookJob {
  readonly name: 'look';
  readonly data: Look;
  readonly opts: {
    readonly jobId: string;
    readonly timestamp: number;
    readonly delay: number;
    readonly priority: number;
  };
}

/** Timers due later than this from now are left to a later sweep. */
export const HORIZON_MS = 24 * 3_600_000;
/** So late, a timer is not just about to be looked at: its look is examined. */
export const LATE_MS = 2_000;

/**
 * The sweep epoch of a timer: 0 until it is late, then one more each time its lateness has doubled, at most 40. All
 * nodes agree on it without asking each other, and a job that is lost but still holds its id (BullMQ drops the second of
 * two jobs with one id without a word) hides the timer for no longer than it has been late already.
 */
export function epochOf({ dueAt }: Pick<DueTimer, 'dueAt'>, nowMs: number): number {
  const lateMs = nowMs - msOf(dueAt);
  return lateMs < LATE_MS ? 0 : 1 + Math.floor(Math.log2(lateMs / LATE_MS));
}

/** BullMQ refuses ids with a colon and bare integers. */
export function lookId(timerId: string, epoch: number): string {
  return `${timerId}.${epoch}`;
}

export function timerOf(lookId: string): string {
  return lookId.slice(0, lookId.lastIndexOf('.'));
}

/** Every id under which a look at this timer can stand, newest first. */
export function lookIds(timer: Pick<DueTimer, 'timerId' | 'dueAt'>, nowMs: number): string[] {
  return Array.from({ length: epochOf(timer, nowMs) + 1 }, (_, epoch) => lookId(timer.timerId, epoch)).reverse();
}

/** Attempts at a look, about 25 minutes in all; then it is a dead letter. */
export const ATTEMPTS_MAX = 12;
/** The oldest beyond it are forgotten, and looked at anew by the next sweep if they are still due. */
export const DEAD_LETTERS_MAX = 1_000;

/** The pause after a failure and up to 20 % more by chance, so that those that failed together do not return together. */
export function lookPauseMs(attempts: number, random: () => number = Math.random): number {
  return Math.round(retryPauseMs(attempts) * (1 + 0.2 * random()));
}

/** The same while something that a look needs is away. @param started how often it has begun, this time included */
export function putOffMs(started: number, random: () => number = Math.random): number {
  return Math.round(outagePauseMs(started) * (1 + 0.2 * random()));
}

/** How every job of ours is kept: not at all once done, and within a bound once dead. */
export const KEPT = {
  attempts: ATTEMPTS_MAX,
  backoff: { type: 'custom' },
  removeOnComplete: true,
  removeOnFail: { count: DEAD_LETTERS_MAX },
  stackTraceLimit: 1,
} as const;

/** BullMQ's priorities end here; a smaller number comes first. */
const PRIORITY_MAX = 2_097_151;

/** Due seconds, so that a backlog is worked off in due order. They begin anew every 24 days: then order alone suffers. */
function priorityOf(dueMs: number): number {
  return 1 + (Math.floor(dueMs / 1_000) % PRIORITY_MAX);
}

export function lookAt(timer: DueTimer, nowMs: number, seenAt: string): LookJob {
  const { timerId, workflow, id, name, dueAt } = timer;
  const dueMs = msOf(dueAt);
  return {
    name: 'look',
    data: { timerId, workflow, id, name, dueAt, seenAt },
    opts: {
      jobId: lookId(timerId, epochOf(timer, nowMs)),
      // The moment is the sum of both: it does not move while many are added.
      timestamp: nowMs,
      delay: Math.max(0, dueMs - nowMs),
      priority: priorityOf(dueMs),
    },
  };
}
