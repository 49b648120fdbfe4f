import { beforeEach, describe, expect, it } from '@jest/globals';
import { anyOpen, back, ends, nothing, on, stay, workflow } from './declare/builder.js';
import { personal } from './declare/fields/personal.js';
import { officer, ref } from './declare/fields/ref.js';
import { text } from './declare/fields/text.js';
import { day } from './declare/fields/when.js';
import { codeOf, World } from './specification.js';
import { days, workingDays } from './time/spans.js';

/** A loan of tools: counted from the day of handing over, which may be entered later; may be held, and moved on while held. */
const loan = workflow('loan', { path: 'loans', jurisdiction: 'area' })
  .events({
    LoanAsked: on('asked', { area: ref('area'), borrower: personal('borrower', { address: text(1, 100) }) }),
    LoanGiven: on('given', { by: officer('keeper'), givenOn: day({ agoMax: 30, aheadMax: 0 }), until: day() }),
    LoanHeld: on('held', { reason: text(1, 100) }, { pausesClocks: true }),
    LoanResumed: back({}),
    LoanSentBack: on('asked', {}),
    LoanEnded: ends('ended', {}),
    TermTold: stay({ lastDay: day() }),
  })
  .data(
    { area: '', givenOn: '' },
    {
      LoanAsked: (d, e) => ({ ...d, area: e.area }),
      LoanGiven: (d, e) => ({ ...d, givenOn: e.givenOn }),
    },
  )
  .settings({ answer: workingDays(2), term: days(30), check: workingDays(5) })
  .deadline('answer', { while: ['asked'], setting: 'answer' })
  .deadline('term', { while: ['given'], from: 'LoanGiven.givenOn', setting: 'term' })
  .deadline('bring-back', { while: ['given'], until: 'LoanGiven.until' })
  .deadline('check', { while: ['given'], from: 'LoanGiven', setting: 'check', pausable: true })
  .command('AskLoan', { by: ['keeper'], from: nothing, yields: ['LoanAsked'] })
  .command('GiveLoan', { by: ['keeper'], from: ['asked'], yields: ['LoanGiven'] })
  .command('HoldLoan', { by: ['keeper'], from: { openExcept: ['held'] }, yields: ['LoanHeld'] })
  .command('ResumeLoan', { by: ['keeper'], from: ['held'], yields: ['LoanResumed'] })
  .command('SendBackLoan', { by: ['keeper'], from: ['held', 'given'], yields: ['LoanSentBack'] })
  .command('EndLoan', { by: ['keeper'], from: anyOpen, yields: ['LoanEnded'] })
  .command('TellTerm', {
    by: ['keeper'],
    from: ['given'],
    form: {},
    yields: ['TermTold'],
    decide: ({ data, settings, emit, lastDay }) => emit.TermTold({ lastDay: lastDay(data.givenOn, settings.term) }),
  })
  .standing({ pause: ['keeper'], extend: ['keeper'] });

let world: World;
beforeEach(async () => {
  world = await World.begin({
    workflows: [loan],
    people: { bo: ['keeper@nanguan'], far: ['keeper@beixia'], guest: ['guest@nanguan'] },
    registers: { area: () => true },
  });
});

const by = 'bo';
const ask = async (more = {}) =>
  (await world.given('AskLoan', { area: 'nanguan', borrower: { name: '李四', ...more } }, { by })).id;
const give = (on: string, more = {}) =>
  world.when('GiveLoan', { by: 'bo', givenOn: '2026-11-20', until: '2026-12-04', ...more }, { by, on });
const running = async (on: string) =>
  (await world.case('loan', on)).armed.map(({ name, dueAt }) => `${name} ${dueAt}`).sort();

