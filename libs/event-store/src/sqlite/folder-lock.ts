/**
 * Law 12: one process owns a data folder. The lock is SQLite's own on `lock.db`, held by the operating system for as long
 * as the process lives, so that nothing has to be cleaned up after a crash.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { asFileProblem, sqliteCode, StoreFileProblem } from './file.js';

/** Another process, or another part of this one, holds the folder. */
export class FolderInUse extends Error {
  override readonly name = 'FolderInUse';
  constructor(readonly folder: string) {
    super(`${folder} is in use by another process`);
  }
}

export interface FolderLock {
  readonly folder: string;
  /** Frees the folder; a second call does nothing. */
  release(): void;
}

/** Keeps the connections reachable: a collected one would give its lock away. */
const held = new Set<DatabaseSync>();

const SQLITE_BUSY = 5;

/**
 * Holds the folder until `release` or the end of the process, also by SIGKILL. The folder is created where it is missing.
 * Nothing else may open `lock.db`: closing any handle of it in this process would free the lock on POSIX systems.
 * @throws FolderInUse, StoreFileProblem
 */
export function lockFolder(folder: string): FolderLock {
  const file = join(folder, 'lock.db');
  let db: DatabaseSync | undefined;
  try {
    mkdirSync(folder, { recursive: true });
    db = new DatabaseSync(file, { timeout: 0 });
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db?.close();
    if (sqliteCode(error) === SQLITE_BUSY) throw new FolderInUse(folder);
    if (sqliteCode(error) === undefined)
      throw new StoreFileProblem('not-writable', file, 'cannot be made: its folder cannot be', { cause: error });
    throw asFileProblem(file, error);
  }
  const lock = db;
  held.add(lock);
  return {
    folder,
    release: () => {
      if (held.delete(lock)) lock.close();
    },
  };
}
