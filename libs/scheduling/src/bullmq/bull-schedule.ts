/**
 * Daily and yearly work by BullMQ's job schedulers, in Asia/Shanghai, each look on one of the workers. Schedulers vanish
 * with a flush and an hour may pass while Redis is away: whenever they had to be made anew, everything is looked at once.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { DelayedError, Queue, UnrecoverableError, Worker, type Job } from 'bullmq';
import type { Redis } from 'ioredis';
import { ViewsNotReady } from '#libs/views';
import { instant, type Clock } from '#libs/workflow';
import { isOutage } from '../due-work.js';
import type { SchedulingLog } from '../embedded-loop.js';
import { WORK_ZONE, type ScheduledWork, type ScheduledWorkStatus, type WorkSchedule } from '../scheduled-work.js';
import { closeWorker, end } from './closing.js';
import type { RedisConnections } from './connection.js';
import { KEPT, lookPauseMs, putOffMs } from './look.js';

export interface BullScheduleOptions {
  readonly clock: Clock;
  readonly redis: RedisConnections;
  readonly works: readonly ScheduledWork[];
  readonly log?: SchedulingLog;
  /** As for the timers; default `linli`. */
  readonly prefix?: string;
  readonly lockMs?: number;
}

export const WORK_QUEUE = 'work';
const NAME = /^[a-z]+(-[a-z]+)*$/;
const LOCK_MS = 30_000;
const WATCH_MS = 5_000;
const TROUBLE_MS = 250;

export class BullSchedule implements WorkSchedule {
  readonly #options: BullScheduleOptions;
  readonly #works: ReadonlyMap<string, ScheduledWork>;
  readonly #states = new Map<string, ScheduledWorkStatus>();
  readonly #stopping = new AbortController();
  readonly #underWay = new Set<Promise<void>>();
  #running: Promise<void> | undefined;
  #worker: Worker | undefined;
  #queue: Queue | undefined;
  #redis: readonly Redis[] = [];
  #troubled = false;
  /** What works need is away, as far as this node has seen. */
  #isOutage = false;

  /** @throws RangeError for a name that is not in kebab case or is there twice. */
  constructor(options: BullScheduleOptions) {
    this.#options = options;
    this.#works = new Map(options.works.map((work) => [work.name, work]));
    const odd = options.works.find(({ name }) => !NAME.test(name));
    if (odd) throw new RangeError(`scheduled work is named in kebab case, not ${odd.name}`);
    if (this.#works.size < options.works.length) throw new RangeError('two scheduled works have one name');
    for (const name of this.#works.keys())
      this.#states.set(name, { name, running: false, doneAt: undefined, failure: undefined });
  }

  start(): void {
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    const [forQueue, forWorker] = this.#redis;
    if (this.#worker && forWorker) await closeWorker(this.#worker, forWorker, () => this.#underWay);
    await this.#queue?.close();
    if (forQueue) end(forQueue);
  }

  status(): readonly ScheduledWorkStatus[] {
    return [...this.#states.values()];
  }

  async #run(): Promise<void> {
    const { clock, redis: connections, prefix = 'linli', lockMs = LOCK_MS } = this.#options;
    const [forQueue, forWorker] = [connections.forQueue(), connections.forWorker()];
    this.#redis = [forQueue, forWorker];
    const queue = (this.#queue = new Queue(WORK_QUEUE, { connection: forQueue, prefix, defaultJobOptions: KEPT }));
    const worker = (this.#worker = new Worker(WORK_QUEUE, (job, token) => this.#tracked(job, token), {
      connection: forWorker,
      prefix,
      autorun: false,
      lockDuration: lockMs,
      stalledInterval: lockMs / 2,
      maxStalledCount: 3,
      runRetryDelay: 1_000,
      settings: { backoffStrategy: (attempts) => lookPauseMs(attempts) },
    }));
    const trouble = (error: Error): void => this.#trouble(error);
    for (const redis of this.#redis) redis.on('error', trouble);
    queue.on('error', trouble);
    worker.on('error', trouble);
    let mustInstall = true;
    while (!this.#stopping.signal.aborted) {
      try {
        if (mustInstall || (await this.#areMissing(queue))) await this.#install(queue);
        mustInstall = false;
        this.#troubled = false;
        if (!worker.isRunning()) worker.run().catch((error: unknown) => this.#trouble(error));
      } catch (error) {
        mustInstall = true;
        this.#trouble(error);
      }
      if (!mustInstall) await clock.wait(clock.now() + WATCH_MS, this.#stopping.signal);
      else await pause(TROUBLE_MS, undefined, { signal: this.#stopping.signal }).catch(() => undefined); // aborted: the loop sees it
    }
  }

  async #areMissing(queue: Queue): Promise<boolean> {
    const there = new Set(await this.#installed(queue));
    return [...this.#works.keys()].some((name) => !there.has(name));
  }

  async #installed(queue: Queue): Promise<string[]> {
    return (await queue.getJobSchedulers()).map(({ key }) => key);
  }

  /** Also takes away what an earlier version of the program did; where one still runs, it puts it back. */
  async #install(queue: Queue): Promise<void> {
    const { clock, log } = this.#options;
    for (const name of await this.#installed(queue)) if (!this.#works.has(name)) await queue.removeJobScheduler(name);
    for (const { name, cron } of this.#works.values()) {
      await queue.upsertJobScheduler(name, { pattern: cron, tz: WORK_ZONE }, { name, opts: KEPT });
      // Within a minute several nodes ask for one look.
      await queue.add(name, {}, { jobId: `${name}.${instant(clock.now()).slice(0, 16).replace(':', '')}` });
    }
    log?.info({ works: [...this.#works.keys()] }, 'scheduled work stands in Redis');
  }

  #tracked(job: Job, token: string | undefined): Promise<void> {
    const work = this.#look(job, token).finally(() => this.#underWay.delete(work));
    this.#underWay.add(work);
    return work;
  }

  async #look(job: Job, token: string | undefined): Promise<void> {
    const work = this.#works.get(job.name);
    // Of another version of the program; among the dead letters people see that nobody does it.
    if (!work) throw new UnrecoverableError(`nobody here does the work ${job.name}`);
    const { clock, log } = this.#options;
    this.#set(job.name, { running: true });
    try {
      await work.run(this.#stopping.signal);
      this.#set(job.name, { running: false, doneAt: instant(clock.now()), failure: undefined });
      this.#isOutage = false;
    } catch (error) {
      const failure = error instanceof Error ? error.message : String(error);
      this.#set(job.name, { running: false, failure });
      const isAway = isOutage(error) || error instanceof ViewsNotReady;
      if (!(isAway && this.#isOutage))
        log?.warn({ work: job.name, err: error }, 'scheduled work failed and is tried again');
      if (!isAway) throw error;
      // However long it is away, no attempt is lost by that.
      this.#isOutage = true;
      await job.moveToDelayed(clock.now() + putOffMs(job.attemptsStarted), token);
      throw new DelayedError();
    }
  }

  #set(name: string, change: Partial<ScheduledWorkStatus>): void {
    const state = this.#states.get(name);
    if (state) this.#states.set(name, { ...state, ...change });
  }

  /** One line an outage. */
  #trouble(error: unknown): void {
    if (this.#troubled || this.#stopping.signal.aborted) return;
    this.#troubled = true;
    this.#options.log?.error({ err: error }, 'scheduled work cannot be kept in Redis; tried again until it can');
  }
}
