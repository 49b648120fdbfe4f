import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { type AppliedEvent, type Projection, Views, ViewsNotReady } from './index.js';
import { lookingAt, notes, numbered, storeWith, tickets, World } from './views.fixture.js';
import { until } from '#test/support/until';

let world: World;
beforeEach(async () => {
  world = await World.create();
});
afterEach(() => world.dispose());

describe('following the log', () => {
  it('the first start builds from the start of the log, and is not ready before', async () => {
    await world.recordMany(3_000);
    let looked = 0;
    const looking = lookingAt(notes, 1_500, () => {
      looked += 1;
      expect(views.ready).toBe(false);
      expect(views.health().state).toBe('building');
      expect(views.progress()).toMatchObject([{ name: 'notes', state: 'building' }, { name: 'tickets' }]);
      expect(views.progress()[0]?.done).toBeGreaterThan(0);
      expect(views.progress()[0]?.done).toBeLessThan(1_500);
      expect(() => views.read.all('SELECT * FROM notes')).toThrow('still being built: notes, tickets');
    });
    const views = world.open({ projections: [looking, tickets] });
    expect(() => views.read.all('SELECT * FROM notes')).toThrow(ViewsNotReady);
    await views.whenReady();
    expect(looked).toBe(1);
    expect(views.poison()).toEqual([]);
    expect(numbered(views)).toBe(3_000);
    expect(views.health()).toEqual({ state: 'live' });
    expect(views.progress()).toMatchObject([
      { name: 'notes', state: 'live', done: 3_000, of: 3_000, position: await world.store.head() },
      { name: 'tickets', state: 'live', done: 3_000 },
    ]);
  });

  it('an empty log is ready at once and takes what comes', async () => {
    const views = await world.ready();
    expect(views.position).toBeUndefined();
    const position = await world.record(2);
    expect(await views.waitFor(position, 5_000)).toBe(true);
    expect(views.position).toBe(position);
    expect(views.read.all('SELECT count, last FROM notes').map((row) => ({ ...row }))).toEqual([
      { count: 2, last: 'NoteTaken' },
    ]);
  });

  it('read your writes: waiting ends at the position, or says no at its time, or at the end', async () => {
    const views = await world.ready();
    const position = await world.record(1);
    expect(await views.waitFor(position, 5_000)).toBe(true);
    expect(await views.waitFor(position, 0)).toBe(true);
    expect(await views.waitFor(`${position}9`, 10)).toBe(false);
    const waiting = views.waitFor(`${position}9`, 60_000);
    await views.close();
    expect(await waiting).toBe(false);
    expect(await views.waitFor(`${position}9`, 60_000)).toBe(false);
  });

  it('a projection with categories sees its workflows only, and its checkpoint moves with the others', async () => {
    const views = await world.ready();
    await world.record(2, { workflow: 'ticket' });
    const position = await world.record(3, { workflow: 'ticketing' });
    expect(await views.waitFor(position, 5_000)).toBe(true);
    expect(views.read.get('SELECT count(*) AS n FROM tickets')).toMatchObject({ n: 1 });
    expect(views.progress().map((each) => each.position)).toEqual([position, position]);
  });

  it('listeners hear of events in order after they can be read, and one that throws disturbs nobody', async () => {
    await world.record(5);
    const logged: unknown[] = [];
    const log = { info: () => {}, warn: () => {}, error: (fields: object) => void logged.push(fields) };
    const views = world.open({ log });
    const heard: AppliedEvent[] = [];
    views.onApplied(() => {
      throw new Error('a broken listener');
    });
    const end = views.onApplied((events) => {
      heard.push(...events);
      const inLog = views.read.get<{ n: number }>('SELECT count(*) AS n FROM note_numbers');
      expect(inLog?.n).toBe(5 + heard.length);
    });
    await views.whenReady();
    expect(heard).toEqual([]); // law 9: building fires nothing
    const position = await world.record(3, { type: 'NoteMoved' });
    expect(await views.waitFor(position, 5_000)).toBe(true);
    expect(heard.map(({ type }) => type)).toEqual(['NoteMoved', 'NoteMoved', 'NoteMoved']);
    expect(heard.at(-1)?.position).toBe(position);
    expect(logged.length).toBeGreaterThan(0);
    end();
    await views.waitFor(await world.record(1), 5_000);
    expect(heard).toHaveLength(3);
  });

  it('each commit of live events is told with the time it took, what was built before is not', async () => {
    await world.record(5);
    const told: { types: string[]; seconds: number }[] = [];
    const views = await world.ready({
      onCommitted: (events, seconds) => told.push({ types: events.map(({ envelope }) => envelope.type), seconds }),
    });
    expect(told).toEqual([]);
    expect(await views.waitFor(await world.record(3, { type: 'NoteMoved' }), 5_000)).toBe(true);
    await until(() => told.flatMap(({ types }) => types).length === 3);
    expect(told.flatMap(({ types }) => types)).toEqual(['NoteMoved', 'NoteMoved', 'NoteMoved']);
    expect(told.every(({ seconds }) => seconds > 0)).toBe(true);
  });

  it('lag tells whether the live edge is reached and how new the newest event is', async () => {
    const views = await world.ready();
    await views.waitFor(await world.record(1), 5_000);
    await until(() => views.lag().caughtUp);
    expect(views.lag()).toEqual({ caughtUp: true, behindMs: 0, lastRecordedAt: '2026-11-24T08:12:45.123Z' });
  });
});

