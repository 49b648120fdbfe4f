/** How fast views are built from the log: the row `rebuild`, on a projection of one upsert an event. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testEvents } from '#libs/event-store/contract';
import { SqliteEventStore } from '#libs/event-store/sqlite';
import { type Projection, Views } from '#libs/views';
import type { Row } from './rows.js';

const EVENTS = 50_000;
const EVENTS_A_STREAM = 10;

const latest: Projection = {
  name: 'latest',
  version: 1,
  tables: [
    {
      name: 'latest',
      columns: 'stream TEXT PRIMARY KEY, type TEXT NOT NULL, version INTEGER NOT NULL, recordedAt TEXT NOT NULL',
      indexes: ['(type, recordedAt)'],
    },
  ],
  apply({ envelope: { stream, type, version, recordedAt } }, db) {
    db.run(
      `INSERT INTO {latest} VALUES (?, ?, ?, ?) ON CONFLICT (stream)
       DO UPDATE SET type = excluded.type, version = excluded.version, recordedAt = excluded.recordedAt`,
      stream,
      type,
      version,
      recordedAt,
    );
  },
};

export async function benchViews(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-views-'));
  const store = await SqliteEventStore.open({ folder });
  try {
    await fill(store);
    const views = Views.open({ folder, store, projections: [latest] });
    await views.whenReady();
    const start = performance.now();
    await views.rebuild();
    const seconds = (performance.now() - start) / 1_000;
    const rows = views.read.get<{ n: number }>('SELECT sum(version + 1) AS n FROM latest');
    await views.close();
    if (rows?.n !== EVENTS) throw new Error(`${rows?.n} of ${EVENTS} events are in the rebuilt view`);
    return [{ name: 'rebuild', perSecond: Math.round(EVENTS / seconds) }];
  } finally {
    await store.close();
    await rm(folder, { recursive: true });
  }
}

async function fill(store: SqliteEventStore): Promise<void> {
  for (let done = 0; done < EVENTS; done += EVENTS_A_STREAM * 100) {
    const appends = Array.from({ length: 100 }, () => {
      const stream = `note-${randomUUID()}`;
      return store.append(stream, 'none', testEvents(stream, 0, EVENTS_A_STREAM));
    });
    await Promise.all(appends);
  }
}
