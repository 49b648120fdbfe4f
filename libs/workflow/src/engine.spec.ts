import { beforeEach, describe, expect, it } from '@jest/globals';
import { codeOf, World } from './specification.js';
import { errand } from './tiny.fixture.js';

const people = { li: ['clerk@nanguan'], wang: ['clerk@nanguan'], zhou: ['officer@nanguan'], far: ['clerk@beixia'] };
const asked = {
  area: 'nanguan',
  what: '换灯泡',
  story: '三单元楼道灯坏了',
  caller: { name: '张三', phone: '13800001111' },
};
const v7 = (n: number) => `0190a5b0-7c00-7000-8000-${String(n).padStart(12, '0')}`;

let world: World;
beforeEach(async () => {
  world = await World.begin({
    workflows: [errand],
    people,
    registers: { area: (id) => ['nanguan', 'beixia'].includes(id) },
  });
});

const ask = (more = {}) => world.given('AskErrand', asked, { by: 'li', ...more });
async function taken() {
  const { id } = await ask();
  await world.given('TakeErrand', { runner: 'li' }, { by: 'li', on: id });
  return id;
}

describe('one command', () => {
  it('records its event and tells what is possible next', async () => {
    const done = await ask();
    expect(done).toMatchObject({ state: 'asked', version: 0, revision: 1, replayed: false, events: ['ErrandAsked'] });
    expect(done.actions).toEqual(['take', 'audit', 'comment', 'link-related']);
    expect(done.deadlines).toMatchObject([
      { name: 'take', dueAt: '2026-11-25T16:00:00.000Z', calendar: '2026', setting: 1 },
    ]);
  });

  it('law 8: secrets are ciphertext in the log and open only for those who have the key', async () => {
    const { id } = await ask();
    const [event] = await world.events('errand', id);
    expect(JSON.stringify(event)).not.toMatch(/三单元|张三|13800001111/);
    expect(await world.newest('errand', id)).toMatchObject({ story: asked.story, caller: asked.caller });
    const person = (event?.data['caller'] as { person: string }).person;
    await world.vault.erase(`party-${person}`);
    expect(await world.newest('errand', id)).toMatchObject({
      story: asked.story,
      caller: { person, name: { $erased: true } },
    });
  });

  it('refuses a form with every problem at once and records nothing', async () => {
    const outcome = await world.when(
      'AskErrand',
      { area: 'nowhere!', what: '', extra: 1, caller: { phone: 'x' } },
      { by: 'li' },
    );
    expect(codeOf(outcome)).toBe(
      '/extra unknown-field; /area id; /what text-length; /story required; /caller/name required; /caller/phone phone',
    );
    expect(codeOf(await world.when('AskErrand', { ...asked, area: 'mars' }, { by: 'li' }))).toBe(
      '/area unknown-reference',
    );
  });

  it('a dry run says what would happen and leaves no trace', async () => {
    const { id } = await ask();
    const head = await world.store.head();
    const would = await world.when('TakeErrand', { runner: 'wang' }, { by: 'li', on: id, dryRun: true });
    expect(would).toMatchObject({ kind: 'done', state: 'taken', events: ['ErrandTaken'], version: 1 });
    expect(await world.store.head()).toBe(head);
    expect(await world.history('errand', id)).toEqual(['ErrandAsked']);
  });
});

describe('law 1: one command, one stream, one append', () => {
  it('law 1: two people who act at once on one case do not overwrite each other', async () => {
    const { id } = await ask();
    const both = await Promise.all(
      ['li', 'wang'].map((by) => world.when('TakeErrand', { runner: by }, { by, on: id })),
    );
    expect(both.map(codeOf).sort()).toEqual(['done', 'errand/take-wrong-state']);
    expect(await world.history('errand', id)).toEqual(['ErrandAsked', 'ErrandTaken']);
  });
});