describe('rebuilt = live', () => {
  it('law 9: a rebuilt projection has the rows of the live one, table by table, and nobody hears of it', async () => {
    const views = await world.ready();
    for (let round = 0; round < 20; round++) await world.record(10, { workflow: round % 3 ? 'note' : 'ticket' });
    await views.waitFor((await world.store.head()) as string, 5_000);
    const live = [await views.hash('notes'), await views.hash('tickets')];
    let heard = 0;
    views.onApplied((events) => (heard += events.length));
    await views.rebuild();
    expect([await views.hash('notes'), await views.hash('tickets')]).toEqual(live);
    expect(heard).toBe(0);
    expect(Object.keys(live[0]?.tables ?? {})).toEqual(['notes', 'note_numbers']);
    const db = new DatabaseSync(join(world.folder, 'views.db'));
    const tables = db
      .prepare("SELECT count(*) AS n FROM sqlite_master WHERE type = 'table' AND name GLOB 'g*_*'")
      .get();
    expect(tables).toMatchObject({ n: 3 }); // the old ones are gone
    db.exec(
      `UPDATE g${String(db.prepare('SELECT min(id) AS id FROM generations').get()?.id)}_notes SET count = count + 1`,
    );
    db.close();
    expect((await views.hash('notes')).tables).not.toEqual(live[0]?.tables); // one changed row shows
  });

  it('a rebuild while writers go on loses and doubles nothing, and readers see no half table', async () => {
    await world.recordMany(2_000);
    const views = await world.ready();
    let writing = true;
    const seen: number[] = [];
    const writer = (async () => {
      while (writing) await Promise.all([world.record(20), world.record(20), world.record(20)]);
    })();
    const reader = (async () => {
      while (writing) {
        seen.push(numbered(views));
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    await views.rebuild('notes');
    await views.rebuild();
    writing = false;
    await Promise.all([writer, reader]);
    expect(await views.waitFor((await world.store.head()) as string, 5_000)).toBe(true);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(seen[0]).toBeGreaterThanOrEqual(2_000);
    expect(numbered(views)).toBe(await world.events());
    const live = await views.hash('notes');
    await views.rebuild('notes');
    expect(await views.hash('notes')).toEqual(live);
  });

  it('a rebuild ends although the log grows faster than it is read: the live tables stand still for the rest', async () => {
    await world.record(5);
    let passes = 0;
    const growing = storeWith(world.store, {
      async *readAll(options) {
        yield* world.store.readAll(options);
        if (!views.ready || ++passes > 20) return;
        // The live tables move on before the pass ends, unless they are held.
        const position = await world.record(1);
        await views.waitFor(position, 300);
      },
    });
    const views = world.open({ store: growing });
    await views.whenReady();
    await views.rebuild();
    expect(passes).toBeLessThan(8);
    expect(await views.waitFor((await world.store.head()) as string, 5_000)).toBe(true);
    expect(numbered(views)).toBe(5 + passes);
  });

  it('a rebuild of an unknown projection is refused by its name', async () => {
    const views = await world.ready();
    await expect(views.rebuild('nothing')).rejects.toThrow('no projection named nothing');
    await expect(views.hash('nothing')).rejects.toThrow('no projection named nothing');
  });
});

describe('versions', () => {
  it('a new version is built in the shadow while the old tables serve as they stood, then swapped whole', async () => {
    await world.recordMany(1_500);
    await (await world.ready()).close();
    await world.recordMany(1_500);
    const second: Projection = {
      ...notes,
      version: 2,
      tables: [
        { name: 'notes', columns: 'stream TEXT PRIMARY KEY, twice INTEGER NOT NULL' },
        { name: 'note_numbers', columns: 'number INTEGER PRIMARY KEY, id TEXT NOT NULL' },
      ],
      apply(event, db) {
        db.run('INSERT INTO {notes} VALUES (?, 2) ON CONFLICT DO UPDATE SET twice = twice + 2', event.envelope.stream);
        db.run('INSERT INTO {note_numbers} (id) VALUES (?)', event.envelope.id);
      },
    };
    const head = (await world.store.head()) as string;
    let looked = 0;
    const looking = lookingAt(second, 2_500, () => {
      looked += 1;
      expect(views.ready).toBe(true);
      expect(views.progress().filter(({ name }) => name === 'notes')).toMatchObject([
        { version: 1, state: 'live', done: 1_500 },
        { version: 2, state: 'building' },
      ]);
      expect(numbered(views)).toBe(1_500);
      expect((views.position as string) < head).toBe(true); // the old tables do not know the newest events
      expect(() => views.read.all('SELECT twice FROM notes')).toThrow(ViewsNotReady);
    });
    const views = world.open({ projections: [looking, tickets] });
    expect(await views.waitFor(head, 5_000)).toBe(true);
    expect(numbered(views)).toBe(3_000);
    expect(views.read.get('SELECT sum(twice) AS n FROM notes')).toMatchObject({ n: 6_000 });
    expect(looked).toBe(1);
    expect(views.poison()).toEqual([]);
    expect(views.progress().filter(({ name }) => name === 'notes')).toMatchObject([{ version: 2, state: 'live' }]);
  });

  it('changed tables are noticed although the version was not raised', async () => {
    await world.record(3);
    await (await world.ready()).close();
    const changed = { ...tickets, tables: [{ name: 'tickets', columns: 'stream TEXT PRIMARY KEY, more TEXT' }] };
    const apply: Projection['apply'] = (event, db) =>
      void db.run('INSERT INTO {tickets} (stream) VALUES (?) ON CONFLICT DO NOTHING', event.envelope.stream);
    const views = await world.ready({ projections: [notes, { ...changed, apply }] });
    await until(() => views.health().state === 'live');
    expect(views.read.all('SELECT more FROM tickets')).toEqual([]);
  });

  it('a projection that is gone takes its tables along', async () => {
    await (await world.ready()).close();
    const views = await world.ready({ projections: [notes] });
    expect(() => views.read.all('SELECT * FROM tickets')).toThrow('no such table');
  });

  it.each<[string, Partial<Projection>]>([
    ['cannot be named', { name: 'No Name' }],
    ['counts from 1', { version: 0 }],
    ['has no table', { tables: [] }],
    ['cannot be named', { tables: [{ name: 'poison', columns: 'a TEXT' }] }],
    ['belongs to notes and to other', { tables: [{ name: 'notes', columns: 'a TEXT' }] }],
    ['two projections named notes', { name: 'notes' }],
  ])('a projection that %s is refused at the start', (words, wrong) => {
    const other: Projection = { ...tickets, name: 'other', ...wrong };
    expect(() => Views.open({ folder: world.folder, store: world.store, projections: [notes, other] })).toThrow(words);
  });
});
