/**
 * A sheet as CSV that a spreadsheet opens as it was meant: UTF-8 with its mark, lines ended as RFC 4180 says, and no text
 * that would be taken for a formula. Pure.
 */
import type { Cell, Sheet } from './sheet.js';

const MARK = '\uFEFF';

/** In parts, so that whoever writes them can let others have their turn. */
export function* csvOf({ head, rows }: Sheet): Generator<string> {
  yield MARK + line(head.map(guarded));
  for (const row of rows) yield line(row.map(written));
}

function line(cells: readonly string[]): string {
  return `${cells.map(quoted).join(',')}\r\n`;
}

function written(cell: Cell): string {
  switch (cell.kind) {
    case 'text':
      return guarded(cell.text);
    case 'number':
      return cell.value.toFixed(cell.decimals);
    case 'day':
      return new Date(cell.at).toISOString().slice(0, 10);
    case 'moment':
      return new Date(cell.at).toISOString().slice(0, 16).replace('T', ' ');
    case 'day-end':
      return `${new Date(cell.at).toISOString().slice(0, 10)} 24:00`;
    case 'empty':
      return '';
  }
}

/** A cell that begins like this is run by spreadsheets. */
function guarded(text: string): string {
  return /^\s*[=+\-@]|^[\t\r\n]/.test(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
