/**
 * The file behind the store: its format, and what may be wrong with it before the first event is read. A file that is
 * newer, damaged, another program's or not writable is one clear error and is left as it is.
 */
import { DatabaseSync } from 'node:sqlite';

/** `linl` in ASCII: says whose file it is, also to `file(1)`. */
export const APPLICATION_ID = 0x6c_69_6e_6c;
/** 1: events alone. 2: checkpoints beside them. */
export const FORMAT = 2;

/**
 * Positions count from 1 without a gap. The one index beside the row id carries optimistic concurrency, reading a stream
 * and recognising a repeated append; an index on the id would cost a fifth of the writing speed and nothing asks it.
 */
export const SCHEMA = `CREATE TABLE events (
  position INTEGER PRIMARY KEY,
  stream   TEXT NOT NULL,
  version  INTEGER NOT NULL,
  id       TEXT NOT NULL,
  envelope TEXT NOT NULL,
  data     TEXT NOT NULL,
  hash     TEXT NOT NULL,
  UNIQUE (stream, version)
) STRICT`;

/** The newest value of each checkpoint, beside the log: no position, no part of any stream. */
export const CHECKPOINTS = `CREATE TABLE checkpoints (
  name    TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  value   TEXT NOT NULL
) STRICT, WITHOUT ROWID`;

/** What a file of each format holds, by name. */
const TABLES: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  1: { events: SCHEMA },
  2: { checkpoints: CHECKPOINTS, events: SCHEMA },
};

/** Why a file cannot serve as this store. Nothing in it was changed. */
export class StoreFileProblem extends Error {
  override readonly name = 'StoreFileProblem';
  constructor(
    readonly code: 'newer' | 'damaged' | 'foreign' | 'not-writable',
    readonly file: string,
    detail: string,
    options?: { cause: unknown },
  ) {
    super(`${file} ${detail}`, options);
  }
}

/** SQLite's primary result codes (sqlite.org/rescode.html) that say what is wrong with a file. */
const CODES = new Map<number, readonly [StoreFileProblem['code'], string]>([
  [3, ['not-writable', 'may not be opened']],
  [8, ['not-writable', 'cannot be written']],
  [11, ['damaged', 'is damaged']],
  [14, ['not-writable', 'cannot be opened for writing']],
  [26, ['damaged', 'is no database, or one whose beginning was overwritten']],
]);

/** SQLite's primary result code of an error, or nothing where the error is not SQLite's. */
export function sqliteCode(error: unknown): number | undefined {
  const code = (error as { errcode?: unknown } | null)?.errcode;
  return typeof code === 'number' ? code & 0xff : undefined;
}

/** The problem of the file behind an error of SQLite, or the error itself. */
export function asFileProblem(file: string, error: unknown): unknown {
  const known = CODES.get(sqliteCode(error) ?? 0);
  return known ? new StoreFileProblem(known[0], file, known[1], { cause: error }) : error;
}

/**
 * Opens the file for writing and makes it one of ours where it is empty.
 * @throws StoreFileProblem
 */
export function openForWriting(file: string): DatabaseSync {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(file, { timeout: BUSY_MS });
    checkFormat(db, file);
    db.exec('PRAGMA journal_mode = WAL');
    db.exec(DURABLE);
    checkDurable(db, file);
    return db;
  } catch (error) {
    db?.close();
    throw asFileProblem(file, error);
  }
}

export function openForReading(file: string): DatabaseSync {
  try {
    return new DatabaseSync(file, { readOnly: true, timeout: BUSY_MS });
  } catch (error) {
    throw asFileProblem(file, error);
  }
}

/** Nobody else writes to the file (law 12), so whoever waits longer than this waits for a stranger. */
const BUSY_MS = 20;

/** What a writing connection sets: FULL syncs the write-ahead log at each commit, fullfsync makes macOS mean it. */
export const DURABLE = [
  'PRAGMA synchronous = FULL',
  'PRAGMA fullfsync = ON',
  'PRAGMA checkpoint_fullfsync = ON',
  'PRAGMA wal_autocheckpoint = 4000',
  'PRAGMA journal_size_limit = 67108864',
].join(';');

/**
 * What was set is read back: a build of SQLite that leaves it out would acknowledge what a power cut takes away.
 * @throws StoreFileProblem
 */
export function checkDurable(db: DatabaseSync, file: string): void {
  refuseUndurable(pragma(db, 'synchronous'), file);
}

/** @throws StoreFileProblem */
export function refuseUndurable(synchronous: number, file: string): void {
  if (synchronous !== FULL)
    throw new StoreFileProblem('not-writable', file, `is not written durably: synchronous is ${synchronous}, not FULL`);
}

/** As SQLite numbers it: OFF 0, NORMAL 1, FULL 2, EXTRA 3. */
const FULL = 2;

/** How long one durable commit takes here, in milliseconds: the median of seven that change nothing. */
export function medianFlushMs(db: DatabaseSync): number {
  const commit = db.prepare(`PRAGMA user_version = ${FORMAT}`);
  const took = Array.from({ length: 7 }, () => {
    const start = performance.now();
    commit.run();
    return performance.now() - start;
  }).sort((a, b) => a - b);
  return took[3] as number;
}

function pragma(db: DatabaseSync, name: 'application_id' | 'user_version' | 'synchronous'): number {
  return Number(Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0]);
}

function checkFormat(db: DatabaseSync, file: string): void {
  const tables = db
    .prepare("SELECT name, sql FROM sqlite_schema WHERE type <> 'index' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    .all();
  const owner = pragma(db, 'application_id');
  const format = pragma(db, 'user_version');
  if (tables.length === 0 && owner === 0 && format === 0) {
    db.exec(
      `BEGIN IMMEDIATE; ${SCHEMA}; ${CHECKPOINTS}; PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${FORMAT}; COMMIT`,
    );
    return;
  }
  if (owner !== APPLICATION_ID) throw new StoreFileProblem('foreign', file, 'belongs to another program');
  if (format > FORMAT)
    throw new StoreFileProblem('newer', file, `has format ${format}; this program knows up to ${FORMAT}`);
  const expected = Object.entries(TABLES[format] ?? {});
  const holds = tables.length === expected.length && expected.every(([, sql], at) => tables[at]?.['sql'] === sql);
  if (!holds || expected.length === 0)
    throw new StoreFileProblem('damaged', file, 'does not hold the tables that its format says');
  // A program of format 1 would take the new table for damage; the number tells it that the file is newer.
  if (format === 1) db.exec(`BEGIN IMMEDIATE; ${CHECKPOINTS}; PRAGMA user_version = ${FORMAT}; COMMIT`);
}
