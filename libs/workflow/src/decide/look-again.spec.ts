/** What the engine does where it cannot be sure: it sends the same bytes again, looks again, and leaves no key behind. */
import { describe, expect, it } from '@jest/globals';
import { StoreUnavailable, type EventStore, type ReadyEvent } from '#libs/event-store';
import { MemoryEventStore } from '#libs/event-store/memory';
import { MemoryKeyVault } from '#libs/sealed';
import { ends, fact, nothing, on, workflow } from '../declare/builder.js';
import { ref } from '../declare/fields/ref.js';
import { text } from '../declare/fields/text.js';
import { codeOf, World } from '../specification.js';
import { errand } from '../tiny.fixture.js';

const people = { li: ['clerk@nanguan'] };
const asked = { area: 'nanguan', what: '换灯泡', story: '灯坏了', caller: { name: '张三', phone: '13800001111' } };
const registers = { area: () => true };

/** A store whose answers get lost: after it wrote, or before. */
class Faltering extends MemoryEventStore implements EventStore {
  readonly sent: (readonly ReadyEvent[])[] = [];
  lose: ('after' | 'before')[] = [];

  override async append(...[stream, expected, events]: Parameters<EventStore['append']>) {
    if (!stream.startsWith('errand-')) return super.append(stream, expected, events);
    this.sent.push(events);
    const lost = this.lose.shift();
    if (lost === 'after') await super.append(stream, expected, events);
    if (lost) throw new StoreUnavailable(`the answer was lost ${lost} writing`, 'unknown');
    return super.append(stream, expected, events);
  }
}

/** A vault that tells for whom keys were made. */
class Telling extends MemoryKeyVault {
  readonly prepared: string[] = [];

  override prepare(subjects: readonly string[]): Promise<void> {
    this.prepared.push(...subjects);
    return super.prepare(subjects);
  }
}

describe('an append of unknown outcome', () => {
  it.each([
    ['was written', ['after']],
    ['was not written', ['before']],
    ['was lost again and again', ['before', 'after', 'after']],
  ] as const)('is sent once more, byte for byte, where it %s', async (_, lose) => {
    const store = new Faltering();
    const world = await World.begin({ workflows: [errand], people, registers, store });
    store.lose = [...lose];
    const { id, version } = await world.given('AskErrand', asked, { by: 'li' });
    expect(version).toBe(0);
    expect(await world.history('errand', id)).toEqual(['ErrandAsked']);
    expect(store.sent).toHaveLength(lose.length + 1);
    expect(new Set(store.sent.map((events) => JSON.stringify(events))).size).toBe(1);
  });

  it('is not sent for ever: the store is said to be out of reach, and the same command may come again', async () => {
    const store = new Faltering();
    const world = await World.begin({ workflows: [errand], people, registers, store });
    store.lose = Array.from({ length: 4 }, () => 'after' as const);
    const again = { by: 'li', id: '0190a5b0-7c00-7000-8000-000000000001' };
    await expect(world.when('AskErrand', asked, again)).rejects.toMatchObject({ outcome: 'unknown' });
    expect(store.sent).toHaveLength(4);
    expect(await world.given('AskErrand', asked, again)).toMatchObject({ version: 0 });
    expect(store.lose).toEqual([]);
  });
});

describe('law 10: a refusal rests on nothing that has grown old', () => {
  const shelf = workflow('shelf', { path: 'shelves' })
    .events({ ShelfPutUp: on('up', { label: text(1, 60) }), ShelfTakenDown: ends('down', { why: text(1, 60) }) })
    .data({}, {})
    .command('PutUpShelf', { by: ['clerk'], from: nothing, yields: ['ShelfPutUp'] })
    .command('TakeDownShelf', { by: ['clerk'], from: ['up'], yields: ['ShelfTakenDown'] });
  const book = workflow('book', { path: 'books' })
    .events({ BookPlaced: on('placed', { shelf: ref('shelf') }) })
    .data({}, {})
    .facts({ shelf: fact('shelf', 'shelf') })
    .command('PlaceBook', {
      by: ['clerk'],
      from: nothing,
      yields: ['BookPlaced'],
      refuses: { 'still-up': [] },
      // Refused as long as the shelf is there: so what was seen of it before is what says no.
      decide: ({ form, facts, emit, refuse }) =>
        facts.shelf.state === 'up' ? refuse('still-up') : emit.BookPlaced(form),
    });

  it('law 10: what another node did to the case that decides is read before no is said', async () => {
    const world = await World.begin({ workflows: [shelf, book], people: { li: ['clerk@district'] } });
    const node = await World.begin({
      workflows: [shelf, book],
      people: { li: ['clerk@district'] },
      store: world.store,
      vault: world.vault,
    });
    const { id } = await world.given('PutUpShelf', { label: '甲' }, { by: 'li' });
    expect(codeOf(await node.when('PlaceBook', { shelf: id }, { by: 'li' }))).toBe('book/still-up');
    await world.given('TakeDownShelf', { why: '搬走' }, { by: 'li', on: id });
    // The node still has the shelf in its memory as it stood.
    expect((await node.cases.seen('shelf', id)).state).toBe('up');
    expect(codeOf(await node.when('PlaceBook', { shelf: id }, { by: 'li' }))).toBe('done');
  });
});

describe('law 8: keys are made for what is recorded, and for nothing else', () => {
  const begin = async () => {
    const vault = new Telling();
    return { vault, world: await World.begin({ workflows: [errand], people, registers, vault }) };
  };

  it('law 8: a dry run makes none', async () => {
    const { vault, world } = await begin();
    expect(codeOf(await world.when('AskErrand', asked, { by: 'li', dryRun: true }))).toBe('done');
    expect(vault.prepared).toEqual([]);
    await world.given('AskErrand', asked, { by: 'li' });
    expect(vault.prepared).toHaveLength(2);
  });

  it('law 8: a case that the creator may not begin leaves none', async () => {
    const { vault, world } = await begin();
    const outside = await world.when('AskErrand', { ...asked, area: 'beixia' }, { by: 'li' });
    expect(codeOf(outside)).toBe('command/outside-jurisdiction');
    expect(vault.prepared).toEqual([]);
  });
});
