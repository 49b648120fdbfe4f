/** A machine's clock that is wrong is reckoned with; one that is right, and a line that is slow, are not. */
import { describe, expect, it } from '@jest/globals';
import { timeTold } from './time-told.js';

const HOUR = 3_600_000;
const at = Date.parse('2026-11-25T02:00:00.000Z');

describe('the server’s time', () => {
  it('is this machine’s, but for seconds, where both agree', () => {
    const time = timeTold();
    expect(time.hear({ servedAt: at, tookMs: 3_000, heardAt: at + 3_900 })).toBe(false);
    expect(time.aheadMs()).toBe(0);
  });

  it.each([60 * HOUR, 9 * HOUR, -30 * HOUR, -90_000])('is told by an answer where this machine is off by %d', (off) => {
    const time = timeTold();
    expect(time.hear({ servedAt: at, tookMs: 200, heardAt: at + 600 + off })).toBe(true);
    expect(time.aheadMs()).toBe(-off);
    expect(time.hear({ servedAt: at + 9_000, tookMs: 40, heardAt: at + 9_900 + off })).toBe(false);
    expect(time.aheadMs()).toBe(-off);
  });

  it('is not told by an answer of which nobody knows how long it was on its way', () => {
    const time = timeTold();
    expect(time.hear({ servedAt: at, tookMs: HOUR, heardAt: at + HOUR })).toBe(false);
    expect(time.aheadMs()).toBe(0);
  });

  it('is this machine’s again as soon as its clock is set right', () => {
    const time = timeTold();
    time.hear({ servedAt: at, tookMs: 0, heardAt: at + 500 + 60 * HOUR });
    expect(time.hear({ servedAt: at + 60_000, tookMs: 0, heardAt: at + 61_500 })).toBe(true);
    expect(time.aheadMs()).toBe(0);
  });
});

describe('a clock', () => {
  it('has jumped where it went on by more or less than the time that passed', () => {
    const time = timeTold();
    expect(time.hasJumped(at, 0)).toBe(false);
    expect(time.hasJumped(at + 30_400, 30_000)).toBe(false);
    expect(time.hasJumped(at + 60_000 - 60 * HOUR, 60_000)).toBe(true);
    expect(time.hasJumped(at + 90_000 - 60 * HOUR, 90_000)).toBe(false);
  });
});
