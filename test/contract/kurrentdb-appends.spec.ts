/**
 * Appends to KurrentDB when the answer is lost, late or strange: whatever the server and the network do, an append is
 * written at most once and the answer is the truth, on servers that tell positions everywhere and on those that do not.
 */
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  AppendRefused,
  CorruptEvent,
  StoreUnavailable,
  type PositionedEvent,
  type ReadyEvent,
} from '#libs/event-store';
import { behind, testEvents, testStream } from '#libs/event-store/contract';
import { KurrentEventStore, type KurrentEventStoreOptions } from '#libs/event-store/kurrentdb';
import {
  LIKE_21_10,
  MODERN,
  WireServer,
  type Behaviour,
  type Fault,
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
    deadlineMs: 3_000,
    ...options,
  });
  opened.push(store);
  return store;
}

async function everything(store: KurrentEventStore): Promise<PositionedEvent[]> {
  const events: PositionedEvent[] = [];
  for await (const event of store.readAll()) events.push(event);
  return events;
}

const stored = (server: WireServer, stream: string): readonly string[] => {
  const there = server.log.stream(`linli.${stream}`);
  return typeof there === 'string' ? [] : there.map((event) => event.id);
};
const ids = (events: readonly ReadyEvent[]): string[] => events.map((event) => event.envelope.id);

const behaviours: readonly (readonly [string, Behaviour])[] = [
  ['a modern server', MODERN],
  ['a server like 21.10', LIKE_21_10],
  [
    'a server that answers a repetition with the largest position',
    { ...LIKE_21_10, positionOnIdempotentHit: 'largest' },
  ],
];
const lost: readonly (readonly [string, Fault])[] = [
  ['the server times out after its commit', { kind: 'timeout', written: true }],
  ['the connection breaks after the commit', { kind: 'drop-after' }],
  ['the server never answers', { kind: 'silence-after' }],
  ['the server times out before it writes', { kind: 'timeout', written: false }],
  ['the connection breaks before it writes', { kind: 'drop' }],
  ['the server is not ready', { kind: 'unavailable' }],
];

describe.each(behaviours)('an append whose answer is lost, on %s', (_name, behaviour) => {
  it.each(lost)('law 2: is written once and told with its position when %s', async (_case, fault) => {
    const server = await serve({ behaviour });
    const store = await connect(server, fault.kind === 'silence-after' ? { deadlineMs: 400 } : {});
    const stream = testStream();
    for (const [from, count] of [
      [0, 3],
      [3, 1],
      [4, 2],
    ] as const) {
      const events = testEvents(stream, from, count);
      server.faults.add('append', fault);
      server.log.appendForeign('someone-else', 'SomethingElse');
      const answer = await store.append(stream, behind(from), events);
      const all = await everything(store);
      expect(answer).toEqual({ kind: 'appended', version: from + count - 1, position: all.at(-1)?.position });
      expect(stored(server, stream).slice(from)).toEqual(ids(events));
    }
    expect(server.counts.append).toBeGreaterThanOrEqual(6);
  });

  it('law 2: with a stream that has grown since, the repetition of a caller hears the first outcome', async () => {
    const server = await serve({ behaviour });
    const store = await connect(server, { attemptsMax: 1 });
    const stream = testStream();
    const events = testEvents(stream, 0, 2);
    server.faults.add('append', { kind: 'timeout', written: true });
    await expect(store.append(stream, 'none', events)).rejects.toMatchObject({
      name: 'StoreUnavailable',
      outcome: 'unknown',
    });
    await store.append(stream, 1, testEvents(stream, 2, 1));
    const all = await everything(store);
    expect(await store.append(stream, 'none', events)).toEqual({
      kind: 'appended',
      version: 1,
      position: all[1]?.position,
    });
    expect(stored(server, stream)).toHaveLength(3);
  });
});

