/** What cases are called: by number or name, by the words of their name, else by what makes them the only one of their kind. */
import { describe, expect, it } from '@jest/globals';
import type { Workflow } from '../api/types.js';
import { calledAs, calledHead, columnsOf, shownAtFirst } from './called.js';

const both = (text: string) => ({ 'zh-CN': text, en: text });
const words = {
  language: 'zh-CN' as const,
  say: (said: { readonly 'zh-CN': string } | undefined, otherwise: string) => said?.['zh-CN'] ?? otherwise,
  named: (to: string, id: string) => (to === 'person' && id === 'auditor-1' ? '严知秋' : id),
};

function workflow(of: object): Workflow {
  return { key: [], commands: [], filters: [], fields: {}, fieldWords: {}, ...of } as unknown as Workflow;
}

describe('a case', () => {
  it('is called by its number, and nothing while it has none', () => {
    expect(calledAs(workflow({}), { number: '南关投〔2026〕1号', name: 'x' }, words)).toBe('南关投〔2026〕1号');
    expect(calledAs(workflow({}), { number: null }, words)).toBeUndefined();
  });

  it('is called by the words of its name where the name is a code', () => {
    const setting = workflow({
      key: ['name'],
      fields: { name: { 'x-linli-choices': { 'complaint.accept': both('投诉：受理期限') } } },
    });
    expect(calledAs(setting, { name: 'complaint.accept' }, words)).toBe('投诉：受理期限');
    expect(calledAs(setting, { name: 'of.a.later.release' }, words)).toBe('of.a.later.release');
  });

  it('is called by its key where it has neither number nor name, a year without a sign between its thousands', () => {
    const calendar = workflow({ key: ['year'], fields: { year: { 'x-linli-kind': 'year' } } });
    expect(calledAs(calendar, { year: 2026 }, words)).toBe('2026年');
    const reading = workflow({
      key: ['reader', 'day', 'part'],
      fields: { reader: { 'x-linli-ref': 'person' }, day: { format: 'date' }, part: {} },
      fieldWords: { part: both('册') },
    });
    expect(calledAs(reading, { reader: 'auditor-1', day: '2026-11-25', part: 1 }, words)).toBe(
      '严知秋 · 2026年11月25日 · 册 1',
    );
  });
});

describe('the head of what cases are called', () => {
  it('is the word for their name or their key, and for a number where they have numbers', () => {
    const name = { fields: { name: {} }, fieldWords: { name: both('姓名') }, key: ['person'] };
    expect(calledHead(workflow(name), words.say, '编号')).toBe('姓名');
    expect(calledHead(workflow({ fieldWords: { year: both('年份') }, key: ['year'] }), words.say, '编号')).toBe('年份');
    expect(calledHead(workflow({}), words.say, '编号')).toBe('编号');
  });
});

describe('columns at first', () => {
  it('are those asked for; where cases begin by themselves what each holds; never particulars kept sealed', () => {
    const begin = {
      creates: true,
      form: { properties: { name: {}, organisation: {}, phone: { 'x-linli-sealed': true } }, required: ['name'] },
    };
    const person = workflow({
      key: ['person'],
      commands: [begin],
      filters: ['role'],
      fields: { role: { enum: ['admin'] } },
    });
    expect(shownAtFirst(columnsOf(person))).toEqual(['organisation', 'role']);
    const setting = workflow({
      key: ['name'],
      fields: { name: {}, value: {}, effectiveOn: {}, subDistrict: { 'x-linli-ref': 'x' } },
    });
    expect(shownAtFirst(columnsOf(setting))).toEqual(['value', 'effectiveOn', 'subDistrict']);
  });
});
