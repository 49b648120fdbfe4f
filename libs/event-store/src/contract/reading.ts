/** Reading: one stream, the whole log, the bytes as they were written, and what a closed store says. */
import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type FastCheck from 'fast-check';
import { canonical, type JsonObject } from '../canonical.js';
import { CorruptEvent, type ReadyEvent } from '../envelope.js';
import { sha256 } from '../ids.js';
import { StoreUnavailable } from '../port.js';
import type { StorePromise } from './harness.js';
import { appended, everything, hashes, inTime, positions, sameBytes, sameList } from './observe.js';
import { behind, eventOfBytes, testEvents, testStream } from './test-events.js';

/** Any data that canonical JSON carries: keys like integers, emoji, line separators, nested as one likes. */
const anyData = (fc: typeof FastCheck): FastCheck.Arbitrary<JsonObject> =>
  fc.letrec<{ value: JsonObject[string]; object: JsonObject }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.string({ unit: 'binary' }),
      fc.maxSafeInteger(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 4 }),
      tie('object'),
    ),
    object: fc
      .array(fc.tuple(fc.oneof(fc.nat().map(String), fc.string({ unit: 'binary' })), tie('value')), { maxLength: 6 })
      .map((entries) => Object.fromEntries(entries.filter(([key]) => key !== '__proto__')) as JsonObject),
  })).object;

const awkward: JsonObject = {
  '10': 1,
  '2': 2,
  '': 'empty key',
  line: 'a\u2028b\u2029c\u0000d\u007f\r\n\t"\\/',
  '💧': ['👩‍👩‍👧‍👦', '漏水', 'e\u0301', '\ufeff'],
  nested: { z: [{ '1': { '0': [] } }], a: {} },
  most: Number.MAX_SAFE_INTEGER,
  least: Number.MIN_SAFE_INTEGER,
};

