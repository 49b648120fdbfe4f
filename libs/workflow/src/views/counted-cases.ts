/**
 * One narrow row for each case, beside its row in the generic view: where it stands, by when, what it is counted by. Lists,
 * what waits and overviews find and count ten thousand of them at once, so nothing here has to be opened or parsed, and nothing
 * that is or was sealed comes in.
 */
import type { ProjectionDb, TableDeclaration } from '#libs/views';
import type { Declaration } from '../declare/declaration.js';
import type { Case } from '../decide/case.js';
import type { LateDeadline } from './late-deadlines.js';
import type { RecordedFields } from './recorded-fields.js';

/** The table of a workflow's narrow rows, named after the one of its cases. */
export function countedTable(caseTable: string): string {
  return `${caseTable}_counted`;
}

/** The column of a field that cases are counted by. */
export function countedColumn(field: string): string {
  return `"by ${field}"`;
}

/** Fields of the fold that name whose case it is: those that a command's `own` asks for. */
export function ownFields(declaration: Declaration): readonly string[] {
  const own = Object.values(declaration.commands).flatMap(({ by }) =>
    by.flatMap((who) => (typeof who === 'object' && 'own' in who ? [who.own] : [])),
  );
  return [...new Set(own)].sort();
}

/**
 * What cases of a workflow are counted by: references and choices that they begin with or that decisions keep, whose
 * case it is, and whom a role must be named by to see it.
 */
export function countedFields(declaration: Declaration): readonly string[] {
  const begun = Object.values(declaration.commands)
    .filter(({ from }) => from.kind === 'nothing')
    .flatMap(({ form }) => Object.keys(form));
  const told = Object.values(declaration.events)
    .filter(({ standing }) => !standing)
    .flatMap(({ fields }) =>
      Object.entries(fields).flatMap(([name, { kind, traits }]) =>
        (kind === 'ref' || kind === 'choice') && !traits.sealed ? [name] : [],
      ),
    );
  const meant = (name: string): boolean => begun.includes(name) || Object.hasOwn(declaration.initial, name);
  return [...new Set([...told.filter(meant), ...ownFields(declaration), ...Object.values(declaration.seenWhereNamed)])]
    .filter((name) => name !== declaration.jurisdiction)
    .sort();
}

export function countedDeclaration(declaration: Declaration, caseTable: string): TableDeclaration {
  const by = countedFields(declaration);
  return {
    name: countedTable(caseTable),
    columns: `id TEXT PRIMARY KEY, state TEXT NOT NULL, jurisdiction TEXT NOT NULL, openedAt TEXT NOT NULL,
      endedAt TEXT, urgentAt TEXT NOT NULL, waitsFor TEXT, isLate INTEGER NOT NULL, missed INTEGER NOT NULL,
      excused INTEGER NOT NULL, version INTEGER NOT NULL${by.map((field) => `, ${countedColumn(field)} TEXT`).join('')}`,
    indexes: [
      '(jurisdiction, state)',
      '(urgentAt, id)',
      '(openedAt, id)',
      '(endedAt)',
      ...ownFields(declaration).map((field) => `(${countedColumn(field)}, state)`),
    ],
  };
}

/** What writes the row of a case as it now stands. */
export function countingCases(declaration: Declaration, caseTable: string): CountCase {
  const by = countedFields(declaration);
  const columns = ['state', 'jurisdiction', 'urgentAt', 'waitsFor', 'isLate', 'missed', 'excused', 'version'];
  const changing = [...columns, ...by.map(countedColumn)].map((name) => `${name} = excluded.${name}`);
  // What is said of a case after its end does not end it anew.
  const sql = `INSERT INTO {${countedTable(caseTable)}} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?${', ?'.repeat(by.length)})
    ON CONFLICT (id) DO UPDATE SET ${changing.join(', ')},
      endedAt = CASE WHEN excluded.endedAt IS NULL THEN NULL ELSE coalesce(endedAt, excluded.endedAt) END`;
  return (one, { jurisdiction, fields, urgentAt, next, late }, db) => {
    db.run(
      sql,
      one.id,
      one.state,
      jurisdiction,
      one.openedAt,
      declaration.ends.includes(one.state) ? one.recordedAt : null,
      urgentAt,
      late?.name ?? next?.name ?? null,
      late ? 1 : 0,
      one.misses.length,
      one.misses.filter(({ excused }) => excused).length,
      one.version,
      ...by.map((field) => {
        const value = fields[field]?.value;
        return typeof value === 'string' && value !== '' ? value : null;
      }),
    );
  };
}

/** What the row of a case in the generic view says of it as well. */
interface Told {
  readonly jurisdiction: string;
  readonly fields: RecordedFields;
  readonly urgentAt: string;
  /** Its next date, be it an excused one that has passed, and the one that it has been late with longest. */
  readonly next: LateDeadline | undefined;
  readonly late: LateDeadline | undefined;
}

type CountCase = (one: Case, told: Told, db: ProjectionDb) => void;
