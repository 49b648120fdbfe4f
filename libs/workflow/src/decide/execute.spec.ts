import { beforeEach, describe, expect, it } from '@jest/globals';
import { canonicalHash, type EventStore } from '#libs/event-store';
import { MemoryEventStore, type KeptEvents } from '#libs/event-store/memory';
import { on, nothing, stay, workflow } from '../declare/builder.js';
import { oneOf } from '../declare/fields/choice.js';
import { setOf } from '../declare/fields/list.js';
import { text } from '../declare/fields/text.js';
import { note, optional, sealed } from '../declare/fields/wrap.js';
import { codeOf, World } from '../specification.js';
import { errand } from '../tiny.fixture.js';

const people = { li: ['clerk@nanguan'], wang: ['clerk@nanguan'], zhou: ['officer@nanguan'], pa: ['clerk@district'] };
const asked = {
  area: 'nanguan',
  what: '换灯泡',
  story: '三单元楼道灯坏了',
  caller: { name: '张三', phone: '13800001111' },
};
const v7 = (n: number) => `0190a5b0-7c00-7000-8000-${String(n).padStart(12, '0')}`;

/** A list of things whose deciders do what no form could: emit unsorted sets, drop secrets, record two events at once. */
const bag = workflow('bag', { path: 'bags' })
  .events({
    BagPacked: on('packed', { things: setOf(oneOf(['cup', 'lamp', 'rope']), 0, 3), text: note(optional(text(1, 60))) }),
    BagWeighed: stay({ by: text(1, 60) }),
    BagLabelled: stay({ label: text(1, 60) }),
  })
  .data(
    { things: [] as readonly string[], weighed: 0 },
    {
      BagPacked: (d, e) => ({ ...d, things: e.things }),
      BagWeighed: (d) => ({ ...d, weighed: d.weighed + 1 }),
    },
  )
  .command('PackBag', {
    by: ['clerk'],
    from: nothing,
    form: { text: optional(text(1, 60)) },
    yields: ['BagPacked', 'BagWeighed'],
    undoable: true,
    decide: ({ form, actor, emit }) => [
      emit.BagPacked({ things: ['rope', 'cup', 'rope'], ...form }),
      emit.BagWeighed({ by: actor.id }),
    ],
  })
  .command('LabelBag', {
    by: ['clerk'],
    from: ['packed'],
    form: { label: text(1, 60), secret: sealed(text(1, 60), 'case') },
    yields: ['BagLabelled'],
    decide: ({ form, emit }) => emit.BagLabelled({ label: form.label }),
  })
  .standing({ comment: ['clerk'], correct: ['clerk'], undo: ['clerk'] });

let world: World;
beforeEach(async () => {
  world = await World.begin({ workflows: [bag, errand], people, registers: { area: (id) => id === 'nanguan' } });
});

const ask = (more = {}) => world.given('AskErrand', asked, { by: 'li', ...more });

describe('a dry run', () => {
  it('tells a refusal although timers of the case are due', async () => {
    const { id } = await ask();
    await world.clock.set('2026-11-26T01:00:00.000Z');
    const head = await world.store.head();
    const dry = { by: 'li', on: id, dryRun: true };
    expect(codeOf(await world.when('FinishErrand', { how: 'well' }, { ...dry, ifMatch: 1 }))).toBe(
      'command/not-your-role',
    );
    expect(await world.when('TakeErrand', { runner: 'li' }, dry)).toMatchObject({ kind: 'done', version: 3 });
    expect(await world.store.head()).toBe(head);
  });
});

describe('a case whose log was restored to an earlier state', () => {
  it('is decided by what the log holds, though more of it was read before', async () => {
    const kept: KeptEvents = [];
    let log = new MemoryEventStore(kept);
    const store: EventStore = {
      append: (stream, expected, events) => log.append(stream, expected, events),
      readStream: (stream, options) => log.readStream(stream, options),
      readAll: (options) => log.readAll(options),
      subscribe: (options) => log.subscribe(options),
      head: () => log.head(),
      close: () => log.close(),
    };
    const own = await World.begin({ workflows: [bag], people, registers: {}, store });
    const { id, version } = await own.given('PackBag', {}, { by: 'pa' });
    const backup = [...kept];
    await own.given('LabelBag', { label: 'a', secret: 'b' }, { by: 'pa', on: id });
    log = new MemoryEventStore(backup);
    const labelled = await own.when('LabelBag', { label: 'c', secret: 'd' }, { by: 'pa', on: id });
    expect(labelled).toMatchObject({ kind: 'done', version: version + 1 });
  });
});

