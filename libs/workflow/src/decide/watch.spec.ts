/** Who watches commands hears the same of each, whoever issued it, and of nothing that a person typed. */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Engine } from './execute.js';
import type { CommandRequest } from './request.js';
import type { CommandSeen, EngineWatch } from './watch.js';
import { World } from '../specification.js';
import { errand } from '../tiny.fixture.js';

const asked = { area: 'nanguan', what: '换灯泡', story: '灯坏了', caller: { name: '张三', phone: '13800001111' } };
const ask: CommandRequest = {
  workflow: 'errand',
  command: 'AskErrand',
  form: asked,
  requester: { kind: 'person', id: 'li' },
};

let world: World;
let told: string[];
let seen: CommandSeen[];
let engine: Engine;
beforeEach(async () => {
  world = await World.begin({ workflows: [errand], people: { li: ['clerk@nanguan'] } });
  [told, seen] = [[], []];
  const watch: EngineWatch = {
    command: async (command, run) => {
      seen.push(command);
      told.push(command.command);
      return run({
        step: (step, work) => {
          told.push(step);
          return work();
        },
        recorded: (events) => void told.push(...events.map(({ envelope }) => envelope.type)),
        ended: (outcome) => void told.push(outcome.kind),
      });
    },
  };
  engine = new Engine({ ...world.engine.ports, watch });
});

describe('somebody who watches', () => {
  it('hears of the steps of a command in their order, and of what is durable', async () => {
    const outcome = await engine.execute(ask);
    expect(told).toEqual(['AskErrand', 'load', 'decide', 'append', 'ErrandAsked', 'done']);
    if (outcome.kind !== 'done') throw new Error('not done');
    const [event] = await world.events('errand', outcome.id);
    expect(seen[0]).toEqual({
      workflow: 'errand',
      command: 'AskErrand',
      by: 'person',
      part: undefined,
      person: 'li',
      dryRun: false,
      id: outcome.id,
      begins: true,
      commandId: event?.envelope.command.id,
      correlationId: event?.envelope.correlationId,
      causationId: event?.envelope.causationId,
    });
  });

  it('hears of a timer that acts before a command, as a command of the chain of its case', async () => {
    const { id } = await world.given('AskErrand', asked, { by: 'li' });
    const [first] = await world.events('errand', id);
    await world.clock.set('2026-11-25T16:00:00.000Z');
    await engine.execute({ ...ask, command: 'TakeErrand', form: { runner: 'li' }, target: id });
    expect(told.slice(0, 3)).toEqual(['TakeErrand', 'load', 'MissDeadline']);
    expect(seen[1]).toMatchObject({
      by: 'timer',
      part: 'timer',
      person: undefined,
      correlationId: first?.envelope.correlationId,
    });
  });

  it('hears of a refusal and of what is malformed; what nobody declared has no name', async () => {
    await engine.execute({ ...ask, requester: { kind: 'person', id: 'nobody' } });
    await engine.execute({ ...ask, form: { what: '' } });
    await engine.execute({ ...ask, command: '张三' });
    expect(told.filter((one) => /malformed|forbidden|not-found/.test(one))).toEqual([
      'forbidden',
      'malformed',
      'not-found',
    ]);
    expect(seen[1]).toEqual({
      workflow: 'errand',
      command: 'AskErrand',
      by: 'person',
      part: undefined,
      person: 'li',
      dryRun: false,
    });
    expect(seen[2]).toMatchObject({ workflow: 'undeclared', command: 'undeclared' });
  });
});
