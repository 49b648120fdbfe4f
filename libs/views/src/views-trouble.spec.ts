import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { type EventStore, LogRestored, StoreUnavailable } from '#libs/event-store';
import { SqliteEventStore } from '#libs/event-store/sqlite';
import type { PoisonEvent, Projection } from './index.js';
import { notes, numbered, storeWith, tickets, World } from './views.fixture.js';
import { until } from '#test/support/until';

let world: World;
beforeEach(async () => {
  world = await World.create();
});
afterEach(() => world.dispose());

/** Takes notes, but nothing of the type `NoteBroken`, of which it writes a half. */
const fragile: Projection = {
  ...notes,
  apply(event, db) {
    if (event.envelope.type !== 'NoteBroken') return notes.apply(event, db);
    db.run('INSERT INTO {notes} VALUES (?, 99, ?)', `half-${event.envelope.id}`, 'half');
    throw new Error('cannot take a broken note');
  },
};

describe('poison events', () => {
  it('an event that a projection throws at is set aside with an alarm, leaves no half, and the rest goes on', async () => {
    const alarms: PoisonEvent[] = [];
    const views = await world.ready({
      projections: [fragile, tickets],
      clock: { now: () => Date.UTC(2026, 10, 24) },
      onPoison: (poison) => alarms.push(poison),
    });
    await world.record(2);
    const broken = await world.record(1, { type: 'NoteBroken', workflow: 'ticket' });
    const last = await world.record(2);
    expect(await views.waitFor(last, 5_000)).toBe(true);
    expect(numbered(views)).toBe(4);
    expect(views.read.all("SELECT * FROM notes WHERE last = 'half'")).toEqual([]);
    expect(views.read.get('SELECT count(*) AS n FROM tickets')).toMatchObject({ n: 1 }); // others took it
    expect(alarms).toMatchObject([
      { projection: 'notes', version: 1, position: broken, error: 'Error: cannot take a broken note' },
    ]);
    expect(views.poison().map((row) => ({ ...row }))).toEqual(alarms);
    expect(alarms[0]).toMatchObject({ at: '2026-11-24T00:00:00.000Z', stream: expect.stringMatching(/^ticket-/) });
    expect(views.health()).toEqual({ state: 'live' });
  });

  it('a statement that breaks a constraint is poison too, while building as well', async () => {
    await world.record(3);
    const views = await world.ready({
      projections: [
        {
          ...tickets,
          categories: ['note'],
          apply: (event, db) => void db.run('INSERT INTO {tickets} VALUES (?)', event.envelope.stream),
        },
      ],
    });
    expect(views.read.get('SELECT count(*) AS n FROM tickets')).toMatchObject({ n: 1 });
    expect(views.poison().map(({ error }) => error)).toEqual([
      expect.stringContaining('UNIQUE'),
      expect.stringContaining('UNIQUE'),
    ]);
  });

  it('a mended projection takes what was set aside when it is rebuilt', async () => {
    await world.record(2);
    await world.record(1, { type: 'NoteBroken' });
    const before = await world.ready({ projections: [fragile, tickets] });
    expect(before.poison()).toHaveLength(1);
    await before.close();
    const after = await world.ready();
    expect(after.poison()).toHaveLength(1);
    await after.rebuild('notes');
    expect(after.poison()).toEqual([]);
    expect(numbered(after)).toBe(3);
  });

  it.each([
    ['another projection’s table', 'SELECT * FROM g1_notes'],
    ['a table it did not declare', 'SELECT * FROM {notes}'],
    ['chance', 'SELECT random()'],
    ['the clock', "SELECT datetime('now')"],
    ['the clock by a keyword', 'SELECT CURRENT_TIMESTAMP'],
    ['a change of tables', 'DROP TABLE {tickets}'],
    ['an end of the transaction', 'COMMIT'],
  ])('a projection cannot reach %s', async (_, sql) => {
    const reaching: Projection = { ...tickets, categories: ['note'], apply: (_event, db) => void db.all(sql) };
    const views = await world.ready({ projections: [notes, reaching] });
    expect(await views.waitFor(await world.record(1), 5_000)).toBe(true);
    expect(views.poison()).toHaveLength(1);
    expect(numbered(views)).toBe(1);
  });
});

