import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryEventStore, type KeptEvents } from '#libs/event-store/memory';
import { MemoryKeyVault } from '#libs/sealed';
import { Views } from '#libs/views';
import { workingDays, type Engine } from '#libs/workflow';
import { World } from '#libs/workflow/specification';
import { until as untilTrue } from '#test/support/until';
import { errand } from '../../workflow/src/tiny.fixture.js';
import { FanOut } from './fan-out.js';
import { timersView, type TimerRow } from './timers-view.js';

const people = {
  li: ['clerk@nanguan', 'clerk@beixia'],
  zhou: ['officer@nanguan', 'officer@beixia'],
  root: ['admin@district'],
};
/** Friday, 25 December 2026: five working days reach into a year that nobody has published yet. */
const START = '2026-12-25T01:00:00.000Z';
const DAY = 86_400_000;
/** New Year with 4 January off: one working day later than plain weekdays say. */
const holidays2027 = ['2027-01-01', '2027-01-02', '2027-01-03', '2027-01-04'];

let kept: KeptEvents;
let vault: MemoryKeyVault;
let world: World;
let views: Views;
let folder: string;

async function begin(start = START): Promise<void> {
  world = await World.begin({
    workflows: [errand],
    people,
    start,
    store: new MemoryEventStore(kept),
    vault,
    registers: { area: (id) => ['nanguan', 'beixia'].includes(id) },
  });
  folder = mkdtempSync(join(tmpdir(), 'linli-fan-'));
  views = Views.open({ folder, store: world.store, projections: [timersView], clock: world.clock });
  await views.whenReady();
}

async function end(): Promise<void> {
  await views.close();
  await world.store.close();
  rmSync(folder, { recursive: true, force: true });
}

beforeEach(async () => {
  kept = [];
  vault = new MemoryKeyVault();
  await begin();
});
afterEach(() => end());

async function taken(area = 'nanguan'): Promise<string> {
  const form = { area, what: '换灯泡', story: '三单元', caller: { name: '张三', phone: '13800001111' } };
  const { id } = await world.given('AskErrand', form, { by: 'li' });
  await world.given('TakeErrand', { runner: 'li' }, { by: 'li', on: id });
  return id;
}

const publish2027 = () =>
  world.given(
    'PublishCalendar',
    { year: 2027, holidays: holidays2027, makeUpDays: [], source: '通知' },
    { by: 'root', workflow: 'calendar' },
  );

const change = (more: object, workflow = 'setting') =>
  world.given(
    'ChangeSetting',
    { value: workingDays(8), effectiveOn: '2026-12-25', alsoOpen: true, reason: '试行', ...more },
    { by: 'root', on: 'errand.finish', workflow },
  );

function fanOut(engine: Pick<Engine, 'ports' | 'execute'> = world.engine): FanOut {
  return new FanOut({
    clock: world.clock,
    views,
    engine: engine as Engine,
    refresh: () => world.timeTables.refresh(),
  });
}

/** Sweeps until it sleeps, as at a start. */
async function swept(one = fanOut()): Promise<FanOut> {
  await seen();
  one.start();
  await until(() => one.status().nextSweepAt !== undefined);
  await one.stop();
  return one;
}

async function seen(): Promise<void> {
  const head = await world.store.head();
  if (head !== undefined) expect(await views.waitFor(head, 5_000)).toBe(true);
}

const until = (condition: () => boolean) => untilTrue(condition, 5_000);

const finish = async (id: string) =>
  (await world.case('errand', id)).armed.find((running) => running.name === 'finish');
const moves = async (id: string) =>
  (await world.history('errand', id)).filter((type) => type === 'DeadlineMoved').length;

