import { describe, expect, it } from '@jest/globals';
import { failingRows } from './timers.js';

describe('timers that failed', () => {
  // In order of their next attempt, as due work tells them.
  const failing = [
    { timerId: 'c', workflow: 'complaint', dueAt: '2026-11-24T03:00:00.000Z' },
    { timerId: 'a', workflow: 'errand', dueAt: '2026-11-24T01:00:00.000Z' },
    { timerId: 'b', workflow: 'complaint', dueAt: '2026-11-24T01:00:00.000Z' },
  ];
  const ids = (asked: Parameters<typeof failingRows>[1]) => failingRows(failing, asked).map(({ timerId }) => timerId);

  it('are told in due order, of the workflow that was asked for alone', () => {
    expect(ids({})).toEqual(['a', 'b', 'c']);
    expect(ids({ workflow: 'complaint' })).toEqual(['b', 'c']);
    expect(ids({ workflow: 'reading' })).toEqual([]);
  });

  it('go on behind the last one of the page before', () => {
    expect(ids({ after: '2026-11-24T01:00:00.000Z~a' })).toEqual(['b', 'c']);
    expect(ids({ after: '2026-11-24T01:00:00.000Z~b' })).toEqual(['c']);
    expect(ids({ workflow: 'complaint', after: '2026-11-24T03:00:00.000Z~c' })).toEqual([]);
  });
});
