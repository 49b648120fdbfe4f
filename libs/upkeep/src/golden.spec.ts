import { join } from 'node:path';
import { uuidV5 } from '#libs/event-store';
import { World } from '#libs/workflow/specification';
import { goldenStreams } from '#test/support/golden.contract';
import { upkeep } from './index.js';

const order = { what: 'rebuild-view', of: 'complaints', node: 'node-1', reason: '有一条记录无法读取，规则已更正' };

async function ordered(end: string, form: object) {
  const world = await World.begin({ workflows: [upkeep], people: { ke: ['admin@district'] } });
  const { id } = await world.given('OrderUpkeep', order, { by: 'ke', id: '0190a5b0-7c00-7000-8000-0000000000a1' });
  if (end === 'CancelUpkeep') await world.given(end, form, { by: 'ke', on: id });
  else
    await world.engine.execute({
      workflow: 'upkeep',
      command: end,
      id: uuidV5(id, 'end'),
      target: id,
      form,
      requester: { kind: 'system', id: 'upkeep' },
    });
  return world.events('upkeep', id);
}

goldenStreams(upkeep, join(import.meta.dirname, 'golden'), {
  'a view rebuilt': () => ordered('RecordUpkeepDone', { note: 'complaints: same' }),
  'a view rebuilt otherwise': () => ordered('RecordUpkeepDone', { changed: ['complaints'], setAside: 2 }),
  'timers looked at': () => ordered('RecordUpkeepDone', { timersDue: 3 }),
  'an order that failed': () => ordered('RecordUpkeepFailed', { error: 'there is no view named complaints' }),
  'an order that failed for a known cause': () =>
    ordered('RecordUpkeepFailed', { cause: 'no-such-view', error: 'There is no view named complaint.' }),
  'an order cancelled': () => ordered('CancelUpkeep', { reason: '该节点已停用' }),
});