export const reading: readonly StorePromise[] = [
  {
    promise: 'a stream is read in order from any version; an unknown stream has no events',
    async test({ store }) {
      const stream = testStream();
      const events = testEvents(stream, 0, 5);
      await appended(store, stream, 'none', events);
      const other = testStream();
      await appended(store, other, 'none', testEvents(other, 0, 7));
      for (const from of [0, 1, 4, 5, 99])
        sameList(`from ${from}`, hashes(await store.readStream(stream, { from })), hashes(events.slice(from)));
      sameList('from the beginning', hashes(await store.readStream(stream)), hashes(events));
      sameList('unknown', await store.readStream(testStream()), []);
    },
  },
  {
    promise: 'the global order is the order in which appends were acknowledged one after the other, read from anywhere',
    async test({ store }) {
      const streams = [testStream(), testStream('complaint'), testStream()];
      const written: ReadyEvent[] = [];
      for (let round = 0; round < 30; round++) {
        const stream = streams[round % 3] as string;
        const from = Math.floor(round / 3) * 2;
        const events = testEvents(stream, from, 2);
        await appended(store, stream, behind(from), events);
        written.push(...events);
      }
      const all = await everything(store);
      sameList('everything', hashes(all), hashes(written));
      for (const index of [0, 17, 58, 59])
        sameList(
          `behind ${index}`,
          hashes(await everything(store, all[index]?.position)),
          hashes(written.slice(index + 1)),
        );
    },
  },
  {
    promise: 'positions are text, plain string comparison orders them, and they mean the same after opening again',
    async test({ store, reopen }) {
      for (let round = 0; round < 60; round++) {
        const stream = testStream();
        await appended(store, stream, 'none', testEvents(stream, 0, 2));
      }
      const before = positions(await everything(store));
      assert(before.every((position) => typeof position === 'string'));
      sameList('sorted as text', [...new Set(before)].sort(), before);
      const again = await reopen();
      sameList('after opening again', positions(await everything(again)), before);
      const stream = testStream();
      const next = await appended(again, stream, 'none', testEvents(stream, 0, 1));
      assert(next.position > (before.at(-1) as string));
    },
  },
  {
    promise: 'the head is the position of the newest event, and nothing in an empty store',
    async test({ store, reopen }) {
      assert.equal(await store.head(), undefined);
      sameList('an empty store', await everything(store), []);
      const stream = testStream();
      for (let version = 0; version < 3; version++) {
        const { position } = await appended(store, stream, behind(version), testEvents(stream, version, 1));
        assert.equal(await store.head(), position);
      }
      const head = await store.head();
      assert.equal(await (await reopen()).head(), head);
    },
  },
  {
    promise: 'readAll holds all that was acknowledged before the call, and ends although writers go on',
    async test({ store }) {
      let writing = true;
      let acknowledged = 0;
      const writers = Array.from({ length: 8 }, async () => {
        while (writing) {
          const stream = testStream();
          await appended(store, stream, 'none', testEvents(stream, 0, 3));
          acknowledged += 3;
          await nextTurn();
        }
      });
      for (let round = 0; round < 10; round++) {
        const before = acknowledged;
        const read = await inTime('readAll ends', everything(store));
        assert(read.length >= before, `${read.length} events were read where ${before} had been acknowledged`);
      }
      writing = false;
      await Promise.all(writers);
    },
  },
  {
    promise: 'readAll stops with the reason of its signal: an early end would look like the head',
    async test({ store }) {
      const stream = testStream();
      await appended(store, stream, 'none', testEvents(stream, 0, 20));
      const leaving = new AbortController();
      const reason = new Error('enough');
      let seen = 0;
      await assert.rejects(
        async () => {
          for await (const _ of store.readAll({ signal: leaving.signal })) if (++seen === 5) leaving.abort(reason);
        },
        (error) => error === reason,
      );
      assert.equal(seen, 5);
      for await (const _ of store.readAll()) if (++seen === 10) break;
      assert.equal((await everything(store)).length, 20, 'leaving the loop leaves the store as it was');
    },
  },
  {
    promise: 'law 7: integer-like keys, emoji, U+2028 and nested values are read as the bytes that were written',
    async test({ store }) {
      const stream = testStream();
      const events = testEvents(stream, 0, 2, { data: awkward });
      await appended(store, stream, 'none', events);
      const all = await everything(store);
      const one = await store.readStream(stream);
      events.forEach((event, index) => {
        sameBytes(all[index], event);
        sameBytes(one[index], event);
      });
      assert.equal(sha256(canonical(one[0]?.data)), one[0]?.envelope.dataHash);
    },
  },
  {
    promise: 'law 7: whatever data canonical JSON can carry hashes to the same again after it was stored',
    async test({ store }) {
      const { default: fc } = await import('fast-check');
      await fc.assert(
        fc.asyncProperty(fc.array(anyData(fc), { minLength: 1, maxLength: 5 }), async (samples) => {
          const stream = testStream();
          const events = testEvents(stream, 0, samples.length, { data: (index) => samples[index] as JsonObject });
          await appended(store, stream, 'none', events);
          const read = await store.readStream(stream);
          events.forEach((event, index) => sameBytes(read[index], event));
        }),
        { numRuns: 60 },
      );
    },
  },
  {
    promise: 'law 7: an event of exactly 1 MiB is read as it was written, also after opening again',
    async test({ store, reopen }) {
      const stream = testStream();
      const event = eventOfBytes(stream);
      await appended(store, stream, 'none', [event]);
      sameBytes((await store.readStream(stream))[0], event);
      sameBytes((await everything(await reopen()))[0], event);
    },
  },
  {
    promise: 'law 7: one changed letter in a stored event is noticed by every way of reading it',
    needs: 'damage',
    async test({ store, damage }) {
      const stream = testStream();
      await appended(store, stream, 'none', testEvents(stream, 0, 3));
      await damage?.(stream, 1);
      const corrupt = (error: unknown): boolean =>
        error instanceof CorruptEvent && error.stream === stream && error.version === 1;
      await assert.rejects(async () => store.readStream(stream), corrupt);
      await assert.rejects(async () => everything(store), corrupt);
      await assert.rejects(async () => {
        for await (const _ of store.subscribe({ signal: AbortSignal.timeout(20_000) }));
      }, corrupt);
      assert.equal((await store.readStream(stream, { from: 2 })).length, 1, 'what lies behind it is read');
    },
  },
  {
    promise: 'close finishes the appends under way: each is answered, and what was answered is stored',
    async test({ store, reopen }) {
      const appends = Array.from({ length: 40 }, async () => {
        const stream = testStream();
        const events = testEvents(stream, 0, 1);
        await appended(store, stream, 'none', events);
        return hashes(events);
      });
      await store.close();
      const acknowledged = (await Promise.all(appends)).flat();
      sameList('stored', hashes(await everything(await reopen())).sort(), acknowledged.sort());
    },
  },
  {
    promise: 'after close every call is refused as unavailable with nothing written, and closing again does no harm',
    async test({ store, reopen }) {
      const stream = testStream();
      await appended(store, stream, 'none', testEvents(stream, 0, 1));
      await store.close();
      await store.close();
      const refused = (error: unknown): boolean =>
        error instanceof StoreUnavailable && error.outcome === 'nothing-written';
      await assert.rejects(async () => store.append(stream, 0, testEvents(stream, 1, 1)), refused);
      await assert.rejects(async () => store.readStream(stream), refused);
      await assert.rejects(async () => store.head(), refused);
      await assert.rejects(async () => everything(store), refused);
      await assert.rejects(async () => {
        for await (const _ of store.subscribe({ signal: AbortSignal.timeout(20_000) }));
      }, refused);
      assert.equal((await everything(await reopen())).length, 1);
    },
  },
];
