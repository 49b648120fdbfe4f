/**
 * A real Redis under a virtual clock, for specs. BullMQ asks `Date` for the time and hands it to Redis, which is never
 * asked itself; so `Date.now` becomes the virtual clock, and a pass of time wakes a worker as Redis does at its moment.
 */
import { Redis } from 'ioredis';
import { VirtualClock } from '#libs/workflow';
import { startRedis, type TestRedis } from '#test/support/redis';

const SETTLED_MS = 500;
const LOOK_MS = 5;

export class VirtualRedis {
  readonly #realNow = Date.now;

  private constructor(
    readonly server: TestRedis,
    readonly admin: Redis,
  ) {}

  static async start(): Promise<VirtualRedis> {
    const server = await startRedis();
    const admin = new Redis(server.url, { disconnectTimeout: 500 });
    admin.on('error', () => undefined); // a killed server is the subject of the test that kills it
    return new VirtualRedis(server, admin);
  }

  /** Empties Redis and makes the clock of this process virtual. */
  async begin(start = '2026-11-24T01:00:00.000Z'): Promise<VirtualClock> {
    const clock = new VirtualClock(start);
    Date.now = () => clock.now();
    await this.admin.flushall();
    return clock;
  }

  end(): void {
    Date.now = this.#realNow;
  }

  async stop(): Promise<void> {
    this.end();
    this.admin.disconnect();
    await this.server.stop();
  }

  /** Lets time pass; resolves when a worker of the queue took what there was to take, or has no place for more. */
  async pass(clock: VirtualClock, ms: number, queue = 'timers'): Promise<void> {
    await clock.advance(ms);
    const marker = `linli:${queue}:marker`;
    await this.admin.zadd(marker, 0, '0');
    for (const end = performance.now() + SETTLED_MS; performance.now() < end;) {
      await pause();
      const [, blocked] = /blocked_clients:(\d+)/.exec(await this.admin.info('clients')) ?? [];
      if (Number(blocked) > 0 && (await this.admin.zscore(marker, '0')) === null) return;
    }
  }
}

/** Resolves when the condition holds. @throws Error when it does not within 10 s. */
export async function until(condition: () => boolean | Promise<boolean>, patienceMs = 10_000): Promise<void> {
  for (const end = performance.now() + patienceMs; !(await condition());) {
    if (performance.now() > end) throw new Error(`waited ${patienceMs} ms for ${condition.toString()}`);
    await pause();
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, LOOK_MS));
}
