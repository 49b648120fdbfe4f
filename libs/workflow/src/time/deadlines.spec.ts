import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Declaration } from '../declare/declaration.js';
import { codeOf, World } from '../specification.js';
import { chore } from './chore.fixture.js';

/** Tuesday, 24 November 2026, 09:00 in Beijing, and days after it at the same hour. */
const at = (date: string) => `${date}T01:00:00.000Z`;
/** 24:00 of a day in Beijing, as the log says it. */
const endOf = (date: string) => `${date}T16:00:00.000Z`;

let world: World;
let id: string;
const doing = (command: string, form: object = {}) => world.given(command, form, { by: 'li', on: id });
const trying = async (command: string, form: object = {}) =>
  codeOf(await world.when(command, form, { by: 'li', on: id }));
const now = () => world.case('chore', id);
const armed = async () => Object.fromEntries((await now()).armed.map(({ name, dueAt }) => [name, dueAt]));
const go = async (date: string) => {
  await world.clock.set(at(date));
  await world.letTimersAct('chore', id);
};

beforeEach(async () => {
  world = await World.begin({ workflows: [chore], people: { li: ['clerk'], zhou: ['officer'] } });
  ({ id } = await world.given('AskChore', { what: '换灯泡' }, { by: 'li' }));
});

describe('law 3: a clock that stands still', () => {
  it('law 3: a pause survives a hold: what was paused runs on when it is let run on, not when the hold ends', async () => {
    await doing('StartChore');
    await world.clock.set(at('2026-11-25'));
    await doing('PauseClock', { why: 'awaiting-citizen' });
    await world.clock.set(at('2026-11-26'));
    await doing('HoldChore', { until: '2026-12-20' });
    await world.clock.set(at('2026-11-30'));
    await doing('ResumeChore');
    expect(await now()).toMatchObject({ state: 'doing', paused: true, armed: [] });
    await world.clock.set(at('2026-12-01'));
    await doing('ResumeClock');
    // Four working days were left on the 25th.
    expect(await armed()).toEqual({ finish: endOf('2026-12-07') });
  });

  it('law 3: a clock let run on while its case is held waits for the end of the hold', async () => {
    await doing('StartChore');
    await world.clock.set(at('2026-11-25'));
    await doing('PauseClock', { why: 'awaiting-citizen' });
    await doing('HoldChore', { until: '2026-12-20' });
    await world.clock.set(at('2026-11-30'));
    await doing('ResumeClock');
    expect(await now()).toMatchObject({ state: 'held', paused: false });
    expect(await armed()).toEqual({ review: endOf('2026-12-20') });
    await world.clock.set(at('2026-12-01'));
    await doing('ResumeChore');
    expect(await armed()).toEqual({ finish: endOf('2026-12-07') });
  });

  it('law 3: a second hold does not forget where the first began', async () => {
    await doing('StartChore');
    await doing('HoldChore', { until: '2026-12-20' });
    await doing('HoldChore', { until: '2026-12-22' });
    expect(await armed()).toEqual({ review: endOf('2026-12-22') });
    await doing('ResumeChore');
    expect(await now()).toMatchObject({ state: 'doing', heldFrom: undefined });
    expect(await armed()).toEqual({ finish: endOf('2026-12-01') });
  });

  it('law 3: who goes on working while a clock is paused starts the next clock, and may pause again', async () => {
    await doing('StartChore');
    await doing('PauseClock', { why: 'awaiting-citizen' });
    await doing('CheckChore');
    expect(await now()).toMatchObject({ paused: false, suspended: [] });
    expect(await armed()).toEqual({ check: endOf('2026-11-26') });
    await doing('PauseClock', { why: 'awaiting-appraisal' });
    expect(await armed()).toEqual({});
    expect(await trying('PauseClock', { why: 'awaiting-appraisal' })).toBe('chore/pause-clock-already-paused');
  });

  it('law 3: a clock that was paused, left and come back to counts from its event, and runs', async () => {
    await doing('StartChore');
    await doing('PauseClock', { why: 'awaiting-citizen' });
    await doing('CheckChore');
    await doing('SendBackChore');
    expect(await now()).toMatchObject({ paused: false });
    expect(await armed()).toEqual({ finish: endOf('2026-12-01') });
  });

  it('law 3: an extension survives a pause, and a pause an extension', async () => {
    await doing('StartChore');
    await doing('ExtendDeadline', { name: 'finish', until: '2026-12-10', reason: '双方同意', consent: true });
    await world.clock.set(at('2026-12-08'));
    await doing('PauseClock', { why: 'awaiting-citizen' });
    await world.clock.set(at('2026-12-14'));
    await doing('ResumeClock');
    // Two working days were left on the 8th: the 9th and the 10th.
    expect(await armed()).toEqual({ finish: endOf('2026-12-16') });
    expect(
      await trying('ExtendDeadline', { name: 'finish', until: '2026-12-30', reason: '双方同意', consent: true }),
    ).toBe('chore/extend-deadline-already-extended');
  });

  it('law 3: a hold that was undone leaves the old dates', async () => {
    await doing('StartChore');
    await doing('HoldChore', { until: '2026-12-20' });
    await doing('UndoLast');
    expect(await now()).toMatchObject({ state: 'doing', suspended: [], heldFrom: undefined });
    expect(await armed()).toEqual({ finish: endOf('2026-12-01') });
    await doing('HoldChore', { until: '2026-12-20' });
    await world.clock.set(at('2026-11-26'));
    await doing('ResumeChore');
    expect(await armed()).toEqual({ finish: endOf('2026-12-03') });
  });
});

