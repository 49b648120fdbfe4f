import { describe, expect, it } from '@jest/globals';
import { KeptAtPosition } from './kept-at-position.js';

describe('what is kept at a position', () => {
  const views: { position: string | undefined } = { position: '1' };
  const kept = new KeptAtPosition<number>(views, 2);
  let reads = 0;
  const read = (): number => ++reads;

  it('is read once for as long as the views show nothing new, and anew afterwards', async () => {
    expect([await kept.of('a', read), await kept.of('a', read)]).toEqual([1, 1]);
    views.position = '2';
    expect([await kept.of('a', read), await kept.of('a', read)]).toEqual([2, 2]);
  });

  it('goes where others were asked for since', async () => {
    expect([await kept.of('b', read), await kept.of('a', read), await kept.of('c', read)]).toEqual([3, 2, 4]);
    expect([await kept.of('a', read), await kept.of('b', read)]).toEqual([2, 5]);
  });

  it('holds nothing of a reading that failed', async () => {
    await expect(kept.of('d', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(await kept.of('d', read)).toBe(6);
  });
});
