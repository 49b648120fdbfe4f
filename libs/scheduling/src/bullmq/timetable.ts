/**
 * The timetable in Redis: one look for each timer due within 24 hours. It is a cache. Everything in it follows from the
 * timers view, so it can be flushed, lost or restored from long ago: `rebuild` makes it anew, `repair` finds what is late
 * and has no look, and `isThere` notices that it was lost. Any number of nodes do so at once.
 */
import { Job, type Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { categoryOf, type Views } from '#libs/views';
import { instant, msOf, type Clock } from '#libs/workflow';
import type { DueTimer } from '../due-work.js';
import { DEAD_LETTERS_MAX, HORIZON_MS, LATE_MS, lookAt, lookIds, timerOf, type Look } from './look.js';

export interface TimetableOptions {
  readonly clock: Clock;
  readonly views: Pick<Views, 'read' | 'position'>;
  readonly queue: Queue<Look>;
  readonly redis: Redis;
}

/** A look at this timer failed before; perhaps on another node. */
export interface FailedLook {
  readonly timer: DueTimer;
  readonly attempts: number;
  readonly nextMs: number;
  readonly error: string;
  /** What it needs is away: it did not fail, and is looked at until it acts. */
  readonly isPutOff: boolean;
}

export interface Repair {
  /** Looks that were missing and are there now. */
  readonly added: number;
  /** Looks that slept past the moment of their timer and were woken. */
  readonly woken: number;
  readonly failed: readonly FailedLook[];
}

const COLUMNS = 'timerId, workflow, id, name, dueAt';
const PAGE = 500;
/** BullMQ keeps the moment of a delayed job in the upper bits of its score, and its order among equals below. */
const DELAYED_SCORE = 0x1000;
/** So many of the latest timers are examined at a time, oldest first; a rebuild sees to the rest. */
const LATE_EXAMINED_MAX = 100;

type TimerColumns = DueTimer & Record<string, never>;

export class Timetable {
  readonly #options: TimetableOptions;
  /** Its absence tells that Redis was flushed, or is another one. */
  readonly #mark: string;

  constructor(options: TimetableOptions) {
    this.#options = options;
    this.#mark = options.queue.toKey('timetable');
  }

  async isThere(): Promise<boolean> {
    return (await this.#options.redis.exists(this.#mark)) === 1;
  }

  /** Looks at every timer of these cases. */
  async add(streams: Iterable<string>): Promise<void> {
    const nowMs = this.#options.clock.now();
    const rows: DueTimer[] = [];
    for (const stream of streams) {
      const workflow = categoryOf(stream);
      const id = stream.slice(workflow.length + 1);
      rows.push(
        ...this.#options.views.read.all<TimerColumns>(
          `SELECT ${COLUMNS} FROM timers WHERE workflow = ? AND id = ? AND dueAt <= ?`,
          workflow,
          id,
          instant(nowMs + HORIZON_MS),
        ),
      );
    }
    for (let at = 0; at < rows.length; at += PAGE) await this.#put(rows.slice(at, at + PAGE), nowMs);
  }

  /**
   * Adds what is missing, in due order. Where Redis is flushed meanwhile, the mark is gone with what was added before.
   * @returns timers due within the horizon
   */
  async rebuild(): Promise<number> {
    const { clock, redis } = this.#options;
    const nowMs = clock.now();
    await redis.set(this.#mark, instant(nowMs));
    let seen = 0;
    for (const page of this.#pages(nowMs + HORIZON_MS)) {
      const late = page.filter(({ dueAt }) => nowMs - msOf(dueAt) >= LATE_MS);
      const soon = page.slice(late.length);
      const missing = await this.#without(late, nowMs);
      await this.#put([...missing, ...soon], nowMs);
      seen += page.length;
    }
    return seen;
  }

  /** Lets looks that failed and wait for their next attempt come now. */
  async hasten(timers: readonly DueTimer[]): Promise<void> {
    const nowMs = this.#options.clock.now();
    for (const timer of timers)
      for (const id of lookIds(timer, nowMs)) {
        const job = await Job.fromId<Look>(this.#options.queue, id);
        if (job && (await job.getState()) === 'delayed') await this.#wake(job);
      }
  }

  /** @param inHand timers that need no look: they act here, or are known here to wait for their next attempt */
  async repair(inHand: ReadonlySet<string>): Promise<Repair> {
    const { clock, views } = this.#options;
    const nowMs = clock.now();
    if (nowMs < LATE_MS || !this.#someAreLate(nowMs)) return { added: 0, woken: 0, failed: [] };
    const dead = await this.#dead();
    const late = views.read
      .all<TimerColumns>(
        `SELECT ${COLUMNS} FROM timers WHERE dueAt <= ? ORDER BY dueAt, timerId LIMIT ?`,
        instant(nowMs - LATE_MS),
        LATE_EXAMINED_MAX + inHand.size + dead.size,
      )
      .filter(({ timerId }) => !inHand.has(timerId) && !dead.has(timerId));
    const missing = new Set(await this.#without(late, nowMs));
    const failed: FailedLook[] = [];
    let woken = 0;
    for (const timer of late) {
      if (missing.has(timer)) continue;
      const found = await this.#examine(timer, nowMs);
      if (found === 'missing') missing.add(timer);
      else if (found === 'woken') woken++;
      else if (found !== 'pending') failed.push(found);
    }
    await this.#put([...missing], nowMs);
    return { added: missing.size, woken, failed };
  }

  #someAreLate(nowMs: number): boolean {
    const until = instant(nowMs - LATE_MS);
    return this.#options.views.read.get('SELECT 1 FROM timers WHERE dueAt <= ? LIMIT 1', until) !== undefined;
  }

  /** Timers whose looks failed too often: people see them in the list of dead letters, and they decide. */
  async #dead(): Promise<Set<string>> {
    const { queue, redis } = this.#options;
    return new Set((await redis.zrange(queue.toKey('failed'), 0, String(DEAD_LETTERS_MAX))).map(timerOf));
  }

  /** What has become of the looks at a late timer; one that overslept is woken. */
  async #examine(timer: DueTimer, nowMs: number): Promise<'missing' | 'pending' | 'woken' | FailedLook> {
    for (const id of lookIds(timer, nowMs)) {
      const job = await Job.fromId<Look>(this.#options.queue, id);
      if (!job) continue;
      const state = await job.getState();
      if (state === 'unknown') continue; // holds the id and is in no list: the next epoch gets round it
      const { attemptsMade, attemptsStarted } = job;
      const nextMs = state === 'delayed' ? await this.#momentOf(id) : nowMs;
      if (nextMs + LATE_MS < nowMs || (state === 'delayed' && attemptsStarted === 0)) return this.#wake(job);
      if (attemptsMade > 0) {
        const error = job.failedReason ?? '';
        return { timer, attempts: attemptsMade, nextMs, error, isPutOff: false };
      }
      if (state !== 'delayed') return 'pending';
      return { timer, attempts: attemptsStarted, nextMs, error: 'put off by another node', isPutOff: true };
    }
    return 'missing';
  }

  /** When a look that is delayed comes; a moment long past where it is not delayed any more. */
  async #momentOf(id: string): Promise<number> {
    const { queue, redis } = this.#options;
    return Math.floor(Number((await redis.zscore(queue.toKey('delayed'), id)) ?? 0) / DELAYED_SCORE);
  }

  async #wake(job: Job<Look>): Promise<'woken' | 'pending'> {
    try {
      await job.promote();
      return 'woken';
    } catch (error) {
      // Somebody else was faster, or it is done.
      if ((await job.getState()) !== 'delayed') return 'pending';
      throw error;
    }
  }

  /** Those of these timers for which no look stands in Redis, in their order. */
  async #without(timers: readonly DueTimer[], nowMs: number): Promise<DueTimer[]> {
    const { queue, redis } = this.#options;
    if (timers.length === 0) return [];
    const asked = redis.pipeline();
    for (const timer of timers) asked.exists(lookIds(timer, nowMs).map((id) => queue.toKey(id)));
    const answers = (await asked.exec()) ?? [];
    return timers.filter((_, index) => {
      const [error, count] = answers[index] ?? [new Error('Redis left a question without an answer'), 0];
      if (error) throw error;
      return count === 0;
    });
  }

  async #put(timers: readonly DueTimer[], nowMs: number): Promise<void> {
    if (timers.length === 0) return;
    const seenAt = this.#options.views.position ?? '';
    await this.#options.queue.addBulk(timers.map((timer) => lookAt(timer, nowMs, seenAt)));
  }

  *#pages(untilMs: number): Iterable<readonly DueTimer[]> {
    let after: Pick<DueTimer, 'dueAt' | 'timerId'> = { dueAt: '', timerId: '' };
    for (;;) {
      const page = this.#options.views.read.all<TimerColumns>(
        `SELECT ${COLUMNS} FROM timers WHERE dueAt <= ? AND (dueAt, timerId) > (?, ?) ORDER BY dueAt, timerId LIMIT ?`,
        instant(untilMs),
        after.dueAt,
        after.timerId,
        PAGE,
      );
      const last = page.at(-1);
      if (!last) return;
      after = last;
      yield page;
    }
  }
}
