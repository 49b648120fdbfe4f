/**
 * Lists of cases from the generic view: by state and jurisdiction, in pages that a keyset cursor joins, and only what
 * the caller may see. Everything is read in one go, so items, total and position belong together.
 */
import type { Json, JsonObject, Position } from '#libs/event-store';
import type { KeyVault } from '#libs/sealed';
import type { Views } from '#libs/views';
import type { Declaration } from '../declare/declaration.js';
import { namesSeen, rolesIn, seesAll, type Covers, type Identity } from '../decide/authorise.js';
import { caseTable, sightTable, type CaseRow } from '../views/case-view.js';
import { subjectsIn } from '../decide/sealing.js';
import { openFields, type RecordedFields } from '../views/recorded-fields.js';
import { badQuery, queried, type ApiRequest } from './api-request.js';
import { malformed } from './problem.js';
import { problem } from '../declare/fields/field.js';
import type { Registered } from './registered.js';

/** Cases on a page, at most and where nothing is said. */
export const PAGE_MAX = 200;
const PAGE = 50;
const STATES_MAX = 50;

/** Newest first; or by deadline, late ones before all others. */
const ORDERS = {
  newest: { key: 'openedAt', direction: 'DESC', beyond: '<' },
  due: { key: 'urgentAt', direction: 'ASC', beyond: '>' },
} as const;

/** Which cases are meant: in one of these states, in what this jurisdiction covers. */
export interface CaseFilter {
  readonly states?: readonly string[] | undefined;
  readonly subDistrict?: string | undefined;
}

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

/** @throws ApiProblem 400 for a part of the address that cannot be understood. */
export function filterOf(declaration: Declaration, request: ApiRequest): CaseFilter {
  const states = queried(request, 'state')?.split(',');
  if (states?.some((state) => !declaration.states.includes(state))) throw badQuery('state');
  return { states, subDistrict: queried(request, 'subDistrict') };
}

/**
 * The same filter as a member of a body.
 * @throws ApiProblem 422 with pointers.
 */
export function filterFromBody(declaration: Declaration, given: Json | undefined): CaseFilter {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw malformed([problem('/filter', 'object')]);
  const { state, subDistrict, ...others } = given as JsonObject;
  const unknown = Object.keys(others);
  if (unknown.length > 0) throw malformed(unknown.map((name) => problem(`/filter/${name}`, 'unknown-field')));
  const states = state === undefined ? undefined : typeof state === 'string' ? state.split(',') : state;
  const fits = (one: unknown) => typeof one === 'string' && declaration.states.includes(one);
  if (states !== undefined && !(Array.isArray(states) && states.length <= STATES_MAX && states.every(fits)))
    throw malformed([problem('/filter/state', 'choice', { choices: declaration.states.join(', ') })]);
  if (subDistrict !== undefined && typeof subDistrict !== 'string')
    throw malformed([problem('/filter/subDistrict', 'text')]);
  return { states: states as readonly string[] | undefined, subDistrict };
}

/** @throws ApiProblem 400 */
export function pageOf(request: ApiRequest): Page {
  const order = queried(request, 'sort') ?? 'newest';
  if (order !== 'newest' && order !== 'due') throw badQuery('sort');
  const limit = queried(request, 'limit');
  if (limit !== undefined && !(/^[1-9]\d{0,2}$/.test(limit) && Number(limit) <= PAGE_MAX)) throw badQuery('limit');
  return { order, limit: limit === undefined ? PAGE : Number(limit), after: cursor(queried(request, 'after'), order) };
}

/** Where the next page begins: opaque, and only of use with the same order. */
function nextAfter(order: Page['order'], row: ListedRow): string {
  return Buffer.from(JSON.stringify([order, row.sortKey, row.id])).toString('base64url');
}

function cursor(text: string | undefined, order: Page['order']): Page['after'] {
  if (text === undefined) return undefined;
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    throw badQuery('after');
  }
  if (
    !Array.isArray(parts) ||
    parts.length !== 3 ||
    parts[0] !== order ||
    !parts.every((one) => typeof one === 'string')
  )
    throw badQuery('after');
  const [, key, id] = parts as [string, string, string];
  return { key, id };
}

export class CaseList {
  constructor(
    private readonly views: Pick<Views, 'read' | 'position'>,
    private readonly vault: KeyVault,
    private readonly covers: Covers,
  ) {}

  /** `{ items, total, next, position }` as answered. */
  async page({ spoken: { declaration }, numbered }: Registered, identity: Identity, filter: CaseFilter, page: Page) {
    const rows = this.rows({ declaration, numbered: numbered?.table }, identity, filter, page, page.limit + 1);
    const shown = rows.slice(0, page.limit);
    const last = shown.at(-1);
    // All read of the view at one moment, and only then the keys of the whole page at once.
    const told = {
      total: this.count(declaration, identity, filter),
      next: rows.length > shown.length && last ? nextAfter(page.order, last) : null,
      position: this.views.position ?? null,
    };
    return { items: await this.items(shown), ...told };
  }