describe('law 2: the identity of a command decides the identity of its events', () => {
  it('law 2: the same command again answers the first outcome with the state of today', async () => {
    const first = await ask({ id: v7(1) });
    await world.given('TakeErrand', { runner: 'li' }, { by: 'li', on: first.id });
    const again = await ask({ id: v7(1) });
    expect(again).toMatchObject({
      id: first.id,
      version: first.version,
      position: first.position,
      replayed: true,
      state: 'taken',
    });
    expect(await world.history('errand', first.id)).toEqual(['ErrandAsked', 'ErrandTaken']);
  });

  it('law 2: the same command id with another body, by another person or for another case is refused', async () => {
    const { id } = await ask();
    const other = await ask();
    await world.given('TakeErrand', { runner: 'li' }, { by: 'li', on: id, id: v7(2) });
    expect(codeOf(await world.when('TakeErrand', { runner: 'wang' }, { by: 'li', on: id, id: v7(2) }))).toBe(
      'command/id-reused',
    );
    expect(codeOf(await world.when('TakeErrand', { runner: 'li' }, { by: 'wang', on: id, id: v7(2) }))).toBe(
      'command/id-reused',
    );
    expect(codeOf(await world.when('TakeErrand', { runner: 'li' }, { by: 'far', on: id, id: v7(2) }))).toBe(
      'errand/not-found',
    );
    // Ids are valid within their stream: elsewhere it is another command.
    expect(codeOf(await world.when('TakeErrand', { runner: 'li' }, { by: 'li', on: other.id, id: v7(2) }))).toBe(
      'done',
    );
  });

  it('law 2: people cannot take the id of a timer', async () => {
    expect(codeOf(await world.when('AskErrand', asked, { by: 'li', id: '74738ff5-5367-5958-9aee-98fffdcd1876' }))).toBe(
      '/commandId id',
    );
  });

  it('law 2: a refusal is not remembered', async () => {
    const { id } = await ask();
    expect(codeOf(await world.when('FinishErrand', { how: 'well' }, { by: 'li', on: id, id: v7(3), ifMatch: 1 }))).toBe(
      'command/not-your-role',
    );
    await world.given('TakeErrand', { runner: 'li' }, { by: 'li', on: id });
    expect(codeOf(await world.when('FinishErrand', { how: 'well' }, { by: 'li', on: id, id: v7(3), ifMatch: 2 }))).toBe(
      'done',
    );
  });

  it('law 2: after erasure a repeat says that it can no longer be recognised', async () => {
    const { id } = await ask({ id: v7(4) });
    await world.vault.erase(`errand-${id}`);
    expect(codeOf(await world.when('AskErrand', asked, { by: 'li', id: v7(4) }))).toBe('command/outcome-erased');
  });
});

