/** What a setting may be changed to: nothing that the engine cannot work with, and anything that changes what counts. */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { eventId, readyEvent, type Json } from '#libs/event-store';
import { codeOf, World } from '../specification.js';
import { errand } from '../tiny.fixture.js';
import type { Span } from './span.js';
import { days, hours, minutes, months, workingDays } from './spans.js';
import { engineSettingTexts } from './texts.js';
import { engineSettings, settingRange } from './timetable.js';

/** A Tuesday, 09:00 in Beijing; `World` begins on it. */
const TODAY = '2026-11-24';
const people = { li: ['clerk@nanguan'], zhou: ['officer@nanguan'], root: ['admin@district'] };

let world: World;
beforeEach(async () => {
  world = await World.begin({
    workflows: [errand],
    people,
    registers: { area: (id) => ['nanguan', 'beixia'].includes(id), 'sub-district': (id) => id === 'nanguan' },
  });
});

function asking(name: string, value: Span | number, more: object = {}) {
  return world.when(
    'ChangeSetting',
    { value, effectiveOn: TODAY, alsoOpen: false, reason: '试行', ...more },
    { by: 'root', on: name, workflow: 'setting' },
  );
}

async function change(name: string, value: Span | number, more: object = {}): Promise<string> {
  const code = codeOf(await asking(name, value, more));
  await world.timeTables.refresh();
  return code;
}

/** Out of its range, or no count of that unit at all. */
const REFUSED = /^(setting\/out-of-range|\/value (whole|span)|\/value\/count span)$/;

const at = (value: Span | number, count: number): Span | number =>
  typeof value === 'number' ? count : { ...value, count };

const asked = { area: 'nanguan', what: '换灯泡', story: '三单元', caller: { name: '张三', phone: '13800001111' } };

/** Filed late, taken, asked to be undone, missed and told to every level: the readers of the engine's settings. */
async function wholeLife(): Promise<void> {
  const late = { occurredAt: '2026-11-24T00:30:00.000Z', lateReason: '停电' };
  const { id } = await world.given('AskErrand', asked, { by: 'li', ...late });
  await world.letTimersAct('errand', id);
  await world.given('TakeErrand', { runner: 'li' }, { by: 'li', on: id });
  const undo = await world.when('UndoLast', {}, { by: 'li', on: id, dryRun: true });
  expect(codeOf(undo)).toMatch(/^(done|errand\/undo-last-too-late)$/);
  await world.letTimersAct('errand', id);
  const begun = world.clock.now();
  await world.clock.set(new Date(begun + 20 * 365 * 86_400_000).toISOString());
  await world.letTimersAct('errand', id);
  expect(await world.case('errand', id)).toMatchObject({ state: 'taken', armed: [], misses: [{ name: 'finish' }] });
}

const engineBounds = Object.entries(engineSettings).flatMap(([name, value]) => {
  const { min, max } = settingRange(name, value);
  return [
    { name, value, bound: min, beyond: min - 1 },
    { name, value, bound: max, beyond: max + 1 },
  ];
});
const kinds = [workingDays(1), days(1), months(1), hours(1), minutes(1)];
const spanBounds = kinds.flatMap((value) => {
  const { min, max } = settingRange('errand.finish', value);
  return [
    { unit: value.unit, value, bound: min, beyond: min - 1 },
    { unit: value.unit, value, bound: max, beyond: max + 1 },
  ];
});

describe('the range of a setting', () => {
  it.each(engineBounds)('$name can be $bound: cases are filed, reminded, missed and told', async (one) => {
    const { name, value, bound } = one;
    const code = await change(name, at(value, bound));
    // A default may stand at its bound already.
    expect(code).toBe(JSON.stringify(at(value, bound)) === JSON.stringify(value) ? 'setting/nothing-changed' : 'done');
    await wholeLife();
  });

  it.each(engineBounds)('$name cannot be $beyond', async ({ name, value, beyond }) => {
    expect(await change(name, at(value, beyond))).toMatch(REFUSED);
    expect((await world.history('setting', name)).length).toBe(1);
  });

  it('setting/out-of-range says what the range is, and holds for one sub-district as for all', async () => {
    expect(await asking('engine.remind-left-percent', 500)).toMatchObject({
      code: 'setting/out-of-range',
      params: { min: 1, max: 99 },
    });
    expect(await change('engine.office-closes-minute', 9_999_999, { subDistrict: 'nanguan' })).toBe(
      'setting/out-of-range',
    );
  });

  it('an office that opens as late and closes as early as can be set still opens before it closes', async () => {
    expect(await change('engine.office-opens-minute', 720)).toBe('done');
    expect(await change('engine.office-closes-minute', 721, { subDistrict: 'nanguan' })).toBe('done');
    await wholeLife();
  });

  it.each(spanBounds)('a deadline can be of $bound $unit, and a case is filed under it', async ({ value, bound }) => {
    expect(await change('errand.finish', { ...value, count: bound })).toBe('done');
    await wholeLife();
  });

  it.each(spanBounds)('a deadline cannot be of $beyond $unit', async ({ value, beyond }) => {
    expect(await change('errand.finish', { ...value, count: beyond })).toMatch(REFUSED);
    expect((await world.history('setting', 'errand.finish')).length).toBe(1);
  });

  it('a number of a context can be 0 to 100000; what is numbered begins at 1', async () => {
    expect(await change('errand.changes', 100_001)).toBe('setting/out-of-range');
    expect(await change('errand.changes', 100_000)).toBe('done');
    expect(await change('errand.changes', 0)).toBe('done');
    expect(settingRange('errand.first-number', 1)).toEqual({ min: 1, max: 100_000 });
  });

  it('every setting of the engine has its words in both languages', () => {
    expect(Object.keys(engineSettingTexts).sort()).toEqual(Object.keys(engineSettings).sort());
    for (const [zh, en] of Object.values(engineSettingTexts))
      expect([/\p{Script=Han}/u.test(zh), en.length > 5]).toEqual([true, true]);
  });

  it('every default lies in its range, and every number of the engine has a range of its own', () => {
    for (const [name, value] of [...Object.entries(engineSettings), ...Object.entries(errand.declaration.settings)]) {
      const { min, max } = settingRange(name, value);
      const count = typeof value === 'number' ? value : value.count;
      expect({ name, fits: count >= min && count <= max }).toEqual({ name, fits: true });
      if (name.startsWith('engine.') && typeof value === 'number') expect(max).toBeLessThan(100_000);
    }
  });
});

