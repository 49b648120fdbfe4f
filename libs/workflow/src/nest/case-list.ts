/**
 * Lists of cases from the generic view: narrowed by what the declaration knows and by words, in pages that a keyset
 * cursor joins, and only what the caller may see. Items, total and position are read in one go, so they belong together.
 */
import type { Json, JsonObject, Position } from '#libs/event-store';
import type { KeyVault } from '#libs/sealed';
import type { Views } from '#libs/views';
import type { Declaration } from '../declare/declaration.js';
import type { Covers, Identity } from '../decide/authorise.js';
import { caseTable, type CaseRow } from '../views/case-view.js';
import { subjectsIn } from '../decide/sealing.js';
import { openFields, type RecordedFields } from '../views/recorded-fields.js';
import { badQuery, cursorIn, cursorOf, queried, type ApiRequest } from './api-request.js';
import { CaseSearch, SEARCHED_MAX, type Candidate } from './case-search.js';
import { tableOf } from './counted.js';
import type { Vocabulary } from './described.js';
import type { CaseFilter } from './list-filters.js';
import { openerOf } from './in-reach.js';
import { meantRows } from './meant-rows.js';
import type { Numbered } from './ports.js';
import type { Registered } from './registered.js';

/** Cases on a page, at most and where nothing is said. */
export const PAGE_MAX = 200;
const PAGE = 50;

/** Newest first; or by deadline, late ones before all others. */
const ORDERS = {
  newest: { key: 'openedAt', direction: 'DESC', beyond: '<' },
  due: { key: 'urgentAt', direction: 'ASC', beyond: '>' },
} as const;

export interface Page {
  readonly order: keyof typeof ORDERS;
  readonly limit: number;
  readonly after?: { readonly key: string; readonly id: string } | undefined;
}

export type ListedRow = Omit<CaseRow, 'data'> & {
  readonly number: string | null;
  readonly sortKey: string;
  /** What `remembered` reads. */
  readonly memory: string;
};

/** How many there are of each state, and how many of all of them are late. */
export interface CaseCounts {
  readonly states: Readonly<Record<string, number>>;
  readonly late: number;
}

/** @throws ApiProblem 400 */
export function pageOf(request: ApiRequest): Page {
  const order = queried(request, 'sort') ?? 'newest';
  if (order !== 'newest' && order !== 'due') throw badQuery('sort');
  const limit = queried(request, 'limit');
  if (limit !== undefined && !(/^[1-9]\d{0,2}$/.test(limit) && Number(limit) <= PAGE_MAX)) throw badQuery('limit');
  return { order, limit: limit === undefined ? PAGE : Number(limit), after: afterOf(request, order) };
}

/** Where the next page begins: opaque, and only of use with the same order. */
function nextAfter(order: Page['order'], row: ListedRow): string {
  return cursorOf([order, row.sortKey, row.id]);
}

function afterOf(request: ApiRequest, order: Page['order']): Page['after'] {
  const parts = cursorIn(request, 3);
  if (parts === undefined) return undefined;
  const [ordered, key, id] = parts as [string, string, string];
  if (ordered !== order) throw badQuery('after');
  return { key, id };
}

export type Named = (to: string, term: string, identity: Identity) => Promise<ReadonlySet<string>>;

export class CaseList {
  readonly #search: CaseSearch;

  constructor(
    private readonly views: Pick<Views, 'read' | 'position'>,
    private readonly vault: KeyVault,
    private readonly covers: Covers,
    /** Ids of what a reference leads to that somebody may know by this word. */
    private readonly named: Named = () => Promise.resolve(new Set()),
    soundsLike?: Vocabulary['soundsLike'],
  ) {
    this.#search = new CaseSearch(vault, soundsLike);
  }

