/** A list as a sheet: dates as people say them, and codes by their words. */
import { describe, expect, it } from '@jest/globals';
import type { Row, Workflow } from '../api/types.js';
import { sheetOf, type SheetWords } from './sheet.js';

const both = (text: string) => ({ 'zh-CN': text, en: text });
const words: SheetWords = {
  language: 'zh-CN',
  t: (key) => key,
  codeOf: (name) => `${name}（代码）`,
  coded: true,
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
    version: 0,
    position: null,
    openedAt: '2026-11-24T01:00:00.000Z',
    updatedAt: '2026-11-24T01:00:00.000Z',
    deadlines: [{ name: 'done', timerId: 't1', dueAt, setting: 1, calendar: 'none', provisional: false }],
    late: [],
    excused: [],
    jurisdiction: 'district',
    nextDueAt: dueAt,
  } as unknown as Row;
}

describe('a list as a sheet', () => {
  it('says a length of time, a year and a place in the log as people do', () => {
    const fields = {
      value: { 'x-linli-kind': 'setting-value' },
      year: { type: 'integer', 'x-linli-kind': 'year' },
      upTo: { type: 'string', 'x-linli-kind': 'position' },
    };
    const columns = Object.entries(fields).map(([name, field]) => ({ name, field, required: true, asked: false }));
    const one = { ...row('2026-11-25T16:00:00.000Z'), year: 2026, upTo: '0000000000000440' };
    const length = { unit: 'working-days', count: 5, endsOn: 'working-day' };
    const { rows } = sheetOf(workflow, columns, [{ ...one, value: length } as Row], words);
    expect(rows[0]?.slice(6, 9).map((cell) => 'text' in cell && cell.text)).toEqual([
      '5 个工作日，遇休息日顺延',
      '2026',
      '440',
    ]);
  });

  it('says of what is sealed that it is erased, or that it cannot be read just now', () => {
    const columns = ['gone', 'shut'].map((name) => ({ name, field: {}, required: true, asked: false }));
    const one = { ...row('2026-11-25T16:00:00.000Z'), gone: { $erased: true }, shut: { $closed: true } };
    const { rows } = sheetOf(workflow, columns, [one as unknown as Row], words);
    expect(rows[0]?.slice(6, 8).map((cell) => 'text' in cell && cell.text)).toEqual(['erased', 'closedNow']);
  });

  it('says of a clock that stands still which one it is, and no date', () => {
    const paused = [
      { name: 'done', by: 'pause', pausedAt: '2026-11-24T02:00:00.000Z', dueBefore: '2026-11-25T16:00:00.000Z' },
    ];
    const { rows } = sheetOf(
      workflow,
      [],
      [{ ...row('2026-11-25T16:00:00.000Z'), deadlines: [], paused } as Row],
      words,
    );
    expect(rows[0]?.slice(3, 5)).toEqual([{ kind: 'empty' }, { kind: 'text', text: '办结期限（paused）' }]);
  });

  it('has the columns of the screen and no other, with units in its head; codes stand beside only where they are asked for', () => {
    const fields = {
      kind: { enum: ['big'], 'x-linli-choices': { big: both('大') } },
      area: { type: 'integer', 'x-linli-kind': 'hundredths-m2' },
      fee: { type: 'integer', 'x-linli-unit': 'fen' },
    };
    const columns = Object.entries(fields).map(([name, field]) => ({ name, field, required: true, asked: false }));
    const one = { ...row('2026-11-25T16:00:00.000Z'), kind: 'big', area: 4_132_000, fee: 150 } as Row;
    const plain = sheetOf(workflow, columns, [one], { ...words, coded: false });
    const units = ['area（㎡）', 'fee（unitYuan）'];
    expect(plain.head).toEqual(['number', 'state', 'due', 'kind', ...units, 'excerpt', 'opened']);
    expect(plain.rows[0]).toHaveLength(8);
    expect(plain.rows[0]?.slice(3, 5)).toEqual([
      { kind: 'text', text: '大' },
      { kind: 'number', value: 41_320, decimals: 2 },
    ]);
    const coded = sheetOf(workflow, columns, [one], words);
    const due = ['due', 'nameOfDue', 'late'];
    expect(coded.head).toEqual([
      ...['number', 'state', 'state（代码）', ...due, 'kind', 'kind（代码）', ...units, 'excerpt', 'opened'],
    ]);
    expect(coded.rows[0]).toHaveLength(12);
    const register = sheetOf({ ...workflow, deadlines: {} }, [], [one], words);
    expect(register.head).toEqual(['number', 'state', 'state（代码）', 'excerpt', 'opened']);
    expect(register.rows[0]).toHaveLength(5);
  });

  it('says the midnight that ends a day as 24:00 of that day, and any other moment as it is', () => {
    const { rows } = sheetOf(workflow, [], [row('2026-11-25T16:00:00.000Z'), row('2026-11-25T02:30:00.000Z')], words);
    expect(rows.map((cells) => cells[3])).toEqual([
      { kind: 'day-end', at: Date.parse('2026-11-25T00:00:00Z') },
      { kind: 'moment', at: Date.parse('2026-11-25T10:30:00Z') },
    ]);
  });
});
