/**
 * KurrentDB as a cluster: several addresses in the connection string, the leader found by gossip, and found again when
 * another node leads or the one that led is gone. Nothing is lost by it and nothing written twice.
 */
import { afterEach, describe, expect, it } from '@jest/globals';
import { StoreUnavailable } from '#libs/event-store';
import { behind, testEvents, testStream } from '#libs/event-store/contract';
import { KurrentEventStore } from '#libs/event-store/kurrentdb';
import { WireCluster, type WireServer } from '../wire-server/index.js';

const opened: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

async function cluster(size = 3): Promise<WireCluster> {
  const started = await WireCluster.start(size);
  opened.push(() => started.stop());
  return started;
}

async function connect(connectionString: string): Promise<KurrentEventStore> {
  const store = await KurrentEventStore.connect({ connectionString, backoffMs: 20, deadlineMs: 5_000 });
  opened.push(() => store.close());
  return store;
}

/** Appends one event after the other to a stream of its own until told to stop; each until its outcome is known. */
async function writeUntil(store: KurrentEventStore, stopped: () => boolean): Promise<string[]> {
  const stream = testStream();
  const ids: string[] = [];
  while (!stopped()) {
    const events = testEvents(stream, ids.length, 1);
    for (let told = false; !told;)
      try {
        expect(await store.append(stream, behind(ids.length), events)).toMatchObject({ kind: 'appended' });
        told = true;
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error;
      }
    ids.push(events[0]!.envelope.id);
  }
  return ids;
}

async function until(what: string, holds: () => boolean): Promise<void> {
  const end = performance.now() + 20_000;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`not within 20 s: ${what}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Writers and a subscriber at work while something happens to the cluster; tells what was acknowledged and delivered. */
async function underWrites(
  { log, connectionString }: WireCluster,
  happens: (appends: (more: number) => Promise<void>) => Promise<void>,
): Promise<{ acknowledged: string[]; delivered: string[]; stored: string[] }> {
  const store = await connect(connectionString);
  const leaving = new AbortController();
  const delivered: string[] = [];
  const reading = (async () => {
    for await (const item of store.subscribe({ signal: leaving.signal }))
      if (item.kind === 'event') delivered.push(item.event.envelope.id);
  })();
  let isOver = false;
  const writing = Promise.all(Array.from({ length: 8 }, () => writeUntil(store, () => isOver)));
  const ours = (): string[] => log.all.filter(({ stream }) => stream.startsWith('linli.')).map(({ id }) => id);
  await happens((more) => {
    const wanted = ours().length + more;
    return until(`${more} more events`, () => ours().length >= wanted);
  });
  isOver = true;
  const acknowledged = (await writing).flat();
  await until('everything is delivered', () => delivered.length >= ours().length);
  leaving.abort();
  await reading;
  return { acknowledged, delivered, stored: ours() };
}

function expectOnce({ acknowledged, delivered, stored }: Awaited<ReturnType<typeof underWrites>>): void {
  expect(stored).toHaveLength(new Set(stored).size);
  expect([...acknowledged].sort()).toEqual([...stored].sort());
  expect(delivered).toEqual(stored);
}

describe('a cluster', () => {
  it('is found by whichever of its nodes answers, and its leader does the work', async () => {
    const three = await cluster();
    const [first, second, third] = three.nodes as [WireServer, WireServer, WireServer];
    three.elect(second);
    await three.kill(first);
    // Which node is asked first is left to chance.
    for (let turn = 0; turn < 5; turn++) {
      const store = await connect(`${three.connectionString}&nodePreference=leader`);
      const stream = testStream();
      await store.append(stream, 'none', testEvents(stream, 0, 2));
      expect(await store.readStream(stream)).toHaveLength(2);
    }
    expect([second.counts.append, third.counts.append]).toEqual([5, 0]);
  });

  it('is found by one name for all of it', async () => {
    const { nodes } = await cluster();
    const store = await connect(`kurrentdb+discover://localhost:${nodes[1]!.port}?tls=false`);
    expect(await store.head()).toBeUndefined();
    expect(nodes[0]!.counts.readAll).toBeGreaterThan(0);
  });

  it('law 2: in which the leader changes again and again loses nothing and writes nothing twice', async () => {
    const three = await cluster();
    const outcome = await underWrites(three, async (appends) => {
      for (const leads of [1, 2, 0, 1]) {
        await appends(40);
        three.elect(undefined);
        await appends(0);
        three.elect(three.nodes[leads]);
      }
      await appends(40);
    });
    expectOnce(outcome);
    expect(three.nodes.every(({ counts }) => counts.append > 0)).toBe(true);
  });

  it('law 2: whose leader dies goes on with the next one', async () => {
    const three = await cluster();
    const [first, second] = three.nodes as [WireServer, WireServer];
    const outcome = await underWrites(three, async (appends) => {
      await appends(100);
      await three.kill(first);
      three.elect(second);
      await appends(100);
    });
    expectOnce(outcome);
    expect(second.counts.append).toBeGreaterThanOrEqual(100);
  });

  it('of which no node answers is told by all its addresses', async () => {
    const two = await cluster(2);
    await two.stop();
    const [a, b] = two.nodes.map(({ port }) => `127.0.0.1:${port}`);
    await expect(connect(two.connectionString)).rejects.toMatchObject({
      name: 'StoreUnavailable',
      outcome: 'nothing-written',
      message: `no event store at ${a}, ${b}: nothing answers (ECONNREFUSED)`,
    });
  });

  it('without a leader is told as that', async () => {
    const two = await cluster(2);
    two.elect(undefined);
    await expect(
      KurrentEventStore.connect({ connectionString: `${two.connectionString}&maxDiscoverAttempts=2`, attemptsMax: 1 }),
    ).rejects.toThrow(/no node of the cluster says that it can be used/);
  });
});
