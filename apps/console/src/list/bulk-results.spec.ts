/** What of a step for many cases is tried again: only what may come out otherwise. */
import { describe, expect, it } from '@jest/globals';
import type { Problem } from '../api/types.js';
import { mayAgain, openOf, refusedBy, turnedAwayBy, type BulkPart, type BulkResult } from './bulk-results.js';

const problem = (status: number, code = 'x'): Problem => ({ status, code, detail: '为什么' }) as unknown as Problem;
const part = (key: string, ...ids: readonly string[]): BulkPart => ({ key, ids, form: {} });

describe('another try', () => {
  it.each([
    ['what was done', { kind: 'done' } as const, false],
    ['what has no answer', { kind: 'lost' } as const, true],
    ['what was not begun', undefined, true],
    ['what somebody else was quicker with', refusedBy(problem(412)), true],
    ['what there was no room for', refusedBy(problem(429)), true],
    ['what the rules refuse', refusedBy(problem(409)), false],
    ['what was sent too early', turnedAwayBy(problem(503)), true],
    ['what nobody may send', turnedAwayBy(problem(403)), false],
  ])('of %s', (_what, result, may) => {
    expect(mayAgain(result)).toBe(may);
  });

  it('sends what nobody answered as it was, what was in somebody’s way anew, and what rules refuse not at all', () => {
    const parts = [part('1', 'a', 'b', 'c'), part('2', 'd', 'e'), part('3', 'f')];
    const results = new Map<string, BulkResult>([
      ['a', { kind: 'done' }],
      ['b', refusedBy(problem(412))],
      ['c', refusedBy(problem(409))],
      ['d', { kind: 'lost' }],
      ['e', { kind: 'lost' }],
      ['f', turnedAwayBy(problem(403))],
    ]);
    expect(openOf(parts, results)).toEqual({ same: [parts[1]], anew: [{ form: {}, ids: ['b'] }] });
  });

  it('knows what is so already from what went wrong', () => {
    expect(refusedBy(problem(409, 'complaint/nothing-changed')).same).toBe(true);
    expect(refusedBy(problem(409, 'complaint/closed')).same).toBe(false);
  });
});
