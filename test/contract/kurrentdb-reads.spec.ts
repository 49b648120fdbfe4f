/**
 * Reading and following KurrentDB beside other users of the server, over connections that break, and on a log that is
 * another one than before: only ours is delivered, each event once.
 */
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  CorruptEvent,
  LogRestored,
  type Position,
  type PositionedEvent,
  type SubscriptionItem,
} from '#libs/event-store';
import { testEvents, testStream } from '#libs/event-store/contract';
import { KurrentEventStore, type KurrentEventStoreOptions } from '#libs/event-store/kurrentdb';
import {
  LIKE_21_10,
  MODERN,
  WireServer,
  type Fault,
  type WireEvent,
  type WireServerOptions,
} from '../wire-server/index.js';

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close();
});

async function serve(options: WireServerOptions = {}): Promise<WireServer> {
  const server = await new WireServer(options).start();
  opened.push({ close: () => server.stop() });
  return server;
}

async function connect(
  server: WireServer,
  options: Partial<KurrentEventStoreOptions> = {},
): Promise<KurrentEventStore> {
  const store = await KurrentEventStore.connect({
    connectionString: server.connectionString,
    backoffMs: 20,
    deadlineMs: 5_000,
    ...options,
  });
  opened.push(store);
  return store;
}

/** Appends so many events to a new stream and tells its name. */
async function fill(store: KurrentEventStore, count: number): Promise<string> {
  const stream = testStream();
  await store.append(stream, 'none', testEvents(stream, 0, count));
  return stream;
}

async function everything(store: KurrentEventStore, after?: Position): Promise<PositionedEvent[]> {
  const events: PositionedEvent[] = [];
  for await (const event of store.readAll({ after })) events.push(event);
  return events;
}

/** What a subscription delivers until the condition holds for it. */
async function followed(
  store: KurrentEventStore,
  until: (items: readonly SubscriptionItem[]) => boolean | Promise<boolean>,
  after?: Position,
): Promise<SubscriptionItem[]> {
  const items: SubscriptionItem[] = [];
  for await (const item of store.subscribe({ after, signal: AbortSignal.timeout(20_000) })) {
    items.push(item);
    if (await until(items)) return items;
  }
  throw new Error(`the subscription ended after ${items.length} items`);
}

const eventsIn = (items: readonly SubscriptionItem[]): string[] =>
  items.flatMap((item) => (item.kind === 'event' ? [item.event.position] : []));
const caughtUp = (items: readonly SubscriptionItem[]): boolean => items.at(-1)?.kind === 'caught-up';

describe.each([
  ['a modern server', MODERN],
  ['a server like 21.10', LIKE_21_10],
])('beside others on %s', (_name, behaviour) => {
  it('neither foreign streams nor system events are read, followed or taken for the head', async () => {
    const server = await serve({ behaviour });
    const store = await connect(server);
    const noise = (): void => {
      for (const stream of ['linli-ops.reaction-1', 'linlix.note-1', '$ce-linli.note', 'note-1', 'linli'])
        server.log.appendForeign(stream, 'NoteTaken');
    };
    expect(await store.head()).toBeUndefined();
    noise();
    const stream = await fill(store, 2);
    noise();
    const last = await fill(store, 1);
    server.log.truncate(`linli.${last}`, 0);
    noise();
    const all = await everything(store);
    expect(all.map((e) => e.envelope.stream)).toEqual([stream, stream, last]);
    expect(await store.head()).toBe(all[2]?.position);
    const items = await followed(store, caughtUp);
    expect(items.slice(0, 3).map((item) => item.kind)).toEqual(['event', 'event', 'event']);
    expect(items[3]).toEqual({ kind: 'caught-up', position: all[2]?.position });
  });

  it('a stream deleted for good is told in words, and everything else goes on', async () => {
    const server = await serve({ behaviour });
    const store = await connect(server);
    const stays = await fill(store, 2);
    const goes = await fill(store, 2);
    server.log.tombstone(`linli.${goes}`);
    await expect(store.readStream(goes)).rejects.toThrow(/deleted on the server for good/);
    const all = await everything(store);
    expect(all.map((e) => e.envelope.stream)).toEqual([stays, stays, goes, goes]);
    expect(await store.head()).toBe(all[3]?.position);
    expect(caughtUp(await followed(store, caughtUp))).toBe(true);
  });

  it('two stores with prefixes of their own see nothing of each other', async () => {
    const server = await serve({ behaviour });
    const one = await connect(server, { prefix: 'one.' });
    const two = await connect(server, { prefix: 'two.' });
    const stream = testStream();
    await one.append(stream, 'none', testEvents(stream, 0, 1));
    expect(await two.readStream(stream)).toEqual([]);
    expect(await two.head()).toBeUndefined();
    await two.append(stream, 'none', testEvents(stream, 0, 1));
    expect((await everything(one)).length).toBe(1);
  });

  it('an event in our streams that carries no envelope stops whoever reads it', async () => {
    const server = await serve({ behaviour });
    const store = await connect(server);
    const stream = testStream();
    server.log.appendForeign(`linli.${stream}`, 'NoteTaken');
    await expect(store.readStream(stream)).rejects.toBeInstanceOf(CorruptEvent);
    await expect(followed(store, caughtUp)).rejects.toBeInstanceOf(CorruptEvent);
  });

  it('a stream that was truncated is a broken promise, not a shorter stream', async () => {
    const server = await serve({ behaviour });
    const store = await connect(server);
    const stream = await fill(store, 5);
    server.log.truncate(`linli.${stream}`, 2);
    await expect(store.readStream(stream)).rejects.toMatchObject({ name: 'CorruptEvent', version: 0 });
    expect((await store.readStream(stream, { from: 3 })).length).toBe(2);
  });
});

