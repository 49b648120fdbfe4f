import { DatabaseSync } from 'node:sqlite';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { eventStoreContract, type StoreHarness } from '../contract/index.js';
import { SqliteEventStore } from './index.js';

async function open(writer: 'main' | 'thread'): Promise<StoreHarness> {
  const folder = await mkdtemp(join(tmpdir(), 'event-store-'));
  const file = join(folder, 'events.db');
  let fetched = 0;
  const openStore = () => SqliteEventStore.open({ folder, writer, onFetched: (events) => (fetched += events) });
  const store = await openStore();
  let newest = store;

  async function beside(work: (db: DatabaseSync) => void | Promise<void>): Promise<void> {
    const db = new DatabaseSync(file, { timeout: 5_000 });
    try {
      await work(db);
    } finally {
      db.close();
    }
  }

  return {
    store,
    async reopen() {
      await newest.close();
      newest = await openStore();
      return newest;
    },
    async dispose() {
      await newest.close();
      await rm(folder, { recursive: true });
    },
    eventsFetched: () => fetched,
    // What a lost connection is to a server, another program's write lock is to a file.
    disconnect: () =>
      beside(async (db) => {
        db.exec('BEGIN IMMEDIATE');
        await delay(60);
        db.exec('ROLLBACK');
      }),
    damage: (stream, version) =>
      beside((db) => {
        db.prepare("UPDATE events SET data = replace(data, '漏', '满') WHERE stream = ? AND version = ?").run(
          stream,
          version,
        );
      }),
  };
}

eventStoreContract('sqlite, written on the main thread', () => open('main'));
eventStoreContract('sqlite, written on a thread of its own', () => open('thread'));
