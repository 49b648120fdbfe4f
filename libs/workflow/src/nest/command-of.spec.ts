/** Generated commands: the bus carries them to the engine, and class-validator judges them as the fields do. */
import { describe, expect, it } from '@jest/globals';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import { Test } from '@nestjs/testing';
import { validate } from 'class-validator';
import { parseForm } from '../declare/fields/field.js';
import type { Outcome } from '../decide/refusal.js';
import { World } from '../specification.js';
import { errand } from '../tiny.fixture.js';
import { asked, people, spoken } from './api.fixture.js';
import { commandClasses, commandHandlers, commandOf, IssuedCommand } from './command-of.js';
import { ENGINE } from './ports.js';

class AskErrand extends commandOf(errand, 'AskErrand') {}
class TakeErrand extends commandOf(errand, 'TakeErrand') {}
type Asked = ConstructorParameters<typeof AskErrand>[0];
/** As people send it: the person's id is minted where none is given. */
const form = asked as unknown as Asked;
const issued = { requester: { kind: 'person', id: 'li' } } as const;

describe('a generated command', () => {
  it('is the same class each time, one for every command of the workflow', () => {
    expect([...commandClasses(spoken).keys()]).toEqual(Object.keys(errand.declaration.commands));
    expect(Object.getPrototypeOf(TakeErrand)).toBe(commandClasses(spoken).get('TakeErrand'));
    expect(() => commandOf(errand, 'Nothing' as 'TakeErrand')).toThrow(RangeError);
  });

  it('extended or not is executed by the generated handler, and so by the engine', async () => {
    const world = await World.begin({ workflows: [errand], people });
    const module = await Test.createTestingModule({
      imports: [CqrsModule.forRoot()],
      providers: [{ provide: ENGINE, useValue: world.engine }, ...commandHandlers(spoken)],
    }).compile();
    await module.init();
    const bus = module.get(CommandBus);
    const asking: Outcome = await bus.execute(new AskErrand(form, issued));
    if (asking.kind !== 'done') throw new Error(JSON.stringify(asking));
    const taking: Outcome = await bus.execute(new TakeErrand({ runner: 'li' }, { ...issued, target: asking.id }));
    expect(taking).toMatchObject({ kind: 'done', state: 'taken' });
    await module.close();
  });

  it.each<[string, object]>([
    ['whole', { ...asked }],
    ['empty', {}],
    ['wrong in every field', { area: '!', what: '', story: 7, caller: { name: '' } }],
    ['wrong in one', { ...asked, caller: { name: '张三', phone: 'x' } }],
  ])('is judged by class-validator as by its fields: %s', async (_, form) => {
    const errors = await validate(new AskErrand(form as Asked, issued), { forbidUnknownValues: true });
    const { problems } = parseForm(errand.declaration.commands['AskErrand']?.form ?? {}, form);
    expect(new Set(errors.map((error) => error.property))).toEqual(
      new Set(problems.map(({ pointer }) => pointer.split('/')[1])),
    );
  });

  it('an optional field may be absent and is judged where it is there', async () => {
    expect(await validate(new TakeErrand({ runner: 'li' }, issued))).toEqual([]);
    const [error] = await validate(new TakeErrand({ runner: 'li', doneBy: 'soon' }, issued));
    expect(error).toMatchObject({ property: 'doneBy', constraints: { day: expect.stringContaining('real day') } });
  });

  it('a form cannot reach the prototype or what is asked of the engine', () => {
    const form = JSON.parse('{"runner":"li","__proto__":{"asked":1},"constructor":1}') as { runner: string };
    const command = new TakeErrand(form, issued);
    expect(Object.keys(command)).toEqual(['runner', 'doneBy']);
    expect(command).not.toHaveProperty('asked');
    expect(IssuedCommand.requestOf(command)).toMatchObject({
      workflow: 'errand',
      command: 'TakeErrand',
      ...issued,
      form,
    });
  });
});
