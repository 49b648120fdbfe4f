/**
 * Who may see which of the narrow rows, as a condition in SQL: everything where a role sees all, elsewhere what names the
 * person. Cases that moved on to another place are counted there and no longer here.
 */
import type { Views } from '#libs/views';
import type { Declaration } from '../declare/declaration.js';
import { namesSeen, rolesIn, seesAll, type Covers, type Identity } from '../decide/authorise.js';
import { caseTable } from '../views/case-view.js';
import { countedColumn, countedTable } from '../views/counted-cases.js';

/** A condition and the values of its `?`, in order. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

export const NEVER_TRUE: Condition = { sql: '0', values: [] };

export function tableOf(declaration: Declaration): string {
  return countedTable(caseTable(declaration));
}

/** One of these. */
export function isIn(column: string, values: readonly string[]): Condition {
  return { sql: `${column} IN (SELECT value FROM json_each(?))`, values: [JSON.stringify(values)] };
}

export function isField(field: string, value: string): Condition {
  return { sql: `${countedColumn(field)} = ?`, values: [value] };
}

export function all(conditions: readonly Condition[]): Condition {
  return joined(conditions, ' AND ', '1');
}

export function any(conditions: readonly Condition[]): Condition {
  return joined(conditions, ' OR ', NEVER_TRUE.sql);
}

function joined(conditions: readonly Condition[], by: string, none: string): Condition {
  if (conditions.length === 0) return { sql: none, values: [] };
  return {
    sql: `(${conditions.map(({ sql }) => sql).join(by)})`,
    values: conditions.flatMap(({ values }) => values),
  };
}

/** Places in which somebody has the same roles, and what they see of the cases there. */
export interface Place {
  readonly roles: readonly string[];
  readonly jurisdictions: readonly string[];
  readonly seen: Condition;
}

/** Where somebody sees something, as far as there are cases; `subDistrict` narrows it. */
export function placesOf(
  read: Views['read'],
  declaration: Declaration,
  identity: Identity,
  covers: Covers,
  subDistrict?: string,
): readonly Place[] {
  const groups = new Map<string, { roles: readonly string[]; jurisdictions: string[] }>();
  for (const one of jurisdictionsOf(read, declaration)) {
    if (subDistrict !== undefined && !covers(subDistrict, one)) continue;
    const roles = rolesIn(identity, one, covers);
    const key = roles.join(' ');
    const group = groups.get(key) ?? { roles, jurisdictions: [] };
    group.jurisdictions.push(one);
    groups.set(key, group);
  }
  return [...groups.values()].flatMap(({ roles, jurisdictions }): Place[] => {
    const where = isIn('jurisdiction', jurisdictions);
    if (seesAll(declaration, roles)) return [{ roles, jurisdictions, seen: where }];
    const named = Object.entries(namesSeen(declaration, roles)).filter(([, names]) => names.length > 0);
    if (named.length === 0) return [];
    const seen = all([where, any(named.map(([field, names]) => isIn(countedColumn(field), names)))]);
    return [{ roles, jurisdictions, seen }];
  });
}

/** Every jurisdiction that has a case, each found by one step in the index. */
function jurisdictionsOf(read: Views['read'], declaration: Declaration): readonly string[] {
  const table = tableOf(declaration);
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
