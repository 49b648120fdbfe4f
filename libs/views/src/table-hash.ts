/**
 * A hash over every row of a table in an order that follows from the rows alone, so that tables filled live and tables
 * rebuilt can be compared. Reads in slices on a connection of its own, which holds one state of the file meanwhile.
 */
import { createHash } from 'node:crypto';
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import { yieldToOthers } from './pace.js';

const SLICE_ROWS = 2_000;

export interface ProjectionHash {
  /** The checkpoint that the tables stand at. */
  readonly position: string | undefined;
  /** Hex SHA-256 of each table, by its logical name. */
  readonly tables: Readonly<Record<string, string>>;
}

export interface HashedGeneration {
  readonly id: number;
  /** Logical name → table. */
  readonly tables: ReadonlyMap<string, string>;
}

export async function hashTables(path: string, { id, tables }: HashedGeneration): Promise<ProjectionHash> {
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    db.exec('BEGIN');
    const row = db.prepare('SELECT position FROM generations WHERE id = ?').get(id);
    const hashes: Record<string, string> = {};
    for (const [name, table] of tables) hashes[name] = await hashTable(db, table);
    return { position: (row?.position as string | null | undefined) ?? undefined, tables: hashes };
  } finally {
    db.close();
  }
}

async function hashTable(db: DatabaseSync, table: string): Promise<string> {
  const columns = db.prepare(`SELECT name FROM pragma_table_info(?)`).all(table);
  const names = columns.map(({ name }) => `"${String(name).replaceAll('"', '""')}"`);
  const rows = db.prepare(
    `SELECT ${names.join(', ')} FROM ${table} ORDER BY ${names.map((name) => `${name} COLLATE BINARY`).join(', ')}`,
  );
  rows.setReadBigInts(true);
  rows.setReturnArrays(true);
  const hash = createHash('sha256').update(JSON.stringify(names));
  let count = 0;
  for (const row of rows.iterate() as Iterable<unknown>) {
    hash.update(`\n${JSON.stringify((row as SQLOutputValue[]).map(written))}`);
    if (++count % SLICE_ROWS === 0) await yieldToOthers();
  }
  return hash.digest('hex');
}

/** Value with its type, so that 1, '1' and x'31' differ. */
function written(value: SQLOutputValue): string | null {
  if (value === null) return null;
  if (typeof value === 'string') return `t${value}`;
  if (value instanceof Uint8Array) return `b${Buffer.from(value).toString('hex')}`;
  return typeof value === 'bigint' ? `i${value}` : `r${value}`;
}