describe('law 3: deadlines are facts', () => {
  it('law 3: a due timer acts before a late command is decided', async () => {
    const { id } = await ask();
    await world.clock.set('2026-11-25T16:00:00.000Z');
    await world.given('TakeErrand', { runner: 'li' }, { by: 'li', on: id });
    expect(await world.history('errand', id)).toEqual([
      'ErrandAsked',
      'DeadlineMissed',
      'DeadlineAlerted',
      'ErrandTaken',
    ]);
  });

  it('law 3: the next levels are told after 1 and 3 working days, and no longer once it is done', async () => {
    const { id } = await ask();
    await world.clock.set('2026-11-26T16:00:00.000Z');
    await world.letTimersAct('errand', id);
    expect((await world.case('errand', id)).misses).toMatchObject([
      { name: 'take', level: 2, dueAt: '2026-11-25T16:00:00.000Z' },
    ]);
    await world.clock.set('2026-11-30T16:00:00.000Z');
    await world.letTimersAct('errand', id);
    expect((await world.case('errand', id)).misses[0]?.level).toBe(3);
    const other = (await ask()).id;
    await world.clock.set('2026-12-02T17:00:00.000Z');
    await world.given('TakeErrand', { runner: 'li' }, { by: 'li', on: other });
    expect((await world.case('errand', other)).armed.map((one) => one.name)).toEqual(['finish']);
  });

  it('law 3: a clock that is paused keeps its whole working days', async () => {
    const id = await taken();
    expect((await world.case('errand', id)).armed[0]?.dueAt).toBe('2026-12-01T16:00:00.000Z');
    await world.clock.set('2026-11-25T02:00:00.000Z');
    await world.given('PauseClock', { why: 'awaiting-citizen' }, { by: 'li', on: id });
    expect((await world.case('errand', id)).armed).toEqual([]);
    expect(codeOf(await world.when('PauseClock', { why: 'awaiting-citizen' }, { by: 'li', on: id }))).toBe(
      'errand/pause-clock-already-paused',
    );
    await world.clock.set('2026-12-07T02:00:00.000Z');
    const resumed = await world.given('ResumeClock', {}, { by: 'li', on: id });
    // Four working days were left on the 25th: 26, 27, 30 November and 1 December.
    expect(resumed.deadlines).toMatchObject([{ name: 'finish', dueAt: '2026-12-11T16:00:00.000Z' }]);
  });

  it('law 3: a held case stands still and goes back to where it was', async () => {
    const id = await taken();
    await world.given('HoldErrand', { reason: '等备件' }, { by: 'zhou', on: id });
    expect(await world.case('errand', id)).toMatchObject({ state: 'held', armed: [] });
    await world.clock.set('2026-12-07T02:00:00.000Z');
    const back = await world.given('ResumeErrand', {}, { by: 'zhou', on: id });
    expect(back).toMatchObject({ state: 'taken', deadlines: [{ name: 'finish', dueAt: '2026-12-14T16:00:00.000Z' }] });
    const resumed = (await world.events('errand', id)).at(-1);
    expect(resumed?.envelope.to).toBe('taken');
  });

  it('law 3: a deadline is extended once, with consent, to a later day', async () => {
    const id = await taken();
    const extend = (until: string, consent = true) =>
      world.when('ExtendDeadline', { name: 'finish', until, reason: '双方同意', consent }, { by: 'li', on: id });
    expect(codeOf(await extend('2026-12-10', false))).toBe('errand/extend-deadline-needs-consent');
    expect(codeOf(await extend('2026-12-01'))).toBe('errand/extend-deadline-not-later');
    expect(await extend('2026-12-10')).toMatchObject({
      kind: 'done',
      deadlines: [{ name: 'finish', dueAt: '2026-12-10T16:00:00.000Z' }],
    });
    expect(codeOf(await extend('2026-12-20'))).toBe('errand/extend-deadline-already-extended');
    const other = { name: 'take', until: '2026-12-20', reason: '双方同意', consent: true };
    expect(codeOf(await world.when('ExtendDeadline', other, { by: 'li', on: id }))).toBe('/name choice');
  });
});

describe('law 4: two times', () => {
  it('law 4: what happened earlier is armed from then, and a late entry does not undo the miss', async () => {
    const { id } = await ask();
    await world.clock.set('2026-11-26T02:00:00.000Z');
    const late = await world.given(
      'TakeErrand',
      { runner: 'li' },
      { by: 'li', on: id, occurredAt: '2026-11-25T10:00:00+08:00' },
    );
    expect(late.deadlines[0]?.dueAt).toBe('2026-12-02T16:00:00.000Z');
    expect((await world.case('errand', id)).misses).toHaveLength(1);
    await world.given('ExcuseMiss', { name: 'take', reason: '系统停机' }, { by: 'zhou', on: id });
    expect((await world.case('errand', id)).misses).toMatchObject([{ excused: true }]);
  });

  it.each([
    ['2026-11-24T03:00:00Z', {}, 'entry/in-the-future'],
    ['2026-11-24T00:30:00Z', {}, 'entry/before-last-step'],
  ])('law 4: %s is refused', async (occurredAt, more, code) => {
    const { id } = await ask();
    expect(codeOf(await world.when('TakeErrand', { runner: 'li' }, { by: 'li', on: id, occurredAt, ...more }))).toBe(
      code,
    );
  });

  it('law 4: beyond one working day a reason is needed, beyond a week an officer', async () => {
    expect(codeOf(await world.when('AskErrand', asked, { by: 'li', occurredAt: '2026-11-20T02:00:00Z' }))).toBe(
      'entry/needs-reason',
    );
    const { id } = await world.given('AskErrand', asked, {
      by: 'li',
      occurredAt: '2026-11-20T02:00:00Z',
      lateReason: '纸质登记补录',
    });
    expect(await world.history('errand', id)).toContain('Commented');
    expect(
      codeOf(
        await world.when('AskErrand', asked, { by: 'li', occurredAt: '2026-11-10T02:00:00Z', lateReason: '补录' }),
      ),
    ).toBe('entry/needs-officer');
  });
});

