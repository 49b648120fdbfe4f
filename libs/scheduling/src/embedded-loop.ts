/**
 * Due work in this process: looks at the timers view whenever it changed or a moment has come, and sleeps otherwise.
 * It keeps nothing of its own that a restart would miss: what has acted has left the view, because the log says so.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { ViewsNotReady, type Views } from '#libs/views';
import { instant, msOf, type Clock } from '#libs/workflow';
import {
  isOutage,
  outagePauseMs,
  retryPauseMs,
  shown,
  type Act,
  type DueTimer,
  type DueWork,
  type DueWorkStatus,
  type FailingTimer,
} from './due-work.js';

/** The part of a pino logger that is used here. */
export interface SchedulingLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface EmbeddedLoopOptions {
  readonly clock: Clock;
  /** With `timersView` among its projections. */
  readonly views: Pick<Views, 'read' | 'onApplied' | 'waitFor'>;
  readonly act: Act;
  readonly log?: SchedulingLog;
  /** Cases whose timers act at a time; 1–64, default 8. */
  readonly concurrency?: number;
  /** How long the view may take to show an effect, in milliseconds; default 10,000. */
  readonly viewMs?: number;
  /** Hears of each effect, and how long after its moment it came. */
  readonly onActed?: (timer: DueTimer, lateMs: number) => void;
}

const CONCURRENCY = 8;
/** A case has a handful of deadlines: as many rows are read again for each one that must wait its turn. */
const ROWS_PER_CASE = 8;
/** More failures at a time than this are an outage: others wait until some of these were tried again. */
const FAILING_MAX = 1_000;
const FAILING_SHOWN_MAX = 100;
const NOT_READY_MS = 250;

interface Failing {
  readonly timer: DueTimer;
  readonly attempts: number;
  readonly nextMs: number;
  readonly error: string;
}

export class EmbeddedLoop implements DueWork {
  readonly #options: EmbeddedLoopOptions;
  readonly #concurrency: number;
  readonly #stopping = new AbortController();
  /** By case: its timers act one after another. */
  readonly #underWay = new Map<string, Promise<void>>();
  readonly #failing = new Map<string, Failing>();
  #sleeping: AbortController | undefined;
  #rung = false;
  #isOutage = false;
  #running: Promise<void> | undefined;

