/** Law 1 and the answers of `append`: exact versions, all or none, the same append again. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { AppendRefused, STREAM_EVENTS_MAX, type EventStore, type ExpectedVersion } from '../port.js';
import type { ReadyEvent } from '../envelope.js';
import type { StoreHarness, StorePromise } from './harness.js';
import { appended, everything, hashes, sameList } from './observe.js';
import { behind, eventOfBytes, testEvents, testStream } from './test-events.js';

async function conflicts(
  store: EventStore,
  attempt: { stream: string; expected: ExpectedVersion; events: readonly ReadyEvent[] },
  actual: ExpectedVersion,
): Promise<void> {
  const before = hashes(await everything(store));
  assert.deepEqual(
    { ...(await store.append(attempt.stream, attempt.expected, attempt.events)) },
    {
      kind: 'conflict',
      actual,
    },
  );
  sameList('a conflict writes nothing', hashes(await everything(store)), before);
}

async function refuses(
  store: EventStore,
  attempt: { stream: string; expected: ExpectedVersion; events: readonly ReadyEvent[] },
  code: AppendRefused['code'],
): Promise<void> {
  const head = await store.head();
  await assert.rejects(
    async () => store.append(attempt.stream, attempt.expected, attempt.events),
    (error) => error instanceof AppendRefused && error.code === code,
    `${attempt.stream} behind ${attempt.expected} is refused as ${code}`,
  );
  assert.equal(await store.head(), head, `what is refused as ${code} is not written`);
}

/** Two events are recorded by one command and, if asked, three more by others; then the first append comes again. */
async function repeats(
  { store, reopen }: StoreHarness,
  { first, later, afterReopen }: { first: number; later: number; afterReopen: boolean },
): Promise<void> {
  const stream = testStream();
  if (first > 0) await appended(store, stream, 'none', testEvents(stream, 0, first));
  const events = testEvents(stream, first, 2);
  const outcome = await appended(store, stream, behind(first), events);
  for (let version = first + 2; version < first + 2 + later; version++)
    await appended(store, stream, version - 1, testEvents(stream, version, 1));
  const before = hashes(await everything(store));
  const again = afterReopen ? await reopen() : store;
  assert.deepEqual({ ...(await again.append(stream, behind(first), events)) }, { ...outcome });
  sameList('a repeat writes nothing', hashes(await everything(again)), before);
  assert.equal((await again.readStream(stream)).length, first + 2 + later);
}