describe('law 5: as of', () => {
  it('law 5: nothing is stamped before what was already recorded', async () => {
    const { id } = await ask();
    world.engine.observe({ stream: 'errand-other', version: 0, recordedAt: '2026-11-24T05:00:00.000Z' });
    await world.given('TakeErrand', { runner: 'li' }, { by: 'li', on: id });
    expect((await world.events('errand', id)).map((event) => event.envelope.recordedAt)).toEqual([
      '2026-11-24T01:00:00.000Z',
      '2026-11-24T05:00:00.000Z',
    ]);
  });
});

describe('law 6: the event owns the transition', () => {
  it('law 6: undo restores state, fold and old dates by an event that says so', async () => {
    const { id } = await ask();
    const before = await world.case('errand', id);
    await world.clock.advance(60_000);
    await world.given('TakeErrand', { runner: 'li' }, { by: 'li', on: id });
    const undone = await world.given('UndoLast', {}, { by: 'li', on: id });
    const after = await world.case('errand', id);
    expect(undone.state).toBe('asked');
    expect(after.data).toEqual(before.data);
    expect(after.armed.map(({ name, dueAt }) => ({ name, dueAt }))).toEqual(
      before.armed.map(({ name, dueAt }) => ({ name, dueAt })),
    );
    expect((await world.events('errand', id)).at(-1)?.envelope.to).toBe('asked');
    expect(codeOf(await world.when('UndoLast', {}, { by: 'li', on: id }))).toBe('errand/undo-last-nothing-to-undo');
  });

  it('law 6: only the same person undoes, within minutes, what is declared undoable', async () => {
    const { id } = await ask();
    await world.given('TakeErrand', { runner: 'li' }, { by: 'li', on: id });
    await world.given('Comment', { text: '一句话' }, { by: 'wang', on: id });
    expect(codeOf(await world.when('UndoLast', {}, { by: 'wang', on: id }))).toBe('errand/undo-last-not-yours');
    await world.clock.advance(10 * 60_000 + 1);
    expect(codeOf(await world.when('UndoLast', {}, { by: 'li', on: id }))).toBe('errand/undo-last-too-late');
    await world.given('ChangeRunner', { runner: 'wang' }, { by: 'zhou', on: id });
    expect(codeOf(await world.when('UndoLast', {}, { by: 'zhou', on: id }))).toBe('errand/undo-last-not-undoable');
  });
});

describe('law 10: no stale refusal', () => {
  it('law 10: a refusal that became legal a moment before, elsewhere, is decided again', async () => {
    const { id } = await ask();
    const elsewhere = await World.begin({
      workflows: [errand],
      people,
      store: world.store,
      vault: world.vault,
      registers: { area: () => true },
    });
    await world.case('errand', id);
    await elsewhere.given('TakeErrand', { runner: 'li' }, { by: 'li', on: id });
    expect(codeOf(await world.when('FinishErrand', { how: 'well' }, { by: 'li', on: id, ifMatch: 2 }))).toBe('done');
  });
});

