/** Subscriptions: everything once, in order, without polling, across restarts and lost connections. */
import assert from 'node:assert/strict';
import type { EventStore, SubscriptionItem } from '../port.js';
import { StoreUnavailable } from '../port.js';
import type { ReadyEvent } from '../envelope.js';
import { READ_AHEAD_MAX, type StorePromise } from './harness.js';
import { appended, everything, Following, inTime, positions, sameList } from './observe.js';
import { testEvents, testStream } from './test-events.js';

/** Fills new streams, one after the other, until so many events are there. */
async function fill(store: EventStore, events: number, perAppend = 10): Promise<void> {
  for (let written = 0; written < events; written += perAppend) {
    const stream = testStream();
    await appended(store, stream, 'none', testEvents(stream, 0, perAppend));
  }
}

/** Sends the same append until its outcome is known, as the engine does. */
async function appendThrough(store: EventStore, stream: string, events: readonly ReadyEvent[]): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    try {
      await appended(store, stream, 'none', events);
      return;
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
  assert.fail('the store did not recover');
}

const caughtUp = ({ items }: { items: readonly SubscriptionItem[] }): boolean => items.at(-1)?.kind === 'caught-up';

export const subscribing: readonly StorePromise[] = [
  {
    promise: 'a subscription delivers what is there and then what comes, each event once and in the global order',
    async test({ store }) {
      await fill(store, 1_500);
      const following = new Following(store);
      await Promise.all(Array.from({ length: 16 }, () => fill(store, 60, 3)));
      await following.until('all have come', ({ events }) => events.length >= 1_500 + 16 * 60);
      await following.until('caught up', caughtUp);
      await following.stop();
      sameList('delivered', positions(following.events), positions(await everything(store)));
    },
  },
  {
    promise: 'a subscription says caught-up behind everything that was there, with the position of the last of it',
    async test({ store }) {
      const empty = new Following(store);
      await empty.until('caught up with nothing', caughtUp);
      assert.deepEqual({ ...empty.items[0] }, { kind: 'caught-up', position: undefined });
      await empty.stop();
      await fill(store, 700);
      const head = await store.head();
      const following = new Following(store);
      await following.until('caught up', caughtUp);
      assert.equal(
        following.items.findIndex((item) => item.kind === 'caught-up'),
        700,
      );
      assert.deepEqual({ ...following.items[700] }, { kind: 'caught-up', position: head });
      await following.stop();
      const atHead = new Following(store, head);
      await atHead.until('caught up at the head', caughtUp);
      assert.deepEqual({ ...atHead.items[0] }, { kind: 'caught-up', position: head });
      await atHead.stop();
    },
  },
  {
    promise: 'a live event is delivered without a further append, and caught-up is said again behind it',
    async test({ store }) {
      const following = new Following(store);
      await following.until('caught up', caughtUp);
      for (let round = 1; round <= 20; round++) {
        const stream = testStream();
        const { position } = await appended(store, stream, 'none', testEvents(stream, 0, 1));
        await following.until(`event ${round}`, ({ events }) => events.length === round);
        assert.equal(following.events.at(-1)?.position, position);
        await following.until('caught up again', caughtUp);
        assert.deepEqual({ ...following.items.at(-1) }, { kind: 'caught-up', position });
      }
      await following.stop();
    },
  },
  {
    promise: 'a subscription resumes behind a position, also after opening again, without loss or repetition',
    async test({ store, reopen }) {
      await fill(store, 400);
      const seen: string[] = [];
      for await (const item of store.subscribe({ signal: new AbortController().signal }))
        if (item.kind === 'event' && seen.push(item.event.position) === 150) break;
      const again = await reopen();
      await fill(again, 100);
      const following = new Following(again, seen.at(-1));
      await following.until('the rest', ({ events }) => events.length >= 350);
      await following.until('caught up', caughtUp);
      await following.stop();
      sameList('both parts', [...seen, ...positions(following.events)], positions(await everything(again)));
    },
  },
  {
    promise: 'a subscription ends without an error when its signal aborts, whether it waits or reads, or never began',
    async test({ store }) {
      await fill(store, 300);
      const waits = new Following(store);
      await waits.until('caught up', caughtUp);
      await waits.stop();
      const leaving = new AbortController();
      let seen = 0;
      for await (const item of store.subscribe({ signal: leaving.signal }))
        if (item.kind === 'event' && ++seen === 100) leaving.abort();
      assert.equal(seen, 100, 'nothing is delivered after the signal');
      for await (const item of store.subscribe({ signal: AbortSignal.abort() })) assert.fail(item.kind);
    },
  },
  {
    promise: 'a reader may leave the loop at any item; the store goes on for everyone else and closes in time',
    async test({ store }) {
      await fill(store, 50);
      const other = new Following(store);
      for (let round = 0; round < 100; round++) {
        let left = round % 51;
        for await (const _ of store.subscribe({ signal: new AbortController().signal })) if (left-- <= 0) break;
      }
      await fill(store, 50);
      await other.until('the other reader has all', ({ events }) => events.length === 100);
      await other.stop();
      await inTime('close', store.close());
    },
  },
  {
    promise: 'close ends the subscriptions without an error',
    async test({ store }) {
      await fill(store, 30);
      const following = [new Following(store), new Following(store)];
      for (const one of following) await one.until('caught up', caughtUp);
      await inTime('close', store.close());
      for (const one of following) await one.end();
    },
  },
  {
    promise: 'every subscriber gets everything, however many there are',
    async test({ store }) {
      const readers = Array.from({ length: 12 }, () => new Following(store));
      await Promise.all(Array.from({ length: 8 }, () => fill(store, 40, 4)));
      const all = positions(await everything(store));
      for (const reader of readers) {
        await reader.until('all', ({ events }) => events.length >= all.length);
        await reader.stop();
        sameList('delivered', positions(reader.events), all);
      }
    },
  },
  {
    promise: 'a reader that stands still loses nothing, and writers do not wait for it',
    async test({ store }) {
      await fill(store, 2_000, 100);
      let goOn = (): void => undefined;
      const pause = new Promise<void>((resolve) => (goOn = resolve));
      let seen = 0;
      const following = new Following(store, undefined, async () => {
        if (++seen === 10) await pause;
      });
      await following.until('it has begun', ({ events }) => events.length >= 9);
      await inTime('the writers', fill(store, 4_000, 100));
      goOn();
      await following.until('all', ({ events }) => events.length >= 6_000);
      await following.stop();
      sameList('delivered', positions(following.events), positions(await everything(store)));
    },
  },
  {
    promise: 'a subscription fetches no more than a bounded number of events ahead of a reader that stands still',
    needs: 'eventsFetched',
    async test({ store, eventsFetched }) {
      await fill(store, 3_000, 100);
      const before = eventsFetched?.() ?? 0;
      let seen = 0;
      for await (const item of store.subscribe({ signal: new AbortController().signal })) {
        if (item.kind === 'caught-up') break;
        if (++seen % 500 === 10) await fill(store, 100, 100);
        const ahead = (eventsFetched?.() ?? 0) - before - seen;
        assert(ahead <= READ_AHEAD_MAX, `${ahead} events were fetched ahead of the reader`);
      }
      assert((eventsFetched?.() ?? 0) - before >= seen, 'the harness counts what is fetched');
      assert(seen >= 3_000);
    },
  },
  {
    promise: 'a subscription and the writers outlive lost connections: nothing is lost, nothing comes twice',
    needs: 'disconnect',
    async test({ store, disconnect }) {
      await fill(store, 200);
      const following = new Following(store);
      const streams = Array.from({ length: 150 }, () => testStream());
      await Promise.all([
        ...[0, 1, 2].map(async (part) => {
          for (const stream of streams.slice(part * 50, part * 50 + 50))
            await appendThrough(store, stream, testEvents(stream, 0, 2));
        }),
        (async () => {
          for (let drop = 1; drop <= 4; drop++) {
            await following.until(`part ${drop}`, ({ events }) => events.length >= 200 + drop * 50);
            await disconnect?.();
          }
        })(),
      ]);
      await following.until('all', ({ events }) => events.length >= 500);
      await following.until('caught up', caughtUp);
      await following.stop();
      const all = await everything(store);
      assert.equal(all.length, 500, 'an append repeated over a lost connection is written once');
      sameList('delivered', positions(following.events), positions(all));
    },
  },
];
