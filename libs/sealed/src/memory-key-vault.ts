/** A vault that lives as long as the process: for tests of pure code. It passes the contract of the port. */
import { randomBytes } from 'node:crypto';
import { checkSubject, KeyMissing, type KeyVault, type Mac, type Opened } from './key-vault.js';
import type { SealedValue, SubjectState } from './key-vault.js';
import { forget, KEY_BYTES, macWith, openWith, sealWith, subjectKey, type SubjectKey } from './subject-key.js';

export class MemoryKeyVault implements KeyVault {
  readonly #keys = new Map<string, SubjectKey | 'erased'>();

  load(): Promise<void> {
    return Promise.resolve();
  }

  state(subject: string): SubjectState {
    const key = this.#keys.get(subject);
    return key === undefined ? 'unknown' : key === 'erased' ? 'erased' : 'known';
  }

  async prepare(subjects: readonly string[]): Promise<void> {
    for (const subject of subjects) checkSubject(subject);
    for (const subject of subjects)
      if (!this.#keys.has(subject)) this.#keys.set(subject, subjectKey(randomBytes(KEY_BYTES)));
  }

  seal(subject: string, associated: string, plaintext: string): SealedValue {
    const key = this.#keys.get(subject);
    if (key === undefined || key === 'erased') throw new KeyMissing(subject, key ?? 'unknown');
    return sealWith(key, subject, associated, plaintext);
  }

  open(value: SealedValue, associated: string): Opened {
    const key = this.#keys.get(value.key);
    if (key === undefined || key === 'erased') return { kind: key ?? 'unknown' };
    return { kind: 'opened', text: openWith(key, value, associated) };
  }

  mac(subject: string, text: string): Mac {
    const key = this.#keys.get(subject);
    if (key === undefined || key === 'erased') return { kind: key ?? 'unknown' };
    return { kind: 'mac', hex: macWith(key, text) };
  }

  async erase(subject: string): Promise<void> {
    checkSubject(subject);
    const key = this.#keys.get(subject);
    if (key !== undefined && key !== 'erased') forget(key);
    this.#keys.set(subject, 'erased');
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