  /** `{ items, total, next, position }` as answered; `complete` where not all could be searched. */
  async page(registered: Registered, identity: Identity, asked: CaseFilter, page: Page) {
    const { filter, complete } = await this.narrowed(registered, identity, asked);
    const {
      spoken: { declaration },
      numbered,
    } = registered;
    const rows = this.rows({ declaration, numbered: numbered?.table }, identity, filter, page, page.limit + 1);
    const shown = rows.slice(0, page.limit);
    const last = shown.at(-1);
    // All read of the view at one moment, and only then the keys of the whole page at once.
    const told = {
      total: this.count(declaration, identity, filter),
      next: rows.length > shown.length && last ? nextAfter(page.order, last) : null,
      position: this.views.position ?? null,
      ...(complete ? {} : { complete }),
    };
    return { items: await this.items(shown), ...told };
  }

  /** The filter with the ids of what was found in the place of the words that were looked for. */
  async narrowed(
    { spoken, numbered }: Registered,
    identity: Identity,
    filter: CaseFilter,
  ): Promise<{ readonly filter: CaseFilter; readonly complete: boolean }> {
    const { q, ...rest } = filter;
    if (q === undefined) return { filter, complete: true };
    const { declaration } = spoken;
    const table = caseTable(declaration);
    const narrow = tableOf(declaration);
    const { sql, values } = this.#meant(declaration, identity, rest);
    const candidates = this.views.read.all<Candidate>(
      `SELECT id, version, state, ${numbersOf(narrow, numbered)} AS number FROM ${narrow}
       WHERE ${sql} ORDER BY openedAt DESC, id DESC LIMIT ?`,
      ...values,
      SEARCHED_MAX + 1,
    );
    const complete = candidates.length <= SEARCHED_MAX;
    const ids = await this.#search.find(spoken, q, complete ? candidates : candidates.slice(0, SEARCHED_MAX), {
      fields: (some) =>
        this.views.read.all(
          `SELECT id, version, fields FROM ${table} WHERE id IN (SELECT value FROM json_each(?))`,
          JSON.stringify(some),
        ),
      named: (to, term) => this.named(to, term, identity),
    });
    return { filter: { ...rest, ids }, complete };
  }

  /** At most `limit` rows of those that the person may see. Words must have been looked for before. */
  rows(
    { declaration, numbered }: { declaration: Declaration; numbered?: string | undefined },
    identity: Identity,
    filter: CaseFilter,
    { order, after }: Pick<Page, 'order' | 'after'>,
    limit: number,
  ): readonly ListedRow[] {
    const { key, direction, beyond } = ORDERS[order];
    const table = caseTable(declaration);
    const { sql, values } = this.#meant(declaration, identity, filter);
    // Narrow rows are looked through; only those shown are read whole.
    return this.views.read.all<ListedRow>(
      `SELECT ${listedColumns(numbered)}, k.sortKey
       FROM (SELECT id, ${key} AS sortKey FROM ${tableOf(declaration)}
             WHERE ${sql}${after ? ` AND (${key}, id) ${beyond} (?, ?)` : ''}
             ORDER BY ${key} ${direction}, id ${direction} LIMIT ?) k
       JOIN ${table} c ON c.id = k.id
       ORDER BY k.sortKey ${direction}, k.id ${direction}`,
      ...values,
      ...(after ? [after.key, after.id] : []),
      limit,
    );
  }

  /** Exactly these, in no order; that the person may see them must be known. */
  rowsOf({ spoken: { declaration }, numbered }: Registered, ids: readonly string[]): readonly ListedRow[] {
    return this.views.read.all<ListedRow>(
      `SELECT ${listedColumns(numbered?.table)}, c.urgentAt AS sortKey
       FROM ${caseTable(declaration)} c WHERE c.id IN (SELECT value FROM json_each(?))`,
      JSON.stringify(ids),
    );
  }

  count(declaration: Declaration, identity: Identity, filter: CaseFilter): number {
    const { sql, values } = this.#meant(declaration, identity, filter);
    const counted = `SELECT count(*) AS n FROM ${tableOf(declaration)} WHERE ${sql}`;
    return this.views.read.get<{ n: number }>(counted, ...values)?.n ?? 0;
  }

  /**
   * At most `limit` cases that were changed after a position, whoever may see them: not to be told, but to be looked
   * through for what this person did themselves.
   */
  changedAfter(
    declaration: Declaration,
    position: Position,
    limit: number,
  ): readonly Pick<ListedRow, 'id' | 'openedAt' | 'version'>[] {
    return this.views.read.all<Pick<ListedRow, 'id' | 'openedAt' | 'version'>>(
      `SELECT id, openedAt, version FROM ${caseTable(declaration)} WHERE position > ? ORDER BY position LIMIT ?`,
      position,
      limit,
    );
  }

  async counts(registered: Registered, identity: Identity, asked: CaseFilter): Promise<CaseCounts> {
    const { filter } = await this.narrowed(registered, identity, asked);
    const { declaration } = registered.spoken;
    const { sql, values } = this.#meant(declaration, identity, filter);
    const rows = this.views.read.all<{ state: string; n: number; late: number }>(
      `SELECT state, count(*) AS n, sum(isLate) AS late FROM ${tableOf(declaration)} WHERE ${sql} GROUP BY state`,
      ...values,
    );
    return {
      states: Object.fromEntries(rows.map(({ state, n }) => [state, n])),
      late: rows.reduce((sum, { late }) => sum + late, 0),
    };
  }

  /** Rows as they are answered, of the recorded fields all or only these; the keys they need are brought at once. */
  async items(rows: readonly ListedRow[], only?: readonly string[]) {
    const fields = await openedFields(rows, this.vault, only);
    return rows.map((row, index) => this.item(row, fields[index] as JsonObject));
  }

  private item(
    { fields: _fields, deadlines, late, excused, paused, sortKey: _, memory: __, number, ...row }: ListedRow,
    opened: JsonObject,
  ) {
    return {
      ...opened,
      number: number ?? opened['number'] ?? null,
      ...row,
      deadlines: JSON.parse(deadlines) as Json,
      late: JSON.parse(late) as Json,
      excused: JSON.parse(excused) as Json,
      paused: JSON.parse(paused) as Json,
    };
  }

  #meant(declaration: Declaration, identity: Identity, filter: CaseFilter) {
    return meantRows(this.views.read, this.covers, declaration, identity, filter);
  }
}

