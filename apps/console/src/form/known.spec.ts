/** What of a form is filled in before anybody types. */
import { describe, expect, it } from '@jest/globals';
import type { Case, Command, Person } from '../api/types.js';
import { begunWith, forDeadlinesOf, knownValues } from './known.js';

const me: Person = {
  id: 'qin',
  name: '秦玉兰',
  organisation: '',
  roles: ['mediator'],
  jurisdictions: ['nanguan'],
  grants: [{ role: 'mediator', jurisdiction: 'nanguan' }],
};
const handOver = {
  form: {
    properties: {
      giver: { 'x-linli-office': 'mediator', 'x-linli-begins': 'mediator' },
      mediator: { 'x-linli-office': 'mediator' },
      signedOn: { format: 'date', 'x-linli-days': { ago: 30, ahead: 0 } },
      reason: {},
    },
    required: ['giver', 'mediator', 'signedOn'],
  },
} as unknown as Command;

describe('what is known before anybody types', () => {
  it('is my own office, but not where somebody else of the case is meant', () => {
    const now = Date.parse('2026-11-24T01:00:00Z');
    expect(knownValues(handOver, me, now)).toEqual({ mediator: 'qin', signedOn: '2026-11-24' });
  });

  it('is what the case says, and what all of several cases say', () => {
    expect(begunWith(handOver, [{ mediator: 'luo' }])).toEqual({ giver: 'luo' });
    expect(begunWith(handOver, [{ mediator: 'luo' }, { mediator: 'luo' }])).toEqual({ giver: 'luo' });
  });

  it('is nothing where cases differ, where one says nothing, and where there is none', () => {
    expect(begunWith(handOver, [{ mediator: 'luo' }, { mediator: 'qin' }])).toEqual({});
    expect(begunWith(handOver, [{ mediator: 'luo' }, {}])).toEqual({});
    expect(begunWith(handOver, [])).toEqual({});
  });
});

describe('a step about a deadline', () => {
  const about = (name: string) =>
    ({ name, form: { properties: { name: { enum: ['accept', 'conclude', 'perform'] } } } }) as unknown as Command;
  const one = {
    deadlines: [{ name: 'conclude' }],
    misses: [
      { name: 'accept', excused: true },
      { name: 'perform', excused: false },
    ],
  } as unknown as Case;
  const offered = (name: string) => forDeadlinesOf(about(name), one).form.properties?.['name']?.enum;

  it('offers those that the case has for it, and any other step all of its choices', () => {
    expect(offered('ExtendDeadline')).toEqual(['conclude']);
    expect(offered('ExcuseMiss')).toEqual(['perform']);
    expect(offered('AcceptComplaint')).toEqual(['accept', 'conclude', 'perform']);
  });
});
