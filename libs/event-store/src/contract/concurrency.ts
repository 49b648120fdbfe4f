/** Sixty-four writers at once: each place is taken once, nothing is missed by whoever reads meanwhile. */
import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type FastCheck from 'fast-check';
import type { PositionedEvent, ReadyEvent } from '../envelope.js';
import type { EventStore, ExpectedVersion } from '../port.js';
import type { StorePromise } from './harness.js';
import { everything, Following, hashes, inTime, positions, sameList } from './observe.js';
import { testEvents, testStream } from './test-events.js';

const WRITERS = 64;

interface Written {
  readonly stream: string;
  readonly events: readonly ReadyEvent[];
  readonly position: string;
}

/** Appends behind whatever stands there, deciding again after each conflict, as the engine does. */
async function write(store: EventStore, stream: string, count: number): Promise<Written> {
  let expected: ExpectedVersion = 'none';
  // Each conflict means that another of the writers got through, so a writer loses less often than there are appends.
  for (let attempt = 0; attempt < 2_000; attempt++) {
    const events = testEvents(stream, expected === 'none' ? 0 : expected + 1, count);
    const result = await store.append(stream, expected, events);
    if (result.kind === 'appended') return { stream, events, position: result.position };
    assert.notEqual(result.actual, expected, 'a conflict tells another version than the one expected');
    expected = result.actual;
  }
  return assert.fail(`a writer of ${stream} never got through`);
}

async function writeAll(store: EventStore, plan: readonly (readonly [string, number])[]): Promise<Written[]> {
  return inTime('64 writers', Promise.all(plan.map(([stream, count]) => write(store, stream, count))));
}

/** What must hold of the log after the writers are done, and what must never hold. */
async function checkLog(
  store: EventStore,
  all: readonly PositionedEvent[],
  written: readonly Written[],
): Promise<void> {
  const places = positions(all);
  sameList('each position stands once and in order', places, [...new Set(places)].sort());
  assert.equal(all.length, written.flatMap((w) => w.events).length, 'as many events as were acknowledged');
  const at = new Map(all.map((event) => [event.position, event]));
  for (const { events, position } of written)
    assert.equal(
      at.get(position)?.hash,
      events.at(-1)?.hash,
      'an acknowledged event stands where it was said to stand',
    );
  for (const stream of new Set(written.map((w) => w.stream))) {
    const acknowledged = written
      .filter((w) => w.stream === stream)
      .flatMap((w) => w.events)
      .sort((a, b) => a.envelope.version - b.envelope.version);
    const read = await store.readStream(stream);
    sameList(
      `${stream} is gapless`,
      read.map((e) => e.envelope.version),
      read.map((_, version) => version),
    );
    sameList(`${stream} holds what was acknowledged`, hashes(read), hashes(acknowledged));
    sameList(
      `the global order keeps that of ${stream}`,
      hashes(all.filter((e) => e.envelope.stream === stream)),
      hashes(read),
    );
  }
}

/** Which of so many streams each of the writers writes to, and how many events it appends. */
const plan = (fc: typeof FastCheck, streams: number): FastCheck.Arbitrary<readonly (readonly [number, number])[]> =>
  fc.array(fc.tuple(fc.nat({ max: streams - 1 }), fc.integer({ min: 1, max: 3 })), {
    minLength: WRITERS,
    maxLength: WRITERS,
  });

async function writersAgree(store: EventStore, streams: number): Promise<void> {
  // Loaded where it is used: it takes half a second, and others want only the events for tests.
  const { default: fc } = await import('fast-check');
  await fc.assert(
    fc.asyncProperty(plan(fc, streams), async (choice) => {
      const after = await store.head();
      const names = Array.from({ length: streams }, () => testStream());
      const written = await writeAll(
        store,
        choice.map(([index, count]) => [names[index] as string, count]),
      );
      await checkLog(store, await everything(store, after), written);
    }),
    // A failure names its seed; shrinking would only run the race again and again.
    { numRuns: 3, endOnFailure: true },
  );
}

export const concurrency: readonly StorePromise[] = [
  {
    promise: '64 writers on one stream: each version and position is given once, nothing acknowledged is missing',
    test: ({ store }) => writersAgree(store, 1),
  },
  {
    promise: '64 writers on many streams: every stream is gapless and the global order is their union',
    test: ({ store }) => writersAgree(store, 24),
  },
  {
    promise: 'of 64 appends behind the same version one is written and 63 hear of the conflict',
    async test({ store }) {
      const stream = testStream();
      await store.append(stream, 'none', testEvents(stream, 0, 1));
      const answers = await Promise.all(
        Array.from({ length: WRITERS }, () => store.append(stream, 0, testEvents(stream, 1, 2))),
      );
      assert.equal(answers.filter((a) => a.kind === 'appended').length, 1);
      assert.equal(answers.filter((a) => a.kind === 'conflict' && a.actual === 2).length, WRITERS - 1);
      assert.equal((await everything(store)).length, 3);
    },
  },
  {
    promise: 'whoever reads on from the last position seen misses nothing while 64 writers write',
    async test({ store }) {
      let writing = true;
      const seen: PositionedEvent[] = [];
      const readOn = async (): Promise<void> => {
        for await (const event of store.readAll({ after: seen.at(-1)?.position })) seen.push(event);
      };
      const reader = (async () => {
        while (writing) {
          await readOn();
          await nextTurn();
        }
        await readOn();
      })();
      const following = new Following(store);
      const streams = Array.from({ length: 32 }, () => testStream());
      for (let round = 0; round < 4; round++)
        await writeAll(
          store,
          Array.from({ length: WRITERS }, (_, i) => [streams[(i + round) % 32] as string, 1 + (i % 3)]),
        );
      writing = false;
      await inTime('the reader is done', reader);
      const all = await everything(store);
      sameList('what was read on', positions(seen), positions(all));
      await following.until('the subscription has everything', ({ events }) => events.length >= all.length);
      await following.stop();
      sameList('what was delivered', positions(following.events), positions(all));
    },
  },
];
