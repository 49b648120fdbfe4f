/**
 * The port of due work: timers act when they are due, derived from the log and from nothing else. Whatever stands behind
 * it (a loop in this process, jobs in Redis) only decides when to look; whether a timer is due is said by the case.
 *
 * Promised by every adapter, each sentence a test of the contract: a timer acts within one second of its moment and never
 * before; after a downtime in the order in which timers fell due, those of one case strictly so, also those that one arms
 * for another; once in effect, at least once in attempt; never more of them at a time than asked for; one that fails is
 * tried again with growing pauses and shown, and holds up no other; one that only waits for what is away, or for the view to
 * show its effect, is put off, never for longer than ten seconds.
 */
import { StoreUnavailable, type Position } from '#libs/event-store';
import type { Views } from '#libs/views';

/** A timer whose moment has come. */
export interface DueTimer {
  readonly timerId: string;
  readonly workflow: string;
  /** The case. */
  readonly id: string;
  readonly name: string;
  readonly dueAt: string;
}

export type Acted =
  /** Its effect is recorded, now or earlier; `position` is where. */
  | { readonly kind: 'acted'; readonly position?: Position | undefined }
  /** The log knows no such timer any more, or not as due. */
  | { readonly kind: 'not-due' };

/**
 * Lets a timer act. What it throws is tried again later, and does not count as a failure of the timer where it
 * {@link isOutage}; it may be called again for a timer that has acted.
 */
export type Act = (timer: DueTimer) => Promise<Acted>;

export interface FailingTimer extends DueTimer {
  readonly attempts: number;
  readonly nextAttemptAt: string;
  readonly error: string;
}

export interface DueWorkStatus {
  /** Timers whose moment has come and that have not acted yet. */
  readonly due: number;
  /** How long the oldest of them has been due, in milliseconds; 0 without one. */
  readonly lateMs: number;
  readonly underWay: number;
  /** The next moment at which one will be due. */
  readonly nextDueAt: string | undefined;
  /** In order of their next attempt, at most 100. */
  readonly failing: readonly FailingTimer[];
}

export interface DueWork {
  /** Begins, also with what fell due while nobody looked. A second call does nothing. */
  start(): void;
  /** Begins nothing more and resolves when what is under way has ended. */
  stop(): Promise<void>;
  /** Looks at everything due without waiting for anything, also at what failed and waits for its next attempt. */
  lookNow(): void;
  /** @throws ViewsNotReady while the timers are being read from the log for the first time. */
  status(): DueWorkStatus;
}

/** It cannot be done here for a while, and nothing is wrong with what was to be done: it is put off until it can. */
export class NotNow extends Error {
  override readonly name = 'NotNow';
}

/** Whether what it needs was away (the log, the keys, the right time), said by the error itself or by its causes. */
export function isOutage(error: unknown): boolean {
  for (let each = error, depth = 0; each instanceof Error && depth < CAUSES_MAX; each = each.cause, depth++)
    if (each instanceof StoreUnavailable || each instanceof NotNow) return true;
  return false;
}

const CAUSES_MAX = 8;

/** How long the view may take to show what was recorded. */
export const VIEW_MS = 10_000;

/**
 * Resolves once the view shows what was recorded, so that the next look sees what it armed.
 * @throws NotNow where it does not in its time: it will, so the timer has not failed.
 */
export async function shown(
  views: Pick<Views, 'waitFor'>,
  position: Position | undefined,
  withinMs = VIEW_MS,
): Promise<void> {
  if (position !== undefined && !(await views.waitFor(position, withinMs)))
    throw new NotNow('the view does not show yet what was recorded');
}

/** The first pause after a failure, doubled with each further one, and the longest. */
export const RETRY_MS_FIRST = 1_000;
export const RETRY_MS_MAX = 300_000;

export function retryPauseMs(attempts: number): number {
  return Math.min(RETRY_MS_FIRST * 2 ** Math.min(attempts - 1, 30), RETRY_MS_MAX);
}

/** The longest pause while what is needed is away: it is done so soon after its return. */
const OUTAGE_PAUSE_MS_MAX = 10_000;

export function outagePauseMs(attempts: number): number {
  return Math.min(retryPauseMs(attempts), OUTAGE_PAUSE_MS_MAX);
}
