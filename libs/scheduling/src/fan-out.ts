/**
 * The fan-out of a new calendar or setting (laws 3 and 9): every running deadline that it concerns gets a visible
 * `MoveDeadline` of its own. Targets are the timers view's answer at or after the edition's position, each command's id
 * follows from (edition, timer), and the view is swept again until nothing is left that would move. There is no
 * checkpoint to lose: a deadline that has moved rests on the new edition, so whatever still rests on an older one is
 * left to do, after a crash, a restore or a rebuild alike. Closed cases have no running deadlines.
 */
import { uuidV5, type Position } from '#libs/event-store';
import { ViewsNotReady, type Views } from '#libs/views';
import { dayOf, endOfDay, instant, msOf, TimeTables, type Clock, type Engine, type TimeTable } from '#libs/workflow';
import { isOutage, NotNow, outagePauseMs, retryPauseMs } from './due-work.js';
import { concernedBySetting, concernedByYear, countsThere } from './concerned.js';
import { changesForOpen, newestCalendar, type Edition } from './editions.js';
import type { SchedulingLog } from './embedded-loop.js';
import type { TimerRow } from './timers-view.js';

export interface FanOutOptions {
  readonly clock: Clock;
  /** With `timersView` among its projections. */
  readonly views: Pick<Views, 'read' | 'onApplied' | 'waitFor'>;
  readonly engine: Engine;
  /** Reads the calendars and settings to the end of their streams, for the engine too. */
  readonly refresh: () => Promise<TimeTable>;
  readonly log?: SchedulingLog;
}

export interface FanOutStatus {
  readonly sweeping: boolean;
  /** Since the start. */
  readonly moved: number;
  /** What went wrong in the newest sweep; it is tried again. */
  readonly failure: string | undefined;
  readonly nextSweepAt: string | undefined;
}

/** A command decided by the calendar of a moment ago may still be on its way to the log: so long, and once more. */
const SETTLE_MS = 60_000;
const AT_A_TIME = 8;
/** Each sweep moves what it finds; more than a few follow only where cases grow meanwhile. */
const SWEEPS_MAX = 20;
const VIEW_MS = 10_000;

interface Failed {
  readonly which: string;
  readonly cause: unknown;
}

export class FanOut {
  readonly #options: FanOutOptions;
  readonly #stopping = new AbortController();
  #running: Promise<void> | undefined;
  #sleeping: AbortController | undefined;
  #rung = false;
  #settleMs = Infinity;
  #failures = 0;
  #isOutage = false;
  #status: FanOutStatus = { sweeping: false, moved: 0, failure: undefined, nextSweepAt: undefined };

  constructor(options: FanOutOptions) {
    this.#options = options;
  }

  /** Begins with what earlier editions left to do. */
  start(): void {
    this.#running ??= this.#run();
  }

  /** Resolves when the commands under way have ended. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#wake();
    await this.#running;
  }

  status(): FanOutStatus {
    return this.#status;
  }

  /**
   * Moves all that is left to move now, whether or not it runs by itself.
   * @throws Error with the first deadline that could not be moved, after all others were.
   */
  async sweep(): Promise<void> {
    let failed: Failed[] = [];
    for (let sweep = 0, more = true; more && sweep < SWEEPS_MAX && !this.#ended; sweep++) {
      failed = [];
      more = (await this.#sweep(failed)) > 0;
    }
    const [first] = failed;
    if (!first) return;
    const { cause } = failed.find((each) => isOutage(each.cause)) ?? first;
    throw new Error(`${failed.length} deadlines, the first: ${first.which}: ${sentence(first.cause)}`, { cause });
  }

  async #run(): Promise<void> {
    const { views, clock } = this.#options;
    const unsubscribe = views.onApplied((events) => {
      if (!events.some(({ stream }) => TimeTables.concerns(stream))) return;
      this.#settleMs = clock.now() + SETTLE_MS;
      this.#wake();
    });
    try {
      while (!this.#stopping.signal.aborted) {
        this.#rung = false;
        const nextMs = await this.#sweepAndSayWhenNext();
        this.#status = { ...this.#status, sweeping: false, nextSweepAt: instant(nextMs) };
        await this.#sleepUntil(nextMs);
      }
    } finally {
      unsubscribe();
    }
  }

