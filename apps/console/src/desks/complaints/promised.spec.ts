/** What is told of a complaint to whoever calls back. */
import { describe, expect, it } from '@jest/globals';
import { hasAgreement, promisedOf } from './promised.js';

describe('what was promised', () => {
  it('is what was agreed before anything else, in one line of the list', () => {
    expect(promisedOf({ outcome: 'solved', terms: '退还停车费', performBy: '2026-12-01' }, false)).toEqual(['terms']);
    expect(promisedOf({ outcome: 'solved', reply: '已修好', measures: '更换水泵' }, false)).toEqual(['measures']);
  });

  it('is all of it where the call is recorded', () => {
    const agreed = {
      outcome: 'solved',
      terms: '退还停车费',
      manner: 'on-the-spot',
      performBy: '2026-12-01',
      reply: null,
    };
    expect(promisedOf(agreed, true)).toEqual(['terms', 'manner', 'performBy', 'outcome']);
  });
});

describe('an agreement', () => {
  it('is known by its day of performance, also where its terms are erased', () => {
    expect(hasAgreement({ performBy: '2026-12-04', terms: null })).toBe(true);
    expect(hasAgreement({ performBy: null, outcome: 'solved' })).toBe(false);
    expect(hasAgreement({ outcome: 'solved' })).toBe(false);
  });
});
