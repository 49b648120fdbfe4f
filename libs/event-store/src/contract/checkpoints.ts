/**
 * The examination of checkpoints: one list of promises that every adapter's spec runs, as for the events beside them.
 */
import assert from 'node:assert/strict';
import type { Checkpoints } from '../checkpoints.js';
import { StoreUnavailable, type EventStore } from '../port.js';
import { appended, everything, Following, inTime, positions, sameList } from './observe.js';
import { testEvents, testStream } from './test-events.js';

/** A store with its checkpoints, as one process opens it. */
export interface CheckpointStore extends EventStore {
  readonly checkpoints: Checkpoints;
}

export interface CheckpointsHarness {
  /** A fresh store. */
  readonly store: CheckpointStore;
  /** Closes the newest store of this harness and opens the same data as another process would. */
  reopen(): Promise<CheckpointStore>;
  dispose(): Promise<void>;
  /** How many values the store holds of a checkpoint, newest and older; shows that writing for years fills no disk. */
  kept(name: string): Promise<number>;
  /** The next write is done, and its answer is lost; the adapter may find out by itself. */
  loseAnswer?(): void;
}

interface CheckpointPromise {
  readonly promise: string;
  readonly needs?: 'loseAnswer';
  test(harness: CheckpointsHarness): Promise<void>;
}

/** The most values of one checkpoint that may be kept at any time. */
const KEPT_MAX = 16;

