import { describe, expect, it } from '@jest/globals';
import { canonical, canonicalHash, leafHash } from '#libs/event-store';
import { MemoryEventStore } from '#libs/event-store/memory';
import { World } from '#libs/workflow/specification';
import { errandTexts } from '../../../libs/workflow/src/tiny-texts.fixture.js';
import { errand } from '../../../libs/workflow/src/tiny.fixture.js';
import { replayCase, type ReplayInput } from './replay.js';

const asked = { area: 'nanguan', what: '换灯泡', story: '三单元楼道灯坏了', caller: { name: '张三' } };
const today = (time: string): string => `2026-11-24T${time}:00.000Z`;

async function node(start: string, store = new MemoryEventStore()): Promise<World> {
  const people = { li: ['clerk@nanguan'] };
  return World.begin({ workflows: [errand], people, registers: { area: () => true }, start, store });
}

const replay = (world: World, input: ReplayInput) =>
  replayCase(
    {
      store: world.store,
      vault: world.vault,
      contexts: { spoken: [{ declaration: errand.declaration, texts: errandTexts }] },
      engine: world.engine,
    },
    input,
  );

describe('what is recorded of a case', () => {
  it('law 5: as of a moment, an event behind a later one was not there, whatever time it carries', async () => {
    const first = await node(today('01:00'));
    // The other node's clock is half an hour behind when it writes after the first.
    const second = await node(today('01:30'), first.store as MemoryEventStore);
    await first.clock.set(today('02:00'));
    const early = (await first.given('AskErrand', asked, { by: 'li' })).id;
    const late = (await second.given('AskErrand', asked, { by: 'li' })).id;
    const [event] = await second.events('errand', late);
    expect(event?.envelope.recordedAt).toBe(today('01:30'));
    await expect(replay(first, { stream: `errand-${late}`, at: today('01:45') })).rejects.toThrow(
      `Nothing was recorded of errand-${late} by ${today('01:45')}.`,
    );
    expect((await replay(first, { stream: `errand-${early}`, at: today('02:00') })).events).toHaveLength(1);
    expect((await replay(first, { stream: `errand-${late}`, at: today('02:00') })).events).toHaveLength(1);
  });

  it('law 5: of a case that went on, the part up to the moment', async () => {
    const world = await node(today('01:00'));
    const { id } = await world.given('AskErrand', asked, { by: 'li' });
    await world.clock.set(today('02:00'));
    await world.given('TakeErrand', { runner: 'li' }, { by: 'li', on: id });
    const types = async (at?: string) =>
      (await replay(world, { stream: `errands/${id}`, ...(at ? { at } : {}) })).events.map((one) => one.envelope.type);
    expect(await types(today('01:59'))).toEqual(['ErrandAsked']);
    expect(await types(today('02:00'))).toEqual(['ErrandAsked', 'ErrandTaken']);
    expect(await types()).toEqual(['ErrandAsked', 'ErrandTaken']);
  });

  it('law 8: nothing is opened unless it is asked for, and the bytes stay those of the log', async () => {
    const world = await node(today('01:00'));
    const { id } = await world.given('AskErrand', asked, { by: 'li' });
    const [sealed] = (await replay(world, { stream: `errand-${id}` })).events;
    expect(JSON.stringify(sealed)).not.toMatch(/三单元|张三/);
    const [event] = (await replay(world, { stream: `errand-${id}`, open: true })).events;
    expect(event?.opened).toMatchObject({ story: asked.story, caller: asked.caller });
    expect(leafHash(canonical(event?.envelope))).toBe(event?.hash);
    expect(canonicalHash(event?.data)).toBe(event?.envelope.dataHash);
  });

  it('what names no stream, and a case of which nothing is recorded, is refused in a sentence', async () => {
    const world = await node(today('01:00'));
    await expect(replay(world, { stream: 'nothing-1' })).rejects.toThrow('nothing-1 names no stream');
    await expect(replay(world, { stream: 'errand-1' })).rejects.toThrow('Nothing is recorded of errand-1.');
    await expect(replay(world, { stream: 'errand-1', at: 'yesterday' })).rejects.toThrow('A moment is written like');
  });
});
