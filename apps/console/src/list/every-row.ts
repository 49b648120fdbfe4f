/** Every row that fits, page after page, whether or not it is loaded: for an export, or a step for all of them. */
import { read } from '../api/client.js';
import type { Listed, Row } from '../api/types.js';
import type { Sort } from './address.js';
import { pageAddress, type RowsPage } from './list-query.js';

const PAGE = 200;
/** Ids in one question, as the server takes them. */
export const IDS_MAX = 100;
/** The server's own bound on what can be searched; nobody reads more in a table. */
const ROWS_MAX = 50_000;

interface EveryRow {
  readonly path: string;
  readonly meant: URLSearchParams;
  readonly sort: Sort;
  readonly signal: AbortSignal;
  readonly told?: (done: number, total: number) => void;
  /** Rows that are there already, and where the next page begins; nothing where they are all. */
  readonly begun?: { readonly rows: readonly Row[]; readonly next: string | null };
  /** Of the rows read now, which are meant. */
  readonly includes?: (row: Row) => boolean;
  /** Not many more than that are read. */
  readonly max?: number;
}

/** @throws ApiError, ConnectionLost; the reason of the signal where it is aborted */
export async function everyRow(asked: EveryRow): Promise<readonly Row[]> {
  const { path, meant, sort, signal, told, begun, includes = () => true, max = ROWS_MAX } = asked;
  const rows = new Map(begun?.rows.map((row) => [row.id, row]));
  let after = begun ? begun.next : '';
  while (after !== null && rows.size < max) {
    const page = await read<RowsPage>(pageAddress(path, meant, sort, after, PAGE), signal);
    for (const row of page.items) if (!rows.has(row.id) && includes(row)) rows.set(row.id, row);
    told?.(rows.size, Math.max(page.total, rows.size));
    after = page.next;
  }
  return [...rows.values()];
}

/** Rows by their ids, in that order, as far as they may be seen. @throws ApiError, ConnectionLost */
export async function rowsById(
  path: string,
  ids: readonly string[],
  signal: AbortSignal,
  told?: (done: number) => void,
): Promise<readonly Row[]> {
  const found = new Map<string, Row>();
  for (let from = 0; from < ids.length; from += IDS_MAX) {
    const some = ids.slice(from, from + IDS_MAX).join(',');
    const { items } = await read<Listed<Row>>(`/api/${path}?limit=${IDS_MAX}&ids=${some}`, signal);
    for (const row of items) found.set(row.id, row);
    told?.(found.size);
  }
  return ids.flatMap((id) => found.get(id) ?? []);
}
