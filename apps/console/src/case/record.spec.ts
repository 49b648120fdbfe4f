/** What the record of a case says about it. */
import { describe, expect, it } from '@jest/globals';
import type { HistoryItem, Workflow } from '../api/types.js';
import { layoutOf } from './map-layout.js';
import {
  beforeOf,
  changedSince,
  lastStep,
  partiesOf,
  pathOf,
  personsOf,
  recordedLast,
  sectionsOf,
  undoneIn,
} from './record.js';

const words = (text: string) => ({ 'zh-CN': text, en: text });
const event = (to: string | null, fields: string[], standing = false) => ({
  words: words(''),
  move: 'on' as const,
  to,
  fields,
  standing,
});
const workflow = {
  states: ['asked', 'taken', 'done'].map((name) => ({
    name,
    words: words(name),
    end: name === 'done',
    retired: false,
  })),
  moves: [
    { from: null, to: 'asked', commands: ['Ask'] },
    { from: 'asked', to: 'taken', commands: ['Take'] },
    { from: 'taken', to: 'done', commands: ['Finish'] },
  ],
  events: {
    Asked: event('asked', ['what', 'caller']),
    Taken: event('taken', ['runner', 'why']),
    Applied: { ...event(null, ['court']), move: 'stay' as const },
    Ruled: { ...event(null, ['court', 'number']), move: 'stay' as const },
    RunnerChanged: { ...event(null, ['runner', 'why']), move: 'stay' as const },
    Corrected: { ...event(null, ['field'], true), move: 'stay' as const },
    Undone: { ...event(null, ['event'], true), move: 'back' as const },
    Done: event('done', ['how']),
    Named: { ...event(null, ['party', 'side', 'who']), move: 'stay' as const },
    Agreed: { ...event(null, ['party', 'consent']), move: 'stay' as const },
    PartyRemoved: { ...event(null, ['party', 'reason']), move: 'stay' as const },
  },
  fields: { runner: { 'x-linli-ref': 'person' }, why: { type: 'string' } },
} as unknown as Workflow;

/** What stands in every event, and is not looked at here. */
const RECORDED = {
  v: 1,
  schema: 1,
  stream: '',
  actor: { id: 'li', kind: 'person', roles: [], jurisdiction: '', authority: '' },
  causationId: '',
  correlationId: '',
  depth: 0,
  dataHash: '',
  hash: '',
  position: null,
} as const;

let count = 0;
function told(type: string, data: HistoryItem['data'] = {}, to?: string): HistoryItem {
  const at = `2026-11-24T${String(count).padStart(2, '0')}:00:00.000Z`;
  return {
    ...RECORDED,
    command: { id: `c${count}`, name: '', digest: '', index: 0, of: 1 },
    id: `e${count}`,
    type,
    version: count++,
    recordedAt: at,
    occurredAt: at,
    data,
    words: { who: '李', when: '', what: type },
    ...(to === undefined ? {} : { to }),
  };
}

