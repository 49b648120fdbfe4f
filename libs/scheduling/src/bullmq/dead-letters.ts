/**
 * Looks that failed too often, for people: to be listed, tried again or dropped. They are a cache like everything in
 * Redis: while the log knows a timer as due, a letter that was dropped or lost is followed by a new look.
 */
import { Queue, type Job } from 'bullmq';
import type { Redis } from 'ioredis';
import { instant } from '#libs/workflow';
import type { DueTimer } from '../due-work.js';
import { TIMERS_QUEUE } from './bull-due-work.js';
import { WORK_QUEUE } from './bull-schedule.js';
import type { RedisConnections } from './connection.js';
import { DEAD_LETTERS_MAX, KEPT, type Look } from './look.js';

export interface DeadLettersOptions {
  readonly redis: RedisConnections;
  /** As for the timers; default `linli`. */
  readonly prefix?: string;
  /** Hears when Redis is out of reach, once an outage. */
  readonly onError?: (error: Error) => void;
}

export interface DeadLetter {
  /** Names the letter to `retry` and `drop`. */
  readonly key: string;
  /** The timer, or the name of scheduled work. */
  readonly of: DueTimer | string;
  readonly attempts: number;
  readonly failedAt: string;
  readonly error: string;
}

export class DeadLetters {
  readonly #redis: Redis;
  readonly #queues: readonly Queue[];

  constructor({ redis, prefix = 'linli', onError }: DeadLettersOptions) {
    this.#redis = redis.forQueue();
    this.#queues = [TIMERS_QUEUE, WORK_QUEUE].map(
      (name) => new Queue(name, { connection: this.#redis, prefix, defaultJobOptions: KEPT }),
    );
    let told = false;
    this.#redis.on('ready', () => (told = false));
    for (const each of [this.#redis, ...this.#queues])
      each.on('error', (error: Error) => {
        if (!told) onError?.(error);
        told = true;
      });
  }

  /** Newest first. @throws Error while Redis is out of reach, as the others do. */
  async list(limit = 100): Promise<readonly DeadLetter[]> {
    const most = Math.min(limit, DEAD_LETTERS_MAX);
    const letters: DeadLetter[] = [];
    for (const queue of this.#queues)
      for (const job of await queue.getFailed(0, most - 1)) letters.push(letterOf(queue.name, job as Job));
    return letters.sort((a, b) => (a.failedAt < b.failedAt ? 1 : -1)).slice(0, most);
  }

  /** Looks again now, with all attempts before it. @returns whether there is such a letter */
  async retry(key: string): Promise<boolean> {
    const job = await this.#find(key);
    await job?.retry('failed', { resetAttemptsMade: true, resetAttemptsStarted: true });
    return job !== undefined;
  }

  /** @returns whether there is such a letter */
  async drop(key: string): Promise<boolean> {
    const job = await this.#find(key);
    await job?.remove();
    return job !== undefined;
  }

  async close(): Promise<void> {
    for (const queue of this.#queues) await queue.close();
    if (this.#redis.status !== 'end') this.#redis.disconnect();
  }

  async #find(key: string): Promise<Job | undefined> {
    const end = key.indexOf('/');
    const queue = this.#queues.find(({ name }) => name === key.slice(0, end));
    const job = await queue?.getJob(key.slice(end + 1));
    return job && (await job.isFailed()) ? (job as Job) : undefined;
  }
}

function letterOf(queue: string, job: Job): DeadLetter {
  return {
    key: `${queue}/${job.id}`,
    of: queue === TIMERS_QUEUE ? timerOf(job.data as Look) : job.name,
    attempts: job.attemptsMade,
    failedAt: instant(job.finishedOn ?? job.timestamp),
    error: job.failedReason ?? '',
  };
}

function timerOf({ timerId, workflow, id, name, dueAt }: Look): DueTimer {
  return { timerId, workflow, id, name, dueAt };
}
