/** Two machines on one log, of which one has a clock that is wrong. */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Cases } from './cases.js';
import { Engine } from './execute.js';
import { timerRequest, type CommandRequest } from './request.js';
import { sentenceOf } from '../words/sentence.js';
import { instant, VirtualClock } from '../time/clock.js';
import { TUESDAY, World } from '../specification.js';
import { errand } from '../tiny.fixture.js';

const asked = { area: 'nanguan', what: '换灯泡', story: '灯坏了', caller: { name: '张三', phone: '13800001111' } };
const ask: CommandRequest = {
  workflow: 'errand',
  command: 'AskErrand',
  form: asked,
  requester: { kind: 'person', id: 'li' },
};
const behind = { kind: 'busy', code: 'command/clock-behind' };

let world: World;
let clock: VirtualClock;
let engine: Engine;
beforeEach(async () => {
  world = await World.begin({ workflows: [errand], people: { li: ['clerk@nanguan'] } });
  clock = new VirtualClock(TUESDAY);
  engine = on(clock, 1_000);
});

/** A node of its own: nothing cached, a clock of its own. */
function on(itsClock: VirtualClock, clockBehindMaxMs?: number): Engine {
  const { ports } = world.engine;
  const cases = new Cases(world.store, ports.cases.declarations);
  return new Engine({ ...ports, cases, clock: itsClock, clockBehindMaxMs });
}
const recordedBy = (ms: number) => ({ stream: 'errand-x', version: 0, recordedAt: instant(Date.parse(TUESDAY) + ms) });

describe('a clock that is behind', () => {
  it('law 5: a second behind what others recorded is allowed, more records nothing until the clock is right', async () => {
    engine.observe(recordedBy(1_000));
    expect(await engine.execute(ask)).toMatchObject({ kind: 'done' });
    engine.observe(recordedBy(1_001));
    const before = await world.store.head();
    expect(await engine.execute(ask)).toMatchObject(behind);
    expect(await world.store.head()).toBe(before);
    await clock.advance(1);
    expect(await engine.execute(ask)).toMatchObject({ kind: 'done' });
  });

  it('law 5: what stands in the case itself counts, also where nobody has told of it; timers wait as people do', async () => {
    const { id } = await world.given('AskErrand', asked, { by: 'li' });
    await world.clock.advance(5_000);
    await world.given('TakeErrand', { runner: 'li' }, { by: 'li', on: id });
    const comment = { ...ask, command: 'Comment', form: { text: '已到场' }, target: id };
    expect(await engine.execute(comment)).toMatchObject(behind);
    const one = await world.case('errand', id);
    const [timer] = one.armed;
    if (!timer) throw new Error('nothing is armed');
    expect(await engine.execute(timerRequest(errand.declaration, one, timer))).toMatchObject(behind);
  });

  it('law 2: a repeat is answered, and a dry run tells, whatever the clock says', async () => {
    const id = world.engine.ports.newId();
    await engine.execute({ ...ask, id });
    engine.observe(recordedBy(60_000));
    expect(await engine.execute({ ...ask, id })).toMatchObject({ kind: 'done', replayed: true });
    expect(await engine.execute({ ...ask, dryRun: true })).toMatchObject({ kind: 'done' });
  });

  it('law 5: the only writer of a log is not stopped by a step of its clock, and stamps nothing earlier', async () => {
    const alone = on(clock);
    alone.observe(recordedBy(60_000));
    const done = await alone.execute(ask);
    const [event] = await world.events('errand', 'id' in done ? done.id : '');
    expect(event?.envelope.recordedAt).toBe(recordedBy(60_000).recordedAt);
  });

  it('is said in both languages', () => {
    const refusal = { code: behind.code, params: {} };
    expect(sentenceOf(refusal, undefined, 'en')).toMatch(/clock is behind/);
    expect(sentenceOf(refusal, undefined, 'zh-CN')).toMatch(/时钟慢了/);
  });
});
