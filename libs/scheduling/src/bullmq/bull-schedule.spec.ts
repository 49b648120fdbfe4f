import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Queue } from 'bullmq';
import { StoreUnavailable } from '#libs/event-store';
import type { VirtualClock } from '#libs/workflow';
import { settingsInForce } from '../scheduled-work.js';
import { BullSchedule, WORK_QUEUE } from './bull-schedule.js';
import { redisConnections } from './connection.js';
import { ATTEMPTS_MAX } from './look.js';
import { until, VirtualRedis } from './virtual-redis.fixture.js';

const HOUR = 3_600_000;

let redis: VirtualRedis;
let clock: VirtualClock;
let schedules: BullSchedule[];
let ran: string[];
beforeAll(async () => {
  redis = await VirtualRedis.start();
});
afterAll(() => redis.stop());
beforeEach(async () => {
  clock = await redis.begin('2026-11-24T01:00:30.000Z');
  schedules = [];
  ran = [];
});
afterEach(async () => {
  for (const schedule of schedules) await schedule.stop();
  redis.end();
});

function begin(run = async (name: string): Promise<void> => void ran.push(name)): BullSchedule {
  const schedule = new BullSchedule({
    clock,
    redis: redisConnections(redis.server.url),
    works: [
      settingsInForce({ sweep: () => run('settings') }),
      { name: 'new-year', cron: '0 6 1 1 *', run: () => run('new year') },
    ],
  });
  schedules.push(schedule);
  schedule.start();
  return schedule;
}

const pass = (ms: number): Promise<void> => redis.pass(clock, ms, WORK_QUEUE);

describe('scheduled work', () => {
  it('runs once at the start, then at its hour in Shanghai', async () => {
    begin();
    await until(() => ran.length === 2);
    expect(ran.toSorted()).toEqual(['new year', 'settings']);
    await pass(15 * HOUR - 31_000);
    expect(ran).toHaveLength(2);
    await until(async () => {
      await pass(1_000);
      return ran.length === 3;
    });
    expect(new Date(clock.now()).toISOString()).toMatch(/^2026-11-24T16:00:0/);
    expect(ran[2]).toBe('settings');
  });

  it('knows days and years of Shanghai', async () => {
    begin();
    await until(() => ran.length === 2);
    const connection = redisConnections(redis.server.url).forQueue();
    const queue = new Queue(WORK_QUEUE, { connection, prefix: 'linli' });
    const next = (await queue.getJobSchedulers()).map(({ key, next, tz }) => [
      key,
      new Date(next ?? 0).toISOString(),
      tz,
    ]);
    await queue.close();
    connection.disconnect();
    expect(next.toSorted()).toEqual([
      ['new-year', '2026-12-31T22:00:00.000Z', 'Asia/Shanghai'],
      ['settings-in-force', '2026-11-24T16:00:00.000Z', 'Asia/Shanghai'],
    ]);
  });

  it('law 9: is looked at once more when Redis was flushed, since an hour may have passed unseen', async () => {
    begin();
    await until(() => ran.length === 2);
    await redis.admin.flushall();
    await until(async () => {
      await clock.advance(60_000);
      return ran.length === 4;
    });
  });

  it('stands once, however many workers there are', async () => {
    begin();
    begin();
    await until(() => ran.length >= 2);
    await pass(15 * HOUR);
    await until(() => ran.filter((name) => name === 'settings').length >= 2);
    await pass(HOUR);
    expect(ran.filter((name) => name === 'settings')).toHaveLength(2);
  });

  it('is tried again when it failed, and says why', async () => {
    let failures = 1;
    const schedule = begin(async (name) => {
      if (name === 'settings' && failures-- > 0) throw new Error('no log');
      ran.push(name);
    });
    const settings = () => schedule.status().find(({ name }) => name === 'settings-in-force');
    await until(() => settings()?.failure === 'no log');
    await until(async () => {
      await pass(2_000);
      return ran.includes('settings');
    });
    expect(settings()).toMatchObject({ failure: undefined, running: false });
  });

  it('law 9: loses no attempt while the log is away, however long', async () => {
    let tries = 0;
    let isAway = true;
    const schedule = begin(async (name) => {
      if (name === 'settings' && isAway) {
        tries++;
        throw new Error('1 deadlines', { cause: new StoreUnavailable('no answer', 'nothing-written') });
      }
      ran.push(name);
    });
    await until(async () => {
      await pass(12_000);
      return tries > ATTEMPTS_MAX + 2;
    }, 30_000);
    isAway = false;
    await until(async () => {
      await pass(12_000);
      return ran.includes('settings');
    });
    expect(schedule.status()).toMatchObject([{ failure: undefined }, { failure: undefined }]);
  });

  it('no longer stands in Redis once the program does not do it any more', async () => {
    const connection = redisConnections(redis.server.url).forQueue();
    await until(() => connection.status === 'ready');
    const queue = new Queue(WORK_QUEUE, { connection, prefix: 'linli' });
    try {
      await queue.upsertJobScheduler('of-old', { pattern: '0 3 * * *' }, { name: 'of-old' });
      begin();
      await until(() => ran.length === 2);
      expect((await queue.getJobSchedulers()).map(({ key }) => key).toSorted()).toEqual([
        'new-year',
        'settings-in-force',
      ]);
    } finally {
      await queue.close();
      connection.disconnect();
    }
  });

  it('law 9: one that is lost is missed although another stands that nobody does', async () => {
    const connection = redisConnections(redis.server.url).forQueue();
    await until(() => connection.status === 'ready');
    const queue = new Queue(WORK_QUEUE, { connection, prefix: 'linli' });
    try {
      begin();
      await until(() => ran.length === 2);
      await queue.removeJobScheduler('new-year');
      await queue.upsertJobScheduler('of-old', { pattern: '0 3 * * *' }, { name: 'of-old' });
      await until(async () => {
        await pass(60_000);
        return ran.length >= 4;
      });
    } finally {
      await queue.close();
      connection.disconnect();
    }
  });

  it('refuses two works of one name, and odd names', () => {
    const works = (...names: string[]) =>
      names.map((name) => ({ name, cron: '0 0 * * *', run: () => Promise.resolve() }));
    const redisUrl = redisConnections(redis.server.url);
    expect(() => new BullSchedule({ clock, redis: redisUrl, works: works('a', 'a') })).toThrow(RangeError);
    expect(() => new BullSchedule({ clock, redis: redisUrl, works: works('A:b') })).toThrow(RangeError);
  });
});