describe('the fan-out of a calendar', () => {
  it('law 3: a date counted without a notice moves once, visibly, when the year is published; closed cases do not', async () => {
    const [open, closed] = [await taken(), await taken()];
    expect(await finish(open)).toMatchObject({ dueAt: '2027-01-01T16:00:00.000Z', calendar: '2026+provisional' });
    await world.given('FinishErrand', { how: 'well' }, { by: 'li', on: closed, ifMatch: 2 });
    const before = await world.history('errand', closed);
    await publish2027();
    const { moved } = (await swept()).status();
    expect(moved).toBe(1);
    expect(await finish(open)).toMatchObject({ dueAt: '2027-01-05T16:00:00.000Z', calendar: '2026+2027' });
    const event = (await world.events('errand', open)).at(-1);
    const edition = (await world.events('calendar', '2027')).at(-1);
    expect(event).toMatchObject({
      envelope: {
        type: 'DeadlineMoved',
        actor: { id: 'fan-out', kind: 'reaction' },
        causationId: edition?.envelope.id,
        correlationId: edition?.envelope.correlationId,
        depth: 1,
      },
      data: { name: 'finish', why: 'calendar' },
    });
    expect((await swept()).status().moved).toBe(0);
    expect(await moves(open)).toBe(1);
    expect(await world.history('errand', closed)).toEqual(before);
  });

  it('law 9: the sweep goes on where a kill cut it off, and each deadline moves once', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 30; index++) ids.push(await taken());
    await publish2027();
    let asked = 0;
    const halfway = Promise.withResolvers<void>();
    const dying: Pick<Engine, 'ports' | 'execute'> = {
      ports: world.engine.ports,
      execute: (request) => {
        if (++asked <= 13) return world.engine.execute(request);
        halfway.resolve();
        return new Promise(() => undefined);
      },
    };
    await seen();
    fanOut(dying).start();
    await halfway.promise;
    await end();
    await begin(START);
    const done = await Promise.all(ids.map(moves));
    expect(done.filter((count) => count === 1).length).toBeLessThan(30);
    expect((await swept()).status().moved).toBe(done.filter((count) => count === 0).length);
    for (const id of ids) {
      expect(await moves(id)).toBe(1);
      expect(await finish(id)).toMatchObject({ calendar: '2026+2027' });
    }
  });

  it('law 9: a rebuilt view moves nothing again', async () => {
    const id = await taken();
    await publish2027();
    await swept();
    await views.rebuild();
    expect((await swept()).status().moved).toBe(0);
    expect(await moves(id)).toBe(1);
  });

  it('law 3: it moves while the program runs, and once more looks at what was decided meanwhile', async () => {
    const id = await taken();
    const running = fanOut();
    running.start();
    await until(() => running.status().nextSweepAt !== undefined);
    await publish2027();
    await until(() => running.status().moved === 1 && running.status().nextSweepAt !== undefined);
    expect(running.status().nextSweepAt).toBe('2026-12-25T01:01:00.000Z');
    await world.clock.advance(60_000);
    await until(() => running.status().nextSweepAt === '2026-12-25T16:00:00.000Z');
    await running.stop();
    expect(await moves(id)).toBe(1);
  });

  it('what fails is said, tried again, and holds up no other', async () => {
    const ids = [await taken(), await taken(), await taken()];
    await publish2027();
    let failures = 2;
    const one = fanOut({
      ports: world.engine.ports,
      execute: (request) =>
        request.target === ids[1] && failures-- > 0
          ? Promise.reject(new Error('no disk'))
          : world.engine.execute(request),
    });
    await seen();
    one.start();
    await until(() => one.status().failure !== undefined && one.status().nextSweepAt !== undefined);
    expect(one.status().failure).toContain('no disk');
    expect(one.status().moved).toBe(2);
    await world.clock.advance(1_000);
    await until(() => one.status().moved === 3);
    await one.stop();
    expect(await Promise.all(ids.map(moves))).toEqual([1, 1, 1]);
  });
});