describe('law 3: what was missed is missed once', () => {
  it('law 3: neither a hold nor coming back makes a new miss of an old one, and the alerts go on', async () => {
    await doing('StartChore');
    await go('2026-12-02');
    expect((await now()).misses).toMatchObject([{ name: 'finish', level: 1 }]);
    await doing('HoldChore', { until: '2026-12-20' });
    await doing('ResumeChore');
    expect(await armed()).toEqual({ 'finish.alert': endOf('2026-12-02') });
    await doing('CheckChore');
    await doing('SendBackChore');
    await go('2026-12-31');
    expect((await now()).misses).toMatchObject([{ name: 'finish', dueAt: endOf('2026-12-01') }]);
  });

  it('law 3: a date that a pause had moved is not missed again by the date that it would have had', async () => {
    await doing('StartChore');
    await doing('PauseClock', { why: 'awaiting-citizen' });
    await world.clock.set(at('2026-11-26'));
    await doing('ResumeClock');
    await go('2026-12-10');
    expect((await now()).misses).toMatchObject([{ name: 'finish', dueAt: endOf('2026-12-03') }]);
    await doing('HoldChore', { until: '2026-12-20' });
    await doing('ResumeChore');
    await doing('CheckChore');
    await doing('SendBackChore');
    await go('2026-12-31');
    expect((await now()).misses).toHaveLength(1);
  });

  it('law 3: what was missed on entering a state starts anew by entering it again, not by the end of a hold', async () => {
    await go('2026-11-27');
    expect((await now()).misses).toMatchObject([{ name: 'take' }]);
    await doing('HoldChore', { until: '2026-12-20' });
    await doing('ResumeChore');
    expect(await armed()).not.toHaveProperty('take');
    await doing('StartChore');
    await doing('ReturnChore');
    expect(await armed()).toEqual({ take: endOf('2026-11-30') });
  });

  it('law 3: the event that a deadline counts from starts it anew after a miss', async () => {
    await doing('StartChore');
    await go('2026-12-02');
    await doing('ReturnChore');
    await doing('StartChore');
    expect(await armed()).toEqual({ finish: endOf('2026-12-09') });
  });
});

