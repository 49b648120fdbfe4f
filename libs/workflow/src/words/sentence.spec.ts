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

  it.each(['__proto__', 'constructor', 'toString'])('about a field called %s is a sentence too', (name) => {
    const problem = { pointer: `/${name}`, rule: 'unknown-field', params: {} } as const;
    expect(problemSentence(problem, spoken, 'en')).toBe(`/${name} is not a field of this form`);
    expect(problemSentence(problem, spoken, 'zh-CN')).toBe(`/${name}：没有这个字段`);
  });

  it('is missing for no code: one that nobody wrote is a mistake in the program', () => {
    expect(() => sentenceOf({ code: 'errand/constructor', params: {} }, spoken, 'en')).toThrow(UnspokenCode);
  });
});