describe('the fan-out of a setting', () => {
  it('law 3: open cases move only if the change says so, and count by its edition from then on', async () => {
    const id = await taken();
    const before = await finish(id);
    await change({ alsoOpen: false });
    expect((await swept()).status().moved).toBe(0);
    expect(await finish(id)).toEqual(before);
    await change({ value: workingDays(9) });
    expect((await swept()).status().moved).toBe(1);
    expect(await finish(id)).toMatchObject({ dueAt: '2027-01-07T16:00:00.000Z', setting: 3 });
    // A calendar published later moves it by the same edition.
    await publish2027();
    await swept();
    expect(await finish(id)).toMatchObject({ dueAt: '2027-01-11T16:00:00.000Z', setting: 3, calendar: '2026+2027' });
    expect(await moves(id)).toBe(2);
  });

  it('law 3: a change that takes effect later moves open cases on its day', async () => {
    const id = await taken();
    const running = fanOut();
    running.start();
    await change({ effectiveOn: '2026-12-27' });
    await seen();
    await until(() => running.status().nextSweepAt === '2026-12-25T01:01:00.000Z');
    await world.clock.set('2026-12-25T01:01:00.000Z');
    await until(() => running.status().nextSweepAt === '2026-12-25T16:00:00.000Z');
    await world.clock.set('2026-12-25T16:00:00.000Z');
    await until(() => running.status().nextSweepAt === '2026-12-26T16:00:00.000Z');
    expect(await moves(id)).toBe(0);
    await world.clock.set('2026-12-26T16:00:00.000Z');
    await until(() => running.status().moved === 1);
    await running.stop();
    expect(await finish(id)).toMatchObject({ setting: 2 });
  });

  it('law 3: a sub-district’s change moves its own cases only', async () => {
    const [here, there] = [await taken('nanguan'), await taken('beixia')];
    await change({ alsoOpen: false, value: workingDays(20) });
    await change({ subDistrict: 'beixia' });
    expect((await swept()).status().moved).toBe(1);
    expect(await finish(here)).toMatchObject({ setting: 1 });
    expect(await finish(there)).toMatchObject({ setting: 3 });
  });
});

describe('the timers view', () => {
  const rows = () =>
    views.read.all<TimerRow & Record<string, never>>(
      'SELECT * FROM timers WHERE workflow = ? ORDER BY timerId',
      'errand',
    );

  it('law 3: holds exactly what the folds of the cases say is running, whatever happened', async () => {
    const ids = [await taken(), await taken(), await taken(), await taken(), await taken(), await taken()] as const;
    const { id: asked } = await world.given(
      'AskErrand',
      { area: 'nanguan', what: '修门', story: '门坏了', caller: { name: '李四', phone: '13800002222' } },
      { by: 'li' },
    );
    await world.given('PauseClock', { why: 'awaiting-citizen' }, { by: 'li', on: ids[0] });
    await world.given('HoldErrand', { reason: '等备件' }, { by: 'zhou', on: ids[1] });
    await world.given(
      'ExtendDeadline',
      { name: 'finish', until: '2027-02-01', reason: '同意', consent: true },
      {
        by: 'li',
        on: ids[2],
      },
    );
    await world.given('UndoLast', {}, { by: 'li', on: ids[3] });
    await world.given('FinishErrand', { how: 'well' }, { by: 'li', on: ids[4], ifMatch: 2 });
    await world.clock.advance(5 * DAY);
    await world.given('ResumeErrand', {}, { by: 'zhou', on: ids[1] });
    await world.letTimersAct('errand', asked);
    await world.letTimersAct('errand', ids[3]);
    await publish2027();
    await swept();
    await change({ value: workingDays(20), effectiveOn: '2026-12-30' });
    await swept();
    await seen();
    const running = [];
    for (const id of [...ids, asked])
      for (const { from: _from, kept: _kept, remindAt: _remindAt, ...timer } of (await world.case('errand', id)).armed)
        running.push({ ...timer, workflow: 'errand', id });
    expect(rows().map((row) => ({ ...row }))).toEqual(running.sort((a, b) => (a.timerId < b.timerId ? -1 : 1)));
    expect(running.map(({ name }) => name)).toEqual(expect.arrayContaining(['finish', 'take.alert']));
    expect(running.map(({ setting }) => setting)).toContain(2);
  });
});
