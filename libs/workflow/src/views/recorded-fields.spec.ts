import { beforeEach, describe, expect, it } from '@jest/globals';
import { nothing, on, stay, workflow } from '../declare/builder.js';
import { text } from '../declare/fields/text.js';
import { note, optional } from '../declare/fields/wrap.js';
import { World } from '../specification.js';
import { describeCase } from './describe.js';

/** A key that hangs somewhere, with somebody until it is handed on; its label is only descriptive, and so is never decided by. */
const spare = workflow('spare', { path: 'spares', shownBy: { worn: 'wornBy' } })
  .events({
    SpareCut: on('kept', { place: text(1, 60), keeper: optional(text(1, 60)), label: note(text(1, 60)) }),
    SpareMoved: stay({ place: text(1, 60) }),
    SpareTaken: stay({ keeper: text(1, 60) }),
    SpareLent: stay({ to: text(1, 60), deposit: optional(text(1, 60)), remark: optional(note(text(1, 60))) }),
    SpareWorn: stay({ worn: text(1, 60) }),
    SpareMended: stay({}),
  })
  .data(
    { place: '', keeper: '', label: 'of the fold', worn: 'never', wornBy: '' },
    {
      SpareCut: (d, e) => ({ ...d, place: e.place, keeper: e.keeper ?? '' }),
      // Whoever had it does not have it there.
      SpareMoved: (d, e) => ({ ...d, place: e.place, keeper: '' }),
      SpareTaken: (d, e) => ({ ...d, keeper: e.keeper }),
      SpareWorn: (d, e) => ({ ...d, wornBy: e.worn }),
      SpareMended: (d) => ({ ...d, wornBy: '' }),
    },
  )
  .command('CutSpare', { by: ['clerk'], from: nothing, yields: ['SpareCut'] })
  .command('MoveSpare', { by: ['clerk'], from: ['kept'], yields: ['SpareMoved'], undoable: true })
  .command('TakeSpare', { by: ['clerk'], from: ['kept'], yields: ['SpareTaken'] })
  .command('LendSpare', { by: ['clerk'], from: ['kept'], yields: ['SpareLent'], undoable: true })
  .command('WearSpare', { by: ['clerk'], from: ['kept'], yields: ['SpareWorn'] })
  .command('MendSpare', { by: ['clerk'], from: ['kept'], yields: ['SpareMended'] })
  .standing({ correct: ['clerk'], undo: ['clerk'] });

let world: World;
let id: string;
beforeEach(async () => {
  world = await World.begin({ workflows: [spare], people: { li: ['clerk@district'] } });
  ({ id } = await world.given('CutSpare', { place: '门卫', keeper: '秦', label: '大门' }, { by: 'li' }));
});

const does = (command: string, form: object) => world.given(command, form, { by: 'li', on: id, workflow: 'spare' });
async function shown() {
  const events = await world.events('spare', id);
  return describeCase(spare.declaration, events, (await world.case('spare', id)).data, world.vault).fields;
}

describe('a field that the fold also keeps', () => {
  it('shows what the fold says: what it has emptied is not shown', async () => {
    expect(await shown()).toEqual({ place: '门卫', keeper: '秦', label: '大门' });
    await does('MoveSpare', { place: '仓库' });
    expect(await shown()).toEqual({ place: '仓库', label: '大门' });
    await does('TakeSpare', { keeper: '罗' });
    expect(await shown()).toEqual({ place: '仓库', keeper: '罗', label: '大门' });
  });

  it('comes back with the step that is undone', async () => {
    await does('MoveSpare', { place: '仓库' });
    await does('UndoLast', {});
    expect(await shown()).toEqual({ place: '门卫', keeper: '秦', label: '大门' });
  });

  it('is never a descriptive one: a correction is shown, whatever the fold calls its own', async () => {
    await does('Correct', { field: 'label', value: '侧门', reason: '写错' });
    expect(await shown()).toMatchObject({ label: '侧门' });
  });
});

describe('an event of a type that was there before', () => {
  it('takes away what the earlier one said and it does not say, a corrected field too', async () => {
    await does('LendSpare', { to: '罗', deposit: '二十元', remark: '周末还' });
    await does('Correct', { field: 'remark', value: '周一还', reason: '写错' });
    expect(await shown()).toMatchObject({ to: '罗', deposit: '二十元', remark: '周一还' });
    await does('LendSpare', { to: '秦' });
    expect(await shown()).toEqual({ place: '门卫', keeper: '秦', label: '大门', to: '秦' });
  });

  it('takes away too what was left empty then and added by a correction', async () => {
    await does('LendSpare', { to: '罗' });
    await does('Correct', { field: 'remark', value: '周一还', reason: '漏填' });
    expect(await shown()).toMatchObject({ to: '罗', remark: '周一还' });
    await does('LendSpare', { to: '秦' });
    expect(await shown()).not.toHaveProperty('remark');
  });

  it('gives it back where it is undone', async () => {
    await does('LendSpare', { to: '罗', deposit: '二十元' });
    await does('LendSpare', { to: '秦' });
    await does('UndoLast', {});
    expect(await shown()).toMatchObject({ to: '罗', deposit: '二十元' });
  });
});

describe('a field that the fold keeps under another name', () => {
  it('shows what stands there, and nothing where that is empty', async () => {
    expect(await shown()).not.toHaveProperty('worn');
    await does('WearSpare', { worn: '断了' });
    expect(await shown()).toMatchObject({ worn: '断了' });
    await does('MendSpare', {});
    expect(await shown()).not.toHaveProperty('worn');
  });
});