describe('another log', () => {
  it('a log shorter than the view (a restored backup) is noticed and the views are built anew', async () => {
    await world.record(4);
    const db = new DatabaseSync(join(world.folder, 'events.db'));
    db.prepare('VACUUM INTO ?').run(join(world.folder, 'backup.db'));
    db.close();
    await world.record(3);
    await (await world.ready()).close();
    await restore();

    const views = await world.ready();
    expect(numbered(views)).toBe(4);
    await views.close();

    await world.record(3); // as long as before, but not the same events
    const again = await world.ready();
    expect(numbered(again)).toBe(7);
    await again.close();
    await restore();
    await world.record(5); // longer than what the view has seen, and not the same
    const third = await world.ready();
    expect(numbered(third)).toBe(9);
    const hash = await third.hash('notes');
    await third.rebuild();
    expect(await third.hash('notes')).toEqual(hash);
  });

  it('views that run are not ready, say nothing of what was lost and are built anew when the log is restored and grows past them', async () => {
    await world.record(4);
    const db = new DatabaseSync(join(world.folder, 'events.db'));
    db.prepare('VACUUM INTO ?').run(join(world.folder, 'backup.db'));
    db.close();
    await world.record(3);
    let lost = new AbortController();
    const stillLost = Promise.withResolvers<void>();
    /** Whether the log was read while the views called themselves ready, from the restoring on. */
    const readWhile: boolean[] = [];
    let isReady = (): boolean => false;
    const restored = storeWith(world.store, {
      async *readAll(options) {
        if (lost.signal.aborted) await stillLost.promise;
        readWhile.push(isReady());
        yield* world.store.readAll(options);
      },
      async *subscribe(options) {
        yield* world.store.subscribe({ ...options, signal: AbortSignal.any([options.signal, lost.signal]) });
        if (!options.signal.aborted) throw new LogRestored('the log is a restored one');
      },
    });
    const views = await world.ready({ store: restored });
    expect(numbered(views)).toBe(7);
    // Also while one of them is built beside those that serve.
    void views.rebuild('notes').catch(() => undefined); // it has ended by the time anybody asks, or begins anew
    lost.abort();
    await until(() => views.health().state === 'retrying');
    await restore();
    const newest = await world.record(5);
    lost = new AbortController();
    readWhile.length = 0;
    isReady = () => views.ready;
    stillLost.resolve();
    await until(() => views.ready && views.position === newest);
    expect(readWhile).toContain(false);
    expect(numbered(views)).toBe(9);
    expect(views.health()).toEqual({ state: 'live' });
    expect(await views.waitFor(await world.record(2), 5_000)).toBe(true);
    expect(numbered(views)).toBe(11);
    const hash = await views.hash('notes');
    await views.rebuild();
    expect(await views.hash('notes')).toEqual(hash);
    expect(views.poison()).toEqual([]);
  });

  async function restore(): Promise<void> {
    await world.store.close();
    for (const end of ['', '-wal', '-shm']) rmSync(join(world.folder, `events.db${end}`), { force: true });
    copyFileSync(join(world.folder, 'backup.db'), join(world.folder, 'events.db'));
    world.store = await SqliteEventStore.open({ folder: world.folder });
  }

  it('the same log is not built again', async () => {
    await world.record(4);
    await (await world.ready()).close();
    let applied = 0;
    const counting: Projection = { ...notes, apply: (event, db) => ((applied += 1), notes.apply(event, db)) };
    const views = await world.ready({ projections: [counting, tickets] });
    expect(numbered(views)).toBe(4);
    expect(applied).toBe(0);
  });
});

