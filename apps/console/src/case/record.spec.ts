/** What the record of a case says about it. */
import { describe, expect, it } from '@jest/globals';
import type { Case, HistoryItem, Workflow } from '../api/types.js';
import { layoutOf } from './map-layout.js';
import { partiesOf, partyFields, pathOf, personsOf, sectionsOf } from './record.js';

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
    Taken: event('taken', ['runner']),
    RunnerChanged: { ...event(null, ['runner']), move: 'stay' as const },
    Corrected: { ...event(null, ['field'], true), move: 'stay' as const },
    Undone: { ...event(null, ['event'], true), move: 'back' as const },
    Done: event('done', ['how']),
    Named: { ...event(null, ['party', 'side', 'who']), move: 'stay' as const },
    Agreed: { ...event(null, ['party', 'consent']), move: 'stay' as const },
    PartyRemoved: { ...event(null, ['party', 'reason']), move: 'stay' as const },
  },
} as unknown as Workflow;

/** What stands in every event, and is not looked at here. */
const RECORDED = {
  v: 1,
  schema: 1,
  stream: '',
  actor: { id: 'li', kind: 'person', roles: [], jurisdiction: '', authority: '' },
  command: { id: '', name: '', digest: '', index: 0, of: 1 },
  causationId: '',
  correlationId: '',
  depth: 0,
  dataHash: '',
  hash: '',
  position: null,
} as const;

let count = 0;
function told(type: string, data: HistoryItem['data'] = {}, to?: string): HistoryItem {
  const at = `2026-11-24T0${count}:00:00.000Z`;
  return {
    ...RECORDED,
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
    told('Corrected', { field: 'what', before: 'lamp', after: 'bulb' }),
  ];

  it('has each fact where it was recorded last, a corrected one where it stood', () => {
    const one = { what: 'bulb', caller: { person: 'p1', name: '张三' }, runner: 'zhou' } as unknown as Case;
    expect(sectionsOf(workflow, one, history)).toMatchObject([
      { event: 'Asked', fields: ['what', 'caller'] },
      { event: 'RunnerChanged', fields: ['runner'] },
    ]);
  });

  it('names its people by id', () => {
    expect([...personsOf(history)]).toEqual([['p1', '张三']]);
  });

  it('has no facts of a step that was taken back', () => {
    const one = { what: 'lamp', runner: 'li' } as unknown as Case;
    expect(sectionsOf(workflow, one, history.slice(0, 3)).map(({ event }) => event)).toEqual(['Asked']);
  });

  it('tells of each party what was said of them last, and of none who left', () => {
    const parted = [
      told('Asked', { what: 'lamp', party: 'p1', caller: { person: 'p1', name: '张三' } }),
      told('Named', { party: 'p2', side: 'respondent', who: { person: 'p2', name: '李四' } }),
      told('Named', { party: 'p3', side: 'third', who: { person: 'p3', name: '王五' } }),
      told('Agreed', { party: 'p2', consent: true }),
      told('Agreed', { party: 'p1', consent: false }),
      told('PartyRemoved', { party: 'p3', reason: '-' }),
    ];
    expect(partiesOf(workflow, parted)).toEqual({
      parties: [
        { id: 'p1', namedIn: 'caller', told: { consent: false } },
        { id: 'p2', namedIn: 'who', told: { side: 'respondent', consent: true } },
      ],
      columns: ['side', 'consent'],
    });
    const one = { what: 'lamp', party: 'p1', consent: false, side: 'third', who: {} } as unknown as Case;
    expect(sectionsOf(workflow, one, parted, partyFields(workflow))).toMatchObject([
      { event: 'Asked', fields: ['what'] },
    ]);
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
