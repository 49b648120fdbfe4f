/**
 * A sheet as a workbook (ECMA-376): one sheet, its head bold and fixed, dates as dates, numbers as numbers, every text a
 * text and never a formula. Written part by part, so that the page stays quick; only the compression is a library's.
 */
import { strToU8, Zip, ZipDeflate } from 'fflate';
import { DAY_MS } from '../words/times.js';
import type { Cell, Sheet } from './sheet.js';

/** Days between 30 December 1899, from which sheets count, and 1970. */
const EPOCH_DAYS = 25_569;
const ROWS_AT_ONCE = 250;
/** Places in `cellXfs` below. */
const STYLE = { plain: 0, head: 1, day: 2, moment: 3, whole: 4, hundredths: 5, dayEnd: 6 } as const;
const WIDTH_MAX = 60;
const CELL_SIGNS_MAX = 32_767;

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';

/** @param breathe is awaited between parts. */
export async function xlsxOf(sheet: Sheet, breathe: () => Promise<void>): Promise<Blob> {
  const chunks: BlobPart[] = [];
  const written = Promise.withResolvers<void>();
  const zip = new Zip((error, chunk, isLast) => {
    if (error) return written.reject(error);
    chunks.push(chunk as Uint8Array<ArrayBuffer>);
    if (isLast) written.resolve();
  });
  for (const [name, text] of partsBeside(sheet.title)) {
    const part = new ZipDeflate(name);
    zip.add(part);
    part.push(strToU8(XML + text), true);
  }
  const data = new ZipDeflate('xl/worksheets/sheet1.xml', { level: 4 });
  zip.add(data);
  data.push(strToU8(XML + openingOf(sheet)));
  for (let from = 0; from < sheet.rows.length; from += ROWS_AT_ONCE) {
    const rows = sheet.rows.slice(from, from + ROWS_AT_ONCE);
    data.push(strToU8(rows.map((cells, place) => rowXml(from + place + 2, cells)).join('')));
    await breathe();
  }
  data.push(strToU8(closingOf(sheet)), true);
  zip.end();
  await written.promise;
  return new Blob(chunks, { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' });
}

function openingOf({ head, rows }: Sheet): string {
  const widths = head.map((name, column) =>
    Math.min(WIDTH_MAX, Math.max(signs(name), ...rows.slice(0, 100).map((row) => signsOf(row[column]))) + 2),
  );
  const columns = widths
    .map((width, column) => `<col min="${column + 1}" max="${column + 1}" width="${width}" customWidth="1"/>`)
    .join('');
  const names = head.map((name, column) => textCell(column, 1, name, STYLE.head)).join('');
  return (
    `<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" ` +
    `activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${columns}</cols><sheetData>` +
    `<row r="1">${names}</row>`
  );
}

function closingOf({ head, rows }: Sheet): string {
  return `</sheetData><autoFilter ref="A1:${columnName(head.length - 1)}${rows.length + 1}"/></worksheet>`;
}

function rowXml(row: number, cells: readonly Cell[]): string {
  return `<row r="${row}">${cells.map((cell, column) => cellXml(column, row, cell)).join('')}</row>`;
}

function cellXml(column: number, row: number, cell: Cell): string {
  switch (cell.kind) {
    case 'text':
      return textCell(column, row, cell.text, STYLE.plain);
    case 'number':
      return numberCell(column, row, cell.value, cell.decimals === 2 ? STYLE.hundredths : STYLE.whole);
    case 'day':
      return numberCell(column, row, cell.at / DAY_MS + EPOCH_DAYS, STYLE.day);
    case 'moment':
      return numberCell(column, row, cell.at / DAY_MS + EPOCH_DAYS, STYLE.moment);
    case 'day-end':
      // Its last second, so that it stands after all else of its day.
      return numberCell(column, row, (cell.at + DAY_MS - 1_000) / DAY_MS + EPOCH_DAYS, STYLE.dayEnd);
    case 'empty':
      return '';
  }
}

function textCell(column: number, row: number, text: string, style: number): string {
  const shown = escaped(text.slice(0, CELL_SIGNS_MAX));
  return `<c r="${columnName(column)}${row}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${shown}</t></is></c>`;
}

function numberCell(column: number, row: number, value: number, style: number): string {
  return `<c r="${columnName(column)}${row}" s="${style}"><v>${value}</v></c>`;
}

/** A, B, … Z, AA, … */
export function columnName(column: number): string {
  const letter = String.fromCharCode(65 + (column % 26));
  return column < 26 ? letter : columnName(Math.floor(column / 26) - 1) + letter;
}

function escaped(text: string): string {
  return (
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      // XML has no place for other control characters, nor for half a pair.
      .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
  );
}

/** Chinese signs are twice as wide. */
function signs(text: string): number {
  return [...text].reduce((sum, sign) => sum + (sign > '\u2E7F' ? 2 : 1), 0);
}

function signsOf(cell: Cell | undefined): number {
  if (!cell || cell.kind === 'empty') return 0;
  return cell.kind === 'text' ? signs(cell.text.slice(0, WIDTH_MAX)) : 16;
}

function partsBeside(title: string): readonly (readonly [name: string, text: string])[] {
  // What a sheet may not be called.
  const name = escaped(title.replaceAll(/[[\]:*?/\\']/g, ' ').slice(0, 31)).replaceAll('"', '&quot;');
  const type = (of: string) => `application/vnd.openxmlformats-officedocument.spreadsheetml.${of}+xml`;
  return [
    [
      '[Content_Types].xml',
      `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
        `<Override PartName="/xl/workbook.xml" ContentType="${type('sheet.main')}"/>` +
        `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${type('worksheet')}"/>` +
        `<Override PartName="/xl/styles.xml" ContentType="${type('styles')}"/></Types>`,
    ],
    [
      '_rels/.rels',
      `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      'xl/workbook.xml',
      `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${name}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>` +
        `<Relationship Id="rId2" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
    ],
    [
      'xl/styles.xml',
      `<styleSheet xmlns="${MAIN}"><numFmts count="3"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>` +
        `<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/>` +
        `<numFmt numFmtId="166" formatCode="yyyy\\-mm\\-dd\\ &quot;24:00&quot;"/></numFmts>` +
        `<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
        `<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
        `<borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
        `<cellXfs count="7">${[
          [0, 0],
          [0, 1],
          [164, 0],
          [165, 0],
          [3, 0],
          [4, 0],
          [166, 0],
        ]
          .map(
            ([format, font]) =>
              `<xf numFmtId="${format}" fontId="${font}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>`,
          )
          .join('')}</cellXfs></styleSheet>`,
    ],
  ];
}
