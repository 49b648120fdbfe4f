/**
 * The keys that this node keeps: `keys.db`, and the newest used ones unwrapped in memory. An erased key is in no file
 * any more when `erase` returns. To hold that, rows are only ever appended and overwritten in place by rows of the same
 * size: the cells of the table never move between pages, so no stale copy of a key can be left in the free part of one.
 */
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { KeysRefused } from './key-vault.js';
import { MASTER_KEY_VARIABLE, MasterKeyRefused } from './master-key.js';
import { forget, KEY_BYTES, subjectKey, unwrap, wrap, type SubjectKey } from './subject-key.js';

const FORMAT = 1;
const CHECK = 'linli keys.db';
const CACHE_MAX = 10_000;

const KEYS = `(id INTEGER PRIMARY KEY, subject TEXT NOT NULL UNIQUE,
    erased INTEGER NOT NULL CHECK (erased IN (0, 1)), key BLOB NOT NULL) STRICT`;
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS vault (format INTEGER NOT NULL, wrapped INTEGER NOT NULL, proof BLOB NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS replica (register TEXT NOT NULL, erasures INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS keys ${KEYS};`;

/** Which register of keys the file is a replica of, and how many of its erasures it has taken in. */
export interface Replica {
  readonly register: string;
  readonly erasures: number;
}

export class LocalKeys {
  readonly #db: DatabaseSync;
  readonly #master: Buffer | undefined;
  /** In order of last use, the oldest first. */
  readonly #opened = new Map<string, SubjectKey>();
  readonly #find: StatementSync;
  readonly #insert: StatementSync;
  readonly #overwrite: StatementSync;
  /** An erased key may still lie in the write-ahead log; so it may after a crash. */
  #walHolds = true;

  private constructor(
    readonly file: string,
    db: DatabaseSync,
    master: Buffer | undefined,
  ) {
    this.#db = db;
    this.#master = master;
    this.#find = db.prepare('SELECT erased, key FROM keys WHERE subject = ?');
    // A row of zeros is a key that was dropped here; an erased one is never filled again.
    this.#insert = db.prepare(
      `INSERT INTO keys (subject, erased, key) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET key = excluded.key
       WHERE keys.erased = 0 AND excluded.erased = 0 AND keys.key = zeroblob(length(keys.key))`,
    );
    this.#overwrite = db.prepare('UPDATE keys SET erased = 1, key = zeroblob(length(key)) WHERE subject = ?');
  }

  /**
   * @param options.replica the truth is kept elsewhere: a commit need not reach the disk, an erasure must; and a file
   *   whose keys are not wrapped is wrapped here and now. Otherwise a file that is a replica is refused.
   * @throws KeysRefused, MasterKeyRefused when the master key is missing, superfluous or not the file's.
   */
  static open(folder: string, master: Buffer | undefined, options: { readonly replica: boolean }): LocalKeys {
    const file = join(folder, 'keys.db');
    closeSync(openSync(file, 'a', 0o600)); // SQLite gives its side files the mode of this one
    const db = new DatabaseSync(file);
    try {
      // Overwriting in place needs no secure_delete; it is on for the pages of the index and for whatever comes later.
      db.exec('PRAGMA secure_delete = ON; PRAGMA journal_mode = WAL');
      db.exec(`PRAGMA synchronous = ${options.replica ? 'NORMAL' : 'FULL'}`);
      if (!options.replica) checkDurable(db, file);
      db.exec(SCHEMA);
      if (options.replica && master) wrapFile(db, master);
      proveMaster(db, file, master);
      const keys = new LocalKeys(file, db, master);
      if (!options.replica && keys.replica)
        throw new KeysRefused(`${file} is a replica of keys that nodes share: configure the event store it belongs to`);
      keys.emptyWal(); // a crash may have come between an erasure's commit and its checkpoint
      return keys;
    } catch (error) {
      db.close();
      throw error;
    }
  }

  get replica(): Replica | undefined {
    return this.#db.prepare('SELECT register, erasures FROM replica').get() as Replica | undefined;
  }

  /** The key, as long as this object does not forget it; nothing where the file has none. */
  get(subject: string): SubjectKey | 'erased' | undefined {
    const cached = this.#opened.get(subject);
    if (cached) {
      this.#opened.delete(subject);
      this.#opened.set(subject, cached);
      return cached;
    }
    const row = this.#find.get(subject) as { erased: number; key: Uint8Array } | undefined;
    if (!row) return undefined;
    if (row.erased) return 'erased';
    if (row.key.every((byte) => byte === 0)) return undefined;
    const bytes = this.#master ? unwrap(this.#master, subject, row.key) : row.key;
    if (!bytes) throw new Error(`keys.db: the key of ${subject} was changed and cannot be unwrapped`);
    return this.#remember(subject, subjectKey(bytes));
  }

  /** Keeps keys that are not there yet, in one transaction. Nothing takes the place of another key or of an erased one. */
  add(keys: Iterable<readonly [subject: string, bytes: Uint8Array]>): void {
    const added: (readonly [string, Uint8Array])[] = [];
    this.#transaction(() => {
      for (const [subject, bytes] of keys)
        if (this.#insert.run(subject, 0, this.#stored(subject, bytes)).changes === 1) added.push([subject, bytes]);
    });
    for (const [subject, bytes] of added) this.#remember(subject, subjectKey(bytes));
  }

  /**
   * Erases them, those that never had a key too, and notes up to where the register's erasures were taken in.
   * @throws Error where another process reads the file; `emptyWal` is then to be tried again.
   */
  erase(subjects: readonly string[], replica?: Replica): void {
    this.#transaction(() => {
      for (const subject of subjects) {
        if ((this.#find.get(subject) as { erased: number } | undefined)?.erased) continue;
        this.#walHolds = true;
        if (this.#overwrite.run(subject).changes === 0)
          this.#insert.run(subject, 1, Buffer.alloc(this.#stored(subject, Buffer.alloc(KEY_BYTES)).length));
      }
      if (replica) this.#become(replica);
    });
    for (const subject of subjects) this.#drop(subject);
    this.emptyWal();
  }

  /** Drops every key, without erasing anybody: whoever needs one must bring it again. Tombstones stay. */
  dropKeys(): void {
    this.#walHolds = true;
    this.#db.exec('UPDATE keys SET key = zeroblob(length(key)) WHERE erased = 0');
    for (const subject of this.#opened.keys()) this.#drop(subject);
    this.emptyWal();
  }

  /** Every subject with its plain key, which the caller overwrites when done, or `erased`; in the order they came. */
  *all(): Generator<readonly [subject: string, key: Buffer | 'erased'], void, undefined> {
    const page = this.#db.prepare('SELECT id, subject FROM keys WHERE id > ? ORDER BY id LIMIT 256');
    for (let after = 0; ;) {
      const rows = page.all(after) as { id: number; subject: string }[];
      for (const { id, subject } of rows) {
        after = id;
        const key = this.get(subject);
        if (key !== undefined) yield [subject, key === 'erased' ? key : Buffer.from(key.seal)];
      }
      if (rows.length === 0) return;
    }
  }

  /** Cuts the write-ahead log, where an erased key may still lie. */
  emptyWal(): void {
    if (!this.#walHolds) return;
    const { busy } = this.#db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as { busy: number };
    if (busy)
      throw new Error(
        'keys.db is read by another process: an erased key is still in its write-ahead log; close it and start again',
      );
    this.#walHolds = false;
  }

  close(): void {
    for (const subject of this.#opened.keys()) this.#drop(subject);
    this.#db.close();
  }

  #become({ register, erasures }: Replica): void {
    if (this.#db.prepare('UPDATE replica SET register = ?, erasures = ?').run(register, erasures).changes === 0)
      this.#db.prepare('INSERT INTO replica (register, erasures) VALUES (?, ?)').run(register, erasures);
  }

  #stored(subject: string, bytes: Uint8Array): Uint8Array {
    return this.#master ? wrap(this.#master, subject, bytes) : bytes;
  }

  #transaction(work: () => void): void {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      work();
      this.#db.exec('COMMIT');
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      throw error;
    }
  }

  #remember(subject: string, key: SubjectKey): SubjectKey {
    this.#opened.set(subject, key);
    if (this.#opened.size > CACHE_MAX) this.#drop(this.#opened.keys().next().value as string);
    return key;
  }

  #drop(subject: string): void {
    const key = this.#opened.get(subject);
    if (key) forget(key);
    this.#opened.delete(subject);
  }
}

/**
 * What was set is read back: a key that a power cut takes away takes with it everything that is sealed under it.
 * @throws KeysRefused
 */
export function checkDurable(db: DatabaseSync, file: string): void {
  const { synchronous } = db.prepare('PRAGMA synchronous').get() as { synchronous: number };
  if (synchronous !== FULL)
    throw new KeysRefused(`${file} is not written durably: synchronous is ${synchronous}, not FULL`);
}

/** As SQLite numbers it: OFF 0, NORMAL 1, FULL 2, EXTRA 3. */
const FULL = 2;

/** Checks at the start, once, that the master key is the one the vault was made with. */
function proveMaster(db: DatabaseSync, file: string, master: Buffer | undefined): void {
  const row = db.prepare('SELECT format, wrapped, proof FROM vault').get() as
    { format: number; wrapped: number; proof: Uint8Array } | undefined;
  if (!row) {
    const proof = master ? wrap(master, CHECK, Buffer.from(CHECK)) : Buffer.from(CHECK);
    db.prepare('INSERT INTO vault (format, wrapped, proof) VALUES (?, ?, ?)').run(FORMAT, master ? 1 : 0, proof);
    return;
  }
  if (row.format !== FORMAT) throw new KeysRefused(`${file} has format ${row.format}; this program reads ${FORMAT}`);
  if (!row.wrapped && master)
    throw new MasterKeyRefused(`${file} was made without a master key; start without ${MASTER_KEY_VARIABLE}`);
  if (row.wrapped && !master)
    throw new MasterKeyRefused(`${file} was made with a master key; set ${MASTER_KEY_VARIABLE} to it`);
  if (master && unwrap(master, CHECK, row.proof)?.toString() !== CHECK)
    throw new MasterKeyRefused(`${MASTER_KEY_VARIABLE} is not the master key that ${file} was made with`);
}

/** A file that began on one machine without a master key: wrapped before its keys go anywhere, the plain ones overwritten. */
function wrapFile(db: DatabaseSync, master: Buffer): void {
  const row = db.prepare('SELECT wrapped FROM vault').get() as { wrapped: number } | undefined;
  if (row?.wrapped !== 0) return;
  db.exec(`BEGIN IMMEDIATE; CREATE TABLE wrapped_keys ${KEYS}`);
  try {
    const insert = db.prepare('INSERT INTO wrapped_keys (subject, erased, key) VALUES (?, ?, ?)');
    const rows = db.prepare('SELECT subject, erased, key FROM keys ORDER BY id').all() as {
      subject: string;
      erased: number;
      key: Uint8Array;
    }[];
    for (const { subject, erased, key } of rows) {
      const wrapped = wrap(master, subject, key);
      insert.run(subject, erased, erased ? Buffer.alloc(wrapped.length) : wrapped);
    }
    db.exec('UPDATE keys SET key = zeroblob(length(key)); DROP TABLE keys; ALTER TABLE wrapped_keys RENAME TO keys');
    db.prepare('UPDATE vault SET wrapped = 1, proof = ?').run(wrap(master, CHECK, Buffer.from(CHECK)));
    db.exec('COMMIT');
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}
