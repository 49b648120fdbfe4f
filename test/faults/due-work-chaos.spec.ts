/** Law 9 under blows: two workers on one log, Redis killed and flushed at random, a worker killed in its work. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import type { KurrentEventStore } from '#libs/event-store/kurrentdb';
import { instant, VirtualClock } from '#libs/workflow';
import { startProgram, type Program } from '../support/program.js';
import { startRedis, type TestRedis } from '../support/redis.js';
import { SharedLog } from '../support/shared-log.js';
import { askChore, CHORE_MS, choreEngine } from './chores.js';

const program = new URL('./due-work-worker.ts', import.meta.url);
const LOOK_MS = 20;
/** A kill of Redis lasts 1.5 s at most; a look of a killed worker is free after 10 s and found within 5. */
const LATE_MS_MAX = 20_000;

let log: SharedLog;
let store: KurrentEventStore;
let redis: TestRedis;
let folder: string;
let workers: Worker[];
beforeEach(async () => {
  log = await SharedLog.start();
  store = await log.store();
  redis = await startRedis();
  folder = await mkdtemp(join(tmpdir(), 'linli-due-work-'));
  workers = [];
});
afterEach(async () => {
  for (const { running } of workers) running.kill('SIGKILL');
  await Promise.all(workers.map(({ running }) => running.ended));
  await log.stop();
  await redis.stop();
  await rm(folder, { recursive: true });
});

/** A worker as a process of its own, and what it said. */
class Worker {
  acted = 0;
  ready = false;
  stopped: string | undefined;
  readonly running: Program;

  constructor(data: string) {
    this.running = startProgram(program, [log.connectionString, log.prefix, redis.url, data], {
      onLine: (line) => {
        if (line === 'ready') this.ready = true;
        else if (line.startsWith('acted ')) this.acted++;
        else this.stopped = line;
      },
    });
  }
}

async function startWorker(): Promise<Worker> {
  const worker = new Worker(await mkdtemp(join(folder, 'worker-')));
  workers.push(worker);
  await until(() => worker.ready, 60_000);
  return worker;
}

async function until(condition: () => boolean, patienceMs: number): Promise<void> {
  for (const end = performance.now() + patienceMs; !condition();) {
    if (performance.now() > end) throw new Error(`waited ${patienceMs} ms for ${condition.toString()}`);
    await look();
  }
}

const look = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, LOOK_MS));

/** Asks for chores whose deadlines pass evenly spread over a time from a moment on. */
async function askMany(count: number, fromMs: number, overMs: number): Promise<void> {
  const clock = new VirtualClock(instant(fromMs - CHORE_MS));
  const engine = await choreEngine(store, clock);
  for (let index = 0; index < count; index += 40) {
    await clock.set(instant(fromMs - CHORE_MS + Math.floor((index * overMs) / count)));
    await Promise.all(
      Array.from({ length: Math.min(40, count - index) }, (_, lane) => askChore(engine, `${index + lane}`)),
    );
  }
}

interface Effect {
  readonly misses: number;
  readonly lateMs: number;
}

/** What the log says of each chore. */
async function effects(): Promise<Map<string, Effect>> {
  const due = new Map<string, string>();
  const seen = new Map<string, Effect>();
  for await (const { envelope } of store.readAll()) {
    if (!envelope.stream.startsWith('chore-')) continue;
    const dueAt = envelope.deadlines?.armed?.find(({ name }) => name === 'do')?.dueAt;
    if (dueAt !== undefined) due.set(envelope.stream, dueAt);
    if (envelope.type !== 'DeadlineMissed') continue;
    const lateMs = Date.parse(envelope.recordedAt) - Date.parse(due.get(envelope.stream) ?? '');
    seen.set(envelope.stream, { misses: (seen.get(envelope.stream)?.misses ?? 0) + 1, lateMs });
  }
  return seen;
}

async function missed(): Promise<number> {
  return [...(await effects()).values()].reduce((sum, { misses }) => sum + misses, 0);
}

/** Resolves when so many deadlines were missed; hears of each, so that waiting does not read the log again and again. */
async function untilMissed(count: number, patienceMs: number): Promise<void> {
  let seen = 0;
  for await (const item of store.subscribe({ signal: AbortSignal.timeout(patienceMs) })) {
    if (item.kind === 'event' && item.event.envelope.type === 'DeadlineMissed') seen += 1;
    if (seen >= count) return;
  }
  throw new Error(`waited ${patienceMs} ms for ${count} missed deadlines: ${seen}`);
}

describe('timers on two workers', () => {
  it('law 9: 3,600 within 60 s act once each in effect while Redis is killed and flushed and a worker is killed', async () => {
    const from = Date.now() + 10_000;
    const asked = askMany(3_600, from, 60_000);
    await Promise.all([startWorker(), startWorker()]);
    await asked;
    let blows = 0;
    while (Date.now() < from + 60_000) {
      const next = Date.now() + randomInt(2_000, 6_000);
      await until(() => Date.now() >= next, 10_000);
      if (blows % 5 === 2) {
        workers.at(-2)?.running.kill('SIGKILL');
        await startWorker();
      } else if (randomInt(2) === 0) {
        await flush();
      } else {
        await redis.kill();
        const back = Date.now() + randomInt(0, 1_500);
        await until(() => Date.now() >= back, 5_000);
        await redis.start();
      }
      blows++;
    }
    await untilMissed(3_600, 90_000);
    const all = [...(await effects()).values()];
    expect(all).toHaveLength(3_600);
    expect(all.filter(({ misses }) => misses !== 1)).toEqual([]);
    expect(all.filter(({ lateMs }) => lateMs < 0)).toEqual([]);
    expect(blows).toBeGreaterThan(5);
    expect(Math.max(...all.map(({ lateMs }) => lateMs))).toBeLessThan(LATE_MS_MAX);
  }, 240_000);

  it('law 9: what a killed worker had in hand is done by the other, once in effect', async () => {
    const asked = askMany(600, Date.now() - 1_000, 500);
    await asked;
    const killed = await startWorker();
    await until(() => killed.acted > 50, 30_000);
    killed.running.kill('SIGKILL');
    await killed.running.ended;
    expect(await missed()).toBeLessThan(600);
    await startWorker();
    await untilMissed(600, 60_000);
    const all = [...(await effects()).values()];
    expect(all).toHaveLength(600);
    expect(all.filter(({ misses }) => misses !== 1)).toEqual([]);
  }, 120_000);

  it('law 9: a worker told to stop ends what it has in hand and leaves the rest', async () => {
    await askMany(400, Date.now() - 1_000, 500);
    const worker = await startWorker();
    await until(() => worker.acted > 20, 30_000);
    worker.running.kill('SIGTERM');
    expect(await worker.running.ended).toEqual({ code: 0, signal: null, errors: '' });
    expect(worker.stopped).toBe('stopped 0');
    expect(await missed()).toBe(worker.acted);
    expect(await missed()).toBeLessThan(400);
    const admin = new Redis(redis.url);
    expect(await admin.llen('linli:timers:active')).toBe(0);
    admin.disconnect();
  }, 120_000);
});

async function flush(): Promise<void> {
  const admin = new Redis(redis.url);
  await admin.flushall();
  admin.disconnect();
}
