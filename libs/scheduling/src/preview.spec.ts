/** What is foretold of an edition is what then happens: to every deadline, on its day, and to nothing else. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Views } from '#libs/views';
import { workingDays } from '#libs/workflow';
import { World } from '#libs/workflow/specification';
import { errand } from '../../workflow/src/tiny.fixture.js';
import { FanOut } from './fan-out.js';
import { previewEdition, type Intended } from './preview.js';
import { timersView } from './timers-view.js';

const people = {
  li: ['clerk@nanguan', 'clerk@beixia'],
  zhou: ['officer@nanguan', 'officer@beixia'],
  root: ['admin@district'],
};
/** Friday, 25 December 2026: five working days reach into a year that nobody has published yet. */
const START = '2026-12-25T01:00:00.000Z';
const calendar2027 = {
  year: 2027,
  holidays: ['2027-01-01', '2027-01-02', '2027-01-03', '2027-01-04'],
  makeUpDays: [],
};

let world: World;
let views: Views;
let folder: string;
beforeEach(async () => {
  world = await World.begin({
    workflows: [errand],
    people,
    start: START,
    registers: { area: (id) => ['nanguan', 'beixia'].includes(id) },
  });
  folder = mkdtempSync(join(tmpdir(), 'linli-preview-'));
  views = Views.open({ folder, store: world.store, projections: [timersView], clock: world.clock });
  await views.whenReady();
});
afterEach(async () => {
  await views.close();
  await world.store.close();
  rmSync(folder, { recursive: true, force: true });
});

async function taken(area = 'nanguan'): Promise<string> {
  const form = { area, what: '换灯泡', story: '三单元', caller: { name: '张三', phone: '13800001111' } };
  const { id } = await world.given('AskErrand', form, { by: 'li' });
  await world.given('TakeErrand', { runner: 'li' }, { by: 'li', on: id });
  return id;
}

async function seen(): Promise<void> {
  const head = await world.store.head();
  if (head !== undefined) expect(await views.waitFor(head, 30_000)).toBe(true);
}

async function foretold(intended: Intended, more: { shownMax?: number; lookedMax?: number; withinMs?: number } = {}) {
  await seen();
  const { engine, clock, timeTables } = world;
  const before = await world.store.head();
  const preview = await previewEdition(intended, { views, engine, clock, timeTable: timeTables.now, ...more });
  expect(await world.store.head()).toBe(before);
  return preview;
}

async function swept(): Promise<number> {
  await seen();
  const fanOut = new FanOut({
    clock: world.clock,
    views,
    engine: world.engine,
    refresh: () => world.timeTables.refresh(),
  });
  await fanOut.sweep();
  return fanOut.status().moved;
}

const dueOf = async (id: string) =>
  (await world.case('errand', id)).armed.find((running) => running.name === 'finish')?.dueAt;

const change = (more: object = {}) => ({
  kind: 'setting' as const,
  name: 'errand.finish',
  value: { ...workingDays(8) },
  effectiveOn: '2026-12-25',
  alsoOpen: true,
  ...more,
});

async function record({ kind: _kind, name, ...form }: ReturnType<typeof change>): Promise<void> {
  await world.given('ChangeSetting', { ...form, reason: '试行' }, { by: 'root', on: name, workflow: 'setting' });
}

describe('a preview', () => {
  it('of a setting names the deadlines that then move, from when to when, and why the others stay', async () => {
    const [first, second, there] = [await taken(), await taken(), await taken('beixia')];
    const extended = await taken();
    const agreed = { name: 'finish', until: '2027-02-01', reason: '同意', consent: true };
    await world.given('ExtendDeadline', agreed, { by: 'li', on: extended });
    await record(change({ subDistrict: 'beixia', value: { ...workingDays(20) }, alsoOpen: false }));
    await world.timeTables.refresh();
    const intended = change();
    const preview = await foretold(intended);
    expect(preview).toMatchObject({ looked: 4, moves: 2, cases: 2, complete: true, at: START });
    expect(preview.stays).toMatchObject({ agreed: 1, elsewhere: 1, same: 0 });
    const before = await Promise.all([first, second].map(dueOf));
    await record(intended);
    expect(await swept()).toBe(2);
    const after = await Promise.all([first, second].map(dueOf));
    expect(preview.moved.map(({ id, from, to }) => [id, from, to]).sort()).toEqual(
      [first, second].map((id, index) => [id, before[index], after[index]]).sort(),
    );
    expect(preview.stayed.map(({ id, because }) => [id, because]).sort()).toEqual(
      [
        [extended, 'agreed'],
        [there, 'elsewhere'],
      ].sort(),
    );
  });

  it('of a change for new cases only moves nothing; of one that comes later it sees what is over by then', async () => {
    const id = await taken();
    expect(await foretold(change({ alsoOpen: false }))).toMatchObject({ moves: 0, stays: { 'new-only': 1 } });
    // Due at the end of 1 January: over when the change comes a week later.
    expect(await foretold(change({ effectiveOn: '2027-01-08' }))).toMatchObject({
      at: '2027-01-07T16:00:00.000Z',
      moves: 0,
      stays: { over: 1 },
    });
    const intended = change({ effectiveOn: '2026-12-28' });
    const preview = await foretold(intended);
    await record(intended);
    expect(await swept()).toBe(0);
    await world.clock.set(preview.at);
    expect(await swept()).toBe(1);
    expect(preview.moved).toEqual([
      { workflow: 'errand', id, name: 'finish', from: '2027-01-01T16:00:00.000Z', to: await dueOf(id) },
    ]);
  });

  it('of a calendar says what moves and what is only confirmed', async () => {
    const moving = await taken();
    await record(change({ value: { ...workingDays(1) }, effectiveOn: '2026-12-25', alsoOpen: false }));
    await world.timeTables.refresh();
    await taken();
    const preview = await foretold({ kind: 'calendar', ...calendar2027 });
    expect(preview).toMatchObject({ looked: 1, moves: 1, complete: true });
    const harmless = await foretold({ kind: 'calendar', ...calendar2027, holidays: ['2027-01-02', '2027-01-03'] });
    expect(harmless).toMatchObject({ moves: 0, stays: { confirmed: 1 } });
    await world.given('PublishCalendar', { ...calendar2027, source: '通知' }, { by: 'root', workflow: 'calendar' });
    expect(await swept()).toBe(1);
    expect(preview.moved).toMatchObject([{ id: moving, to: await dueOf(moving) }]);
  });

  it('counts everything, shows the first and says where it stopped looking', async () => {
    for (let index = 0; index < 12; index++) await taken();
    expect(await foretold(change(), { shownMax: 5 })).toMatchObject({ moves: 12, cases: 12, complete: true });
    expect((await foretold(change(), { shownMax: 5 })).moved).toHaveLength(5);
    expect(await foretold(change(), { lookedMax: 10 })).toMatchObject({ looked: 8, moves: 8, complete: false });
    expect(await foretold(change(), { withinMs: 0 })).toMatchObject({ looked: 0, complete: false });
  });

  it('ends when whoever asked has gone', async () => {
    await taken();
    await seen();
    const { engine, clock, timeTables } = world;
    const signal = AbortSignal.abort(new Error('gone'));
    await expect(previewEdition(change(), { views, engine, clock, timeTable: timeTables.now, signal })).rejects.toThrow(
      'gone',
    );
  });
});
