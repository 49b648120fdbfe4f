import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { startRedis } from '#test/support/redis';
import { examineRedis, reconnectPauseMs, redisConnections, UnfitRedis } from './connection.js';
import { silentDoor } from './silent-door.fixture.js';
import { epochOf, lookAt, lookIds, lookPauseMs, timerOf } from './look.js';

describe('the examination of Redis at the start', () => {
  it('lets pass one that keeps everything', async () => {
    const redis = await startRedis();
    await expect(examineRedis(redisConnections(redis.url))).resolves.toBeUndefined();
    await redis.stop();
  });

  it('refuses one that may throw jobs away, in one sentence that says what to do', async () => {
    const redis = await startRedis(['--maxmemory', '50mb', '--maxmemory-policy', 'allkeys-lru']);
    const refused = examineRedis(redisConnections(redis.url));
    await expect(refused).rejects.toThrow(UnfitRedis);
    await expect(refused).rejects.toThrow(
      /maxmemory-policy is allkeys-lru\): set maxmemory-policy noeviction and start/,
    );
    await redis.stop();
  });

  it('says where nothing answers, and never a password', async () => {
    const redis = await startRedis();
    await redis.stop();
    const at = redis.url.replace('redis://', 'redis://me:secret@');
    const refused = examineRedis(redisConnections(at));
    await expect(refused).rejects.toThrow(/^Redis at redis:\/\/127\.0\.0\.1:\d+ cannot be reached: .*ECONNREFUSED/);
    await expect(refused).rejects.not.toThrow(/secret/);
  }, 180_000);

  it.each(['', 'localhost:6379', 'http://localhost:6379'])('does not take %p for an address', (url) => {
    expect(() => redisConnections(url)).toThrow(RangeError);
  });
});

describe('a connection', () => {
  it.each(['forQueue', 'forWorker'] as const)(
    '%s is made anew when its server owes an answer too long',
    async (kind) => {
      const redis = await startRedis();
      const door = await silentDoor(redis.url);
      // A worker's waits are added; taken off again here.
      const silenceMs = kind === 'forQueue' ? 200 : 200 - waitsMs(redis.url);
      const connection = redisConnections(door.url, { silenceMs })[kind]();
      connection.on('error', () => undefined); // that it is given up is the subject
      try {
        if (connection.status !== 'ready') await once(connection, 'ready');
        await connection.set('a', 'b');
        door.silence();
        // What was asked is asked again; the door is open to whoever comes anew.
        await expect(connection.get('a')).resolves.toBe('b');
      } finally {
        connection.disconnect();
        await door.close();
        await redis.stop();
      }
    },
  );

  it('of a worker has patience for the longest wait of BullMQ', () => {
    expect(waitsMs('redis://127.0.0.1:1')).toBeGreaterThan(10_000);
  });
});

/** How much longer a worker's connection may be silent than others. */
function waitsMs(url: string): number {
  const [queue, worker] = [redisConnections(url).forQueue(), redisConnections(url).forWorker()];
  for (const each of [queue, worker]) {
    each.on('error', () => undefined); // it is asked for its options only
    each.disconnect();
  }
  return (worker.options.socketTimeout ?? 0) - (queue.options.socketTimeout ?? 0);
}

describe('a look', () => {
  const timer = { timerId: 't', workflow: 'note', id: '1', name: 'due', dueAt: '2026-11-24T01:00:00.000Z' };
  const dueMs = Date.parse(timer.dueAt);

  it('has one id until its timer is late, then another each time the lateness has doubled', () => {
    const late = [-86_400_000, 0, 1_999, 2_000, 3_999, 4_000, 8_000, 86_400_000];
    expect(late.map((ms) => epochOf(timer, dueMs + ms))).toEqual([0, 0, 0, 1, 1, 2, 3, 16]);
    expect(lookIds(timer, dueMs + 4_000)).toEqual(['t.2', 't.1', 't.0']);
    expect(timerOf('t.16')).toBe('t');
  });

  it('waits until its timer is due and comes before all that fell due later', () => {
    const first = lookAt(timer, dueMs - 5_000, '7').opts;
    const second = lookAt({ ...timer, dueAt: '2026-11-24T01:00:01.000Z' }, dueMs + 5_000, '7').opts;
    expect(first).toMatchObject({ jobId: 't.0', delay: 5_000 });
    expect(second.delay).toBe(0);
    expect(first.priority).toBeLessThan(second.priority);
  });

  it('is tried again after growing pauses that differ by chance', () => {
    expect([1, 2, 3, 20].map((attempts) => lookPauseMs(attempts, () => 0))).toEqual([1_000, 2_000, 4_000, 300_000]);
    expect([1, 2, 3, 20].map((attempts) => lookPauseMs(attempts, () => 0.5))).toEqual([1_100, 2_200, 4_400, 330_000]);
    expect([1, 2, 20].map((attempts) => reconnectPauseMs(attempts, () => 0))).toEqual([50, 100, 2_000]);
  });
});
