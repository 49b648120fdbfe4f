/**
 * Due work by BullMQ, on any number of workers at once. Redis wakes them at the right moment and shares the looks out;
 * which timers there are, which is due and what has acted is read from the log's views and decided by the case. A look
 * that comes twice, late or for a timer that has gone does no harm: the command's id follows from the timer's (law 9).
 */
import { setTimeout as pause } from 'node:timers/promises';
import { DelayedError, Queue, Worker, type Job } from 'bullmq';
import type { Redis } from 'ioredis';
import { ViewsNotReady, type Views } from '#libs/views';
import { instant, msOf, type Clock } from '#libs/workflow';
import {
  isOutage,
  shown,
  VIEW_MS,
  type Act,
  type DueTimer,
  type DueWork,
  type DueWorkStatus,
  type FailingTimer,
} from '../due-work.js';
import type { SchedulingLog } from '../embedded-loop.js';
import { closeWorker, end } from './closing.js';
import { evictionPolicy, type RedisConnections } from './connection.js';
import { ATTEMPTS_MAX, KEPT, lookPauseMs, putOffMs, type Look } from './look.js';
import { Timetable, type FailedLook } from './timetable.js';

export interface BullDueWorkOptions {
  /** Of the machine: BullMQ reads that one. */
  readonly clock: Clock;
  /** With `timersView` among its projections. */
  readonly views: Pick<Views, 'read' | 'onApplied' | 'waitFor' | 'position'>;
  readonly act: Act;
  readonly redis: RedisConnections;
  readonly log?: SchedulingLog;
  /** Looks at a time in this process; 1–64, default 8. */
  readonly concurrency?: number;
  /** Hears of each effect, and how long after its moment it came. */
  readonly onActed?: (timer: DueTimer, lateMs: number) => void;
  /** Before every key, so that several installations share one Redis; default `linli`. */
  readonly prefix?: string;
  /** After how long without a sign of life a worker's looks go to another; in milliseconds, default 10,000. */
  readonly lockMs?: number;
  /** How long the view may take to show an effect, in milliseconds; default 10,000. */
  readonly viewMs?: number;
  /** From 0 to below 1: spreads the pauses after failures. */
  readonly random?: () => number;
}

export interface BullDueWorkStatus extends DueWorkStatus {
  /** Whether the timetable in Redis could be kept at the last try. */
  readonly timetable: 'kept' | 'starting' | 'out of reach';
  /** Since the start: how often all of it was made anew, and how many looks were missing or overslept. */
  readonly rebuilds: number;
  readonly repaired: number;
}

export interface QueueDepth {
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  readonly dead: number;
}

export const TIMERS_QUEUE = 'timers';
const PREFIX = 'linli';
const CONCURRENCY = 8;
const LOCK_MS = 10_000;
/** More failures at a time than this are not shown. */
const FAILING_MAX = 1_000;
const FAILING_SHOWN_MAX = 100;
/** An attempt that is so much overdue is another node's by now, or a dead letter: Redis is asked again. */
const FORGET_MS = 90_000;
const WATCH_MS = 1_000;
const SWEEP_MS = 300_000;
const TROUBLE_MS = 250;
/** More cases than this changed at once: all are looked through. */
const CHANGED_MAX = 1_000;

export class BullDueWork implements DueWork {
  readonly #options: BullDueWorkOptions;
  readonly #concurrency: number;
  readonly #stopping = new AbortController();
  readonly #underWay = new Map<string, Promise<void>>();
  readonly #failing = new Map<string, FailedLook>();
  readonly #changed = new Set<string>();
  #redis: { queue: Redis; worker: Redis } | undefined;
  #queue: Queue<Look> | undefined;
  #worker: Worker<Look> | undefined;
  #timetable: Timetable | undefined;
  #running: Promise<void> | undefined;
  #sleeping: AbortController | undefined;
  #rung = false;
  #mustRebuild = true;
  /** Somebody asked that nothing waits for its next attempt. */
  #hastens = false;
  /** What looks need is away, as far as this node has seen. */
  #isOutage = false;
  #nextSweepMs = 0;
  #nextRepairMs = 0;
  #state: BullDueWorkStatus['timetable'] = 'starting';
  #awaySinceMs: number | undefined;
  #evictsBy: string | undefined;
  #isWorkerTroubled = false;
  #rebuilds = 0;
  #repaired = 0;