export const appending: readonly StorePromise[] = [
  {
    promise: 'versions of a stream count from 0, and an append answers with the version and position of its last event',
    async test({ store }) {
      const stream = testStream();
      const first = await appended(store, stream, 'none', testEvents(stream, 0, 1));
      const second = await appended(store, stream, 0, testEvents(stream, 1, 3));
      assert.deepEqual([first.version, second.version], [0, 3]);
      const all = await everything(store);
      sameList(
        'versions',
        all.map((e) => e.envelope.version),
        [0, 1, 2, 3],
      );
      assert.deepEqual([first.position, second.position], [all[0]?.position, all[3]?.position]);
    },
  },
  {
    promise: 'law 1: a stream that exists is not created again; the conflict tells where it stands and writes nothing',
    async test({ store }) {
      const stream = testStream();
      await appended(store, stream, 'none', testEvents(stream, 0, 2));
      await conflicts(store, { stream, expected: 'none', events: testEvents(stream, 0, 1) }, 1);
    },
  },
  {
    promise:
      'law 1: an append behind an old version, or behind one that is not there yet, conflicts and writes nothing',
    async test({ store }) {
      const stream = testStream();
      await appended(store, stream, 'none', testEvents(stream, 0, 3));
      await conflicts(store, { stream, expected: 0, events: testEvents(stream, 1, 2) }, 2);
      await conflicts(store, { stream, expected: 1, events: testEvents(stream, 2, 2) }, 2);
      await conflicts(store, { stream, expected: 3, events: testEvents(stream, 4, 1) }, 2);
      const unknown = testStream();
      await conflicts(store, { stream: unknown, expected: 0, events: testEvents(unknown, 1, 1) }, 'none');
      assert.deepEqual([...(await store.readStream(unknown))], []);
    },
  },
  {
    promise: 'law 1: there is no "any": an expected version that is neither none nor a version is refused',
    async test({ store }) {
      const stream = testStream();
      for (const expected of [-1, -2, 0.5, Number.NaN, 'any' as 'none'])
        await refuses(store, { stream, expected, events: testEvents(stream, 0, 1) }, 'out-of-sequence');
    },
  },
  {
    promise: 'an append repeated answers with the first outcome and writes nothing',
    async test(harness) {
      await repeats(harness, { first: 1, later: 0, afterReopen: false });
    },
  },
  {
    promise: 'an append of several events that created its stream answers the first outcome when it is repeated',
    async test(harness) {
      await repeats(harness, { first: 0, later: 0, afterReopen: false });
    },
  },
  {
    promise: 'an append repeated after others have followed in its stream still answers with the first outcome',
    async test(harness) {
      await repeats(harness, { first: 0, later: 3, afterReopen: false });
      await repeats(harness, { first: 1, later: 3, afterReopen: false });
    },
  },
  {
    promise: 'an append repeated after the store was opened again answers with the first outcome',
    async test(harness) {
      await repeats(harness, { first: 0, later: 2, afterReopen: true });
    },
  },
  {
    promise:
      'the same ids with other bytes at the same place, one after the other or at once: one is written, each other conflicts',
    async test({ store }) {
      for (const from of [0, 1]) {
        const stream = testStream();
        if (from > 0) await appended(store, stream, 'none', testEvents(stream, 0, from));
        const command = randomUUID();
        const versions = [1, 2, 3, 4].map((by) => testEvents(stream, from, 2, { command, data: { by } }));
        const results = await Promise.all(versions.map((events) => store.append(stream, behind(from), events)));
        results.push(await store.append(stream, behind(from), versions[0] as (typeof versions)[number]));
        const there = hashes((await store.readStream(stream)).slice(from));
        for (const [index, result] of results.entries()) {
          const mine = hashes(versions[index % versions.length] as (typeof versions)[number]);
          const isWritten = JSON.stringify(mine) === JSON.stringify(there);
          assert.equal(result.kind, isWritten ? 'appended' : 'conflict', `sender ${index}`);
          if (result.kind === 'conflict') assert.equal(result.actual, from + 1);
        }
        assert.equal(results.slice(0, 4).filter(({ kind }) => kind === 'appended').length, 1);
      }
    },
  },
  {
    promise: 'the same append sent eight times at once is written once, and each sender hears the same outcome',
    async test({ store }) {
      const stream = testStream();
      for (const from of [0, 3]) {
        const events = testEvents(stream, from, 3);
        const answers = await Promise.all(
          Array.from({ length: 8 }, () => appended(store, stream, behind(from), events)),
        );
        sameList(
          'outcomes',
          answers.map((a) => `${a.version} ${a.position}`),
          answers.map(() => `${from + 2} ${answers[0]?.position}`),
        );
      }
      assert.equal((await everything(store)).length, 6);
    },
  },
  {
    promise: 'an append that repeats another only in part conflicts and writes nothing',
    async test({ store }) {
      const stream = testStream();
      const events = testEvents(stream, 0, 3);
      await appended(store, stream, 'none', events.slice(0, 2));
      await conflicts(store, { stream, expected: 'none', events }, 1);
      const otherEnd = [events[0], testEvents(stream, 1, 1)[0]] as readonly ReadyEvent[];
      await conflicts(store, { stream, expected: 'none', events: otherEnd }, 1);
    },
  },
  {
    promise: 'the events of one append are seen all or none, by every reader at every moment',
    async test({ store }) {
      const stream = testStream();
      let writing = true;
      const writer = (async () => {
        for (let from = 0; from < 200; from += 5)
          await appended(store, stream, behind(from), testEvents(stream, from, 5));
      })().finally(() => (writing = false));
      let reads = 0;
      while (writing) {
        const seen = (await store.readStream(stream)).length;
        assert.equal(seen % 5, 0, `${seen} events are no whole number of appends of 5`);
        reads++;
        await nextTurn();
      }
      await writer;
      assert(reads > 1);
      assert.equal((await store.readStream(stream)).length, 200);
    },
  },
  {
    promise:
      'an empty append, an event out of sequence and an event of another stream are refused and nothing is written',
    async test({ store }) {
      const stream = testStream();
      await refuses(store, { stream, expected: 'none', events: [] }, 'empty');
      await refuses(store, { stream, expected: 'none', events: testEvents(stream, 1, 1) }, 'out-of-sequence');
      await refuses(store, { stream, expected: 0, events: testEvents(stream, 0, 1) }, 'out-of-sequence');
      const gap = [...testEvents(stream, 0, 2), ...testEvents(stream, 3, 1)];
      await refuses(store, { stream, expected: 'none', events: gap }, 'out-of-sequence');
      await refuses(store, { stream, expected: 'none', events: testEvents(testStream(), 0, 1) }, 'out-of-sequence');
      assert.equal(await store.head(), undefined);
    },
  },
  {
    promise:
      'a stream is named <workflow>-<key> in at most 200 bytes; any other name is refused, any such name is kept',
    async test({ store }) {
      const bad = [
        '',
        'complaint',
        'complaint-',
        '-1',
        'Complaint-1',
        '$ce-1',
        'complaint-a b',
        'complaint-漏',
        'a/b-1',
      ];
      for (const stream of [...bad, `complaint-${'x'.repeat(191)}`])
        await refuses(store, { stream, expected: 'none', events: testEvents(stream, 0, 1) }, 'stream-name');
      const good = ['rating_entry-2026.A~1', 'hotline_ticket-%E6%BC%8F', `complaint-${'x'.repeat(190)}`, 'a-b-c'];
      for (const stream of good) {
        await appended(store, stream, 'none', testEvents(stream, 0, 1));
        assert.equal((await store.readStream(stream))[0]?.envelope.stream, stream);
      }
      assert.equal((await everything(store)).length, good.length);
    },
  },
  {
    promise: 'an append above 1 MiB is refused before it is sent, one event or many, and nothing is written',
    async test({ store }) {
      const stream = testStream();
      const big = eventOfBytes(stream, 1_048_577);
      await refuses(store, { stream, expected: 'none', events: [big] }, 'too-large');
      const half = { data: { text: 'x'.repeat(600_000) } };
      await refuses(store, { stream, expected: 'none', events: testEvents(stream, 0, 2, half) }, 'too-large');
      await appended(store, stream, 'none', [eventOfBytes(stream, 1_048_576)]);
    },
  },
  {
    promise: 'a stream holds at most 10,000 events, and the one above is refused',
    async test({ store }) {
      const stream = testStream();
      const step = 400;
      for (let from = 0; from < STREAM_EVENTS_MAX; from += step)
        await appended(store, stream, behind(from), testEvents(stream, from, step, { data: {} }));
      const last = STREAM_EVENTS_MAX - 1;
      await refuses(store, { stream, expected: last, events: testEvents(stream, last + 1, 1) }, 'stream-full');
      const events = await store.readStream(stream);
      sameList(
        'versions',
        events.map((e) => e.envelope.version),
        Array.from({ length: STREAM_EVENTS_MAX }, (_, version) => version),
      );
    },
  },
];
