import { describe, expect, it } from '@jest/globals';
import { csvOf } from './csv.js';
import type { Cell } from './sheet.js';

const written = (...cells: readonly Cell[]): string => {
  const [, line = ''] = csvOf({ title: '', head: cells.map(() => 'x'), rows: [cells] });
  return line;
};
const text = (said: string): Cell => ({ kind: 'text', text: said });

describe('a sheet as CSV', () => {
  it('begins with the mark by which spreadsheets know UTF-8, and ends its lines as RFC 4180 says', () => {
    expect([...csvOf({ title: '', head: ['编号', '内容'], rows: [] })]).toEqual(['\uFEFF编号,内容\r\n']);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', ' =1', '\t=1', '\r=1'])(
    'never lets a text be taken for a formula: %j',
    (said) => {
      expect(written(text(said)).replaceAll('"', '').startsWith(`'${said}`)).toBe(true);
    },
  );

  it('quotes what would break a line, and nothing else', () => {
    expect(written(text('a,b'), text('"x"'), text('两\n行'), text('plain'))).toBe('"a,b","""x""","两\n行",plain\r\n');
  });

  it('writes numbers as numbers, days and moments as Beijing’s', () => {
    const at = Date.parse('2026-11-24T09:05:00Z');
    expect(
      written(
        { kind: 'number', value: -3, decimals: 0 },
        { kind: 'day', at },
        { kind: 'moment', at },
        { kind: 'day-end', at: Date.parse('2026-11-25T00:00:00Z') },
        { kind: 'empty' },
      ),
    ).toBe('-3,2026-11-24,2026-11-24 09:05,2026-11-25 24:00,\r\n');
  });
});
