/** Redis is a cache of the timetable: what stands in it, what becomes of it when it is lost, and what died in it. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StoreUnavailable } from '#libs/event-store';
import { MemoryEventStore } from '#libs/event-store/memory';
import { Views } from '#libs/views';
import type { VirtualClock } from '#libs/workflow';
import { DeadlineLog } from '../deadline-log.fixture.js';
import { retryPauseMs, type Act } from '../due-work.js';
import { timersView } from '../timers-view.js';
import { BullDueWork } from './bull-due-work.js';
import { redisConnections } from './connection.js';
import { DeadLetters } from './dead-letters.js';
import { ATTEMPTS_MAX } from './look.js';
import { until, VirtualRedis } from './virtual-redis.fixture.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let redis: VirtualRedis;
let clock: VirtualClock;
let store: MemoryEventStore;
let log: DeadlineLog;
let views: Views;
let folder: string;
let work: BullDueWork | undefined;
let acted: string[];
/** Errors that were logged, by their message. */
let told: string[];
/** Alarms that were raised. */
let alarms: unknown[];
beforeAll(async () => {
  redis = await VirtualRedis.start();
});
afterAll(() => redis.stop());
beforeEach(async () => {
  clock = await redis.begin();
  store = new MemoryEventStore([]);
  log = new DeadlineLog(store, clock);
  folder = mkdtempSync(join(tmpdir(), 'linli-lost-'));
  views = Views.open({ folder, store, projections: [timersView], clock });
  await views.whenReady();
  acted = [];
  told = [];
  alarms = [];
});
afterEach(async () => {
  await work?.stop();
  await views.close();
  await store.close();
  rmSync(folder, { recursive: true });
  redis.end();
});

async function start(act: Act = actAndNote): Promise<BullDueWork> {
  const connections = redisConnections(redis.server.url);
  const note = (): void => undefined;
  const error = (fields: object, message: string): void => {
    told.push(message);
    if ('alarm' in fields) alarms.push(fields.alarm);
  };
  const log = { info: note, warn: note, error };
  const one = (work = new BullDueWork({ clock, views, act, redis: connections, random: () => 0, log }));
  one.start();
  await until(() => one.status().timetable === 'kept');
  return one;
}

const actAndNote: Act = async (timer) => {
  acted.push(timer.id);
  return { kind: 'acted', position: await log.stop(timer) };
};

describe('the timetable in Redis', () => {
  it('holds the timers of the next 24 hours, and later ones when their day has come', async () => {
    for (const [id, hours] of [
      ['soon', 23],
      ['late', 25],
    ] as const)
      await log.arm(id, 'due', hours * HOUR);
    const one = await start();
    await until(async () => (await one.depth()).delayed === 1);
    await until(async () => {
      await redis.pass(clock, HOUR / 2);
      return (await one.depth()).delayed === 2;
    });
    expect(clock.now()).toBeLessThanOrEqual(log.began + 2 * HOUR);
    await redis.pass(clock, log.began + 23 * HOUR - clock.now());
    await until(() => acted.length === 1);
    await redis.pass(clock, 2 * HOUR);
    await until(() => acted.length === 2);
    expect(acted).toEqual(['soon', 'late']);
    expect(await one.depth()).toEqual({ waiting: 0, active: 0, delayed: 0, dead: 0 });
  });

  it('law 9: is made anew after a flush, before anything in it is due', async () => {
    for (let index = 0; index < 1_200; index++) await log.arm(`c${index}`, 'due', HOUR);
    const one = await start();
    await until(async () => (await one.depth()).delayed === 1_200);
    await redis.admin.flushall();
    await until(async () => {
      await redis.pass(clock, 1_000);
      return one.status().rebuilds >= 2;
    });
    expect(clock.now()).toBeLessThanOrEqual(log.began + 10_000);
    expect((await one.depth()).delayed).toBe(1_200);
    expect(acted).toEqual([]);
  });

  it('law 9: is made anew when Redis was killed and comes back empty, also with what was armed meanwhile', async () => {
    await log.arm('before', 'due', HOUR);
    const one = await start();
    await until(async () => (await one.depth()).delayed === 1);
    await redis.server.kill();
    await log.arm('meanwhile', 'due', HOUR);
    await until(async () => {
      await clock.advance(1_000);
      return one.status().timetable === 'out of reach';
    });
    const awayMs = one.awayMs;
    expect(awayMs).toBeGreaterThan(0);
    await until(() => one.awayMs > awayMs);
    await redis.server.start();
    await until(() => one.status().timetable === 'kept');
    expect(one.awayMs).toBe(0);
    expect((await one.depth()).delayed).toBe(2);
    await until(() => redis.admin.status === 'ready');
    await redis.pass(clock, HOUR);
    await until(() => acted.length === 2);
    expect(new Set(acted)).toEqual(new Set(['before', 'meanwhile']));
  });

  it('law 9: a look that was lost alone is missed within seconds of its moment, and made', async () => {
    await log.arm('lost', 'due', MINUTE);
    const one = await start();
    await until(async () => (await one.depth()).delayed === 1);
    for (const key of await redis.admin.keys('linli:timers:*.0')) await redis.admin.del(key);
    await redis.admin.del('linli:timers:delayed');
    await redis.pass(clock, MINUTE);
    expect(acted).toEqual([]);
    await until(async () => {
      await redis.pass(clock, 1_000);
      return acted.length === 1;
    });
    expect(one.status()).toMatchObject({ repaired: 1, due: 0 });
    expect(clock.now()).toBeLessThanOrEqual(log.began + MINUTE + 5_000);
  });

  it('law 9: a job that is lost but holds its id does not hide its timer', async () => {
    await log.arm('hidden', 'due', HOUR);
    const one = await start();
    await until(async () => (await one.depth()).delayed === 1);
    await redis.admin.del('linli:timers:delayed');
    await until(async () => {
      await redis.pass(clock, HOUR + 10_000);
      return acted.length === 1;
    });
    expect(one.status().due).toBe(0);
  });

  it('is examined again while it runs: an alarm where Redis has been told to throw keys away', async () => {
    await start();
    expect(alarms).toEqual([]);
    await redis.admin.config('SET', 'maxmemory-policy', 'allkeys-lru');
    try {
      await until(async () => {
        await clock.advance(100_000);
        return alarms.length > 0;
      });
      expect(alarms).toEqual(['redis-evicts']);
    } finally {
      await redis.admin.config('SET', 'maxmemory-policy', 'noeviction');
    }
  });

  it('stopping ends although Redis dies while a look comes to its end', async () => {
    await log.arm('a', 'due', 1_000);
    const gate = Promise.withResolvers<void>();
    const one = await start(async (timer) => {
      await gate.promise;
      return actAndNote(timer);
    });
    await redis.pass(clock, 1_000);
    await until(() => one.status().underWay === 1);
    const stopped = one.stop();
    await redis.server.kill();
    gate.resolve();
    await stopped;
    expect(acted).toEqual(['a']);
    work = undefined;
    await redis.server.start();
    await until(() => redis.admin.status === 'ready');
  }, 180_000);

  it('stopping ends although Redis is gone', async () => {
    await log.arm('a', 'due', HOUR);
    const one = await start();
    await redis.server.kill();
    await one.stop();
    work = undefined;
    await redis.server.start();
    await until(() => redis.admin.status === 'ready');
  }, 180_000);
});

