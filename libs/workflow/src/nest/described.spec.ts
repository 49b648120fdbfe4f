/** What is described of a workflow beside its declaration: what fields mean to people, and the words of names. */
import { describe, expect, it } from '@jest/globals';
import { calendarSpoken, settingSpoken } from '../time/texts.js';
import { described, NO_WORDS } from './described.js';

type Fields = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

describe('a described workflow', () => {
  const { texts } = calendarSpoken;
  const lasting = { ...calendarSpoken, texts: { ...texts, settings: { wait: ['等待期', 'wait'] as const } } };
  const reader = { ...calendarSpoken, meant: { source: { ref: 'person', names: 'path' as const } } };
  const [setting, calendar, named] = (
    described([settingSpoken, lasting, reader], NO_WORDS) as unknown as { items: readonly { fields: Fields }[] }
  ).items;

  it('calls each setting in words: the engine’s own, and those of every workflow after its name', () => {
    const choices = setting?.fields['name']?.['x-linli-choices'] as Readonly<Record<string, object>>;
    expect(choices['engine.undo-minutes']).toMatchObject({ 'zh-CN': '可撤销时间（分钟）' });
    expect(choices['calendar.wait']).toEqual({ 'zh-CN': '工作日历：等待期', en: 'calendar: wait' });
  });

  it('says where a number is a year, where a text leads to somebody, and what the first words of addresses mean', () => {
    expect(calendar?.fields['year']).toMatchObject({ type: 'integer', 'x-linli-kind': 'year' });
    expect(named?.fields['source']).toMatchObject({ 'x-linli-ref': 'person' });
    expect(named?.fields['source']?.['x-linli-choices']).toMatchObject({ settings: { 'zh-CN': '规定' } });
  });
});