describe('a subscription over connections that break', () => {
  const breaks: readonly (readonly [string, Fault])[] = [
    ['is cut at once', { kind: 'drop' }],
    ['is cut after three events', { kind: 'drop-after' }],
    ['is refused as not ready', { kind: 'unavailable' }],
    ['delivers every event twice', { kind: 'duplicates' }],
  ];
  it.each(breaks)('delivers each event once although the connection %s', async (_case, fault) => {
    const server = await serve();
    const drops: number[] = [];
    const store = await connect(server, { onDrop: (_cause, attempt) => drops.push(attempt) });
    await fill(store, 12);
    server.faults.add('subscribe', fault, 3);
    const items = await followed(store, (soFar) => eventsIn(soFar).length >= 12 && caughtUp(soFar));
    expect(eventsIn(items)).toEqual((await everything(store)).map((e) => e.position));
    expect(drops).toHaveLength(fault.kind === 'duplicates' ? 0 : 3);
  });

  it('goes on behind the last event when the server comes back, and says caught-up again', async () => {
    const server = await serve();
    const store = await connect(server);
    await fill(store, 3);
    let stopped = false;
    const items = await followed(store, async (soFar) => {
      if (caughtUp(soFar) && !stopped) {
        stopped = true;
        await server.stop();
        await server.start();
        await fill(store, 2);
      }
      return eventsIn(soFar).length === 5 && caughtUp(soFar);
    });
    expect(eventsIn(items)).toEqual((await everything(store)).map((e) => e.position));
  });

  it('pauses longer from attempt to attempt, up to a bound', async () => {
    const server = await serve();
    const tries: { attempt: number; atMs: number }[] = [];
    const leaving = new AbortController();
    const store = await connect(server, {
      backoffMs: 10,
      backoffMaxMs: 40,
      onDrop: (_cause, attempt) => {
        tries.push({ attempt, atMs: performance.now() });
        if (attempt === 8) leaving.abort();
      },
    });
    server.faults.add('subscribe', { kind: 'unavailable' }, 20);
    server.faults.add('readAll', { kind: 'unavailable' }, 100);
    for await (const item of store.subscribe({ signal: leaving.signal })) expect(item).toBeUndefined();
    expect(tries.map((t) => t.attempt)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    const pauses = tries.slice(1).map((t, i) => t.atMs - tries[i]!.atMs);
    // Each pause is at least half of its full length.
    [5, 10, 20, 20, 20, 20, 20].forEach((leastMs, i) => expect(pauses[i]).toBeGreaterThanOrEqual(leastMs - 1));
  });

  it('leaves no call behind on the server, however it ends', async () => {
    const server = await serve();
    const store = await connect(server);
    await fill(store, 20);
    const before = server.counts.subscribe;
    for (let round = 0; round < 20; round += 1)
      await followed(store, (items) => (round % 2 ? caughtUp(items) : items.length === 5));
    const deadline = performance.now() + 5_000;
    while (server.counts.following > 0 && performance.now() < deadline)
      await new Promise((resolve) => setImmediate(resolve));
    expect(server.counts.subscribe - before).toBe(20);
    expect(server.counts.following).toBe(0);
  });
});

describe('a log that was restored to an earlier state', () => {
  it('is told to whoever stood behind its new end, instead of keeping silent about what is recorded next', async () => {
    const server = await serve();
    const store = await connect(server);
    await fill(store, 5);
    const stood: SubscriptionItem[] = [];
    const following = (async () => {
      for await (const item of store.subscribe({ signal: AbortSignal.timeout(30_000) })) {
        stood.push(item);
        if (!caughtUp(stood)) continue;
        await server.stop();
        // The server comes back with what a backup held: nothing, and then less than its readers have seen.
        const restored = await serve({ port: server.port });
        await fill(await connect(restored), 2);
      }
    })();
    await expect(following).rejects.toMatchObject({
      name: 'StoreUnavailable',
      message: expect.stringMatching(/: it is another log or a restored one$/) as unknown,
    });
    expect(eventsIn(stood)).toHaveLength(5);
  });

  it('is told to whoever stood behind it although it has grown further since', async () => {
    const server = await serve();
    const store = await connect(server);
    const kept = await fill(store, 3);
    const backup = server.log.all.length;
    await fill(store, 2);
    const stood: SubscriptionItem[] = [];
    const after = (await everything(store)).at(-1)?.position;
    // One reader has heard events over this connection, the other only knows where it began.
    const following = [undefined, after].map(async (from) => {
      for await (const item of store.subscribe({ after: from, signal: AbortSignal.timeout(30_000) })) stood.push(item);
    });
    const ends = Promise.allSettled(following);
    while (stood.filter(({ kind }) => kind === 'caught-up').length < 2) await new Promise(setImmediate);
    await server.stop();
    server.log.restoreTo(backup);
    // By the time anybody can ask, the log is longer than it was.
    const elsewhere = await serve();
    const other = `linli.${await fill(await connect(elsewhere), 9)}`;
    server.log.append(other, -1, elsewhere.log.stream(other) as WireEvent[]);
    await server.start();
    expect(await ends).toMatchObject([
      { status: 'rejected', reason: { message: expect.stringContaining('a restored one') as unknown } },
      { status: 'rejected', reason: { message: expect.stringContaining('a restored one') as unknown } },
    ]);
    for (const end of await ends) expect((end as PromiseRejectedResult).reason).toBeInstanceOf(LogRestored);
    expect(eventsIn(stood)).toHaveLength(5);
    expect(await store.readStream(kept)).toHaveLength(3);
  });

  it('is told to whoever asks for what lies behind a place that it does not have', async () => {
    const server = await serve();
    const store = await connect(server);
    await fill(store, 3);
    await expect(everything(store, '7')).rejects.toBeInstanceOf(RangeError);
    const elsewhere = everything(store, '00000000000000000001');
    await expect(elsewhere).rejects.toMatchObject({
      name: 'RangeError',
      message: expect.stringContaining('the position is not one of this log') as unknown,
    });
    const beyond = (await store.head())!.replace(/^0/, '1');
    expect(await everything(store, beyond)).toEqual([]);
    await expect(followed(store, caughtUp, beyond)).rejects.toMatchObject({ name: 'StoreUnavailable' });
  });
});

describe('a read over connections that break', () => {
  it('has its answer when all that it asked for is there, although the server looks for more', async () => {
    const server = await serve();
    const store = await connect(server, { deadlineMs: 10_000, attemptsMax: 1 });
    await fill(store, 300);
    server.faults.add('readAll', { kind: 'lingers', delayMs: 8_000 });
    const began = performance.now();
    expect(await store.head()).toBeDefined();
    expect(performance.now() - began).toBeLessThan(7_000);
    expect(await everything(store)).toHaveLength(300);
  });

  it.each<[string, Fault]>([
    ['is cut', { kind: 'drop' }],
    ['is cut half-way', { kind: 'drop-after' }],
    ['is refused as not ready', { kind: 'unavailable' }],
  ])('gives everything although the connection %s', async (_case, fault) => {
    const server = await serve();
    const store = await connect(server);
    const stream = await fill(store, 10);
    server.faults.add('readStream', fault, 2);
    expect(await store.readStream(stream)).toHaveLength(10);
    server.faults.add('readAll', fault, 2);
    expect(await everything(store)).toHaveLength(10);
  });

  it('goes to the leader that a follower names', async () => {
    const [follower, leader] = [await serve(), await serve()];
    const stream = await fill(await connect(leader), 2);
    const store = await connect(follower);
    follower.faults.add('readStream', { kind: 'not-leader', host: '127.0.0.1', port: leader.port });
    expect(await store.readStream(stream)).toHaveLength(2);
  });

  it('asks the leader, who has what was acknowledged; only a subscription takes any node', async () => {
    const server = await serve();
    const store = await connect(server);
    const before = server.counts.anyNode;
    const stream = await fill(store, 2);
    await store.readStream(stream);
    await everything(store);
    await store.head();
    expect(server.counts.anyNode - before).toBe(0);
    await followed(store, caughtUp);
    expect(server.counts.anyNode - before).toBe(1);
  });

  it('that stands still is given up, and the store says so', async () => {
    const server = await serve();
    const stream = await fill(await connect(server), 1);
    const store = await connect(server, { deadlineMs: 300, attemptsMax: 1 });
    server.faults.add('readStream', { kind: 'delay', delayMs: 3_000 });
    await expect(store.readStream(stream)).rejects.toThrow(/did not answer in time/);
  });
});
