import { describe, expect, it } from '@jest/globals';
import { filtersIn, isNarrowed, isSameView, stateOf, valuesOf, withoutWords } from './address.js';

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
    [{ 'x-linli-ref': 'community' }, '../../x', ''],
  ])('of %j as %s narrows by %j', (field, asked, meant) => {
    expect(valuesOf(field, asked)).toBe(meant);
  });
});

describe('an address that somebody mistyped', () => {
  const workflow = {
    states: [{ name: 'filed', words: { 'zh-CN': '已登记', en: 'filed' }, end: false, retired: false }],
    filters: ['category', 'community'],
    fields: { category: { enum: ['parking'] }, community: { 'x-linli-ref': 'community' } },
    deadlines: { done: {} },
  } as unknown as Parameters<typeof filtersIn>[0];

  it.each([
    ['openedFrom=xx', {}, ['openedFrom']],
    ['openedFrom=2026-02-31', {}, ['openedFrom']],
    ['openedFrom=1900-01-01', {}, ['openedFrom']],
    ['openedFrom=2026-02-28', { openedFrom: '2026-02-28' }, []],
    ['late=maybe', {}, ['late']],
    ['late=true', { late: '1' }, []],
    ['late=0', {}, []],
    ['community=../../x', {}, ['community']],
    ['category=parking,bogus', { category: 'parking' }, ['category']],
    ['colour=red&state=bogus&q=x&sort=newest', {}, ['colour', 'state']],
    ['state=filed,all', {}, []],
    ['subDistrict=a,b', {}, ['subDistrict']],
  ])('%s narrows by %j and leaves out %j', (asked, filters, leftOut) => {
    expect(filtersIn(workflow, new URLSearchParams(asked))).toEqual({ filters, leftOut });
  });

  it('knows no lateness where nothing is ever due', () => {
    const none = { ...workflow, deadlines: {} };
    expect(filtersIn(none, new URLSearchParams('late=1&dueUntil=2026-02-28'))).toEqual({
      filters: {},
      leftOut: ['late', 'dueUntil'],
    });
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