  /** @throws RangeError for a concurrency outside its range. */
  constructor(options: EmbeddedLoopOptions) {
    this.#options = options;
    this.#concurrency = options.concurrency ?? CONCURRENCY;
    if (!Number.isInteger(this.#concurrency) || this.#concurrency < 1 || this.#concurrency > 64)
      throw new RangeError(`concurrency is a whole number from 1 to 64, not ${this.#concurrency}`);
  }

  start(): void {
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#wake();
    await this.#running;
  }

  lookNow(): void {
    const nowMs = this.#options.clock.now();
    for (const [timerId, one] of this.#failing)
      this.#failing.set(timerId, { ...one, nextMs: Math.min(one.nextMs, nowMs) });
    this.#wake();
  }

  status(): DueWorkStatus {
    const { clock, views } = this.#options;
    const nowMs = clock.now();
    const now = instant(nowMs);
    const due = views.read.get<{ count: number; oldest: string | null }>(
      'SELECT COUNT(*) AS count, MIN(dueAt) AS oldest FROM timers WHERE dueAt <= ?',
      now,
    );
    const failing = [...this.#failing.values()].sort((a, b) => a.nextMs - b.nextMs).slice(0, FAILING_SHOWN_MAX);
    return {
      due: due?.count ?? 0,
      lateMs: due?.oldest ? Math.max(0, nowMs - msOf(due.oldest)) : 0,
      underWay: this.#underWay.size,
      nextDueAt: this.#nextDueAt(now),
      failing: failing.map(({ timer, attempts, nextMs, error }): FailingTimer => ({
        ...timer,
        attempts,
        nextAttemptAt: instant(nextMs),
        error,
      })),
    };
  }

  async #run(): Promise<void> {
    const { views } = this.#options;
    const unsubscribe = views.onApplied(() => this.#wake());
    try {
      while (!this.#stopping.signal.aborted) await this.#sleepUntil(await this.#look());
    } finally {
      unsubscribe();
      await Promise.all(this.#underWay.values());
    }
  }

  /** Begins what is due and has a place; answers the moment of the next look, in milliseconds. */
  async #look(): Promise<number> {
    const nowMs = this.#options.clock.now();
    try {
      this.#forgetFailuresThatPassed(nowMs);
      for (const timer of this.#dueTimers(nowMs)) this.#begin(timer);
      if (this.#underWay.size >= this.#concurrency) return Infinity; // whoever ends wakes us
      return this.#nextLookMs(nowMs);
    } catch (error) {
      if (!(error instanceof ViewsNotReady))
        this.#options.log?.error({ err: error }, 'the timers could not be read; tried again');
      // Building takes the time of the machine, not of the clock.
      await pause(NOT_READY_MS, undefined, { signal: this.#stopping.signal }).catch(() => undefined); // aborted: the loop sees it
      return nowMs;
    }
  }

  /** In due order, one for each case that has nothing under way, as many as there are free places. */
  #dueTimers(nowMs: number): DueTimer[] {
    const free = this.#concurrency - this.#underWay.size;
    if (free <= 0) return [];
    const rows = this.#options.views.read.all<DueTimer & Record<string, never>>(
      'SELECT timerId, workflow, id, name, dueAt FROM timers WHERE dueAt <= ? ORDER BY dueAt, timerId LIMIT ?',
      instant(nowMs),
      this.#concurrency * ROWS_PER_CASE + this.#failing.size,
    );
    const chosen = new Map<string, DueTimer>();
    for (const { timerId, workflow, id, name, dueAt } of rows) {
      if (chosen.size >= free) break;
      const stream = `${workflow}-${id}`;
      if (this.#underWay.has(stream) || chosen.has(stream)) continue;
      const failing = this.#failing.get(timerId);
      if (failing ? failing.nextMs > nowMs : this.#failing.size >= FAILING_MAX) continue;
      chosen.set(stream, { timerId, workflow, id, name, dueAt });
    }
    return [...chosen.values()];
  }

  #begin(timer: DueTimer): void {
    const stream = `${timer.workflow}-${timer.id}`;
    const work = this.#letAct(timer).finally(() => {
      this.#underWay.delete(stream);
      this.#wake();
    });
    this.#underWay.set(stream, work);
  }

  /** Holds its place until the view shows the effect, so that the next look sees what it armed. Never rejects. */
  async #letAct(timer: DueTimer): Promise<void> {
    const { act, clock, onActed, views, viewMs } = this.#options;
    try {
      const acted = await act(timer);
      if (acted.kind === 'acted') {
        onActed?.(timer, Math.max(0, clock.now() - msOf(timer.dueAt)));
        await shown(views, acted.position, viewMs);
        this.#isOutage = false;
        this.#failing.delete(timer.timerId);
      } else if (this.#stillDue(timer)) throw new Error('the view knows it as due, the log does not');
    } catch (error) {
      this.#later(timer, error);
    }
  }

  #later(timer: DueTimer, cause: unknown): void {
    const attempts = (this.#failing.get(timer.timerId)?.attempts ?? 0) + 1;
    const isAway = isOutage(cause);
    const nextMs = this.#options.clock.now() + (isAway ? outagePauseMs : retryPauseMs)(attempts);
    const error = cause instanceof Error ? cause.message : String(cause);
    this.#failing.set(timer.timerId, { timer, attempts, nextMs, error });
    // One line an outage.
    const isNews = !(isAway && this.#isOutage);
    this.#isOutage ||= isAway;
    if (isNews) this.#options.log?.warn({ timer, attempts, err: cause }, 'a timer could not act and is tried again');
  }

  #forgetFailuresThatPassed(nowMs: number): void {
    for (const { timer, nextMs } of this.#failing.values())
      if (nextMs <= nowMs && !this.#stillDue(timer)) this.#failing.delete(timer.timerId);
  }

  #stillDue({ timerId }: DueTimer): boolean {
    return this.#options.views.read.get('SELECT 1 FROM timers WHERE timerId = ?', timerId) !== undefined;
  }

  #nextDueAt(now: string): string | undefined {
    return this.#options.views.read.get<{ dueAt: string }>(
      'SELECT dueAt FROM timers WHERE dueAt > ? ORDER BY dueAt LIMIT 1',
      now,
    )?.dueAt;
  }

  #nextLookMs(nowMs: number): number {
    const next = this.#nextDueAt(instant(nowMs));
    let least = next === undefined ? Infinity : msOf(next);
    for (const { nextMs } of this.#failing.values()) if (nextMs > nowMs && nextMs < least) least = nextMs;
    return least;
  }

  #wake(): void {
    this.#rung = true;
    this.#sleeping?.abort();
  }

  async #sleepUntil(untilMs: number): Promise<void> {
    if (!this.#rung && !this.#stopping.signal.aborted) {
      this.#sleeping = new AbortController();
      await this.#options.clock.wait(untilMs, this.#sleeping.signal);
      this.#sleeping = undefined;
    }
    this.#rung = false;
  }
}