describe('law 11: people conflict with people only', () => {
  it('law 11: a system event in between makes the engine decide again, not the person type again', async () => {
    const { id } = await ask();
    await world.clock.set('2026-11-25T17:00:00.000Z');
    expect(await world.given('TakeErrand', { runner: 'li' }, { by: 'li', on: id, ifMatch: 1 })).toMatchObject({
      revision: 2,
      version: 3,
    });
    expect(codeOf(await world.when('FinishErrand', { how: 'well' }, { by: 'li', on: id, ifMatch: 1 }))).toBe(
      'command/changed-meanwhile',
    );
    expect(codeOf(await world.when('FinishErrand', { how: 'well' }, { by: 'li', on: id }))).toBe(
      'command/revision-needed',
    );
    await world.given('Comment', { text: '备注' }, { by: 'wang', on: id });
    expect(await world.given('FinishErrand', { how: 'well' }, { by: 'li', on: id, ifMatch: 2 })).toMatchObject({
      state: 'done',
    });
  });
});

describe('who may', () => {
  it('nobody reads or acts outside their jurisdiction, and is not told what lies there', async () => {
    const { id } = await ask();
    expect(codeOf(await world.when('TakeErrand', { runner: 'far' }, { by: 'far', on: id }))).toBe('errand/not-found');
    expect(codeOf(await world.when('TakeErrand', { runner: 'far' }, { by: 'far', on: 'nothing-like-it' }))).toBe(
      'errand/not-found',
    );
    expect(codeOf(await world.when('AskErrand', asked, { by: 'far' }))).toBe('command/outside-jurisdiction');
  });

  it('duties are separated: whoever took it does not audit it', async () => {
    const id = await taken();
    expect(codeOf(await world.when('AuditErrand', { verdict: 'fine' }, { by: 'li', on: id }))).toBe(
      'command/separated-duties',
    );
    expect(codeOf(await world.when('AuditErrand', { verdict: 'fine' }, { by: 'wang', on: id }))).toBe('done');
  });

  it('a command of the engine has no door for people', async () => {
    const id = await taken();
    expect(codeOf(await world.when('ExpireErrand', { reason: 'x' }, { by: 'zhou', on: id }))).toBe(
      'command/not-your-role',
    );
  });

  it('a guard tells why not before a form is filled in', async () => {
    const id = await taken();
    await world.given('ChangeRunner', { runner: 'wang' }, { by: 'zhou', on: id });
    const second = await world.given('ChangeRunner', { runner: 'li' }, { by: 'zhou', on: id });
    expect(second.possible.refusals).toContainEqual({
      action: 'change-runner',
      code: 'errand/too-often',
      params: { changes: 2 },
    });
    expect(codeOf(await world.when('ChangeRunner', { runner: 'wang' }, { by: 'zhou', on: id }))).toBe(
      'errand/too-often',
    );
  });
});

describe('corrections', () => {
  it('reach descriptive fields only, visibly, and keep secrets sealed', async () => {
    const id = await taken();
    const correct = (field: string, value: unknown) =>
      world.when('Correct', { field, value, reason: '笔误' }, { by: 'zhou', on: id });
    expect(codeOf(await correct('area', 'beixia'))).toBe('errand/correct-not-correctable');
    expect(codeOf(await correct('what', ''))).toBe('/value text-length');
    expect(codeOf(await correct('what', '换灯泡'))).toBe('errand/correct-nothing-changed');
    expect(codeOf(await correct('what', '换灯管'))).toBe('done');
    expect(await world.newest('errand', id)).toMatchObject({ field: 'what', before: '换灯泡', after: '换灯管' });
    expect(codeOf(await correct('caller', { name: '张四' }))).toBe('done');
    expect(JSON.stringify((await world.events('errand', id)).at(-1))).not.toContain('张四');
    expect(await world.newest('errand', id)).toMatchObject({ field: 'caller', after: { name: '张四' } });
  });
});