describe('a store in trouble', () => {
  it('a damaged event stops the views, which say so, and is not set aside', async () => {
    const views = await world.ready();
    const position = await world.record(2);
    await views.waitFor(position, 5_000);
    await views.close();
    await world.record(1, { workflow: 'note' });
    const db = new DatabaseSync(join(world.folder, 'events.db'), { timeout: 5_000 });
    db.exec("UPDATE events SET data = replace(data, '漏', '满') WHERE position = (SELECT max(position) FROM events)");
    db.close();
    const after = world.open();
    await until(() => after.health().state === 'stopped');
    expect(after.health()).toMatchObject({ error: { name: 'CorruptEvent' } });
    expect(after.ready).toBe(false);
    await expect(after.whenReady()).rejects.toThrow('does not match its hash');
    await expect(after.rebuild()).rejects.toThrow('does not match its hash');
    expect(after.poison()).toEqual([]);
    expect(() => numbered(after)).toThrow('could not be compared with the log');
  });

  it('a store that fails at any call is tried again, from where the tables stand', async () => {
    await world.recordMany(600);
    let calls = 0;
    const failing = flaky(world.store, () => {
      calls += 1;
      // Each try asks twice: whether the log is still the same, and for its events.
      if (calls % 3 === 1) throw new StoreUnavailable('the line is dead', 'nothing-written');
    });
    const views = world.open({ store: failing, projections: [notes] });
    await until(() => views.health().state === 'retrying');
    await views.whenReady();
    expect(numbered(views)).toBe(600);
    expect(await views.waitFor(await world.record(700), 10_000)).toBe(true);
    expect(numbered(views)).toBe(1_300);
    expect(calls).toBeGreaterThan(3);
  });

  it('a slow store is applied piece by piece, without waiting for the live edge', async () => {
    await world.record(1);
    const views = await world.ready();
    await views.close();
    await world.record(10);
    const stalled = Promise.withResolvers<void>();
    const slow = storeWith(world.store, {
      async *subscribe(options) {
        let count = 0;
        for await (const item of world.store.subscribe(options)) {
          if (++count === 5) await stalled.promise;
          yield item;
        }
      },
    });
    const after = world.open({ store: slow });
    await until(() => after.progress()[0]?.done === 5);
    expect(after.ready).toBe(false);
    stalled.resolve();
    await after.whenReady();
    expect(numbered(after)).toBe(11);
  });

  /** The store, with a look before every event it hands out and every call it takes. */
  function flaky(store: EventStore, look: () => void): EventStore {
    return storeWith(store, {
      async *readAll(options) {
        look();
        let count = 0;
        for await (const event of store.readAll(options)) {
          if (++count === 300) look();
          yield event;
        }
      },
      async *subscribe(options) {
        look();
        let count = 0;
        for await (const item of store.subscribe(options)) {
          if (++count === 300) look();
          yield item;
        }
      },
    });
  }

  it('a full disk is nobody’s poison: the views wait and go on', async () => {
    let isFull = true;
    const filling: Projection = {
      ...tickets,
      apply(event, db) {
        if (isFull) throw Object.assign(new Error('database or disk is full'), { errcode: 13 });
        tickets.apply(event, db);
      },
    };
    const after = await world.ready({ projections: [notes, filling] });
    const position = await world.record(2, { workflow: 'ticket' });
    await until(() => after.health().state === 'retrying');
    expect(numbered(after)).toBe(0);
    isFull = false;
    expect(await after.waitFor(position, 10_000)).toBe(true);
    expect(after.poison()).toEqual([]);
    expect(numbered(after)).toBe(2);
  });

  it('a file that is no views file is refused in one sentence, and one of a newer format too', async () => {
    writeFileSync(join(world.folder, 'views.db'), 'this is no database, and it is long enough to be looked at');
    expect(() => world.open()).toThrow('cannot be read as a views file');
    rmSync(join(world.folder, 'views.db'));
    await (await world.ready()).close();
    const db = new DatabaseSync(join(world.folder, 'views.db'));
    db.exec('PRAGMA user_version = 2');
    db.close();
    expect(() => world.open()).toThrow('has format 2');
  });
});