describe('law 2: a repeat is recognised by what the log says alone', () => {
  it('law 2: after a restart the first outcome is answered, position and all', async () => {
    const first = await ask({ id: v7(1) });
    const taken = await world.given('TakeErrand', { runner: 'li' }, { by: 'li', on: first.id, id: v7(2) });
    const restarted = await World.begin({
      workflows: [bag, errand],
      people,
      registers: { area: () => true },
      store: world.store,
      vault: world.vault,
    });
    const again = await restarted.given('TakeErrand', { runner: 'li' }, { by: 'li', on: first.id, id: v7(2) });
    expect(again).toMatchObject({ replayed: true, version: taken.version, position: taken.position, state: 'taken' });
    expect(await restarted.given('AskErrand', asked, { by: 'li', id: v7(1) })).toMatchObject({
      replayed: true,
      id: first.id,
      version: 0,
      position: first.position,
    });
  });

  it('law 2: a secret of the form that no event holds is told apart all the same', async () => {
    const { id } = await world.given('PackBag', {}, { by: 'pa' });
    const label = (secret: string) => world.when('LabelBag', { label: 'a', secret }, { by: 'pa', on: id, id: v7(3) });
    expect(codeOf(await label('one'))).toBe('done');
    await world.given('Comment', { text: '备注' }, { by: 'pa', on: id, workflow: 'bag' });
    expect(await label('one')).toMatchObject({ replayed: true });
    expect(codeOf(await label('two'))).toBe('command/id-reused');
  });
});

describe('law 2: a repeat by whoever did it', () => {
  const parcel = workflow('parcel', { path: 'parcels', jurisdiction: 'place' })
    .events({ ParcelSent: on('sent', { place: text(1, 60) }), ParcelMoved: stay({ place: text(1, 60) }) })
    .data({ place: '' }, { ParcelSent: (_d, e) => e, ParcelMoved: (_d, e) => e })
    .command('SendParcel', { by: ['clerk'], from: nothing, yields: ['ParcelSent'] })
    .command('MoveParcel', { by: ['clerk'], from: ['sent'], yields: ['ParcelMoved'] });

  it('law 2: hears the first outcome, even if it led the case out of their reach', async () => {
    const post = await World.begin({ workflows: [parcel], people });
    const { id } = await post.given('SendParcel', { place: 'nanguan' }, { by: 'li' });
    const move = (place: string) => post.when('MoveParcel', { place }, { by: 'li', on: id, id: v7(8) });
    expect(codeOf(await move('beixia'))).toBe('done');
    expect(await move('beixia')).toMatchObject({ kind: 'done', replayed: true, version: 1, actions: [] });
    expect(codeOf(await move('nanguan'))).toBe('parcel/not-found');
    expect(codeOf(await post.when('MoveParcel', { place: 'nanguan' }, { by: 'li', on: id }))).toBe('parcel/not-found');
  });
});

describe('law 3: no miss is lost', () => {
  it('law 3: a timer that is due by the time that will be stamped acts first, though the clock is behind', async () => {
    const { id } = await ask();
    world.engine.observe({ stream: 'errand-other', version: 0, recordedAt: '2026-11-26T05:00:00.000Z' });
    await world.given('TakeErrand', { runner: 'li' }, { by: 'li', on: id });
    expect(await world.history('errand', id)).toEqual([
      'ErrandAsked',
      'DeadlineMissed',
      'DeadlineAlerted',
      'ErrandTaken',
    ]);
  });
});

