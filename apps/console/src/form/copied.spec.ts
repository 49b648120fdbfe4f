/** What is taken along from a form that can no longer be sent, and by what one draft is known from another. */
import { expect, it } from '@jest/globals';
import type { Schema } from '../api/types.js';
import { firstWords, linesOf } from './copied.js';

const words = (text: string) => ({ 'zh-CN': text, en: text });

const said = {
  say: (pair: ReturnType<typeof words> | undefined, otherwise: string) => pair?.['zh-CN'] ?? otherwise,
  named: (_: string, id: string) => (id === 'q' ? '秦玉兰' : id),
  t: (key: string) => (key === 'yes' ? '是' : key),
  language: 'zh-CN' as const,
};

it('is every field under its label, choices and names in words, empty ones left out', () => {
  const form: Schema = {
    properties: {
      measures: { 'x-linli-words': words('措施') },
      outcome: { 'x-linli-words': words('结果'), 'x-linli-choices': { solved: words('已解决') } },
      mediator: { 'x-linli-words': words('调解员'), 'x-linli-ref': 'person' },
      settled: { 'x-linli-words': words('了结') },
      who: { 'x-linli-words': words('当事人'), properties: { name: { 'x-linli-words': words('姓名') } } },
      basis: { 'x-linli-words': words('依据') },
    },
  };
  const values = { measures: '划线', outcome: 'solved', mediator: 'q', settled: true, who: { name: '温' }, basis: '' };
  expect(linesOf(form, values, said)).toEqual([
    '措施：划线',
    '结果：已解决',
    '调解员：秦玉兰',
    '了结：是',
    '当事人：姓名：温',
  ]);
});

it('begins with what was written freely, and with whatever was chosen where nothing was', () => {
  const form: Schema = {
    properties: {
      source: { 'x-linli-words': words('来源'), 'x-linli-choices': { window: words('窗口') } },
      story: { 'x-linli-words': words('内容'), maxLength: 4000 },
    },
  };
  expect(firstWords(form, { source: 'window', story: ' 楼道\n堆物 ' }, said)).toBe('楼道 堆物');
  expect(firstWords(form, { source: 'window', story: '噪'.repeat(60) }, said)).toBe(`${'噪'.repeat(48)}…`);
  expect(firstWords(form, { source: 'window' }, said)).toBe('来源：窗口');
});