describe('a day in a form', () => {
  it('may lie only so far from the day on which it is decided', async () => {
    const id = await ask();
    expect(await give(id, { givenOn: '2026-11-25' })).toMatchObject({
      problems: [{ pointer: '/givenOn', rule: 'day-range', params: { from: '2026-10-25', until: '2026-11-24' } }],
    });
    expect(codeOf(await give(id, { givenOn: '2026-10-24' }))).toBe('/givenOn day-range');
    expect(codeOf(await give(id, { givenOn: '2026-10-25' }))).toBe('done');
  });

  it('law 2: a repeat is answered although its day now lies too far back', async () => {
    const id = await ask();
    const form = { by: 'bo', givenOn: '2026-11-20', until: '2027-12-04' };
    const command = '0190a5b0-7c00-7000-8000-000000000001';
    await world.given('GiveLoan', form, { by, on: id, id: command });
    await world.clock.set('2027-06-01T01:00:00.000Z');
    expect(await world.when('GiveLoan', form, { by, on: id, id: command })).toMatchObject({ replayed: true });
  });
});

describe('an officer in a form', () => {
  it('must hold the office where the case lies', async () => {
    const id = await ask();
    expect(codeOf(await give(id, { by: 'far' }))).toBe('/by not-in-office');
    expect(codeOf(await give(id, { by: 'guest' }))).toBe('/by not-in-office');
    expect(codeOf(await give(id, { by: 'nobody' }))).toBe('/by not-in-office');
    world.grant('guest', 'guest@nanguan', 'keeper@nanguan');
    expect(codeOf(await give(id, { by: 'guest' }))).toBe('done');
  });
});

describe('a person in a form', () => {
  it('law 8: has further particulars, sealed under their own key', async () => {
    const id = await ask({ address: '一号楼' });
    const [event] = await world.events('loan', id);
    expect(JSON.stringify(event)).not.toMatch(/李四|一号楼/);
    expect(await world.newest('loan', id)).toMatchObject({ borrower: { name: '李四', address: '一号楼' } });
    expect(
      codeOf(await world.when('AskLoan', { area: 'nanguan', borrower: { name: '李四', shoe: '43' } }, { by })),
    ).toBe('/borrower/shoe unknown-field');
  });
});

describe('a deadline', () => {
  it('law 3: counts from the day that an event names, beside one that ends on another of its days', async () => {
    const id = await ask();
    await give(id);
    expect(await running(id)).toEqual([
      'bring-back 2026-12-04T16:00:00.000Z',
      'check 2026-12-01T16:00:00.000Z',
      'term 2026-12-20T16:00:00.000Z',
    ]);
  });

  it('law 3: a decision can name the last day of a length of time', async () => {
    const id = await ask();
    await give(id);
    await world.given('TellTerm', {}, { by, on: id });
    expect(await world.newest('loan', id)).toEqual({ lastDay: '2026-12-20' });
  });

  it('law 3: starts anew where a held case is led elsewhere, for the hold is over', async () => {
    const id = await ask();
    await world.given('HoldLoan', { reason: '盘点' }, { by, on: id });
    await world.clock.set('2026-12-01T01:00:00.000Z');
    await world.given('SendBackLoan', {}, { by, on: id });
    expect(await running(id)).toEqual(['answer 2026-12-03T16:00:00.000Z']);
    expect(await world.case('loan', id)).toMatchObject({ suspended: [], heldFrom: undefined });
  });

  it('law 3: whose clock is let run on while its case is held waits for the end of the hold', async () => {
    const id = await ask();
    await give(id);
    await world.given('PauseClock', { why: 'awaiting-citizen' }, { by, on: id });
    await world.given('HoldLoan', { reason: '盘点' }, { by, on: id });
    await world.given('ResumeClock', {}, { by, on: id });
    expect(await running(id)).toEqual([]);
    await world.clock.set('2026-11-30T01:00:00.000Z');
    await world.given('ResumeLoan', {}, { by, on: id });
    // Five working days were left on the 24th.
    expect(await running(id)).toContain('check 2026-12-07T16:00:00.000Z');
  });
});