  /** At most `limit` rows of those that the person may see. */
  rows(
    { declaration, numbered }: { declaration: Declaration; numbered?: string | undefined },
    identity: Identity,
    filter: CaseFilter,
    { order, after }: Pick<Page, 'order' | 'after'>,
    limit: number,
  ): readonly ListedRow[] {
    const { key, direction, beyond } = ORDERS[order];
    const table = caseTable(declaration);
    const number = numbered === undefined ? 'NULL' : `(SELECT n.text FROM ${numbered} n WHERE n.id = ${table}.id)`;
    return this.views.read.all<ListedRow>(
      `SELECT id, state, jurisdiction, version, revision, openedAt, updatedAt, position, fields, deadlines, late, nextDueAt,
              memory, ${key} AS sortKey, ${number} AS number
       FROM ${table}
       WHERE ${meantBy(declaration)} AND (? IS NULL OR (${key}, id) ${beyond} (?, ?))
       ORDER BY ${key} ${direction}, id ${direction} LIMIT ?`,
      ...this.meant(declaration, identity, filter),
      after?.key ?? null,
      after?.key ?? null,
      after?.id ?? null,
      limit,
    );
  }

  count(declaration: Declaration, identity: Identity, filter: CaseFilter): number {
    const sql = `SELECT count(*) AS n FROM ${caseTable(declaration)} WHERE ${meantBy(declaration)}`;
    return this.views.read.get<{ n: number }>(sql, ...this.meant(declaration, identity, filter))?.n ?? 0;
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

  counts(declaration: Declaration, identity: Identity, filter: CaseFilter): CaseCounts {
    const sql = `SELECT state, count(*) AS n, sum(late <> '[]') AS late FROM ${caseTable(declaration)}
                 WHERE ${meantBy(declaration)} GROUP BY state`;
    const rows = this.views.read.all<{ state: string; n: number; late: number }>(
      sql,
      ...this.meant(declaration, identity, filter),
    );
    return {
      states: Object.fromEntries(rows.map(({ state, n }) => [state, n])),
      late: rows.reduce((sum, { late }) => sum + late, 0),
    };
  }

  /** A row as answered. */
  /** Rows as they are answered, of the recorded fields all or only these; the keys they need are brought at once. */
  async items(rows: readonly ListedRow[], only?: readonly string[]) {
    const fields = rows.map((row) => {
      const all = JSON.parse(row.fields) as RecordedFields;
      return only ? Object.fromEntries(Object.entries(all).filter(([name]) => only.includes(name))) : all;
    });
    await this.vault.load(subjectsIn(fields.flatMap((each) => Object.values(each).map(({ value }) => value))));
    return rows.map((row, index) => this.item(row, fields[index] as RecordedFields));
  }

  private item(
    { fields: _fields, deadlines, late, sortKey: _, memory: __, number, ...row }: ListedRow,
    fields: RecordedFields,
  ) {
    const opened = openFields(fields, this.vault);
    return {
      ...opened,
      number: number ?? opened['number'] ?? null,
      ...row,
      deadlines: JSON.parse(deadlines) as Json,
      late: JSON.parse(late) as Json,
    };
  }

  /** The values of {@link meantBy}: where all is seen, where only what names the person, where something was handled before; states. */
  private meant(declaration: Declaration, identity: Identity, { states, subDistrict }: CaseFilter) {
    const places = this.jurisdictions(declaration)
      .filter((one) => subDistrict === undefined || this.covers(subDistrict, one))
      .map((one) => ({ one, roles: rolesIn(identity, one, this.covers) }));
    const whole = places.filter(({ roles }) => seesAll(declaration, roles)).map(({ one }) => one);
    const partly = places.filter(({ one }) => !whole.includes(one));
    const named = namedFields(declaration).flatMap((field) => [
      JSON.stringify(partly.map(({ one }) => one)),
      `$.${field}`,
      JSON.stringify(partly.flatMap(({ roles }) => namesSeen(declaration, roles)[field] ?? [])),
    ]);
    const before = identity.grants
      .map((grant) => grant.jurisdiction)
      .filter((one) => subDistrict === undefined || this.covers(subDistrict, one));
    const kept = before.filter((one) => seesAll(declaration, rolesIn(identity, one, this.covers)));
    const wanted = states === undefined ? null : JSON.stringify(states);
    return [
      JSON.stringify(whole),
      ...named,
      ...(declaration.sightKeptBy === undefined ? [] : [JSON.stringify(kept)]),
      wanted,
      wanted,
    ];
  }

  /** Every jurisdiction that has a case, each found by one step in the index. */
  private jurisdictions(declaration: Declaration): readonly string[] {
    const table = caseTable(declaration);
    return this.views.read
      .all<{ one: string }>(
        `WITH RECURSIVE found(one) AS (
           SELECT min(jurisdiction) FROM ${table}
           UNION ALL
           SELECT (SELECT min(jurisdiction) FROM ${table} WHERE jurisdiction > found.one) FROM found
           WHERE found.one IS NOT NULL)
         SELECT one FROM found WHERE one IS NOT NULL`,
      )
      .map(({ one }) => one);
  }
}

/** Fields of the fold by which some role sees a case. */
function namedFields(declaration: Declaration): readonly string[] {
  return [...new Set(Object.values(declaration.seenWhereNamed))].sort();
}

function meantBy(declaration: Declaration): string {
  const seen = [
    'jurisdiction IN (SELECT value FROM json_each(?))',
    ...namedFields(declaration).map(
      () =>
        '(jurisdiction IN (SELECT value FROM json_each(?)) AND json_extract(data, ?) IN (SELECT value FROM json_each(?)))',
    ),
    ...(declaration.sightKeptBy === undefined
      ? []
      : [
          `id IN (SELECT s.id FROM ${sightTable(declaration)} s WHERE s.jurisdiction IN (SELECT value FROM json_each(?)))`,
        ]),
  ];
  return `(${seen.join(' OR ')}) AND (? IS NULL OR state IN (SELECT value FROM json_each(?)))`;
}