const promises: readonly CheckpointPromise[] = [
  {
    promise: 'a checkpoint that nobody has written is not there; the first is written with none and has version 0',
    async test({ store: { checkpoints } }) {
      assert.equal(await checkpoints.read('reaction-a'), undefined);
      assert.equal(await checkpoints.write('reaction-a', 'none', { at: '1' }), 'written');
      assert.deepEqual(await checkpoints.read('reaction-a'), { value: { at: '1' }, version: 0 });
      assert.equal(await checkpoints.read('reaction-b'), undefined);
    },
  },
  {
    promise: 'each write stands one version further on, and only the newest value is read',
    async test({ store: { checkpoints } }) {
      await written(checkpoints, 'reaction-a', 5);
      assert.deepEqual(await checkpoints.read('reaction-a'), { value: { turn: 4 }, version: 4 });
    },
  },
  {
    promise: 'a write behind another version is a conflict and changes nothing',
    async test({ store: { checkpoints } }) {
      await written(checkpoints, 'reaction-a', 3);
      for (const expected of ['none', 0, 1, 3, 9] as const)
        assert.equal(await checkpoints.write('reaction-a', expected, 'other'), 'conflict', String(expected));
      assert.equal(await checkpoints.write('reaction-b', 0, 'other'), 'conflict');
      assert.deepEqual(await checkpoints.read('reaction-a'), { value: { turn: 2 }, version: 2 });
      assert.equal(await checkpoints.read('reaction-b'), undefined);
    },
  },
  {
    promise: 'law 9: of 32 who write behind the same version one is told it has written, and its value stands',
    async test({ store: { checkpoints } }) {
      await written(checkpoints, 'reaction-a', 1);
      const told = await inTime(
        'all writers are answered',
        Promise.all(Array.from({ length: 32 }, (_, by) => checkpoints.write('reaction-a', 0, { by }))),
      );
      assert.equal(told.filter((outcome) => outcome === 'written').length, 1);
      assert.deepEqual(await checkpoints.read('reaction-a'), {
        value: { by: told.indexOf('written') },
        version: 1,
      });
    },
  },
  {
    promise: 'the same write repeated tells the truth: written while its value stands, conflict once it was overtaken',
    async test(harness) {
      const { checkpoints } = harness.store;
      assert.equal(await checkpoints.write('reaction-a', 'none', { by: 'one' }), 'written');
      assert.equal(await checkpoints.write('reaction-a', 'none', { by: 'one' }), 'written');
      assert.equal(await checkpoints.write('reaction-a', 0, { by: 'one', at: 2 }), 'written');
      const again = (await harness.reopen()).checkpoints;
      assert.equal(await again.write('reaction-a', 0, { by: 'one', at: 2 }), 'written');
      assert.equal(await again.write('reaction-a', 'none', { by: 'one' }), 'conflict');
      assert.deepEqual(await again.read('reaction-a'), { value: { by: 'one', at: 2 }, version: 1 });
    },
  },
  {
    promise: 'a write whose answer was lost is told as written',
    needs: 'loseAnswer',
    async test(harness) {
      const { checkpoints } = harness.store;
      await written(checkpoints, 'reaction-a', 1);
      harness.loseAnswer?.();
      assert.equal(await inTime('the write is answered', checkpoints.write('reaction-a', 0, 'second')), 'written');
      assert.deepEqual(await checkpoints.read('reaction-a'), { value: 'second', version: 1 });
    },
  },
  {
    promise: 'what was written is there after opening again, whatever canonical JSON can carry',
    async test(harness) {
      const value = { '10': 1, '2': [null, true, '漏水 💧\u2028'], at: { b: 1, a: '' } };
      assert.equal(await harness.store.checkpoints.write('reaction-a.b_c', 'none', value), 'written');
      assert.deepEqual(await (await harness.reopen()).checkpoints.read('reaction-a.b_c'), { value, version: 0 });
    },
  },
  {
    promise: 'checkpoints are no events: they take no position, no reader of the log meets them, the head stays',
    async test({ store }) {
      const stream = testStream();
      const first = await appended(store, stream, 'none', testEvents(stream, 0, 2));
      const following = new Following(store);
      await following.until('what is there', ({ events }) => events.length === 2);
      await written(store.checkpoints, 'reaction-a', 20);
      assert.equal(await store.head(), first.position);
      await appended(store, stream, 1, testEvents(stream, 2, 1));
      const log = await everything(store);
      assert.equal(log.length, 3);
      await following.until('the event behind', ({ events }) => events.length >= 3);
      sameList('the subscription', positions(following.events), positions(log));
      assert.deepEqual(await store.readStream('reaction-a'), []);
      await following.stop();
    },
  },
  {
    promise: 'however often a checkpoint is written, a bounded number of values is kept, and the newest is told',
    async test(harness) {
      await written(harness.store.checkpoints, 'reaction-a', 100);
      const kept = await harness.kept('reaction-a');
      assert(kept >= 1 && kept <= KEPT_MAX, `${kept} values are kept`);
      const { checkpoints } = await harness.reopen();
      assert.deepEqual(await checkpoints.read('reaction-a'), { value: { turn: 99 }, version: 99 });
    },
  },
  {
    promise: 'a name or a value that is none is refused and nothing is written',
    async test({ store: { checkpoints } }) {
      for (const name of ['', 'Reaction', '$all', 'a b', `a${'b'.repeat(100)}`]) {
        await assert.rejects(checkpoints.read(name), RangeError, name);
        await assert.rejects(checkpoints.write(name, 'none', 1), RangeError, name);
      }
      await assert.rejects(checkpoints.write('reaction-a', 'none', 'x'.repeat(65_536)), RangeError);
      await assert.rejects(checkpoints.write('reaction-a', -1, 1), RangeError);
      await assert.rejects(checkpoints.write('reaction-a', 'none', 0.5), { name: 'NotCanonical' });
      assert.equal(await checkpoints.read('reaction-a'), undefined);
    },
  },
  {
    promise: 'after close reading and writing are refused as unavailable with nothing written',
    async test(harness) {
      const { store } = harness;
      await written(store.checkpoints, 'reaction-a', 1);
      await store.close();
      const refused = (error: unknown): boolean =>
        error instanceof StoreUnavailable && error.outcome === 'nothing-written';
      await assert.rejects(store.checkpoints.read('reaction-a'), refused);
      await assert.rejects(store.checkpoints.write('reaction-a', 0, 1), refused);
    },
  },
];

/** Everything that checkpoints promise, in the order in which it is examined. */
export const checkpointPromises: readonly string[] = promises.map(({ promise }) => promise);

/**
 * Examines the checkpoints of an adapter. `open` gives a fresh store for each promise; what it cannot do is given with
 * its reason and shown as skipped.
 */
export function checkpointsContract(
  name: string,
  open: () => Promise<CheckpointsHarness>,
  without: { readonly loseAnswer?: string } = {},
): void {
  describe(`checkpoints of ${name}`, () => {
    for (const { promise, needs, test } of promises) {
      const reason = needs && without[needs];
      if (reason !== undefined) {
        it.skip(`${promise} (not here: ${reason})`, () => undefined);
        continue;
      }
      it(
        promise,
        async () => {
          const harness = await open();
          try {
            if (needs && !harness[needs]) throw new Error(`the harness of ${name} has no ${needs} and gives no reason`);
            await test(harness);
          } finally {
            await harness.dispose();
          }
        },
        60_000,
      );
    }
  });
}

async function written(checkpoints: Checkpoints, name: string, times: number): Promise<void> {
  for (let turn = 0; turn < times; turn++)
    assert.equal(await checkpoints.write(name, turn === 0 ? 'none' : turn - 1, { turn }), 'written');
}
