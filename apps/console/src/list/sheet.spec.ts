/** A list as a sheet: dates as people say them, and codes by their words. */
import { describe, expect, it } from '@jest/globals';
import type { Row, Workflow } from '../api/types.js';
import { sheetOf, type SheetWords } from './sheet.js';

const both = (text: string) => ({ 'zh-CN': text, en: text });
const words: SheetWords = {
  language: 'zh-CN',
  t: (key) => key,
  codeOf: (name) => `${name}（代码）`,
  say: (said, otherwise) => said?.['zh-CN'] ?? otherwise,
  named: (_to, id) => id,
  placed: (place) => place,
};
const workflow = {
  name: 'errand',
  path: 'errands',
  key: [],
  words: { one: both('差事'), many: both('差事') },
  states: [{ name: 'open', words: both('办理中'), end: false, retired: false }],
  commands: [],
  deadlines: { done: { words: both('办结期限'), while: ['open'] } },
  fields: {},
  fieldWords: {},
} as unknown as Workflow;

function row(dueAt: string): Row {
  return {
    id: 'e1',
    number: '1',
    state: 'open',
    revision: 1,
    openedAt: '2026-11-24T01:00:00.000Z',
    deadlines: [{ name: 'done', dueAt, provisional: false }],
    late: [],
    jurisdiction: 'district',
    nextDueAt: dueAt,
  };
}

describe('a list as a sheet', () => {
  it('says the midnight that ends a day as 24:00 of that day, and any other moment as it is', () => {
    const { rows } = sheetOf(workflow, [], [row('2026-11-25T16:00:00.000Z'), row('2026-11-25T02:30:00.000Z')], words);
    expect(rows.map((cells) => cells[3])).toEqual([
      { kind: 'day-end', at: Date.parse('2026-11-25T00:00:00Z') },
      { kind: 'moment', at: Date.parse('2026-11-25T10:30:00Z') },
    ]);
  });
});
