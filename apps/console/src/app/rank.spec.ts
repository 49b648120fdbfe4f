/** What Ctrl K offers first. */
import { describe, expect, it } from '@jest/globals';
import { rankOf, ranked } from './rank.js';

const of = (title: string, ...names: readonly string[]) => ({
  title,
  entries: names.map((name) => ({ names: [name] })),
});
const order = (typed: string, ...groups: readonly ReturnType<typeof of>[]) =>
  ranked(typed, groups).flatMap(({ entries }) => entries.map(({ names }) => names[0]));

describe('what Ctrl K offers', () => {
  it('begins with the case of just that number, before whatever holds the digits somewhere', () => {
    const cases = of('cases', '(2026)管南调字第22号', '(2026)管南调字第120号', '(2026)管南调字第20号');
    expect(order('20', of('communities', '槐荫小区', '豫丰苑'), cases)).toEqual([
      '(2026)管南调字第20号',
      '(2026)管南调字第22号',
      '(2026)管南调字第120号',
      '槐荫小区',
      '豫丰苑',
    ]);
  });

  it('begins with whoever is called so, before the cases that name them', () => {
    const cases = of('cases', '(2026)管南调字第3号', '投诉 · 未编号');
    expect(order('罗建民', cases, of('people', '罗建民'))[0]).toBe('罗建民');
    expect(order('罗', cases, of('people', '罗建民'))[0]).toBe('罗建民');
  });

  it('stays in its order where nothing was typed', () => {
    expect(order('', of('pages', '统计', '待我办理'), of('cases', '第1号'))).toEqual(['统计', '待我办理', '第1号']);
  });

  it('knows a name in either language, in letters of any width', () => {
    expect(rankOf('ｏｖｅｒ', ['统计', 'Overview'])).toBe(1);
  });
});
