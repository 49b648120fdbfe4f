import { describe, expect, it } from '@jest/globals';
import { viewWords } from './view-words.js';

describe('a view', () => {
  const words = { one: { 'zh-CN': '投诉', en: 'complaint' }, many: { 'zh-CN': '投诉', en: 'complaints' } };
  const called = (name: string) =>
    viewWords(
      name,
      [{ name: 'complaint', path: 'complaints', words }],
      (key) => key,
      (said) => said?.en ?? '',
    );

  it.each([
    ['complaints', 'complaints'],
    ['complaint_numbers', 'viewOfNumbers'],
    ['community_moved_targets', 'viewOfTargets'],
    ['timers', 'viewOfTimers'],
    ['newest_recorded', 'viewOfNewest'],
    ['of_a_later_release', undefined],
  ])('named %s is told as %s', (name, told) => {
    expect(called(name)).toBe(told);
  });
});
