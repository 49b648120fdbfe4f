import { describe, expect, it } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import type { Cell, Sheet } from './sheet.js';
import { columnName, xlsxOf } from './xlsx.js';

async function partsOf(sheet: Sheet): Promise<Readonly<Record<string, string>>> {
  const blob = await xlsxOf(sheet, () => Promise.resolve());
  const files = unzipSync(new Uint8Array(await blob.arrayBuffer()));
  return Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, strFromU8(bytes)]));
}

describe('a sheet as a workbook', () => {
  it('keeps every row, over all the parts in which it is written', async () => {
    const rows = Array.from({ length: 1_001 }, (_, n): readonly Cell[] => [{ kind: 'text', text: `第${n}行` }]);
    const sheet = (await partsOf({ title: '投诉', head: ['内容'], rows }))['xl/worksheets/sheet1.xml'] ?? '';
    expect(sheet.match(/<row r="/g)).toHaveLength(1_002);
    expect(sheet).toContain('<c r="A1002" s="0" t="inlineStr"><is><t xml:space="preserve">第1000行</t></is></c>');
    expect(sheet).toContain('<autoFilter ref="A1:A1002"/>');
  });

  it('writes days as the number of a day, amounts as amounts, and texts as nothing but texts', async () => {
    const row: readonly Cell[] = [
      { kind: 'day', at: Date.parse('2000-01-01T00:00:00Z') },
      { kind: 'number', value: 12.5, decimals: 2 },
      { kind: 'empty' },
      { kind: 'text', text: '=1&<b>\u0007' },
    ];
    const sheet = (await partsOf({ title: 'x', head: ['a', 'b', 'c', 'd'], rows: [row] }))['xl/worksheets/sheet1.xml'];
    expect(sheet).toContain('<c r="A2" s="2"><v>36526</v></c><c r="B2" s="5"><v>12.5</v></c><c r="D2" s="0"');
    expect(sheet).toContain('=1&amp;&lt;b&gt;</t>');
  });

  it('keeps the end of a day a date of that day, and says it as 24:00', async () => {
    const parts = await partsOf({
      title: 'x',
      head: ['a'],
      rows: [[{ kind: 'day-end', at: Date.parse('2000-01-01T00:00:00Z') }]],
    });
    expect(parts['xl/worksheets/sheet1.xml']).toMatch(/<c r="A2" s="6"><v>36526\.99998/);
    expect(parts['xl/styles.xml']).toContain(
      '<numFmt numFmtId="166" formatCode="yyyy\\-mm\\-dd\\ &quot;24:00&quot;"/>',
    );
    expect(parts['xl/styles.xml']?.match(/<xf numFmtId="166"/g)).toHaveLength(1);
  });

  it('calls its sheet as a sheet may be called', async () => {
    const parts = await partsOf({ title: 'a/b[c]:"d"'.repeat(9), head: ['x'], rows: [] });
    expect(parts['xl/workbook.xml']).toContain('<sheet name="a b c  &quot;d&quot;');
  });

  it.each([
    [0, 'A'],
    [25, 'Z'],
    [26, 'AA'],
    [701, 'ZZ'],
    [702, 'AAA'],
  ])('calls column %d %s', (column, name) => {
    expect(columnName(column)).toBe(name);
  });
});
