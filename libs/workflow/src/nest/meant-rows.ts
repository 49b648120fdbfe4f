/**
 * Which cases of a workflow are meant, as a condition on their narrow rows: what a person may see, narrowed by a filter.
 * The text of a condition depends only on which parts of the filter are set, so statements are prepared once; all values
 * are parameters.
 */
import type { Views } from '#libs/views';
import { rolesIn, seesAll, type Covers, type Identity } from '../decide/authorise.js';
import type { Declaration } from '../declare/declaration.js';
import { endOfDay, momentOn } from '../time/day.js';
import { caseTable, sightTable } from '../views/case-view.js';
import { countedColumn, countedFields } from '../views/counted-cases.js';
import { all, any, isIn, placesOf, type Condition } from './counted.js';
import { filtersOf, ME, NONE, type CaseFilter } from './list-filters.js';

/** `q` must have been answered before: ids stand in its place. */
export function meantRows(
  read: Views['read'],
  covers: Covers,
  declaration: Declaration,
  identity: Identity,
  filter: CaseFilter,
): Condition {
  const { subDistrict } = filter;
  const here = placesOf(read, declaration, identity, covers, subDistrict).map(({ seen }) => seen);
  const before = subDistrict === undefined ? handledBefore(declaration, identity, covers) : undefined;
  return all([any(before ? [...here, before] : here), ...narrowed(declaration, identity, filter)]);
}

/** Cases that moved on are still read where they were handled; narrowed to a place, what lies there now is meant. */
function handledBefore(declaration: Declaration, identity: Identity, covers: Covers): Condition | undefined {
  if (declaration.sightKeptBy === undefined) return undefined;
  const places = identity.grants
    .map((grant) => grant.jurisdiction)
    .filter((one) => seesAll(declaration, rolesIn(identity, one, covers)));
  const { sql, values } = isIn('s.jurisdiction', places);
  return { sql: `id IN (SELECT s.id FROM ${sightTable(declaration)} s WHERE ${sql})`, values };
}

function narrowed(declaration: Declaration, identity: Identity, filter: CaseFilter): readonly Condition[] {
  const { states, fields = {}, late, openedFrom, openedUntil, dueUntil, endedFrom, ids } = filter;
  const parts: Condition[] = [];
  if (states) parts.push(isIn('state', states));
  if (late) parts.push({ sql: 'isLate', values: [] });
  if (openedFrom !== undefined) parts.push({ sql: 'openedAt >= ?', values: [momentOn(openedFrom, 0)] });
  if (openedUntil !== undefined) parts.push({ sql: 'openedAt < ?', values: [endOfDay(openedUntil)] });
  if (dueUntil !== undefined)
    parts.push({ sql: 'endedAt IS NULL AND isLate = 0 AND urgentAt <= ?', values: [endOfDay(dueUntil)] });
  if (endedFrom !== undefined) parts.push({ sql: 'endedAt >= ?', values: [momentOn(endedFrom, 0)] });
  if (ids) parts.push(isIn('id', ids));
  for (const { name, kind, to } of filtersOf(declaration)) {
    const wanted = fields[name];
    if (!wanted) continue;
    const values = wanted.map((one) => (one === ME && to === 'person' ? identity.id : one));
    const isCounted = kind !== 'yes-no' && countedFields(declaration).includes(name);
    const isOne = isCounted ? isIn(countedColumn(name), values) : isRecorded(declaration, name, values);
    const isNone = isCounted && kind === 'ref' && wanted.includes(NONE);
    parts.push(isNone ? any([isOne, { sql: `${countedColumn(name)} IS NULL`, values: [] }]) : isOne);
  }
  return parts;
}

/** A field that no case is counted by is looked up where all are recorded. */
function isRecorded(declaration: Declaration, name: string, values: readonly string[]): Condition {
  // A truth is kept as one: 0 or 1 to SQL.
  const kept = values.map((one) => (one === 'true' ? 1 : one === 'false' ? 0 : one));
  return {
    sql: `id IN (SELECT c.id FROM ${caseTable(declaration)} c
      WHERE json_extract(c.fields, ?) IN (SELECT value FROM json_each(?)))`,
    values: [`$."${name}".value`, JSON.stringify(kept)],
  };
}