describe('the record of a case', () => {
  it('names as its people those within a field, not whom an event is about by itself', () => {
    const registered = told('Asked', { person: 'duan', name: '段文博', caller: { person: 'p1', name: '张三' } });
    expect([...personsOf([registered])]).toEqual([['p1', '张三']]);
  });

  const history = [
    told('Asked', { what: 'lamp', caller: { person: 'p1', name: '张三' } }),
    told('Taken', { runner: 'li' }),
    told('Undone', { event: 'e1' }, 'asked'),
    told('Taken', { runner: 'wang' }),
    told('RunnerChanged', { runner: 'zhou' }),
    told('Corrected', { event: 'e0', field: 'what', before: 'lamp', after: 'bulb' }),
  ];

  const factsOf = (items: readonly HistoryItem[]) =>
    sectionsOf(workflow, items).map(({ event, now, earlier }) => [event, now.values, earlier.map(({ nth }) => nth)]);

  it('has the facts of an event as that event told them, corrected ones as they are now', () => {
    expect(factsOf(history)).toMatchObject([
      ['Asked', { what: 'bulb' }, []],
      ['Taken', { runner: 'wang' }, []],
      ['RunnerChanged', { runner: 'zhou' }, []],
    ]);
  });

  it('keeps apart what events of two kinds say under one name', () => {
    const ruled = [told('Applied', { court: 'first' }), told('Ruled', { court: 'second', number: '9' })];
    expect(factsOf(ruled)).toMatchObject([
      ['Applied', { court: 'first' }, []],
      ['Ruled', { court: 'second', number: '9' }, []],
    ]);
  });

  it('tells the newest of a kind first and those before it by number', () => {
    const [first, second] = [told('Done', { how: 'badly' }), told('Done', { how: 'well' })];
    const sections = sectionsOf(workflow, [first, told('Taken', { runner: 'li' }), second]);
    expect(sections).toMatchObject([
      { event: 'Taken' },
      { event: 'Done', now: { nth: 2, values: { how: 'well' } }, earlier: [{ nth: 1, values: { how: 'badly' } }] },
    ]);
    expect(sectionsOf(workflow, [first, second, told('Undone', { event: second.id })])).toMatchObject([
      { event: 'Done', now: { nth: 1, values: { how: 'badly' } }, earlier: [] },
    ]);
  });

  it('says of a choice or a name what another step made of it later, of a text nothing', () => {
    const items = [told('Taken', { runner: 'li', why: 'near' }), told('RunnerChanged', { runner: 'wu', why: 'ill' })];
    const sections = sectionsOf(workflow, items);
    const since = (name: string, at = 0) => sections[at] && changedSince(workflow, sections, sections[at], name);
    expect([since('runner'), since('why'), since('runner', 1)]).toEqual(['wu', undefined, undefined]);
  });

  it('finds what a correction found: in itself, in the event it names, or in the correction before it', () => {
    const asked = told('Asked', { caller: { person: 'p1', name: '张三' } });
    const first = told('Corrected', { event: asked.id, field: 'caller', after: { person: 'p1', name: '张四' } });
    const second = told('Corrected', { event: first.id, field: 'caller', after: { person: 'p1', name: '张五' } });
    const items = [asked, first, second];
    expect(items.slice(1).map((item) => beforeOf(item, items))).toEqual([
      { person: 'p1', name: '张三' },
      { person: 'p1', name: '张四' },
    ]);
    expect(beforeOf(told('Corrected', { event: asked.id, field: 'what', before: 'x', after: 'y' }), items)).toBe('x');
    expect(sectionsOf(workflow, items)).toMatchObject([{ now: { values: { caller: { name: '张五' } } } }]);
    expect(recordedLast(workflow, items).get('caller')).toBe(asked.id);
  });

  it('has where it was left empty what a correction filled in', () => {
    const asked = told('Asked', { what: 'lamp' });
    const filled = told('Corrected', { event: asked.id, field: 'caller', after: '段' });
    expect(sectionsOf(workflow, [asked, filled])).toMatchObject([{ now: { values: { what: 'lamp', caller: '段' } } }]);
    expect(recordedLast(workflow, [asked, filled]).get('caller')).toBe(asked.id);
  });

  it('takes a command back whole, but for what was remarked with it', () => {
    const command = { id: 'one', name: 'Take', digest: '', index: 0, of: 3 };
    const together = ['Taken', 'Done', 'Commented'].map((type) => ({ ...told(type, { how: 'x' }), command }));
    const undo = told('Undone', { event: together[1]?.id ?? '' });
    expect([...undoneIn([...together, undo])]).toEqual(together.slice(0, 2).map(({ id }) => [id, undo]));
    expect(lastStep(together)?.type).toBe('Done');
    expect(lastStep([...together, undo])).toBeUndefined();
  });

  it('names its people by id', () => {
    expect([...personsOf(history)]).toEqual([['p1', '张三']]);
  });

  it('has no facts of a step that was taken back', () => {
    expect(sectionsOf(workflow, history.slice(0, 3)).map(({ event }) => event)).toEqual(['Asked']);
  });

  it('tells of each party what was said of them last, and of none who left', () => {
    const parted = [
      told('Asked', { what: 'lamp', party: 'p1', caller: { person: 'p1', name: '张三' } }),
      told('Named', { party: 'p2', side: 'respondent', who: { person: 'p2', name: '李四', phone: '62000001' } }),
      told('Named', { party: 'p3', side: 'third', who: { person: 'p3', name: '王五' } }),
      told('Agreed', { party: 'p2', consent: true }),
      told('Agreed', { party: 'p1', consent: false }),
      told('PartyRemoved', { party: 'p3', reason: '-' }),
    ];
    expect(partiesOf(workflow, parted)).toEqual({
      parties: [
        { id: 'p1', namedIn: 'caller', told: { consent: false } },
        { id: 'p2', namedIn: 'who', phone: '62000001', told: { side: 'respondent', consent: true } },
      ],
      columns: ['side', 'consent'],
    });
    expect(sectionsOf(workflow, parted).map(({ now }) => now.fields)).toEqual([['what', 'caller']]);
  });

  it('tells the path without what was undone', () => {
    expect(pathOf(workflow, history).map(({ state }) => state)).toEqual(['asked', 'taken']);
    expect(pathOf(workflow, history.slice(0, 3)).map(({ state }) => state)).toEqual(['asked']);
  });

  it('draws every state once and every arrow between two of them', () => {
    const { spots, edges } = layoutOf(workflow);
    expect(spots.map(({ state }) => state)).toEqual(['asked', 'taken', 'done']);
    expect(edges.map(({ from, to }) => `${from.state}-${to.state}`)).toEqual(['asked-taken', 'taken-done']);
    expect(new Set(spots.map(({ x, y }) => `${x} ${y}`)).size).toBe(3);
  });
});