describe('dead letters', () => {
  let letters: DeadLetters;
  let mended: boolean;
  beforeEach(() => {
    letters = new DeadLetters({ redis: redisConnections(redis.server.url) });
    mended = false;
  });
  afterEach(() => letters.close());

  /** Fails as often as may be. */
  async function die(id: string): Promise<BullDueWork> {
    await log.arm(id, 'due', 1_000);
    const one = await start(async (timer) => {
      if (mended) return actAndNote(timer);
      throw new Error('no paper');
    });
    await redis.pass(clock, 1_000);
    for (let attempt = 1; attempt < ATTEMPTS_MAX; attempt++) {
      await until(() => one.status().failing[0]?.attempts === attempt);
      await redis.pass(clock, retryPauseMs(attempt));
    }
    await until(async () => (await one.depth()).dead === 1);
    return one;
  }

  it('says which timer failed too often and why, and leaves it to people', async () => {
    const one = await die('a');
    expect(await letters.list()).toMatchObject([
      { of: { workflow: 'note', id: 'a', name: 'due' }, attempts: ATTEMPTS_MAX, error: 'no paper' },
    ]);
    expect(one.status()).toMatchObject({ failing: [], due: 1 });
    await redis.pass(clock, 10 * HOUR);
    expect(await one.depth()).toEqual({ waiting: 0, active: 0, delayed: 0, dead: 1 });
  });

  it('one that is tried again acts when the cause has gone', async () => {
    await die('a');
    mended = true;
    const [letter] = await letters.list();
    expect(await letters.retry(letter!.key)).toBe(true);
    await until(() => acted.length === 1);
    await until(async () => (await letters.list()).length === 0);
    expect(await letters.retry(letter!.key)).toBe(false);
  });

  it('law 9: one that is dropped is looked at anew, as long as the log knows its timer as due', async () => {
    await die('a');
    mended = true;
    const [letter] = await letters.list();
    expect(await letters.drop(letter!.key)).toBe(true);
    expect(await letters.list()).toEqual([]);
    await until(async () => {
      await redis.pass(clock, 1_000);
      return acted.length === 1;
    });
  });
});

describe('while the log is away', () => {
  let isAway: boolean;
  let attempts: number;
  const actUnlessAway: Act = async (timer) => {
    attempts++;
    if (isAway) throw new StoreUnavailable('reading note-a: no answer', 'nothing-written');
    return actAndNote(timer);
  };
  beforeEach(() => {
    isAway = true;
    attempts = 0;
  });

  it('law 9: a timer is put off however long that takes, is told once, and acts when the log is back', async () => {
    await log.arm('a', 'due', 1_000);
    const one = await start(actUnlessAway);
    await until(async () => {
      await redis.pass(clock, 10_000);
      return attempts > ATTEMPTS_MAX + 2;
    }, 30_000);
    await until(() => one.status().underWay === 0);
    expect(await one.depth()).toMatchObject({ dead: 0 });
    expect(one.status()).toMatchObject({ due: 1, failing: [{ id: 'a', error: 'reading note-a: no answer' }] });
    expect(told).toEqual(['timers cannot act for now; put off until they can']);
    isAway = false;
    await until(async () => {
      await redis.pass(clock, 10_000);
      return acted.length === 1;
    });
    await until(() => one.status().due === 0 && one.status().failing.length === 0);
  });

  it('law 9: another worker leaves what was put off to its next moment, and does it when this one has gone', async () => {
    await log.arm('a', 'due', 1_000);
    const one = await start(actUnlessAway);
    await until(async () => {
      await redis.pass(clock, 5_000);
      return attempts >= 5;
    });
    await one.stop();
    const begun = attempts;
    const other = await start(actUnlessAway);
    await until(() => other.status().failing.length === 1);
    expect(other.status().failing).toMatchObject([{ id: 'a', error: 'put off by another node' }]);
    expect(attempts).toBe(begun);
    isAway = false;
    await until(async () => {
      await redis.pass(clock, 10_000);
      return acted.length === 1;
    });
  });
});