describe('an append on a server with its quirks', () => {
  it('law 2: the same id behind the current version is stored twice by the server, so the store never sends it so', async () => {
    const server = await serve();
    const store = await connect(server);
    const stream = testStream();
    const command = crypto.randomUUID();
    const first = testEvents(stream, 0, 1, { command });
    const sameIdLater = testEvents(stream, 1, 1, { command });
    await store.append(stream, 'none', first);
    // What the port allows and the server does not notice: only the fold of the engine knows the command (law 2).
    expect(await store.append(stream, 0, sameIdLater)).toMatchObject({ kind: 'appended', version: 1 });
    expect(new Set(stored(server, stream)).size).toBe(1);
    // Either append repeated is told by its own place, not by the id alone.
    const answers = [await store.append(stream, 'none', first), await store.append(stream, 0, sameIdLater)];
    expect(answers).toMatchObject([
      { kind: 'appended', version: 0 },
      { kind: 'appended', version: 1 },
    ]);
    expect(stored(server, stream)).toHaveLength(2);
  });

  it('events that the server wrote and yet answered with a conflict are told as appended', async () => {
    const server = await serve();
    const store = await connect(server);
    const stream = testStream();
    const command = crypto.randomUUID();
    const twice = [...testEvents(stream, 0, 1, { command }), ...testEvents(stream, 1, 1, { command })];
    expect(await store.append(stream, 'none', twice)).toMatchObject({ kind: 'appended', version: 1 });
    expect(stored(server, stream)).toHaveLength(2);
  });

  it('an append that another has overtaken while it was repeated is a conflict', async () => {
    const server = await serve();
    const store = await connect(server, { backoffMs: 200 });
    const stream = testStream();
    server.faults.add('append', { kind: 'timeout', written: false });
    const answer = store.append(stream, 'none', testEvents(stream, 0, 2));
    const other = await connect(server);
    await other.append(stream, 'none', testEvents(stream, 0, 1));
    expect(await answer).toEqual({ kind: 'conflict', actual: 0 });
    expect(stored(server, stream)).toHaveLength(1);
  });

  it('an append that cannot be told within the attempts is of unknown outcome, and told when it is sent again', async () => {
    const server = await serve();
    const store = await connect(server, { attemptsMax: 3 });
    const stream = testStream();
    const events = testEvents(stream, 0, 2);
    server.faults.add('append', { kind: 'timeout', written: true }, 3);
    await expect(store.append(stream, 'none', events)).rejects.toMatchObject({ outcome: 'unknown' });
    expect(server.counts.append).toBe(3);
    expect(await store.append(stream, 'none', events)).toMatchObject({ kind: 'appended', version: 1 });
    expect(stored(server, stream)).toEqual(ids(events));
  });

  it('an append that never reached a server wrote nothing, and the store works again when the server is back', async () => {
    const server = await serve();
    const store = await connect(server, { attemptsMax: 2 });
    const stream = testStream();
    await server.stop();
    const attempt = store.append(stream, 'none', testEvents(stream, 0, 1));
    await expect(attempt).rejects.toMatchObject({ name: 'StoreUnavailable', outcome: 'nothing-written' });
    await server.start();
    expect(await store.append(stream, 'none', testEvents(stream, 0, 1))).toMatchObject({ kind: 'appended' });
  });

  it('a follower sends the append on to the leader that it names', async () => {
    const [follower, leader] = [await serve(), await serve()];
    const store = await connect(follower);
    const stream = testStream();
    follower.faults.add('append', { kind: 'not-leader', host: '127.0.0.1', port: leader.port });
    expect(await store.append(stream, 'none', testEvents(stream, 0, 1))).toMatchObject({ kind: 'appended' });
    expect(stored(leader, stream)).toHaveLength(1);
    expect(stored(follower, stream)).toHaveLength(0);
  });

  it('a stream that was deleted for good refuses appends in words', async () => {
    const server = await serve();
    const store = await connect(server);
    const stream = testStream();
    await store.append(stream, 'none', testEvents(stream, 0, 1));
    server.log.tombstone(`linli.${stream}`);
    const refused = await store.append(stream, 0, testEvents(stream, 1, 1)).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(AppendRefused);
    expect(refused).toMatchObject({ code: 'stream-deleted' });
  });

  it.each([1, 3])(
    'a deleted stream that would be begun again by an append of %i is a broken promise, not a new stream',
    async (count) => {
      const server = await serve();
      const store = await connect(server);
      const stream = testStream();
      await store.append(stream, 'none', testEvents(stream, 0, 2));
      server.log.softDelete(`linli.${stream}`);
      await expect(store.append(stream, 'none', testEvents(stream, 0, count))).rejects.toBeInstanceOf(CorruptEvent);
    },
  );

  it('a server that takes less than 1 MiB refuses in words, and nothing is written', async () => {
    const server = await serve({ appendBytesMax: 2_000 });
    const store = await connect(server);
    const stream = testStream();
    const big = testEvents(stream, 0, 1, { data: { text: 'x'.repeat(3_000) } });
    await expect(store.append(stream, 'none', big)).rejects.toMatchObject({ name: 'AppendRefused', code: 'too-large' });
    expect(stored(server, stream)).toHaveLength(0);
  });

  it('a server that takes smaller events only refuses in words, at the first attempt', async () => {
    const server = await serve({ behaviour: { eventBytesMax: 2_000 } });
    const store = await connect(server);
    const stream = testStream();
    const big = testEvents(stream, 0, 1, { data: { text: 'x'.repeat(3_000) } });
    await expect(store.append(stream, 'none', big)).rejects.toMatchObject({ name: 'AppendRefused', code: 'too-large' });
    expect(server.counts.append).toBe(1);
  });

  it('an append that the server turns away, because it is not ready, certainly wrote nothing', async () => {
    const server = await serve();
    const store = await connect(server, { attemptsMax: 2 });
    const stream = testStream();
    server.faults.add('append', { kind: 'unavailable' }, 2);
    await expect(store.append(stream, 'none', testEvents(stream, 0, 1))).rejects.toMatchObject({
      outcome: 'nothing-written',
    });
  });

  it('an append that waits while the store closes is finished first', async () => {
    const server = await serve();
    const store = await connect(server);
    const stream = testStream();
    server.faults.add('append', { kind: 'delay', delayMs: 100 });
    const answer = store.append(stream, 'none', testEvents(stream, 0, 1));
    await store.close();
    expect(await answer).toMatchObject({ kind: 'appended', version: 0 });
    await expect(store.head()).rejects.toBeInstanceOf(StoreUnavailable);
  });
});
