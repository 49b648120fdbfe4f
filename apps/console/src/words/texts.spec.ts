/** Every text of the shell is there in both languages, and means the same things. */
import { describe, expect, it } from '@jest/globals';
import { shellTexts } from './texts.js';
import { quantity } from './quantities.js';
import { agoWords, dueWords, exact, lastDay, urgencyOf } from './times.js';

const params = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

describe('texts of the shell', () => {
  it.each(Object.entries(shellTexts))('%s is said in Chinese and in English, with the same parts', (key, pair) => {
    const [zh, en]: readonly [string, string] = pair;
    expect(zh.trim()).not.toBe('');
    expect(en.trim()).not.toBe('');
    expect(params(zh)).toEqual(params(en));
    // The button that changes the language is said in the other one.
    const other = key === 'language';
    if (zh !== en) expect(/\p{Script=Han}/u.test(other ? en : zh)).toBe(true);
    if (!other) expect(/\p{Script=Han}/u.test(en)).toBe(false);
  });
});

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

  it('press by what is late, then by the day, then by the week', () => {
    expect(urgencyOf(null, true, now)).toBe('late');
    expect(urgencyOf('2026-11-24T10:00:00.000Z', false, now)).toBe('day');
    expect(urgencyOf('2026-11-27T16:00:00.000Z', false, now)).toBe('week');
    expect(urgencyOf('2027-11-27T16:00:00.000Z', false, now)).toBe('later');
    expect(urgencyOf(undefined, false, now)).toBe('none');
  });
});

describe('quantities', () => {
  it('carry their unit and group their thousands', () => {
    expect(quantity(123456789, 'fen', 'zh-CN')).toBe('1,234,567.89 元');
    expect(quantity(1554000, 'hundredths-m2', 'en')).toBe('15,540.00 ㎡');
    expect(quantity(1204, 'whole', 'en')).toBe('1,204');
  });
});
