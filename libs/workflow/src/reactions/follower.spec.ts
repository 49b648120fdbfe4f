import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testEvents, testStream } from '#libs/event-store/contract';
import { SqliteEventStore } from '#libs/event-store/sqlite';
import { until as untilTrue } from '#test/support/until';
import { SystemClock } from '../time/clock.js';
import { Follower, movedPlace, type FollowerPorts } from './follower.js';

let folder: string;
let store: SqliteEventStore;
let followers: Follower[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'linli-follower-'));
  store = await SqliteEventStore.open({ folder });
  followers = [];
});

afterEach(async () => {
  for (const follower of followers) await follower.stop();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const until = (what: string, condition: () => boolean | Promise<boolean>) => untilTrue(condition, 5_000, () => what);

function follower(
  handle: (type: string) => Promise<void> = () => Promise.resolve(),
  more: Partial<FollowerPorts> = {},
) {
  const one = new Follower(
    {
      store,
      checkpoints: store.checkpoints,
      clock: new SystemClock(),
      newId: randomUUID,
      pace: { settleMs: 10, takeOverMs: 30, retryMs: 1, retryMaxMs: 10 },
      ...more,
    },
    {
      name: 'tester',
      concerns: ({ envelope }) => envelope.type !== 'NoteTaken',
      handle: ({ envelope }) => handle(envelope.type),
    },
  );
  followers.push(one);
  return one;
}

async function append(count: number, type = 'NoteTaken'): Promise<void> {
  for (let index = 0; index < count; index++) {
    const stream = testStream();
    await store.append(stream, 'none', testEvents(stream, 0, 1, { type }));
  }
}

const checkpoint = async () =>
  (await store.checkpoints.read('tester')) as { value: { since: string | null; position: string }; version: number };

describe('law 9: whoever follows the log by a checkpoint', () => {
  it('law 9: begins at the end of the log, in an empty one at its start, and says so once', async () => {
    const one = follower();
    one.start();
    await until('it follows', () => one.status().state === 'following');
    expect(await checkpoint()).toMatchObject({ value: { since: null, position: null }, version: 0 });
    await append(1, 'Wanted');
    await until('it acted', () => one.status().handled === 1);
    await one.stop();
    expect((await checkpoint()).value).toMatchObject({ since: null, position: await store.head() });
  });

  it('law 9: says how far it is although nothing concerns it, in few writes', async () => {
    const one = follower();
    one.start();
    await append(50);
    await until('it is at the end', async () => (await checkpoint())?.value.position === (await store.head()));
    expect((await checkpoint()).version).toBeLessThan(50);
    const { version } = await checkpoint();
    const before = performance.now();
    await until('some time has passed', () => performance.now() > before + 60);
    expect((await checkpoint()).version).toBe(version);
  });

  it('law 9: tries again until it has acted, shows why it waits, and goes on in order', async () => {
    const seen: string[] = [];
    let failures = 3;
    const one = follower((type) => {
      if (type === 'First' && failures-- > 0) return Promise.reject(new Error('not yet'));
      return Promise.resolve(void seen.push(type));
    });
    one.start();
    await until('it follows', () => one.status().state === 'following');
    await append(1, 'First');
    await append(1, 'Second');
    await until('it acted', () => seen.length === 2);
    expect(seen).toEqual(['First', 'Second']);
    expect(one.status()).toMatchObject({ state: 'following', failure: undefined, handled: 2 });
  });

  it('law 9: what stood still is not passed by the checkpoint when it is stopped', async () => {
    const one = follower(() => Promise.reject(new Error('never')));
    one.start();
    await until('it follows', () => one.status().state === 'following');
    await append(1, 'First');
    await until('it tries', () => one.status().failure === 'never');
    await one.stop();
    expect((await checkpoint()).value.position).toBeNull();
    const seen: string[] = [];
    follower((type) => Promise.resolve(void seen.push(type))).start();
    await until('the next one acts', () => seen.length === 1);
  });

  it('stops, and says why, where the log does not reach its checkpoint', async () => {
    await append(1);
    const far = { since: null, position: '0000000000000009', by: 'x' };
    await store.checkpoints.write('tester', 'none', far);
    const one = follower();
    one.start();
    await until('it has stopped', () => one.status().state === 'stopped');
    expect(one.status().failure).toContain('beyond the log');
  });
});

it('law 9: a checkpoint that is carried along with its log is where the same event stands in the other store', () => {
  const at = (position: string): string => `new-${position}`;
  expect(movedPlace({ since: null, position: '7', by: 'x' }, at)).toEqual({ since: null, position: 'new-7', by: 'x' });
  expect(movedPlace({ since: '3', position: '7', by: 'x' }, at)).toMatchObject({ since: 'new-3' });
  expect(() => movedPlace({ at: 7 }, at)).toThrow(RangeError);
});