  /** @throws RangeError for a concurrency outside its range. */
  constructor(options: BullDueWorkOptions) {
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
    if (this.#worker && this.#redis) await closeWorker(this.#worker, this.#redis.worker, () => this.#underWay.values());
    await this.#closeQueue();
  }

  /** Ends at once, as a crash does: others take over what is under way when its lock has run out. */
  async abandon(): Promise<void> {
    this.#stopping.abort();
    this.#wake();
    await this.#worker?.close(true);
    if (this.#redis) end(this.#redis.worker);
    await this.#closeQueue();
  }

  lookNow(): void {
    this.#mustRebuild = true;
    this.#hastens = true;
    this.#wake();
  }

  status(): BullDueWorkStatus {
    const { clock, views } = this.#options;
    const nowMs = clock.now();
    const now = instant(nowMs);
    const due = views.read.get<{ count: number; oldest: string | null }>(
      'SELECT COUNT(*) AS count, MIN(dueAt) AS oldest FROM timers WHERE dueAt <= ?',
      now,
    );
    const next = views.read.get<{ dueAt: string }>(
      'SELECT dueAt FROM timers WHERE dueAt > ? ORDER BY dueAt LIMIT 1',
      now,
    );
    const failing = [...this.#failing.values()].sort((a, b) => a.nextMs - b.nextMs).slice(0, FAILING_SHOWN_MAX);
    return {
      due: due?.count ?? 0,
      lateMs: due?.oldest ? Math.max(0, nowMs - msOf(due.oldest)) : 0,
      underWay: this.#underWay.size,
      nextDueAt: next?.dueAt,
      failing: failing.map(({ timer, attempts, nextMs, error }): FailingTimer => ({
        ...timer,
        attempts,
        nextAttemptAt: instant(nextMs),
        error,
      })),
      timetable: this.#state,
      rebuilds: this.#rebuilds,
      repaired: this.#repaired,
    };
  }

  /** How long the timetable could not be kept, in milliseconds of the machine; 0 where it can be. */
  get awayMs(): number {
    return this.#awaySinceMs === undefined ? 0 : performance.now() - this.#awaySinceMs;
  }

  /** For metrics, counted by Redis. @throws Error while it is out of reach. */
  async depth(): Promise<QueueDepth> {
    if (!this.#queue) throw new Error('due work has not started');
    const counts = await this.#queue.getJobCounts('wait', 'prioritized', 'active', 'delayed', 'failed');
    const { wait = 0, prioritized = 0, active = 0, delayed = 0, failed = 0 } = counts;
    return { waiting: wait + prioritized, active, delayed, dead: failed };
  }

  async #run(): Promise<void> {
    const unsubscribe = this.#options.views.onApplied((events) => {
      for (const { stream } of events) this.#changed.add(stream);
      if (this.#changed.size > CHANGED_MAX) {
        this.#mustRebuild = true;
        this.#changed.clear();
      }
      this.#wake();
    });
    try {
      const timetable = this.#connect();
      while (!this.#ended) {
        this.#rung = false;
        if (await this.#keep(timetable)) await this.#sleepUntil(this.#options.clock.now() + WATCH_MS);
        // The machine's time: neither Redis nor the views come back by ours.
        else await pause(TROUBLE_MS, undefined, { signal: this.#stopping.signal }).catch(() => undefined); // aborted: the loop sees it
      }
    } finally {
      unsubscribe();
    }
  }

  #connect(): Timetable {
    const { redis: connections, clock, views, log, prefix = PREFIX, lockMs = LOCK_MS } = this.#options;
    const redis = { queue: connections.forQueue(), worker: connections.forWorker() };
    this.#redis = redis;
    redis.queue.on('ready', () => {
      // Whatever answers now may be another Redis, or remember an older day.
      this.#mustRebuild = true;
      this.#wake();
    });
    redis.queue.on('error', (error) => this.#outOfReach(error));
    redis.worker.on('error', (error) => this.#outOfReach(error));
    this.#queue = new Queue<Look>(TIMERS_QUEUE, { connection: redis.queue, prefix, defaultJobOptions: KEPT });
    this.#queue.on('error', (error) => this.#outOfReach(error));
    this.#worker = new Worker<Look>(TIMERS_QUEUE, (job, token) => this.#look(job, token), {
      connection: redis.worker,
      prefix,
      autorun: false,
      concurrency: this.#concurrency,
      lockDuration: lockMs,
      stalledInterval: lockMs / 2,
      // A look that ends its process every time becomes a dead letter instead of ending every worker.
      maxStalledCount: 3,
      runRetryDelay: WATCH_MS,
      settings: { backoffStrategy: (attempts) => lookPauseMs(attempts, this.#options.random) },
    });
    this.#worker.on('error', (error) => {
      // One line until looks are taken again.
      if (!this.#isWorkerTroubled) log?.warn({ err: error }, 'a look could not be taken or ended in Redis');
      this.#isWorkerTroubled = true;
    });
    this.#worker.on('active', () => (this.#isWorkerTroubled = false));
    this.#worker.on('failed', (job, error) => job && this.#later(job, error));
    return (this.#timetable = new Timetable({ clock, views, queue: this.#queue, redis: redis.queue }));
  }

  /** Makes Redis agree with the view; answers whether it could. */
  async #keep(timetable: Timetable): Promise<boolean> {
    const { clock, log } = this.#options;
    if (this.#redis?.queue.status !== 'ready') return false; // why not, its own error says
    try {
      const nowMs = clock.now();
      if (this.#mustRebuild || nowMs >= this.#nextSweepMs || !(await timetable.isThere())) {
        this.#mustRebuild = false;
        this.#changed.clear();
        const timers = await timetable.rebuild();
        this.#nextSweepMs = nowMs + SWEEP_MS;
        this.#rebuilds++;
        log?.info({ timers, rebuilds: this.#rebuilds }, 'the timetable stands in Redis');
        await this.#examineEviction(this.#redis.queue);
      }
      const changed = [...this.#changed];
      this.#changed.clear();
      await timetable.add(changed);
      if (this.#hastens) {
        this.#hastens = false;
        await timetable.hasten([...this.#failing.values()].map(({ timer }) => timer));
      }
      if (nowMs >= this.#nextRepairMs) {
        await this.#repair(timetable);
        this.#nextRepairMs = nowMs + WATCH_MS;
      }
      this.#state = 'kept';
      this.#awaySinceMs = undefined;
      if (this.#worker && !this.#worker.isRunning() && !this.#ended)
        this.#worker.run().catch((error: unknown) => log?.error({ err: error }, 'the worker ended'));
      return true;
    } catch (error) {
      this.#mustRebuild = true;
      if (!(error instanceof ViewsNotReady) && !this.#ended) this.#outOfReach(error);
      return false;
    }
  }

  async #repair(timetable: Timetable): Promise<void> {
    const { clock, log, views } = this.#options;
    const forgottenMs = clock.now() - FORGET_MS;
    for (const [timerId, { timer, nextMs }] of this.#failing)
      if (!this.#underWay.has(timerId) && (nextMs < forgottenMs || !this.#isRunning(timer)))
        this.#failing.delete(timerId);
    const { added, woken, failed } = await timetable.repair(
      new Set([...this.#underWay.keys(), ...this.#failing.keys()]),
    );
    for (const each of failed) this.#note(each);
    if (added + woken === 0) return;
    this.#repaired += added + woken;
    log?.warn({ added, woken, position: views.position }, 'timers were late and had no look');
  }

  /** It was examined at the start; another may answer since, or have been told otherwise. */
  async #examineEviction(queue: Redis): Promise<void> {
    const { log, redis } = this.#options;
    const policy = await evictionPolicy(queue);
    if (policy !== undefined && policy !== this.#evictsBy)
      log?.error(
        { alarm: 'redis-evicts', redis: redis.address, policy },
        'Redis may throw looks away: set maxmemory-policy noeviction',
      );
    this.#evictsBy = policy;
  }

  /** One line an outage. */
  #outOfReach(error: unknown): void {
    if (this.#ended || this.#state === 'out of reach') return;
    this.#state = 'out of reach';
    this.#awaySinceMs ??= performance.now();
    const { log, redis } = this.#options;
    log?.error({ err: error, redis: redis.address }, 'the timetable cannot be kept; tried again until it can');
  }

  async #look(job: Job<Look>, token: string | undefined): Promise<void> {
    const { clock, views } = this.#options;
    const { seenAt, timerId, workflow, id, name, dueAt } = job.data;
    const asked: DueTimer = { timerId, workflow, id, name, dueAt };
    const dueMs = msOf(dueAt);
    if (clock.now() < dueMs) return this.#notBefore(dueMs, job, token);
    try {
      // A view that never gets there has a shorter log than the one the look was made from: the log itself is asked.
      if (seenAt !== '' && !(await views.waitFor(seenAt, VIEW_MS))) return await this.#once(asked);
      for (const timer of this.#dueUpTo(asked)) await this.#inTurn(timer, asked);
    } catch (error) {
      if (error instanceof ViewsNotReady) return this.#notBefore(clock.now() + WATCH_MS, job, token);
      if (isOutage(error)) return this.#putOff(asked, error as Error, job, token);
      throw error;
    }
  }

  /** What it needs is away, however long: no attempt is lost by that either. One line an outage. */
  #putOff(timer: DueTimer, error: Error, job: Job<Look>, token: string | undefined): Promise<never> {
    const { clock, log, random } = this.#options;
    const { attemptsStarted: attempts } = job;
    const nextMs = clock.now() + putOffMs(attempts, random);
    this.#note({ timer, attempts, nextMs, error: error.message, isPutOff: true });
    if (!this.#isOutage) log?.error({ timer, err: error }, 'timers cannot act for now; put off until they can');
    this.#isOutage = true;
    return this.#notBefore(nextMs, job, token);
  }

  /** Another machine's clock is ahead, or this node's view is being built: no attempt is lost by that. */
  async #notBefore(ms: number, job: Job<Look>, token: string | undefined): Promise<never> {
    await job.moveToDelayed(ms, token);
    throw new DelayedError();
  }

  /** The timer and what fell due before it in the same case, in due order; nothing where it runs no more. */
  #dueUpTo({ timerId, workflow, id, dueAt }: DueTimer): DueTimer[] {
    const rows = this.#options.views.read.all<DueTimer & Record<string, never>>(
      `SELECT timerId, workflow, id, name, dueAt FROM timers
       WHERE workflow = ? AND id = ? AND (dueAt, timerId) <= (?, ?) ORDER BY dueAt, timerId`,
      workflow,
      id,
      dueAt,
      timerId,
    );
    return rows.at(-1)?.timerId === timerId ? rows : [];
  }

  async #inTurn(timer: DueTimer, asked: DueTimer): Promise<void> {
    if (timer.timerId === asked.timerId) return this.#once(timer);
    // It has its own look and its own attempts; here it only comes first.
    if (this.#failing.get(timer.timerId)?.isPutOff === false) return;
    await this.#once(timer).catch((error: unknown) => {
      if (isOutage(error)) throw error; // it has not failed, so it still comes first
      this.#options.log?.warn({ timer, err: error }, 'a timer could not act before a later one of its case');
    });
  }

  /** Two looks at one timer at a time are one. */
  #once(timer: DueTimer): Promise<void> {
    const running = this.#underWay.get(timer.timerId);
    if (running) return running;
    const work = this.#letAct(timer).finally(() => this.#underWay.delete(timer.timerId));
    this.#underWay.set(timer.timerId, work);
    return work;
  }

  /** Holds its place until the view shows the effect and Redis has looks at what it armed. */
  async #letAct(timer: DueTimer): Promise<void> {
    const { act, clock, log, onActed, views, viewMs } = this.#options;
    const acted = await act(timer);
    if (acted.kind === 'not-due') {
      if (this.#isRunning(timer)) throw new Error('the view knows it as due, the log does not');
      return;
    }
    onActed?.(timer, Math.max(0, clock.now() - msOf(timer.dueAt)));
    await shown(views, acted.position, viewMs);
    if (this.#isOutage) log?.info({ timer }, 'timers act again');
    this.#isOutage = false;
    this.#failing.delete(timer.timerId);
    // Where Redis is away, the sweep after the reconnection adds them.
    await this.#timetable?.add([`${timer.workflow}-${timer.id}`]).catch((error: unknown) => {
      this.#mustRebuild = true;
      this.#outOfReach(error);
    });
  }

  #later({ data, attemptsMade: attempts }: Job<Look>, error: Error): void {
    const { clock, log } = this.#options;
    const { seenAt: _, ...timer } = data;
    if (attempts >= ATTEMPTS_MAX || error.name === 'UnrecoverableError') {
      this.#failing.delete(timer.timerId);
      log?.error({ timer, attempts, err: error }, 'a timer could not act and is a dead letter now');
      return;
    }
    log?.warn({ timer, attempts, err: error }, 'a timer could not act and is tried again');
    const nextMs = clock.now() + lookPauseMs(attempts, () => 0);
    this.#note({ timer, attempts, nextMs, error: error.message, isPutOff: false });
  }

  #note(failed: FailedLook): void {
    const { timerId } = failed.timer;
    if (this.#failing.size < FAILING_MAX || this.#failing.has(timerId)) this.#failing.set(timerId, failed);
  }

  #isRunning({ timerId }: DueTimer): boolean {
    return this.#options.views.read.get('SELECT 1 FROM timers WHERE timerId = ?', timerId) !== undefined;
  }

  get #ended(): boolean {
    return this.#stopping.signal.aborted;
  }

  async #closeQueue(): Promise<void> {
    await this.#queue?.close();
    if (this.#redis) end(this.#redis.queue);
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
