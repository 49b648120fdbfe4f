/**
 * The only source of "now". Whoever needs the time takes a `Clock`, so that a test moves weeks in milliseconds and two
 * runs of it are the same run. Also fixes the one text of a moment: always milliseconds, always Z.
 */

/** Milliseconds since 1970-01-01T00:00:00Z, a whole number. */
export interface Clock {
  now(): number;
  /**
   * Resolves when `now()` has reached `untilMs`, or when `signal` is aborted, whichever comes first; never rejects for
   * either. A moment that has passed resolves at once; `Infinity` waits for the signal alone.
   * @throws RangeError when `untilMs` is NaN.
   */
  wait(untilMs: number, signal: AbortSignal): Promise<void>;
}

/** Up to the 28th every month has the day, and before 24:00 the hour is of that day: what has this form then exists. */
const SURE_INSTANT = /^\d{4}-\d{2}-(?:[01]\d|2[0-8])T(?:[01]\d|2[0-3]):\d{2}:\d{2}\.\d{3}Z$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const LAST_MS = Date.UTC(10_000, 0, 1) - 1;

/**
 * The text of a moment, as it stands in every envelope.
 * @param ms whole milliseconds since 1970, up to the end of the year 9999
 * @throws RangeError outside that range or for a fraction
 * @example instant(Date.UTC(2026, 10, 24, 8, 12, 45, 123)) === '2026-11-24T08:12:45.123Z'
 */
export function instant(ms: number): string {
  if (!Number.isSafeInteger(ms) || ms < 0 || ms > LAST_MS) throw new RangeError(`no moment of this calendar: ${ms}`);
  return new Date(ms).toISOString();
}

/** Whether a value is the one text of a moment between 1970 and 9999. */
export function isInstant(value: unknown): value is string {
  return typeof value === 'string' && readInstant(value) !== undefined;
}

/** The milliseconds of the one text of a moment. `Date.parse` reads the 30th of February too, as a day of March. */
function readInstant(text: string): number | undefined {
  const sure = SURE_INSTANT.test(text);
  if (!sure && !INSTANT.test(text)) return undefined;
  const ms = Date.parse(text);
  return ms >= 0 && (sure || new Date(ms).toISOString() === text) ? ms : undefined;
}

/**
 * The inverse of `instant`.
 * @throws RangeError for any other text, also another spelling of a real moment
 */
export function msOf(text: string): number {
  const ms = readInstant(text);
  if (ms === undefined) throw new RangeError(`not a moment like 2026-11-24T08:12:45.123Z: ${text}`);
  return ms;
}

/**
 * `setTimeout` beyond 2^31 − 1 ms fires at once, so a wait is cut into slices. They are far shorter than that limit
 * because a timeout follows the machine's uptime: a slice bounds how late a step of the wall clock is noticed.
 */
const SLICE_MS = 60_000;

/** The machine's own clock. */
export class SystemClock implements Clock {
  now(): number {
    return Date.now();
  }

  async wait(untilMs: number, signal: AbortSignal): Promise<void> {
    refuseNaN(untilMs);
    while (!signal.aborted && this.now() < untilMs) await pause(Math.min(untilMs - this.now(), SLICE_MS), signal);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timeout);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timeout = setTimeout(end, Math.max(ms, 0));
    signal.addEventListener('abort', end);
  });
}

interface Waiter {
  readonly untilMs: number;
  wake(): void;
}

/** More wakings in one move than this are a loop that waits for itself. */
const WAKINGS_MAX = 1_000_000;

/**
 * A clock that stands still until a test moves it. A move stops at each moment somebody waits for, in order of time and
 * then of asking, and lets the woken code run until it waits again before it goes on: a chain of waits inside one move
 * sees each of its moments exactly. Work on disk or network is not waited for; wait for its effect instead.
 */
export class VirtualClock implements Clock {
  #nowMs: number;
  #moving = false;
  readonly #waiters = new Set<Waiter>();

  /** @param start for example `2026-11-24T08:00:00.000Z` */
  constructor(start: string) {
    this.#nowMs = msOf(start);
  }

  now(): number {
    return this.#nowMs;
  }

  /** How many waits are open: what a test watches to know that a loop has gone to sleep. */
  get waiting(): number {
    return this.#waiters.size;
  }

  wait(untilMs: number, signal: AbortSignal): Promise<void> {
    refuseNaN(untilMs);
    if (signal.aborted || untilMs <= this.#nowMs) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        signal.removeEventListener('abort', wake);
        this.#waiters.delete(waiter);
        resolve();
      };
      const waiter: Waiter = { untilMs, wake };
      this.#waiters.add(waiter);
      signal.addEventListener('abort', wake);
    });
  }

  /**
   * Moves to a moment and resolves when everyone due by then was woken. Back in time is allowed, as machines do it; it
   * wakes nobody. Without anyone to wake the time has changed when the call returns.
   * @throws Error (as a rejection) when a move is still under way
   */
  async set(moment: string): Promise<void> {
    await this.#moveTo(msOf(moment));
  }

  /**
   * Moves on by whole milliseconds ≥ 0; otherwise as `set`.
   * @throws RangeError for a negative number or a fraction
   */
  async advance(ms: number): Promise<void> {
    if (!Number.isSafeInteger(ms) || ms < 0) throw new RangeError(`a clock advances by whole milliseconds, not ${ms}`);
    await this.#moveTo(this.#nowMs + ms);
  }

  async #moveTo(targetMs: number): Promise<void> {
    if (this.#moving) throw new Error('the clock is being moved already: await the first move');
    this.#moving = true;
    try {
      let wakings = 0;
      for (let next = this.#nextBy(targetMs); next !== undefined; next = this.#nextBy(targetMs)) {
        if (++wakings > WAKINGS_MAX) throw new Error(`${WAKINGS_MAX} wakings in one move: somebody waits in a loop`);
        this.#nowMs = Math.max(this.#nowMs, next.untilMs);
        next.wake();
        await settled();
      }
      this.#nowMs = targetMs;
    } finally {
      this.#moving = false;
    }
  }

  #nextBy(targetMs: number): Waiter | undefined {
    let next: Waiter | undefined;
    for (const waiter of this.#waiters) {
      if (waiter.untilMs <= targetMs && (next === undefined || waiter.untilMs < next.untilMs)) next = waiter;
    }
    return next;
  }
}

/** After all that promises alone can do. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function refuseNaN(untilMs: number): void {
  if (Number.isNaN(untilMs)) throw new RangeError('a wait needs a moment, got NaN');
}
