/**
 * The vault in `keys.db` (law 8). A key is durable before `prepare` resolves, and in no file any more before `erase`
 * resolves. To hold the second promise rows are only ever appended and overwritten in place by rows of the same size:
 * the cells of the table never move between pages, so no stale copy of a key can be left in the free part of one.
 */
import { randomBytes } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { checkSubject, KeyMissing, type KeyVault, type Mac, type Opened } from './key-vault.js';
import type { SealedValue, SubjectState } from './key-vault.js';
import { MASTER_KEY_VARIABLE, masterKeyFrom, MasterKeyRefused } from './master-key.js';
import { forget, KEY_BYTES, macWith, openWith, sealWith, subjectKey, unwrap, wrap } from './subject-key.js';
import type { SubjectKey } from './subject-key.js';

const FORMAT = 1;
const CHECK = 'linli keys.db';
const CACHE_MAX = 10_000;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS vault (format INTEGER NOT NULL, wrapped INTEGER NOT NULL, proof BLOB NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS keys (id INTEGER PRIMARY KEY, subject TEXT NOT NULL UNIQUE,
    erased INTEGER NOT NULL CHECK (erased IN (0, 1)), key BLOB NOT NULL) STRICT;`;

export interface SqliteKeyVaultOptions {
  /** The data folder, which must exist; the file is `keys.db`. */
  readonly folder: string;
  /** The text of `LINLI_MASTER_KEY`. Given once, it must be given at every start. */
  readonly masterKey?: string | undefined;
}

/** Subjects whose keys wait for the next commit, and who waits for it. */
interface Batch {
  readonly subjects: Set<string>;
  readonly done: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

export class SqliteKeyVault implements KeyVault {
  readonly #db: DatabaseSync;
  readonly #master: Buffer | undefined;
  /** In order of last use, the oldest first. */
  readonly #opened = new Map<string, SubjectKey>();
  readonly #find: StatementSync;
  readonly #insert: StatementSync;
  readonly #overwrite: StatementSync;
  #batch: Batch | undefined;

  private constructor(db: DatabaseSync, master: Buffer | undefined) {
    this.#db = db;
    this.#master = master;
    this.#find = db.prepare('SELECT erased, key FROM keys WHERE subject = ?');
    this.#insert = db.prepare('INSERT INTO keys (subject, erased, key) VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
    this.#overwrite = db.prepare('UPDATE keys SET erased = 1, key = zeroblob(length(key)) WHERE subject = ?');
  }

  /** @throws MasterKeyRefused when the master key is malformed, missing, superfluous or not the vault's. */
  static open({ folder, masterKey }: SqliteKeyVaultOptions): SqliteKeyVault {
    const master = masterKey === undefined ? undefined : masterKeyFrom(masterKey);
    const file = join(folder, 'keys.db');
    closeSync(openSync(file, 'a', 0o600)); // SQLite gives its side files the mode of this one
    const db = new DatabaseSync(file);
    try {
      // Overwriting in place needs no secure_delete; it is on for the pages of the index and for whatever comes later.
      db.exec('PRAGMA secure_delete = ON; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
      db.exec(SCHEMA);
      proveMaster(db, file, master);
      const vault = new SqliteKeyVault(db, master);
      vault.#emptyWal(); // a crash may have come between an erasure's commit and its checkpoint
      return vault;
    } catch (error) {
      db.close();
      throw error;
    }
  }

  state(subject: string): SubjectState {
    const found = this.#key(subject);
    return typeof found === 'string' ? found : 'known';
  }

  async prepare(subjects: readonly string[]): Promise<void> {
    for (const subject of subjects) checkSubject(subject);
    const missing = subjects.filter((subject) => this.#key(subject) === 'unknown');
    if (missing.length === 0) return;
    const batch = (this.#batch ??= this.#nextBatch());
    for (const subject of missing) batch.subjects.add(subject);
    await batch.done;
  }

  seal(subject: string, associated: string, plaintext: string): SealedValue {
    const key = this.#key(subject);
    if (typeof key === 'string') throw new KeyMissing(subject, key);
    return sealWith(key, subject, associated, plaintext);
  }

  open(value: SealedValue, associated: string): Opened {
    const key = this.#key(value.key);
    return typeof key === 'string' ? { kind: key } : { kind: 'opened', text: openWith(key, value, associated) };
  }

  mac(subject: string, text: string): Mac {
    const key = this.#key(subject);
    return typeof key === 'string' ? { kind: key } : { kind: 'mac', hex: macWith(key, text) };
  }

  async erase(subject: string): Promise<void> {
    checkSubject(subject);
    // A subject without a key leaves a tombstone too, which a key still waiting for its commit does not replace.
    if (this.#overwrite.run(subject).changes === 0) this.#insert.run(subject, 1, Buffer.alloc(KEY_BYTES));
    const cached = this.#opened.get(subject);
    if (cached) forget(cached);
    this.#opened.delete(subject);
    this.#emptyWal();
  }

  async close(): Promise<void> {
    this.#commit();
    for (const key of this.#opened.values()) forget(key);
    this.#opened.clear();
    this.#db.close();
  }

  #nextBatch(): Batch {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    // Later in this turn of the loop: commands that run side by side get their keys from one commit.
    setImmediate(() => this.#commit());
    return { subjects: new Set(), done: promise, resolve, reject };
  }

  /** Makes the keys that wait, in one transaction; whoever waits for them hears of its failure. */
  #commit(): void {
    const batch = this.#batch;
    if (!batch) return;
    this.#batch = undefined;
    const made = new Map<string, Buffer>();
    try {
      this.#db.exec('BEGIN IMMEDIATE');
      for (const subject of batch.subjects) {
        const bytes = randomBytes(KEY_BYTES);
        const stored = this.#master ? wrap(this.#master, subject, bytes) : bytes;
        if (this.#insert.run(subject, 0, stored).changes === 1) made.set(subject, bytes);
      }
      this.#db.exec('COMMIT');
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      batch.reject(error);
      return;
    }
    for (const [subject, bytes] of made) this.#remember(subject, subjectKey(bytes));
    batch.resolve();
  }

  #key(subject: string): SubjectKey | Exclude<SubjectState, 'known'> {
    const cached = this.#opened.get(subject);
    if (cached) {
      this.#opened.delete(subject);
      this.#opened.set(subject, cached);
      return cached;
    }
    const row = this.#find.get(subject) as { erased: number; key: Uint8Array } | undefined;
    if (!row) return 'unknown';
    if (row.erased) return 'erased';
    const bytes = this.#master ? unwrap(this.#master, subject, row.key) : row.key;
    if (!bytes) throw new Error(`keys.db: the key of ${subject} was changed and cannot be unwrapped`);
    return this.#remember(subject, subjectKey(bytes));
  }

  #remember(subject: string, key: SubjectKey): SubjectKey {
    this.#opened.set(subject, key);
    if (this.#opened.size > CACHE_MAX) {
      const [oldest, unused] = this.#opened.entries().next().value as [string, SubjectKey];
      forget(unused);
      this.#opened.delete(oldest);
    }
    return key;
  }

  #emptyWal(): void {
    const { busy } = this.#db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as { busy: number };
    if (busy)
      throw new Error(
        'keys.db is read by another process: an erased key is still in its write-ahead log; close it and start again',
      );
  }
}

/** Checks at the start, once, that the master key is the one the vault was made with. */
function proveMaster(db: DatabaseSync, file: string, master: Buffer | undefined): void {
  const row = db.prepare('SELECT format, wrapped, proof FROM vault').get() as
    { format: number; wrapped: number; proof: Uint8Array } | undefined;
  if (!row) {
    const proof = master ? wrap(master, CHECK, Buffer.from(CHECK)) : Buffer.from(CHECK);
    db.prepare('INSERT INTO vault (format, wrapped, proof) VALUES (?, ?, ?)').run(FORMAT, master ? 1 : 0, proof);
    return;
  }
  if (row.format !== FORMAT) throw new Error(`${file} has format ${row.format}; this program reads format ${FORMAT}`);
  if (!row.wrapped && master)
    throw new MasterKeyRefused(`${file} was made without a master key; start without ${MASTER_KEY_VARIABLE}`);
  if (row.wrapped && !master)
    throw new MasterKeyRefused(`${file} was made with a master key; set ${MASTER_KEY_VARIABLE} to it`);
  if (master && unwrap(master, CHECK, row.proof)?.toString() !== CHECK)
    throw new MasterKeyRefused(`${MASTER_KEY_VARIABLE} is not the master key that ${file} was made with`);
}
