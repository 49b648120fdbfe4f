/** What is remembered of lists has a bound. */
import { describe, expect, it } from '@jest/globals';
import { rememberedOfLists } from './remembered.js';

describe('what is remembered of lists', () => {
  it('is that of the thirty set last, and nothing of a list that has nothing', () => {
    const remembered = rememberedOfLists<{ readonly at: number }>();
    remembered.set('first', { at: 0 });
    remembered.set('second', { at: 0 });
    for (let at = 1; at < 29; at++) remembered.set(`other ${at}`, { at });
    remembered.set('first', { at: 1 });
    remembered.set('last', { at: 2 });
    expect([remembered.get('first'), remembered.get('second')]).toEqual([{ at: 1 }, undefined]);
    remembered.set('last', undefined);
    expect(remembered.get('last')).toBeUndefined();
  });
});
