/**
 * The register of keys that nodes share: one record for each subject beside the log, made with `none` so that of two
 * nodes which make a key at once both go on with the first, and overwritten for good when the subject is erased. Every
 * key in it is wrapped under the master key. One more record, `keys`, proves the master key, names the register and
 * counts erasures, so that reading it tells a node whom others have erased.
 *
 * A server keeps an overwritten record on its disk until it scavenges; nobody who reads the stream is shown it any more.
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { canonical, CorruptEvent, StoreUnavailable, type Checkpoints, type Json } from '#libs/event-store';
import { MASTER_KEY_VARIABLE, MasterKeyRefused } from '../master-key.js';
import { KEY_BYTES, unwrap, wrap } from '../subject-key.js';

const FORMAT = 1;
const HEAD = 'keys';
const CHECK = 'linli register of keys';

/** The newest erasures that the head names, at most: as many as nodes may be behind without bringing every key anew. */
export const NEWEST_MAX = 500;
const NEWEST_BYTES_MAX = 40_000;

/** Times that a write begins anew because another node was first. Each time somebody got on. */
const ATTEMPTS_MAX = 64;

/** What the register has of a subject: the key in plain, or what became of it. */
export type Registered = Buffer | 'erased' | 'unknown';

/** What a node learns from one read: how many erasures there were, and the subjects of the newest, the newest last. */
export interface Erasures {
  readonly register: string;
  readonly count: number;
  readonly newest: readonly string[];
}

interface Head extends Erasures {
  readonly proof: string;
  readonly version: number;
}

/** Where a subject's record stands: under its own name where that can be one, otherwise under the name's hash. */
export function recordName(subject: string): string {
  return /^[a-z0-9][a-z0-9_.-]{0,90}$/.test(subject)
    ? `key-${subject}`
    : `key-.${createHash('sha256').update(subject).digest('hex')}`;
}

export class KeyRegister {
  private constructor(
    private readonly checkpoints: Checkpoints,
    private readonly master: Buffer,
  ) {}

  /**
   * The register, or nothing where there is none yet.
   * @throws MasterKeyRefused where it was made with another master key; StoreUnavailable.
   */
  static async find(checkpoints: Checkpoints, master: Buffer): Promise<KeyRegister | undefined> {
    const register = new KeyRegister(checkpoints, master);
    const head = await register.#head();
    if (!head) return undefined;
    if (unwrap(master, CHECK, Buffer.from(head.proof, 'base64url'))?.toString() !== CHECK)
      throw new MasterKeyRefused(
        `${MASTER_KEY_VARIABLE} is not the master key that the keys of this event store were made with`,
      );
    return register;
  }

  /** Makes the register; of two nodes that do so at once both find the first. */
  static async begin(checkpoints: Checkpoints, master: Buffer): Promise<KeyRegister> {
    const proof = wrap(master, CHECK, Buffer.from(CHECK)).toString('base64url');
    await checkpoints.write(HEAD, 'none', headValue({ register: randomUUID(), count: 0, newest: [], proof }));
    const register = await KeyRegister.find(checkpoints, master);
    if (!register) throw new CorruptEvent(HEAD, 0, 'was written and is not there');
    return register;
  }

  /** @throws StoreUnavailable; CorruptEvent where what stands is no key of the subject, or wrapped by another master key. */
  async read(subject: string): Promise<Registered> {
    return (await this.#record(subject)).registered;
  }

  /** Gives the subject this key unless it has one or had one; what stands afterwards. */
  async publish(subject: string, bytes: Uint8Array): Promise<Buffer | 'erased'> {
    const key = wrap(this.master, subject, bytes).toString('base64url');
    const outcome = await this.checkpoints.write(recordName(subject), 'none', { v: FORMAT, subject, key });
    if (outcome === 'written') return Buffer.from(bytes);
    const stands = await this.read(subject);
    if (stands === 'unknown') throw new CorruptEvent(recordName(subject), 0, 'is there and not there');
    return stands;
  }

  /** A key of its own where there is none. */
  make(subject: string): Promise<Buffer | 'erased'> {
    return this.publish(subject, randomBytes(KEY_BYTES));
  }

  /** Overwrites the key. Other nodes hear of it by `announce`. */
  async erase(subject: string): Promise<void> {
    await again(`the key of ${subject}`, async () => {
      const { registered, version } = await this.#record(subject);
      if (registered === 'erased') return true;
      const tombstone = { v: FORMAT, subject, erased: true };
      return (await this.checkpoints.write(recordName(subject), version, tombstone)) === 'written';
    });
  }

  /** Tells other nodes who was erased. */
  async announce(subjects: readonly string[]): Promise<void> {
    await again('the erasures of keys', async () => {
      const head = await this.#existingHead();
      const told = subjects.filter((subject) => !head.newest.includes(subject));
      if (told.length === 0) return true;
      const next = { ...head, count: head.count + told.length, newest: newestOf([...head.newest, ...told]) };
      return (await this.checkpoints.write(HEAD, head.version, headValue(next))) === 'written';
    });
  }

  /** @throws StoreUnavailable, CorruptEvent */
  erasures(): Promise<Erasures> {
    return this.#existingHead();
  }

  async #record(subject: string): Promise<{ registered: Registered; version: number | 'none' }> {
    const name = recordName(subject);
    const there = await this.checkpoints.read(name);
    if (!there) return { registered: 'unknown', version: 'none' };
    const { value, version } = there;
    if (!isObject(value) || value['v'] !== FORMAT || value['subject'] !== subject)
      throw new CorruptEvent(name, version, `is no key of ${subject} in format ${FORMAT}`);
    if (value['erased'] === true) return { registered: 'erased', version };
    const { key } = value;
    const bytes = typeof key === 'string' ? unwrap(this.master, subject, Buffer.from(key, 'base64url')) : undefined;
    if (bytes?.length !== KEY_BYTES) throw new CorruptEvent(name, version, 'cannot be unwrapped: it was changed');
    return { registered: bytes, version };
  }

  async #existingHead(): Promise<Head> {
    const head = await this.#head();
    if (!head) throw new CorruptEvent(HEAD, 0, 'is gone: the register of keys was there before');
    return head;
  }

  async #head(): Promise<Head | undefined> {
    const there = await this.checkpoints.read(HEAD);
    if (!there) return undefined;
    const { value, version } = there;
    if (isObject(value) && value['v'] === FORMAT) {
      const { register, count, newest, proof } = value;
      if (
        typeof register === 'string' &&
        typeof count === 'number' &&
        typeof proof === 'string' &&
        Array.isArray(newest) &&
        newest.every((one): one is string => typeof one === 'string')
      )
        return { register, count, newest, proof, version };
    }
    throw new CorruptEvent(HEAD, version, `is no register of keys in format ${FORMAT}`);
  }
}

function headValue({ register, count, newest, proof }: Erasures & { readonly proof: string }): Json {
  return { v: FORMAT, register, count, newest: [...newest], proof };
}

/** As many of the newest as fit into one record. */
function newestOf(subjects: readonly string[]): string[] {
  let newest = subjects.slice(-NEWEST_MAX);
  while (Buffer.byteLength(canonical(newest)) > NEWEST_BYTES_MAX) newest = newest.slice(Math.ceil(newest.length / 8));
  return newest;
}

async function again(what: string, attempt: () => Promise<boolean>): Promise<void> {
  for (let attempts = 1; !(await attempt()); attempts++)
    if (attempts >= ATTEMPTS_MAX)
      throw new StoreUnavailable(`${what}: other nodes were first ${attempts} times`, 'nothing-written');
}

function isObject(value: Json): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
