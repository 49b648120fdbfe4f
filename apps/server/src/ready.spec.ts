import { describe, expect, it } from '@jest/globals';
import { isReady } from './lagging.js';

describe('a node whose timetable in Redis cannot be kept', () => {
  const views = { ready: true, health: () => ({ state: 'live' }) };
  const ready = (role: string, timetableAwayMs: number): boolean =>
    isReady({ role, views, store: { corrupt: [] }, lag: undefined, behindMs: 0, work: { timetableAwayMs } } as never);

  it('is not ready after ten seconds where it is a worker', () => {
    expect(ready('worker', 0)).toBe(true);
    expect(ready('worker', 10_000)).toBe(true);
    expect(ready('worker', 10_001)).toBe(false);
  });

  it('stays ready where people are answered', () => {
    expect(ready('all', 60_000)).toBe(true);
    expect(ready('api', 60_000)).toBe(true);
  });
});
