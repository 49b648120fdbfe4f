/** Times and quantities as people say them. */
import { describe, expect, it } from '@jest/globals';
import { quantity } from './quantities.js';
import { agoWords, dueExact, dueShort, dueWords, exact, lastDay, spanWords, urgencyOf } from './times.js';

describe('times', () => {
  const now = Date.parse('2026-11-24T01:00:00.000Z');

  it('are said in whole units, left or overdue', () => {
    expect(dueWords('2026-11-24T04:59:00.000Z', now, 'zh-CN')).toBe('还剩 3 小时');
    expect(dueWords('2026-11-24T01:42:30.000Z', now, 'en')).toBe('42 min left');
    expect(dueWords('2026-11-21T16:00:00.000Z', now, 'zh-CN')).toBe('逾期 2 天');
    expect(dueWords('2026-11-27T16:00:00.000Z', now, 'en')).toBe('3 d left');
    expect(agoWords('2026-11-24T00:30:00.000Z', now, 'en')).toBe('30 min ago');
  });

  it('are exact in Beijing whatever the machine thinks', () => {
    expect(exact('2026-11-24T16:30:00.000Z', 'zh-CN')).toMatch(/2026年11月25日.*00:30/);
    expect(lastDay('2026-11-25T16:00:00.000Z')).toBe('2026-11-25');
  });

  it('end a day at 24:00 of that day, not at 0:00 of the next', () => {
    expect(dueExact('2026-11-26T16:00:00.000Z', 'zh-CN')).toMatch(/2026年11月26日.*24:00/);
    expect(dueExact('2026-11-26T16:00:00.000Z', 'en')).toMatch(/26 November 2026.*24:00/);
    expect(dueExact('2026-11-26T15:59:00.000Z', 'zh-CN')).toMatch(/26日.*23:59/);
    expect(dueShort('2026-11-26T16:00:00.000Z', 'zh-CN')).toMatch(/11\/26.*24:00/);
    expect(dueShort('2026-11-26T15:59:00.000Z', 'en')).toMatch(/26 Nov.*23:59/);
  });

  it('say how long something is by its two largest units', () => {
    const hour = 3_600_000;
    expect(spanWords(60 * hour - 400, 'zh-CN')).toBe('2 天 12 小时');
    expect(spanWords(48 * hour + 60_000, 'en')).toBe('2 d');
    expect(spanWords(hour + 5 * 60_000, 'en')).toBe('1 h 5 min');
    expect(spanWords(90_000, 'zh-CN')).toBe('2 分钟');
    expect(spanWords(0, 'zh-CN')).toBe('0 分钟');
  });

  it('press by what is late, then by the day, then by the week', () => {
    expect(urgencyOf({ dueAt: '2026-11-27T16:00:00.000Z', isLate: true }, now)).toBe('late');
    expect(urgencyOf({ dueAt: '2026-11-24T10:00:00.000Z', isLate: false }, now)).toBe('day');
    expect(urgencyOf({ dueAt: '2026-11-27T16:00:00.000Z', isLate: false }, now)).toBe('week');
    expect(urgencyOf({ dueAt: '2027-11-27T16:00:00.000Z', isLate: false }, now)).toBe('later');
    expect(urgencyOf({ dueAt: '2026-11-20T16:00:00.000Z', isLate: false, isExcused: true }, now)).toBe('excused');
    expect(urgencyOf(undefined, now)).toBe('none');
  });
});

describe('quantities', () => {
  it('carry their unit and group their thousands', () => {
    expect(quantity(123456789, 'fen', 'zh-CN')).toBe('1,234,567.89 元');
    expect(quantity(1554000, 'hundredths-m2', 'en')).toBe('15,540.00 ㎡');
    expect(quantity(1204, 'whole', 'en')).toBe('1,204');
  });
});
