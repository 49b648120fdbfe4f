import { beforeEach, describe, expect, it } from '@jest/globals';
import { nothing, on, stay, workflow } from '../declare/builder.js';
import { text } from '../declare/fields/text.js';
import { note, optional } from '../declare/fields/wrap.js';
import { World } from '../specification.js';
import { describeCase } from './describe.js';

/** A key that hangs somewhere, with somebody until it is handed on; its label is only descriptive, and so is never decided by. */
const spare = workflow('spare', { path: 'spares' })
  .events({
    SpareCut: on('kept', { place: text(1, 60), keeper: optional(text(1, 60)), label: note(text(1, 60)) }),
    SpareMoved: stay({ place: text(1, 60) }),
    SpareTaken: stay({ keeper: text(1, 60) }),
  })
  .data(
    { place: '', keeper: '', label: 'of the fold' },
    {
      SpareCut: (d, e) => ({ ...d, place: e.place, keeper: e.keeper ?? '' }),
      // Whoever had it does not have it there.
      SpareMoved: (d, e) => ({ ...d, place: e.place, keeper: '' }),
      SpareTaken: (d, e) => ({ ...d, keeper: e.keeper }),
    },
  )
  .command('CutSpare', { by: ['clerk'], from: nothing, yields: ['SpareCut'] })
  .command('MoveSpare', { by: ['clerk'], from: ['kept'], yields: ['SpareMoved'], undoable: true })
  .command('TakeSpare', { by: ['clerk'], from: ['kept'], yields: ['SpareTaken'] })
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
