/** What is taken along from a form that can no longer be sent. */
import { expect, it } from '@jest/globals';
import type { Schema } from '../api/types.js';
import { linesOf } from './copied.js';

const words = (text: string) => ({ 'zh-CN': text, en: text });

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
  const said = {
    say: (pair: ReturnType<typeof words> | undefined, otherwise: string) => pair?.['zh-CN'] ?? otherwise,
    named: (_: string, id: string) => (id === 'q' ? '秦玉兰' : id),
    t: (key: string) => (key === 'yes' ? '是' : key),
    language: 'zh-CN' as const,
  };
  expect(linesOf(form, values, said)).toEqual([
    '措施：划线',
    '结果：已解决',
    '调解员：秦玉兰',
    '了结：是',
    '当事人：姓名：温',
  ]);
});
