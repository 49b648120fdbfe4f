import { describe, expect, it } from '@jest/globals';
import { errand } from '../tiny.fixture.js';
import { errandTexts } from '../tiny-texts.fixture.js';
import { problemSentence, sentenceOf, UnspokenCode } from './sentence.js';

const spoken = { declaration: errand.declaration, texts: errandTexts };

describe('a sentence', () => {
  it('names state, command and what is possible in the words of the reader', () => {
    const refusal = {
      code: 'errand/take-wrong-state',
      params: { state: 'taken', command: 'TakeErrand', possible: 'hold, drop, comment' },
    };
    expect(sentenceOf(refusal, spoken, 'zh-CN')).toBe('现在是“已接”，不能“接下”。可以：暂挂、取消');
    expect(sentenceOf(refusal, spoken, 'en')).toBe('Not possible while taken: Take. Possible: Hold, Drop');
  });

  it('names the state that is needed first, where one leads there', () => {
    const params = { state: 'asked', command: 'FinishErrand', needs: 'taken', through: 'take', possible: 'take' };
    const refusal = { code: 'errand/finish-wrong-state', params };
    expect(sentenceOf(refusal, spoken, 'zh-CN')).toBe('现在是“已提出”，不能“完成”，须先“已接”。可以：接下');
    expect(sentenceOf(refusal, spoken, 'en')).toMatch(/it must first be taken\./);
  });

  it('says fields, choices and days among its params in the words of people', () => {
    const pair = ['{laterField}（{later}）{how}', '{laterField} on {later}, {how}'] as const;
    const own = { ...spoken, texts: { ...errandTexts, refusals: { 'too-soon': pair } } };
    const refusal = { code: 'errand/too-soon', params: { later: '2026-11-04', laterField: 'doneBy', how: 'well' } };
    const [field, choice] = [errandTexts.fields['doneBy'], errandTexts.choices['how']?.['well']];
    expect(sentenceOf(refusal, own, 'zh-CN')).toBe(`${field?.[0]}（2026年11月4日）${choice?.[0]}`);
    expect(sentenceOf(refusal, own, 'en')).toBe(`${field?.[1]} on 4 November 2026, ${choice?.[1]}`);
  });

  it.each(['__proto__', 'constructor', 'toString'])('about a field called %s is a sentence too', (name) => {
    const problem = { pointer: `/${name}`, rule: 'unknown-field', params: {} } as const;
    expect(problemSentence(problem, spoken, 'en')).toBe(`/${name} is not a field of this form`);
    expect(problemSentence(problem, spoken, 'zh-CN')).toBe(`/${name}：没有这个字段`);
  });

  it('about a member names the member, in words where it has any', () => {
    const member = (pointer: string, rule: 'unknown-field' | 'required', language: 'en' | 'zh-CN') =>
      problemSentence({ pointer, rule, params: {} }, spoken, language);
    expect(member('/caller/x', 'unknown-field', 'en')).toBe('Caller › x is not a field of this form');
    expect(member('/caller/name', 'required', 'en')).toBe('Caller › name is required');
    expect(member('/caller/name', 'required', 'zh-CN')).toBe('来电人 › 姓名：必须填写');
    expect(member('/caller/0/constructor', 'unknown-field', 'zh-CN')).toBe(
      '来电人 › 第1项 › constructor：没有这个字段',
    );
  });

  it('about a form of the engine has the words of the engine, whatever a workflow calls by that name', () => {
    const texts = { ...errandTexts, fields: { ...errandTexts.fields, why: ['为何未成', 'why it failed'] as const } };
    const problem = { pointer: '/why', rule: 'required', params: {} } as const;
    const both = { ...spoken, texts };
    expect(problemSentence(problem, both, 'en', true)).toBe('Why is required');
    expect(problemSentence(problem, both, 'zh-CN', true)).toBe('原因：必须填写');
    expect(problemSentence(problem, both, 'en')).toBe('Why it failed is required');
  });

  it('is missing for no code: one that nobody wrote is a mistake in the program', () => {
    expect(() => sentenceOf({ code: 'errand/constructor', params: {} }, spoken, 'en')).toThrow(UnspokenCode);
  });
});
