/**
 * Which rows of a workflow's table are meant: what a person may see, narrowed by a filter. The text of a condition
 * depends only on which parts of the filter are set, so statements are prepared once; all values are parameters.
 */
import type { ViewReader } from '#libs/views';
import { namesSeen, rolesIn, seesAll, type Covers, type Identity } from '../decide/authorise.js';
import type { Declaration } from '../declare/declaration.js';
import { endOfDay, momentOn } from '../time/day.js';
import { caseTable, sightTable } from '../views/case-view.js';
import { filtersOf, ME, type CaseFilter } from './list-filters.js';

export interface Condition {
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

const IN_LIST = 'IN (SELECT value FROM json_each(?))';

/** `q` must have been answered before: ids stand in its place. */
export function meantRows(
  read: ViewReader,
  covers: Covers,
  declaration: Declaration,
  identity: Identity,
  filter: CaseFilter,
): Condition {
  const parts = [
    seen(read, covers, declaration, identity, filter.subDistrict),
    ...narrowed(declaration, identity, filter),
  ];
  return { sql: parts.map(({ sql }) => sql).join(' AND '), values: parts.flatMap(({ values }) => values) };
}

/** Where all is seen, where only what names the person, where something was handled before. */
function seen(
  read: ViewReader,
  covers: Covers,
  declaration: Declaration,
  identity: Identity,
  subDistrict: string | undefined,
): Condition {
  const inside = (one: string): boolean => subDistrict === undefined || covers(subDistrict, one);
  const places = jurisdictions(read, declaration)
    .filter(inside)
    .map((one) => ({ one, roles: rolesIn(identity, one, covers) }));
  const whole = places.filter(({ roles }) => seesAll(declaration, roles)).map(({ one }) => one);
  const partly = places.filter(({ one }) => !whole.includes(one));
  const named = [...new Set(Object.values(declaration.seenWhereNamed))].sort().map((field): Condition => ({
    sql: `(jurisdiction ${IN_LIST} AND json_extract(data, ?) ${IN_LIST})`,
    values: [
      JSON.stringify(partly.map(({ one }) => one)),
      `$.${field}`,
      JSON.stringify(partly.flatMap(({ roles }) => namesSeen(declaration, roles)[field] ?? [])),
    ],
  }));
  const kept = identity.grants
    .map((grant) => grant.jurisdiction)
    .filter((one) => inside(one) && seesAll(declaration, rolesIn(identity, one, covers)));
  const before: Condition = {
    sql: `id IN (SELECT s.id FROM ${sightTable(declaration)} s WHERE s.jurisdiction ${IN_LIST})`,
    values: [JSON.stringify(kept)],
  };
  const ways: readonly Condition[] = [
    { sql: `jurisdiction ${IN_LIST}`, values: [JSON.stringify(whole)] },
    ...named,
    ...(declaration.sightKeptBy === undefined ? [] : [before]),
  ];
  return { sql: `(${ways.map(({ sql }) => sql).join(' OR ')})`, values: ways.flatMap(({ values }) => values) };
}

function narrowed(declaration: Declaration, identity: Identity, filter: CaseFilter): Condition[] {
  const { states, fields = {}, late, openedFrom, openedUntil, ids } = filter;
  const parts: Condition[] = [];
  if (states) parts.push({ sql: `state ${IN_LIST}`, values: [JSON.stringify(states)] });
  if (late) parts.push({ sql: `late <> '[]'`, values: [] });
  if (openedFrom !== undefined) parts.push({ sql: 'openedAt >= ?', values: [momentOn(openedFrom, 0)] });
  if (openedUntil !== undefined) parts.push({ sql: 'openedAt < ?', values: [endOfDay(openedUntil)] });
  if (ids) parts.push({ sql: `id ${IN_LIST}`, values: [JSON.stringify(ids)] });
  for (const { name, kind, to } of filtersOf(declaration)) {
    const wanted = fields[name];
    if (!wanted) continue;
    const values =
      kind === 'yes-no'
        ? wanted.map((one) => (one === 'true' ? 1 : 0))
        : wanted.map((one) => (one === ME && to === 'person' ? identity.id : one));
    parts.push({
      sql: `json_extract(fields, ?) ${IN_LIST}`,
      values: [`$."${name}".value`, JSON.stringify(values)],
    });
  }
  return parts;
}

/** Every jurisdiction that has a case, each found by one step in the index. */
function jurisdictions(read: ViewReader, declaration: Declaration): readonly string[] {
  const table = caseTable(declaration);
  return read
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