describe('law 4: two times', () => {
  it('law 4: a moment before days are counted is refused as a field, not by a fault', async () => {
    expect(codeOf(await world.when('AskErrand', asked, { by: 'zhou', occurredAt: '1980-01-01T00:00:00Z' }))).toBe(
      '/occurredAt instant',
    );
  });
});

describe('law 6: undo', () => {
  it('law 6: what began a case is not undone in part', async () => {
    const { id } = await world.given('PackBag', {}, { by: 'pa' });
    expect(codeOf(await world.when('UndoLast', {}, { by: 'pa', on: id, workflow: 'bag' }))).toBe(
      'bag/undo-last-nothing-to-undo',
    );
  });
});

describe('law 7: bytes', () => {
  it('law 7: what a decider emits is recorded in its stored form', async () => {
    const { id } = await world.given('PackBag', {}, { by: 'pa' });
    const [packed] = await world.events('bag', id);
    expect(packed?.data).toEqual({ things: ['cup', 'rope'] });
    expect((await world.case('bag', id)).data).toMatchObject({ things: ['cup', 'rope'] });
  });
});

describe('corrections', () => {
  const correct = (id: string, field: string, value: unknown, more = {}) =>
    world.when('Correct', { field, value, reason: '笔误' }, { by: 'zhou', on: id, workflow: 'errand', ...more });

  it('law 8: the digest of a correction cannot be guessed from a telephone number', async () => {
    const { id } = await ask();
    const value = { name: '张三', phone: '13800002222' };
    expect(codeOf(await correct(id, 'caller', value, { id: v7(5) }))).toBe('done');
    const event = (await world.events('errand', id)).at(-1);
    const guess = canonicalHash({ type: 'Correct', target: id, form: { field: 'caller', value, reason: '笔误' } });
    expect(event?.envelope.command.digest).not.toBe(guess);
    expect(await correct(id, 'caller', value, { id: v7(5) })).toMatchObject({ replayed: true });
    expect(codeOf(await correct(id, 'caller', { ...value, phone: '13800003333' }, { id: v7(5) }))).toBe(
      'command/id-reused',
    );
    await world.vault.erase(`party-${(event?.data['after'] as { person: string }).person}`);
    expect(codeOf(await correct(id, 'caller', value, { id: v7(5) }))).toBe('command/outcome-erased');
  });

  it('law 8: a person whose name is corrected stays that person', async () => {
    const { id } = await ask();
    const [first] = await world.events('errand', id);
    const { person } = first?.data['caller'] as { person: string };
    expect(codeOf(await correct(id, 'caller', { person: v7(9), name: '李四' }))).toBe('done');
    expect((await world.events('errand', id)).at(-1)?.data['after']).toMatchObject({ person });
  });

  it('reach the field where the workflow recorded it, not a remark with a field of the same name', async () => {
    const { id } = await world.given('PackBag', { text: '红包' }, { by: 'pa' });
    await world.given('Comment', { text: '备注' }, { by: 'pa', on: id, workflow: 'bag' });
    const fixed = { field: 'text', value: '蓝包', reason: '笔误' };
    await world.given('Correct', fixed, { by: 'pa', on: id, workflow: 'bag' });
    expect(await world.newest('bag', id)).toMatchObject({ before: '红包', after: '蓝包' });
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'refuse the field %s, which is a name of the language and no field',
    async (field) => {
      const { id } = await ask();
      expect(codeOf(await correct(id, field, '换灯管'))).toBe('errand/correct-not-correctable');
      expect(codeOf(await correct(id, field, { name: '张三' }, { dryRun: true }))).toBe(
        'errand/correct-not-correctable',
      );
      expect(await world.history('errand', id)).toEqual(['ErrandAsked']);
    },
  );

  it('refuse a value that canonical JSON cannot carry as a field, not by a fault', async () => {
    const { id } = await ask();
    expect(codeOf(await correct(id, 'what', 1.5))).toBe('/value text');
    expect(codeOf(await correct(id, 'what', '\ud800', { id: v7(6) }))).toBe('/value text');
    await correct(id, 'what', '换灯管', { id: v7(7) });
    expect(codeOf(await correct(id, 'what', 1.5, { id: v7(7) }))).toBe('/value text');
  });
});
