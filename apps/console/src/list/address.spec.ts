import { describe, expect, it } from '@jest/globals';
import { stateOf } from './address.js';

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
