/** A log with test events and two plain projections over it, shared by the specs of this library. */
import { mkdtemp, rm } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventStore, Position } from '#libs/event-store';
import { behind, testEvents } from '#libs/event-store/contract';
import { SqliteEventStore } from '#libs/event-store/sqlite';
import { type Projection, Views, type ViewsOptions } from './index.js';

/** Counts events by stream, and numbers them over all streams: wrong at once where one is lost, doubled or out of order. */
export const notes: Projection = {
  name: 'notes',
  version: 1,
  tables: [
    { name: 'notes', columns: 'stream TEXT PRIMARY KEY, count INTEGER NOT NULL, last TEXT NOT NULL' },
    { name: 'note_numbers', columns: 'number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE', indexes: ['(id, number)'] },
  ],
  apply(event, db) {
    const { id, stream, type } = event.envelope;
    db.run(
      `INSERT INTO {notes} VALUES (?, 1, ?)
       ON CONFLICT (stream) DO UPDATE SET count = count + 1, last = excluded.last`,
      stream,
      type,
    );
    const row = db.get<{ n: number }>('SELECT coalesce(max(number), 0) AS n FROM {note_numbers}');
    db.run('INSERT INTO {note_numbers} VALUES (?, ?)', (row?.n ?? 0) + 1, id);
  },
};

/** Hears of one workflow only. */
export const tickets: Projection = {
  name: 'tickets',
  version: 1,
  categories: ['ticket'],
  tables: [{ name: 'tickets', columns: 'stream TEXT PRIMARY KEY', withoutRowid: true }],
  apply(event, db) {
    db.run('INSERT INTO {tickets} VALUES ($stream) ON CONFLICT DO NOTHING', { stream: event.envelope.stream });
  },
};

/** The projection, and a look around in the middle of the transaction that applies the n-th event. */
export function lookingAt(projection: Projection, nth: number, look: () => void): Projection {
  let count = 0;
  return {
    ...projection,
    apply(event, db) {
      projection.apply(event, db);
      if (++count === nth) look();
    },
  };
}

export class World {
  #open: Views[] = [];
  private constructor(
    readonly folder: string,
    public store: EventStore,
  ) {}

  static async create(): Promise<World> {
    const folder = await mkdtemp(join(tmpdir(), 'views-'));
    return new World(folder, await SqliteEventStore.open({ folder }));
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#open.map((views) => views.close()));
    await this.store.close();
    await rm(this.folder, { recursive: true });
  }

  open(options: Partial<ViewsOptions> = {}): Views {
    const views = Views.open({ folder: this.folder, store: this.store, projections: [notes, tickets], ...options });
    this.#open.push(views);
    return views;
  }

  async ready(options: Partial<ViewsOptions> = {}): Promise<Views> {
    const views = this.open(options);
    await views.whenReady();
    return views;
  }

  /** Records events in a new stream of the workflow and answers where the last one stands. */
  async record(count: number, { workflow = 'note', type = 'NoteTaken' } = {}): Promise<Position> {
    const stream = `${workflow}-${randomUUID()}`;
    const result = await this.store.append(stream, behind(0), testEvents(stream, 0, count, { type }));
    if (result.kind !== 'appended') throw new Error(`${stream} exists`);
    return result.position;
  }

  /** Records in many streams at once; small appends, big log. */
  async recordMany(events: number): Promise<void> {
    const each = 100;
    await Promise.all(
      Array.from({ length: Math.ceil(events / each) }, (_, index) =>
        this.record(Math.min(each, events - index * each)),
      ),
    );
  }

  async events(): Promise<number> {
    let count = 0;
    for await (const _ of this.store.readAll()) count += 1;
    return count;
  }
}

/** The store with some of its functions replaced. */
export function storeWith(store: EventStore, other: Partial<EventStore>): EventStore {
  return {
    append: (stream, expected, events) => store.append(stream, expected, events),
    readStream: (stream, options) => store.readStream(stream, options),
    readAll: (options) => store.readAll(options),
    subscribe: (options) => store.subscribe(options),
    head: () => store.head(),
    close: () => store.close(),
    ...other,
  };
}

/** A subscription over a line that is open and says nothing. */
export const silence: EventStore['subscribe'] = async function* ({ signal }) {
  yield* [];
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
};

/** How many events the numbering has counted, as readers see it. */
export function numbered(views: Views): number {
  return views.read.get<{ n: number }>('SELECT count(*) AS n FROM note_numbers')?.n ?? 0;
}
