/** Values in words, the same in a list, a sheet and what is copied. */
import { expect, it } from '@jest/globals';
import type { Schema } from '../api/types.js';
import { isLong, valueWords, type ValueWords } from './value-words.js';

const both = (text: string) => ({ 'zh-CN': text, en: text });
const words: ValueWords = {
  language: 'zh-CN',
  t: (key) => key,
  say: (said, otherwise) => said?.['zh-CN'] ?? otherwise,
  named: (to, id) => `${to} ${id}`,
  placed: (place) => `在${place}`,
};

it.each<[string, Schema, unknown, string]>([
  ['a choice', { 'x-linli-choices': { solved: both('已解决') } }, 'solved', '已解决'],
  ['a set of choices', { items: {}, 'x-linli-choices': { a: both('甲'), b: both('乙') } }, ['a', 'b'], '甲、乙'],
  ['money', { 'x-linli-unit': 'fen', 'x-linli-kind': 'fen' }, 123_456, '1,234.56 元'],
  ['an area', { 'x-linli-kind': 'hundredths-m2' }, 5_050, '50.50 ㎡'],
  ['a year', { 'x-linli-kind': 'year' }, 2026, '2026'],
  ['a day', { format: 'date' }, '2026-11-24', '2026年11月24日'],
  ['a reference', { 'x-linli-ref': 'person' }, 'q', 'person q'],
  ['a place', { 'x-linli-place': true }, 'nanguan', '在nanguan'],
  ['a length of time', {}, { unit: 'days', count: 3 }, '3 天'],
  ['somebody', {}, { name: '温', phone: '138' }, '温'],
  ['amounts by their members', { properties: { sum: { 'x-linli-unit': 'fen' } } }, { sum: 100 }, '1.00 元'],
  ['what was erased', {}, { $erased: true }, 'erased'],
  ['what cannot be read now', {}, { $closed: true }, 'closedNow'],
  ['nothing', {}, null, ''],
])('%s is said as people say it', (_, field, value, said) => {
  expect(valueWords(value, field, words)).toBe(said);
});

it('are long where they may be longer than two hundred signs', () => {
  expect([isLong({ maxLength: 200 }), isLong({ maxLength: 201 }), isLong({})]).toEqual([false, true, false]);
});
