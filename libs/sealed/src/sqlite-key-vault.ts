/**
 * The vault of one machine, in `keys.db` (law 8). A key is durable before `prepare` resolves, and in no file any more
 * before `erase` resolves.
 */
import { randomBytes } from 'node:crypto';
import { checkSubject, KeyMissing, type KeyVault, type Mac, type Opened } from './key-vault.js';
import type { SealedValue, SubjectState } from './key-vault.js';
import { LocalKeys } from './local-keys.js';
import { masterKeyFrom } from './master-key.js';
import { KEY_BYTES, macWith, openWith, sealWith, type SubjectKey } from './subject-key.js';

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
  #batch: Batch | undefined;

  private constructor(private readonly keys: LocalKeys) {}

  /**
   * @throws MasterKeyRefused when the master key is malformed, missing, superfluous or not the vault's; KeysRefused when
   *   the file is of another version, or a replica of keys that nodes share.
   */
  static open({ folder, masterKey }: SqliteKeyVaultOptions): SqliteKeyVault {
    const master = masterKey === undefined ? undefined : masterKeyFrom(masterKey);
    return new SqliteKeyVault(LocalKeys.open(folder, master, { replica: false }));
  }

  load(): Promise<void> {
    return Promise.resolve();
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
    this.keys.erase([subject]);
  }

  async close(): Promise<void> {
    this.#commit();
    this.keys.close();
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
    try {
      this.keys.add([...batch.subjects].map((subject) => [subject, randomBytes(KEY_BYTES)] as const));
    } catch (error) {
      batch.reject(error);
      return;
    }
    batch.resolve();
  }

  #key(subject: string): SubjectKey | Exclude<SubjectState, 'known'> {
    return this.keys.get(subject) ?? 'unknown';
  }
}