  async #sweepAndSayWhenNext(): Promise<number> {
    const { clock, log } = this.#options;
    this.#status = { ...this.#status, sweeping: true, nextSweepAt: undefined };
    if (clock.now() >= this.#settleMs) this.#settleMs = Infinity;
    try {
      await this.sweep();
      this.#failures = 0;
      this.#isOutage = false;
      this.#status = { ...this.#status, failure: undefined };
      // At the beginning of each day settings come into force that were changed before.
      return Math.min(this.#settleMs, msOf(endOfDay(dayOf(instant(clock.now())))));
    } catch (error) {
      const isAway = isOutage(error);
      // One line an outage.
      const isNews = !(error instanceof ViewsNotReady) && !(isAway && this.#isOutage);
      this.#isOutage ||= isAway;
      this.#status = { ...this.#status, failure: sentence(error) };
      if (isNews) log?.error({ err: error }, 'deadlines could not be moved; tried again');
      return clock.now() + (isAway ? outagePauseMs : retryPauseMs)(++this.#failures);
    }
  }

  get #ended(): boolean {
    return this.#stopping.signal.aborted;
  }

  /** One look at everything that is left; answers how many deadlines moved. What fails holds up no other. */
  async #sweep(failed: Failed[]): Promise<number> {
    const timeTable = await this.#options.refresh();
    let moved = 0;
    for (const { edition, rows } of await this.#left(timeTable)) {
      for (const page of rows) {
        for (let at = 0; at < page.length && !this.#ended; at += AT_A_TIME)
          moved += await this.#move(edition, page.slice(at, at + AT_A_TIME), timeTable, failed);
        if (this.#ended) return moved;
      }
    }
    return moved;
  }

  async #left(timeTable: TimeTable): Promise<{ edition: Edition; rows: Iterable<readonly TimerRow[]> }[]> {
    const { views, clock, engine } = this.#options;
    const { cases } = engine.ports;
    const today = dayOf(instant(clock.now()));
    const thisYear = Number(today.slice(0, 4));
    const left: { edition: Edition; rows: Iterable<readonly TimerRow[]> }[] = [];
    for (const published of timeTable.years) {
      if (isNothing(concernedByYear(views.read, published, thisYear))) continue;
      const edition = newestCalendar(published.year, await cases.events('calendar', String(published.year)));
      if (edition) left.push({ edition, rows: concernedByYear(views.read, edition, thisYear) });
    }
    for (const declaration of cases.declarations.values())
      for (const name of new Set(Object.values(declaration.deadlines).flatMap((deadline) => deadline.setting ?? []))) {
        if (!timeTable.editionsOf(name).some((edition) => edition.alsoOpen)) continue;
        for (const edition of changesForOpen(name, await cases.events('setting', name), today))
          left.push({ edition, rows: concernedBySetting(views.read, declaration, edition) });
      }
    return left;
  }

  async #move(edition: Edition, rows: readonly TimerRow[], timeTable: TimeTable, failed: Failed[]): Promise<number> {
    const positions = await Promise.all(
      rows.map(async (row) => {
        try {
          return await this.#moveOne(edition, row, timeTable);
        } catch (error) {
          failed.push({ which: `${row.name} of ${row.workflow} ${row.id}`, cause: error });
          return undefined;
        }
      }),
    );
    const newest = positions.reduce<Position | undefined>(
      (most, each) => (each !== undefined && (most === undefined || each > most) ? each : most),
      undefined,
    );
    if (newest !== undefined && !(await this.#options.views.waitFor(newest, VIEW_MS)) && !this.#ended)
      throw new NotNow('the view does not show yet what was moved');
    return positions.filter((position) => position !== undefined).length;
  }

  /** @returns the position of the move, or nothing where there was none to make. */
  async #moveOne(edition: Edition, row: TimerRow, timeTable: TimeTable): Promise<Position | undefined> {
    const { engine } = this.#options;
    const now = instant(this.#options.clock.now());
    if (edition.kind === 'setting' && !(await countsThere(engine, edition, row, timeTable, now))) return undefined;
    const { event } = edition;
    const outcome = await engine.execute({
      workflow: row.workflow,
      command: 'MoveDeadline',
      id: moveId(event.id, row),
      target: row.id,
      form: { timerId: row.timerId, why: edition.kind },
      requester: { kind: 'reaction', id: 'fan-out' },
      cause: { id: event.id, correlationId: event.correlationId, depth: event.depth + 1 },
    });
    if (outcome.kind === 'done') {
      if (outcome.replayed) return undefined;
      this.#status = { ...this.#status, moved: this.#status.moved + 1 };
      return outcome.position;
    }
    // Met, closed or moved meanwhile, or the same date as before: nothing is left to do.
    if (outcome.kind === 'refused' && /-(not-running|nothing-changed|wrong-state)$/.test(outcome.code))
      return undefined;
    if (outcome.kind === 'busy' || outcome.kind === 'crowded') throw new NotNow(outcome.code);
    throw new Error(outcome.kind === 'malformed' ? 'malformed' : outcome.code);
  }

  #wake(): void {
    this.#rung = true;
    this.#sleeping?.abort();
  }

  async #sleepUntil(untilMs: number): Promise<void> {
    if (this.#rung || this.#ended) return;
    this.#sleeping = new AbortController();
    await this.#options.clock.wait(untilMs, this.#sleeping.signal);
    this.#sleeping = undefined;
  }
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function isNothing(rows: Iterable<unknown>): boolean {
  for (const _ of rows) return false;
  return true;
}

/** The id of the command by which an edition moves a timer: the same for ever, so it moves once. */
export function moveId(editionEvent: string, { workflow, id, timerId }: Pick<TimerRow, 'workflow' | 'id' | 'timerId'>) {
  return uuidV5(editionEvent, `${workflow}-${id}#${timerId}`);
}
