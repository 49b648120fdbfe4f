/**
 * The statements of one generation: logical names become its own tables, each text is prepared once, and a statement
 * that would reach beyond what the log says (another projection's table, the clock, chance) is refused when prepared.
 */
import { constants, type DatabaseSync, type StatementSync } from 'node:sqlite';
import type { ProjectionDb, SqlParams, SqlRow } from './projection.js';

const STATEMENTS_MAX = 500;
const IMPURE =
  /^(random|randomblob|current_date|current_time|current_timestamp|last_insert_rowid|changes|total_changes)$/;

/** A cache of prepared statements that holds a bounded number of them, the last used. */
export class Statements {
  readonly #prepared = new Map<string, StatementSync>();
  constructor(readonly prepare: (sql: string) => StatementSync) {}

  of(sql: string): StatementSync {
    let statement = this.#prepared.get(sql);
    if (statement) {
      if (this.#prepared.size < STATEMENTS_MAX) return statement;
      this.#prepared.delete(sql);
    } else {
      statement = this.prepare(sql);
      const oldest = this.#prepared.keys().next().value;
      if (this.#prepared.size >= STATEMENTS_MAX && oldest !== undefined) this.#prepared.delete(oldest);
    }
    this.#prepared.set(sql, statement);
    return statement;
  }
}

/** node:sqlite tells positional from named parameters by the first one; its types need to hear that too. */
type Bound = Parameters<StatementSync['run']>;

export function bound(params: SqlParams): Bound {
  return params as unknown as Bound;
}

/** @param tables logical name → table of this generation */
export function projectionDb(db: DatabaseSync, tables: ReadonlyMap<string, string>): ProjectionDb {
  const statements = new Statements((sql) => prepareOwn(db, tables, sql));
  return {
    run: (sql, ...params) => Number(statements.of(sql).run(...bound(params)).changes),
    get: <Row = SqlRow>(sql: string, ...params: SqlParams) =>
      statements.of(sql).get(...bound(params)) as Row | undefined,
    all: <Row = SqlRow>(sql: string, ...params: SqlParams) => statements.of(sql).all(...bound(params)) as Row[],
  };
}

function prepareOwn(db: DatabaseSync, tables: ReadonlyMap<string, string>, sql: string): StatementSync {
  if (/'now'/i.test(sql)) throw new Error(`a projection has no clock: ${sql}`);
  const real = sql.replace(/\{([a-z][a-z0-9_]*)\}/g, (_, name: string) => {
    const table = tables.get(name);
    if (table === undefined) throw new Error(`the projection has no table {${name}}: ${sql}`);
    return table;
  });
  const own = new Set(tables.values());
  db.setAuthorizer((action, subject, name) =>
    allowed(action, subject, name, own) ? constants.SQLITE_OK : constants.SQLITE_DENY,
  );
  try {
    return db.prepare(real);
  } finally {
    db.setAuthorizer(null);
  }
}

function allowed(action: number, subject: string | null, name: string | null, own: ReadonlySet<string>): boolean {
  switch (action) {
    case constants.SQLITE_READ:
    case constants.SQLITE_INSERT:
    case constants.SQLITE_UPDATE:
    case constants.SQLITE_DELETE:
      return subject !== null && (own.has(subject) || subject === 'json_each');
    case constants.SQLITE_SELECT:
    case constants.SQLITE_RECURSIVE:
      return true;
    case constants.SQLITE_FUNCTION:
      return name !== null && !IMPURE.test(name.toLowerCase());
    default:
      return false;
  }
}