describe('nothing-changed is said of the day the change takes effect', () => {
  it('a value can be set back before a later edition brings it again, and a plan can come earlier', async () => {
    expect(await change('errand.changes', 3)).toBe('done');
    expect(await change('errand.changes', 5, { effectiveOn: '2027-03-01' })).toBe('done');
    expect(await change('errand.changes', 3, { effectiveOn: '2027-02-01' })).toBe('setting/nothing-changed');
    expect(await change('errand.changes', 5, { effectiveOn: '2027-02-01' })).toBe('done');
    expect(await change('errand.changes', 5, { effectiveOn: '2027-03-01' })).toBe('setting/nothing-changed');
    expect(await change('errand.changes', 3, { effectiveOn: '2027-03-01' })).toBe('done');
  });

  it('a slip of today is set back although tomorrow holds the right value', async () => {
    expect(await change('errand.finish', workingDays(9))).toBe('done');
    expect(await change('errand.finish', workingDays(5), { effectiveOn: '2026-11-25' })).toBe('done');
    expect(await change('errand.finish', workingDays(5))).toBe('done');
    expect(world.timeTables.now.span('errand.finish', `${TODAY}T02:00:00.000Z`, 'nanguan').span).toEqual(
      workingDays(5),
    );
  });

  it('a sub-district may fix for itself what the district has, once', async () => {
    const here = { subDistrict: 'nanguan' };
    expect(await change('errand.changes', 2, here)).toBe('done');
    expect(await change('errand.changes', 2, here)).toBe('setting/nothing-changed');
    expect(await change('errand.changes', 4)).toBe('done');
    expect(world.timeTables.now.whole('errand.changes', `${TODAY}T02:00:00.000Z`, 'nanguan')).toBe(2);
    expect(world.timeTables.now.whole('errand.changes', `${TODAY}T02:00:00.000Z`, 'beixia')).toBe(4);
  });
});

describe('an edition that an older release recorded and this one cannot work with', () => {
  /** As a log holds it whose rules were wider: no command of today would record this. */
  async function recordedLongAgo(name: string, value: Json): Promise<void> {
    const stream = `setting-${name}`;
    const last = (await world.events('setting', name)).at(-1);
    if (!last) throw new Error(`${stream} is empty`);
    const { v: _, dataHash: __, ...before } = last.envelope;
    const command = '0190a5b0-7c00-7000-8000-00000000beef';
    const event = readyEvent(
      {
        ...before,
        id: eventId(command, stream, 0),
        version: before.version + 1,
        type: 'SettingChanged',
        command: { ...before.command, id: command, index: 0, of: 1 },
      },
      { name, value, effectiveOn: TODAY, alsoOpen: false, reason: '旧版本' },
    );
    await world.store.append(stream, before.version, [event]);
    await world.timeTables.refresh();
  }

  it.each([
    ['engine.office-opens-minute', 5_000, '/value'],
    ['engine.remind-left-percent', { unit: 'days', count: 3 }, '/value'],
    ['engine.late-entry-officer', 7, '/value'],
    ['errand.finish', { unit: 'working-days', count: 0 }, '/value/count'],
    ['errand.finish', { unit: 'fortnights', count: 1 }, '/value/unit'],
  ] as const)('is named with its field, and the one before it serves: %s', async (name, value, field) => {
    await recordedLongAgo(name, value);
    const { now } = world.timeTables;
    expect(now.unusable).toEqual([{ stream: `setting-${name}`, edition: 2, field, rule: expect.any(String) }]);
    expect(now.setting(name, `${TODAY}T02:00:00.000Z`, 'nanguan')).toMatchObject({ edition: 1 });
    expect(now.editionsOf(name)).toHaveLength(2);
    await wholeLife();
  });

  it.each([5_000, { unit: 'days', count: 3 }])('gives way to the next one that is in range: %j', async (value) => {
    await recordedLongAgo('engine.office-opens-minute', value);
    expect(await change('engine.office-opens-minute', 480)).toBe('done');
    const { now } = world.timeTables;
    expect(now.whole('engine.office-opens-minute', `${TODAY}T02:00:00.000Z`, 'nanguan')).toBe(480);
    expect(now.unusable).toHaveLength(1);
  });
});

describe('a calendar that is published', () => {
  const publish = async (year: number) =>
    codeOf(
      await world.when(
        'PublishCalendar',
        { year, holidays: [], makeUpDays: [], source: '通知' },
        { by: 'root', workflow: 'calendar', dryRun: true },
      ),
    );

  it('calendar/year-out-of-range: is of last year, of this one or of the two ahead', async () => {
    for (const year of [1999, 2021, 2029, 9999]) expect(await publish(year)).toBe('calendar/year-out-of-range');
    for (const year of [2025, 2027, 2028]) expect(await publish(year)).toMatch(/^(done|calendar\/exists)$/);
  });
});