/** The recorded fields of each row, all or only these, opened as far as they can be; the keys they need are brought at once. */
export async function openedFields(
  rows: readonly Pick<CaseRow, 'fields'>[],
  vault: KeyVault,
  only?: readonly string[],
): Promise<readonly JsonObject[]> {
  const fields = rows.map((row) => {
    const all = JSON.parse(row.fields) as RecordedFields;
    return only ? Object.fromEntries(Object.entries(all).filter(([name]) => only.includes(name))) : all;
  });
  const subjects = subjectsIn(fields.flatMap((each) => Object.values(each).map(({ value }) => value)));
  const opener = await openerOf(vault, subjects);
  return fields.map((each) => openFields(each, opener));
}

/** What a `ListedRow` has of the generic view's row `c`. */
function listedColumns(numbers: string | undefined): string {
  return `c.id, c.state, c.jurisdiction, c.version, c.revision, c.openedAt, c.updatedAt, c.position, c.fields,
    c.deadlines, c.late, c.excused, c.paused, c.nextDueAt, c.memory, ${numberOf('c', numbers)} AS number`;
}

/** What people call a case or once called it by, as a column to be searched: a void number still stands on papers. */
function numbersOf(table: string, numbered: Numbered | undefined): string {
  if (numbered?.register === undefined) return numberOf(table, numbered?.table);
  return `(SELECT group_concat(n.text, char(10)) FROM ${numbered.register} n WHERE n.id = ${table}.id)`;
}

/** What people call a case, as a column. */
function numberOf(table: string, numbers: string | undefined): string {
  return numbers === undefined ? 'NULL' : `(SELECT n.text FROM ${numbers} n WHERE n.id = ${table}.id)`;
}
