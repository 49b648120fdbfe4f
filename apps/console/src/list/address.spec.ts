import { describe, expect, it } from '@jest/globals';
import { isNarrowed, isSameView, stateOf, valuesOf, withoutWords } from './address.js';

describe('the state in an address', () => {
  const states = ['filed', 'accepted'].map((name) => ({
    name,
    words: { 'zh-CN': name, en: name },
    end: false,
    retired: false,
  }));

  it.each([
    [null, 'open'],
    ['all', 'all'],
    ['filed', 'filed'],
    ['filed,accepted', 'filed,accepted'],
    ['bogus', 'open'],
    ['bogus,filed', 'filed'],
  ])('%s shows %s', (asked, shown) => {
    expect(stateOf({ states }, asked)).toBe(shown);
  });
});

describe('a condition in an address', () => {
  it.each([
    [{ enum: ['parking', 'charges'] }, 'parking,bogus', 'parking'],
    [{ enum: ['parking', 'charges'] }, 'bogus', ''],
    [{ type: 'boolean' }, 'yes', ''],
    [{ type: 'boolean' }, 'true', 'true'],
    [{ 'x-linli-ref': 'community' }, 'c-nanguan-1', 'c-nanguan-1'],
    [undefined, '2026-11-25', '2026-11-25'],
  ])('of %j as %s narrows by %j', (field, asked, meant) => {
    expect(valuesOf(field, asked)).toBe(meant);
  });
});

describe('what narrows a list', () => {
  it.each([
    ['open', false],
    ['filed', false],
    ['filed,accepted', true],
  ])('in the state %s: %s, for no tab stands for several', (state, narrowed) => {
    expect(isNarrowed({ state, q: '', filters: {} })).toBe(narrowed);
  });
});

describe('an address as it may be kept', () => {
  it('is the same view in whichever order its conditions stand', () => {
    expect(isSameView('state=all&late=1', 'late=1&state=all')).toBe(true);
    expect(isSameView('state=all&late=1', 'late=1')).toBe(false);
  });

  it('has conditions and order, and no words that somebody typed', () => {
    const asked = new URLSearchParams({ state: 'all', q: '温如意 13800012345', category: 'parking', sort: 'newest' });
    expect(withoutWords(asked.toString())).toBe('state=all&category=parking&sort=newest');
  });
});
