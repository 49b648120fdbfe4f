/**
 * What a projection is: tables, and a pure function of (event, its own tables). From the same log it makes the same
 * rows, live or rebuilt; nothing else may come in, so its statements reach no other table, no clock and no chance.
 */
import type { PositionedEvent } from '#libs/event-store';

/** A value that SQLite keeps. Booleans are 0 and 1. */
export type SqlValue = null | number | bigint | string | Uint8Array;

/** Values for `?` in order, or one object for `$name`. */
export type SqlParams = readonly SqlValue[] | readonly [Readonly<Record<string, SqlValue>>];

/** A row as read; name its type where the statement stands. */
export type SqlRow = Record<string, SqlValue>;

/** One table as readers see it, under its logical name. */
export interface TableDeclaration {
  /** Unique over all projections; lower case, digits and `_`. */
  readonly name: string;
  /**
   * What stands between the parentheses of CREATE TABLE; tables are STRICT.
   * @example 'id TEXT PRIMARY KEY, state TEXT NOT NULL, openedAt TEXT NOT NULL'
   */
  readonly columns: string;
  /** What follows `ON <table>` of CREATE INDEX. @example ['(state, openedAt)', '(mediator) WHERE closed = 0'] */
  readonly indexes?: readonly string[];
  readonly withoutRowid?: boolean;
}

/**
 * The projection's tables while it applies an event. A table is written `{complaints}` in SQL and stands for the table
 * of the generation being fed. Statements are prepared once for each text: keep texts constant, pass values.
 */
export interface ProjectionDb {
  /** The number of rows changed. */
  run(sql: string, ...params: SqlParams): number;
  get<Row = SqlRow>(sql: string, ...params: SqlParams): Row | undefined;
  all<Row = SqlRow>(sql: string, ...params: SqlParams): Row[];
}

export interface Projection {
  /** Lower case, digits and `_`. */
  readonly name: string;
  /** From 1; raised whenever the same log should give other rows. Changed tables are noticed without it. */
  readonly version: number;
  readonly tables: readonly TableDeclaration[];
  /** The workflows it listens to (a stream's name up to the first hyphen); all of them where absent. */
  readonly categories?: readonly string[];
  /** Applies one event, synchronously. What it throws sets this event aside for this projection. */
  apply(event: PositionedEvent, db: ProjectionDb): void;
}

/** The part of a stream's name that says its workflow. */
export function categoryOf(stream: string): string {
  const hyphen = stream.indexOf('-');
  return hyphen < 0 ? stream : stream.slice(0, hyphen);
}

/** What a projection's tables look like, to notice a change of theirs. */
export function shapeOf(projection: Projection): string {
  return JSON.stringify(
    projection.tables.map(({ name, columns, indexes = [], withoutRowid = false }) => ({
      name,
      columns: columns.replace(/\s+/g, ' ').trim(),
      indexes,
      withoutRowid,
    })),
  );
}

const NAME = /^[a-z][a-z0-9_]{0,59}$/;
const RESERVED = /^(sqlite_.*|generations|poison|g\d+_.*)$/;

/** @throws RangeError naming the projection or table that breaks a rule. */
export function checkProjections(projections: readonly Projection[]): void {
  const owners = new Map<string, string>();
  const names = new Set<string>();
  for (const { name, version, tables } of projections) {
    if (!NAME.test(name)) throw new RangeError(`a projection cannot be named ${JSON.stringify(name)}`);
    if (names.has(name)) throw new RangeError(`there are two projections named ${name}`);
    names.add(name);
    if (!Number.isSafeInteger(version) || version < 1) throw new RangeError(`the version of ${name} counts from 1`);
    if (tables.length === 0) throw new RangeError(`${name} has no table`);
    for (const { name: table } of tables) {
      if (!NAME.test(table) || RESERVED.test(table))
        throw new RangeError(`a table of ${name} cannot be named ${JSON.stringify(table)}`);
      const owner = owners.get(table);
      if (owner !== undefined) throw new RangeError(`the table ${table} belongs to ${owner} and to ${name}`);
      owners.set(table, name);
    }
  }
}
