import { expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { checkpointsContract, testEvents, testStream, type CheckpointsHarness } from '../contract/index.js';
import { SqliteEventStore } from './index.js';

async function open(writer: 'main' | 'thread'): Promise<CheckpointsHarness> {
  const folder = await mkdtemp(join(tmpdir(), 'checkpoints-'));
  const store = await SqliteEventStore.open({ folder, writer });
  let newest = store;
  return {
    store,
    async reopen() {
      await newest.close();
      return (newest = await SqliteEventStore.open({ folder, writer }));
    },
    async dispose() {
      await newest.close();
      await rm(folder, { recursive: true });
    },
    kept(name) {
      const db = new DatabaseSync(join(folder, 'events.db'), { readOnly: true });
      const { n } = db.prepare('SELECT count(*) AS n FROM checkpoints WHERE name = ?').get(name) as { n: number };
      db.close();
      return Promise.resolve(n);
    },
  };
}

const without = { loseAnswer: 'a commit that fails half-way is examined with the writer' };
checkpointsContract('sqlite, written on the main thread', () => open('main'), without);
checkpointsContract('sqlite, written on a thread of its own', () => open('thread'), without);

it('law 12: a copy of the log holds the checkpoints as they stood at that moment', async () => {
  const { store, dispose } = await open('main');
  const folder = await mkdtemp(join(tmpdir(), 'checkpoints-copy-'));
  const stream = testStream();
  const { checkpoints } = store as SqliteEventStore;
  await store.append(stream, 'none', testEvents(stream, 0, 1));
  await checkpoints.write('reaction-a', 'none', 'then');
  await (store as SqliteEventStore).vacuumInto(join(folder, 'copy.db'));
  await checkpoints.write('reaction-a', 0, 'now');
  const copy = await SqliteEventStore.open({ file: join(folder, 'copy.db') });
  expect(await copy.checkpoints.read('reaction-a')).toEqual({ value: 'then', version: 0 });
  expect(await copy.head()).toBe('0000000000000001');
  await copy.close();
  await dispose();
  await rm(folder, { recursive: true });
});
