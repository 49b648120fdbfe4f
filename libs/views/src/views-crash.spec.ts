import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import type { Projection } from './index.js';
import { notes, numbered, silence, storeWith, tickets, World } from './views.fixture.js';
import { until } from '#test/support/until';

let world: World;
beforeEach(async () => {
  world = await World.create();
});
afterEach(() => world.dispose());

/** Keeps the files as a SIGKILL would leave them, in the middle of a transaction at every so-many-th event. */
function killedAtEvery(step: number, folders: string[]): Projection {
  let count = 0;
  return {
    ...notes,
    apply(event, db) {
      notes.apply(event, db);
      if (++count % step === 0) folders.push(filesAsTheyAre(`killed-${folders.length}`));
    },
  };
}

function filesAsTheyAre(name: string): string {
  const folder = join(world.folder, name);
  mkdirSync(folder);
  for (const file of ['views.db', 'views.db-wal'])
    if (existsSync(join(world.folder, file))) copyFileSync(join(world.folder, file), join(folder, file));
  return folder;
}

/** Whether every generation in the file holds exactly the events up to its checkpoint. */
function isWhole(folder: string): boolean {
  const db = new DatabaseSync(join(folder, 'views.db'));
  const generations = db.prepare("SELECT id, passed FROM generations WHERE projection = 'notes'").all();
  const whole = generations.every(({ id, passed }) => {
    const { numbers } = db.prepare(`SELECT count(*) AS numbers FROM g${String(id)}_note_numbers`).get() ?? {};
    const { events } = db.prepare(`SELECT coalesce(sum(count), 0) AS events FROM g${String(id)}_notes`).get() ?? {};
    return numbers === passed && events === passed;
  });
  db.close();
  return whole && generations.length > 0;
}

describe('a crash at any event', () => {
  it('while building: tables and checkpoint are of the same event, and the shadow is gone on with', async () => {
    await world.recordMany(2_000);
    const folders: string[] = [];
    const views = await world.ready({ projections: [killedAtEvery(167, folders), tickets] });
    const expected = await views.hash('notes');
    expect(folders).toHaveLength(11);
    for (const folder of folders) {
      expect(isWhole(folder)).toBe(true);
      let applied = 0;
      const counting: Projection = { ...notes, apply: (event, db) => ((applied += 1), notes.apply(event, db)) };
      const again = await world.ready({ folder, projections: [counting, tickets] });
      expect(await again.hash('notes')).toEqual(expected);
      if (folder === folders.at(-1)) expect(applied).toBeLessThan(2_000); // it did not start from nothing
      await again.close();
    }
  });

  it('while following: what was applied and not committed is applied again, once', async () => {
    const folders: string[] = [];
    const views = await world.ready({ projections: [killedAtEvery(97, folders), tickets] });
    await world.recordMany(700);
    expect(await views.waitFor((await world.store.head()) as string, 5_000)).toBe(true);
    const expected = await views.hash('notes');
    expect(folders).toHaveLength(7);
    for (const folder of folders) {
      expect(isWhole(folder)).toBe(true);
      const again = await world.ready({ folder });
      expect(await again.hash('notes')).toEqual(expected);
      await again.close();
    }
  });

  it('while rebuilding: the old tables serve after the restart until the shadow is whole', async () => {
    await world.recordMany(1_000);
    const folders: string[] = [];
    const views = await world.ready();
    const expected = await views.hash('notes');
    await views.close();
    const rebuilding = await world.ready({ projections: [killedAtEvery(333, folders), tickets] });
    await rebuilding.rebuild('notes');
    for (const folder of folders) {
      expect(isWhole(folder)).toBe(true);
      const again = world.open({ folder });
      await again.whenReady();
      expect(await again.hash('notes')).toEqual(expected);
      await again.rebuild('notes'); // joins the one that was interrupted
      expect(await again.hash('notes')).toEqual(expected);
      expect(again.progress()).toHaveLength(2);
      await again.close();
    }
  });

  it('where a checkpoint cannot be written no row of its events stands either', async () => {
    await world.record(3);
    const views = await world.ready();
    const beside = new DatabaseSync(join(world.folder, 'views.db'), { timeout: 5_000 });
    beside.exec(`CREATE TRIGGER no_checkpoint BEFORE UPDATE OF position ON generations
      BEGIN SELECT RAISE(ABORT, 'no checkpoint today'); END`);
    const position = await world.record(2);
    await until(() => views.health().state === 'retrying');
    expect(views.health()).toMatchObject({ error: { message: 'no checkpoint today' } });
    expect(numbered(views)).toBe(3);
    beside.exec('DROP TRIGGER no_checkpoint');
    beside.close();
    expect(await views.waitFor(position, 10_000)).toBe(true);
    expect(numbered(views)).toBe(5);
    expect(views.health()).toEqual({ state: 'live' });
  });

  it('projections that stand at different events each go on from their own', async () => {
    await world.record(3);
    await (await world.ready()).close();
    await world.record(4);
    const deaf = world.open({ store: storeWith(world.store, { subscribe: silence }) });
    await deaf.rebuild('notes');
    expect(deaf.progress().map(({ name, done }) => [name, done])).toEqual([
      ['notes', 7],
      ['tickets', 3],
    ]);
    await deaf.close();
    const views = await world.ready();
    expect(views.progress().map(({ done }) => done)).toEqual([7, 7]);
    expect(numbered(views)).toBe(7);
    expect(views.poison()).toEqual([]);
  });

  it('closing in the middle of a catch-up leaves the rest for the next start', async () => {
    await (await world.ready()).close();
    await world.recordMany(1_000);
    for (let start = 0; start < 3; start++) await world.open().close();
    const views = await world.ready();
    expect(await views.waitFor((await world.store.head()) as string, 5_000)).toBe(true);
    const live = await views.hash('notes');
    await views.rebuild();
    expect(await views.hash('notes')).toEqual(live);
  });
});