describe('law 3: alerts', () => {
  it('law 3: a second miss of one deadline is told level by level like the first, and then no more', async () => {
    await go('2026-11-26');
    await doing('ReturnChore');
    await go('2026-12-31');
    expect((await now()).misses).toMatchObject([
      { name: 'take', level: 1 },
      { name: 'take', level: 3 },
    ]);
    expect(await armed()).toEqual({});
  });
});

describe('law 3: a deadline is counted from its last beginning', () => {
  it('law 3: an extension ends with the run that it extended', async () => {
    await doing('ExtendDeadline', { name: 'take', until: '2026-11-30', reason: '双方同意', consent: true });
    await doing('StartChore');
    await world.clock.set(at('2026-12-01'));
    await doing('ReturnChore');
    expect(await armed()).toEqual({ take: endOf('2026-12-02') });
    expect((await now()).extended).toEqual({});
  });

  it('law 3: each deadline until a day reads its own field, and a day no longer named ends it', async () => {
    await doing('StartChore');
    await doing('AgreeVisit', { visitOn: '2026-11-27', reportOn: '2026-11-30' });
    expect(await armed()).toMatchObject({ visit: endOf('2026-11-27'), report: endOf('2026-11-30') });
    await doing('AgreeVisit', { reportOn: '2026-11-29' });
    expect(await armed()).toEqual({ finish: endOf('2026-12-01'), report: endOf('2026-11-29') });
  });

  it('law 3: no two timers of a case ever have one id', async () => {
    await doing('StartChore');
    await doing('AgreeVisit', { visitOn: '2026-11-27', reportOn: '2026-11-30' });
    await doing('HoldChore', { until: '2026-12-20' });
    await doing('ResumeChore');
    await doing('ReturnChore');
    await doing('StartChore');
    await doing('UndoLast');
    await go('2026-12-31');
    const ids = (await world.events('chore', id)).flatMap((event) =>
      (event.envelope.deadlines?.armed ?? []).map((one) => one.timerId),
    );
    expect(ids.length).toBeGreaterThan(6);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('law 3: a date that is moved takes its reminder along', async () => {
    const [before] = (await now()).armed;
    await doing('ExtendDeadline', { name: 'take', until: '2026-11-30', reason: '双方同意', consent: true });
    const [after] = (await now()).armed;
    const left = (one: typeof before) => Date.parse(one?.dueAt ?? '') - Date.parse(one?.remindAt ?? '');
    expect(left(before)).toBeGreaterThan(0);
    expect(after?.dueAt).toBe(endOf('2026-11-30'));
    expect(left(after)).toBe(left(before));
  });

  it('law 3: an undo brings back the old date with its old reminder', async () => {
    const before = (await now()).armed;
    expect(before).toMatchObject([{ name: 'take', remindAt: expect.any(String) }]);
    await doing('StartChore');
    await doing('UndoLast');
    const [after] = (await now()).armed;
    expect(after).toEqual({ ...before[0], timerId: after?.timerId });
    expect(after?.timerId).not.toBe(before[0]?.timerId);
  });
});

describe('law 6: cases follow the newest declaration', () => {
  /** The same case under a release that declares something else. */
  const underNext = async (next: Partial<Declaration>) => {
    const newer = { declaration: { ...chore.declaration, ...next } };
    return World.begin({
      workflows: [newer],
      people: { li: ['clerk'] },
      store: world.store,
      vault: world.vault,
      start: at('2026-11-25'),
    });
  };

  it('law 6: a case that is held goes back into a state that was retired meanwhile', async () => {
    await doing('StartChore');
    await doing('HoldChore', { until: '2026-12-20' });
    const next = await underNext({ retired: ['doing'] });
    const resumed = await next.given('ResumeChore', {}, { by: 'li', on: id });
    expect(resumed.state).toBe('doing');
  });

  it('law 6: a deadline that is no longer declared is stopped by the next step', async () => {
    const { take: _take, ...others } = chore.declaration.deadlines;
    const next = await underNext({ deadlines: others });
    const started = await next.given('StartChore', {}, { by: 'li', on: id });
    expect(started.deadlines.map((one) => one.name)).toEqual(['finish']);
  });
});
