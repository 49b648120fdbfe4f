/** Who is a party, what they said to mediation, and how minutes are laid out. */
import { describe, expect, it } from '@jest/globals';
import type { HistoryItem, Workflow } from '../../api/types.js';
import { charactersOf, MINUTES_PARTS, withParts } from './minutes.js';
import { sessionsOf, sidesOf } from './parties.js';

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

const workflow = {
  events: Object.fromEntries(
    [
      ['ComplaintFiled', 'on'],
      ['PartyNamed', 'stay'],
      ['PartyRemoved', 'stay'],
      ['ConsentRecorded', 'stay'],
    ].map(([type = '', move]) => [type, { move }]),
  ),
} as unknown as Workflow;

const item = (type: string, data: HistoryItem['data']): HistoryItem => ({
  ...RECORDED,
  id: `${type} ${JSON.stringify(data)}`,
  command: { id: `${type} ${JSON.stringify(data)}`, name: '', digest: '', index: 0, of: 1 },
  type,
  version: 0,
  recordedAt: '',
  occurredAt: '',
  data,
  words: { who: '', when: '', what: '' },
});

describe('the parties of a complaint', () => {
  it('are the complainant first, then who was named and not removed, each with what they said last', () => {
    const history = [
      item('ComplaintFiled', { party: 'p1' }),
      item('PartyNamed', { party: 'p2', side: 'respondent' }),
      item('PartyNamed', { party: 'p3', side: 'third' }),
      item('ConsentRecorded', { party: 'p2', consent: true }),
      item('ConsentRecorded', { party: 'p1', consent: true }),
      item('ConsentRecorded', { party: 'p2', consent: false }),
      item('PartyRemoved', { party: 'p3', reason: '无关' }),
    ];
    expect(sidesOf(workflow, history)).toEqual([
      { id: 'p1', side: 'applicant', isComplainant: true, consent: true },
      { id: 'p2', side: 'respondent', isComplainant: false, consent: false },
    ]);
  });

  it('said nothing by what was taken back, and did not meet by it', () => {
    const history = [
      item('ComplaintFiled', { party: 'p1' }),
      item('ConsentRecorded', { party: 'p1', consent: true }),
      item('SessionRecorded', { heldOn: '2026-11-20', venue: '调解站' }),
    ];
    const undone = history.slice(1).map(({ id }) => item('Undone', { event: id }));
    expect(sidesOf(workflow, [...history, ...undone])).toEqual([{ id: 'p1', side: 'applicant', isComplainant: true }]);
    expect(sessionsOf([...history, ...undone])).toEqual([]);
  });

  it('met in sessions that are numbered as they were recorded', () => {
    const held = (heldOn: string) => item('SessionRecorded', { heldOn, venue: '调解站' });
    expect(sessionsOf([held('2026-11-20'), held('2026-11-23')]).map(({ nth, heldOn }) => [nth, heldOn])).toEqual([
      [1, '2026-11-20'],
      [2, '2026-11-23'],
    ]);
  });
});

describe('minutes', () => {
  it('get the parts that they lack, and keep what was written', () => {
    expect(withParts('')).toBe(MINUTES_PARTS.join('\n'));
    const written = '二、申请人陈述与请求：车位被占\n';
    expect(withParts(written).startsWith('二、申请人陈述与请求：车位被占\n一、')).toBe(true);
    expect(withParts(withParts(written))).toBe(withParts(written));
  });

  it('are counted in characters, not in code units', () => {
    expect(charactersOf(' 💧漏水 ')).toBe(3);
  });
});
