/**
 * The vault of a node whose log others write too (law 8). The truth is the register of keys beside the log; `keys.db` is
 * this node's replica of what it has used. A key that a node sealed under opens on every other at once. An erasure is
 * learned by every running node within `followEveryMs` of its end, by one small read that all nodes repeat, and a node
 * that cannot read it for `trustMs` opens nothing until it can. No node ever makes a key anew that was erased.
 */
import { StoreUnavailable, type Checkpoints } from '#libs/event-store';
import { checkSubject, isSubject, KeyMissing, KeyNotLoaded, KeysRefused, type KeyVault } from '../key-vault.js';
import type { Mac, Opened, SealedValue, SubjectState } from '../key-vault.js';
import { LocalKeys } from '../local-keys.js';
import { MASTER_KEY_VARIABLE, masterKeyFrom, MasterKeyRefused } from '../master-key.js';
import { macWith, openWith, sealWith, type SubjectKey } from '../subject-key.js';
import { KeyRegister, type Erasures, type Registered } from './key-register.js';
import { Rounds, sideBySide, type Failures } from './rounds.js';

export interface SharedKeyVaultOptions {
  /** The data folder of this node, which must exist; the file is `keys.db`. */
  readonly folder: string;
  /** The text of `LINLI_MASTER_KEY`, the same on every node. */
  readonly masterKey: string | undefined;
  /** Of the event store that the nodes share. It must not be closed before the vault. */
  readonly checkpoints: Checkpoints;
  /** How often the register is asked who was erased, in milliseconds; default 1,000. */
  readonly followEveryMs?: number;
  /** How long keys are used without an answer to that, in milliseconds; default 30,000. */
  readonly trustMs?: number;
  /** How old a key may grow here before its next use has its own record read again, in milliseconds; default 600,000. */
  readonly recheckMs?: number;
  /** Told once when the register cannot be asked any more, again after it could, and what else nobody waits for. */
  readonly onTrouble?: (cause: unknown) => void;
}

const DEFAULTS = { followEveryMs: 1_000, trustMs: 30_000, recheckMs: 600_000 };
const SIDE_BY_SIDE = 32;
const DROPPED_MAX = 8;
/** Subjects of which it is remembered that they have no key, and when a key was last compared. */
const ABSENT_MAX = 10_000;
const CHECKED_MAX = 100_000;

export class SharedKeyVault implements KeyVault {
  readonly #times: typeof DEFAULTS;
  readonly #loads = new Rounds((subjects) => this.#bring(subjects, false));
  readonly #makings = new Rounds((subjects) => this.#bring(subjects, true));
  readonly #comparisons = new Rounds((subjects) => this.#bring(subjects, false));
  readonly #announcements = new Rounds((subjects) => this.#announce(subjects));
  /** Loaded, and without a key. */
  readonly #absent = new Set<string>();
  /** When a key was compared with the register; those not in it were when `#checkedAll` says. */
  readonly #checked = new Map<string, number>();
  #checkedAll = 0;
  /** Counts how often all keys were dropped: what was read before is not kept after. */
  #dropped = 0;
  /** When the newest answer about erasures was asked for. */
  #freshAt = -Infinity;
  #following: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #troubled = false;
  #closed: Promise<void> | undefined;

  private constructor(
    private readonly local: LocalKeys,
    private readonly register: KeyRegister,
    times: Partial<typeof DEFAULTS>,
    private readonly onTrouble: (cause: unknown) => void,
  ) {
    this.#times = { ...DEFAULTS, ...times };
  }

  /**
   * Joins the register, or begins it. Keys that the folder has from working alone are published first.
   * @throws MasterKeyRefused where the master key is missing, malformed, or not that of the register or of `keys.db`;
   *   KeysRefused where `keys.db` belongs to another register; StoreUnavailable.
   */
  static async open(options: SharedKeyVaultOptions): Promise<SharedKeyVault> {
    const { folder, masterKey, checkpoints, onTrouble = () => undefined, ...times } = options;
    for (const [name, value] of Object.entries(times)) {
      if (!(name in DEFAULTS)) throw new TypeError(`SharedKeyVault has no option ${name}`);
      if (!(Number.isSafeInteger(value) && value >= 1)) throw new RangeError(`${name} is a whole number from 1 on`);
    }
    if (masterKey === undefined)
      throw new MasterKeyRefused(
        `set ${MASTER_KEY_VARIABLE}, the same on every node: keys that nodes share are kept wrapped only`,
      );
    const master = masterKeyFrom(masterKey);
    // Neither a file nor a register is touched before the other has let the master key pass.
    const found = await KeyRegister.find(checkpoints, master);
    const local = LocalKeys.open(folder, master, { replica: true });
    try {
      const register = found ?? (await KeyRegister.begin(checkpoints, master));
      const vault = new SharedKeyVault(local, register, times, onTrouble);
      await vault.#join();
      vault.#followLater();
      return vault;
    } catch (error) {
      local.close();
      throw error;
    }
  }

  async load(subjects: readonly string[]): Promise<void> {
    await this.#mayTrust();
    await this.#here(subjects, this.#loads);
  }

  state(subject: string): SubjectState {
    const key = this.#key(subject);
    return typeof key === 'string' ? key : 'known';
  }

  async prepare(subjects: readonly string[]): Promise<void> {
    for (const subject of subjects) checkSubject(subject);
    try {
      await this.#mayTrust();
      await this.#here(subjects, this.#makings);
    } catch (error) {
      // Whether a key was made does not matter: nothing is sealed under it, and the next who needs it finds it.
      if (error instanceof StoreUnavailable)
        throw new StoreUnavailable(`no keys, so nothing was recorded: ${error.message}`, 'nothing-written', {
          cause: error,
        });
      throw error;
    }
  }

  seal(subject: string, associated: string, plaintext: string): SealedValue {
    const key = this.local.get(subject) ?? 'unknown';
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
    await this.register.erase(subject);
    this.local.erase([subject]);
    await this.#announcements.ask([subject]);
  }

  close(): Promise<void> {
    this.#closed ??= (async () => {
      clearTimeout(this.#timer);
      const all = [this.#loads, this.#makings, this.#comparisons, this.#announcements];
      await Promise.all(all.map((rounds) => rounds.idle()));
      await this.#following?.catch(() => undefined); // told by onTrouble, and to whoever waits for it
      this.local.close();
    })();
    return this.#closed;
  }

  #key(subject: string): SubjectKey | Exclude<SubjectState, 'known'> {
    const key = this.local.get(subject);
    if (key !== undefined) return key;
    if (this.#absent.has(subject) || !isSubject(subject)) return 'unknown';
    throw new KeyNotLoaded(subject);
  }

  /** Waits for what is not here; what was not compared for long is compared while nobody waits for it. */
  async #here(subjects: readonly string[], rounds: Rounds): Promise<void> {
    this.#compare(this.#aged(subjects));
    const missing = subjects.filter((subject) => isSubject(subject) && this.local.get(subject) === undefined);
    if (missing.length > 0) await rounds.ask(missing);
  }

  #compare(subjects: readonly string[]): void {
    if (subjects.length === 0) return;
    // Asked for once, whoever comes meanwhile.
    for (const subject of subjects) this.#checked.set(subject, performance.now());
    this.#comparisons.ask(subjects).catch((error: unknown) => {
      for (const subject of subjects) this.#checked.delete(subject);
      this.onTrouble(error);
    });
  }

  #aged(subjects: readonly string[]): string[] {
    const before = performance.now() - this.#times.recheckMs;
    return subjects.filter((subject) => {
      const key = this.local.get(subject);
      return typeof key === 'object' && (this.#checked.get(subject) ?? this.#checkedAll) < before;
    });
  }

  /** Brings what the register has of the subjects, and makes what is missing where that is wanted. */
  async #bring(subjects: readonly string[], make: boolean): Promise<Failures> {
    for (let turn = 1; ; turn++) {
      const dropped = this.#dropped;
      const began = performance.now();
      const { found, failures } = await this.#ask(subjects, make);
      // Somebody erased meanwhile may be among what was read.
      if (dropped !== this.#dropped && turn < DROPPED_MAX) continue;
      if (dropped !== this.#dropped)
        throw new StoreUnavailable('keys were erased faster than they could be read', 'nothing-written');
      this.#keep(found, began);
      return failures;
    }
  }

  async #ask(
    subjects: readonly string[],
    make: boolean,
  ): Promise<{ found: Map<string, Registered>; failures: Map<string, unknown> }> {
    const found = new Map<string, Registered>();
    const failures = new Map<string, unknown>();
    let unavailable: StoreUnavailable | undefined;
    await sideBySide(subjects, SIDE_BY_SIDE, async (subject) => {
      try {
        // Where the server is away, everybody waits as long as one read does and no longer.
        if (unavailable) throw unavailable;
        found.set(subject, await this.#standing(subject, make));
      } catch (error) {
        if (error instanceof StoreUnavailable) unavailable = error;
        failures.set(subject, error);
      }
    });
    return { found, failures };
  }

  async #standing(subject: string, make: boolean): Promise<Registered> {
    const there = await this.register.read(subject);
    const here = this.local.get(subject);
    const own = here === undefined || here === 'erased' ? undefined : Buffer.from(here.seal);
    if (there === 'unknown') {
      // A register that was restored from a backup may miss keys that its nodes still have.
      if (own) return this.register.publish(subject, own);
      return make && here !== 'erased' ? this.register.make(subject) : 'unknown';
    }
    if (there !== 'erased' && own && !there.equals(own)) throw twoKeys(subject);
    return there;
  }

  #keep(found: ReadonlyMap<string, Registered>, checkedAt: number): void {
    const keys = [...found].filter((one): one is [string, Buffer] => typeof one[1] !== 'string');
    const missing = keys.filter(([subject]) => this.local.get(subject) === undefined);
    if (missing.length > 0) this.local.add(missing);
    for (const [subject, bytes] of keys) {
      bytes.fill(0);
      this.#absent.delete(subject);
      this.#checked.delete(subject);
      this.#checked.set(subject, checkedAt);
    }
    const erased = [...found].flatMap(([subject, one]) => (one === 'erased' ? [subject] : []));
    if (erased.length > 0) this.local.erase(erased);
    for (const [subject, one] of found) if (one === 'unknown') this.#absent.add(subject);
    bound(this.#absent, ABSENT_MAX);
    bound(this.#checked, CHECKED_MAX);
  }

  async #announce(subjects: readonly string[]): Promise<Failures> {
    await this.register.announce(subjects);
    // So that this node's own file knows how many there were. Erased they are, whether or not the read succeeds now: its
    // trouble is told by onTrouble, and the next read comes soon.
    await this.#following?.catch(() => undefined); // told by onTrouble
    await this.#follow().catch(() => undefined); // told by onTrouble
    return new Map();
  }

  /** The start: what this node has from before is brought to where the register stands. */
  async #join(): Promise<void> {
    const asked = performance.now();
    const erasures = await this.register.erasures();
    const known = this.local.replica;
    if (known && known.register !== erasures.register)
      throw new KeysRefused(
        `${this.local.file} holds keys of another event store: start with the store it belongs to, or with another folder`,
      );
    this.#freshAt = asked;
    this.#checkedAll = asked;
    if (known) await this.#apply(erasures);
    else {
      await this.#publishAll();
      this.local.erase([], { register: erasures.register, erasures: erasures.count });
    }
  }

  /** A folder that worked alone: its keys and its tombstones become everybody's. Repeating it does nothing. */
  async #publishAll(): Promise<void> {
    const erased: string[] = [];
    for (const page of pages(this.local.all(), SIDE_BY_SIDE))
      await sideBySide(page, SIDE_BY_SIDE, async ([subject, key]) => {
        if (key === 'erased') {
          await this.register.erase(subject);
          erased.push(subject);
          return;
        }
        const stands = await this.register.publish(subject, key);
        if (stands === 'erased') this.local.erase([subject]);
        else if (!stands.equals(key)) throw twoKeys(subject);
        key.fill(0);
      });
    if (erased.length > 0) await this.register.announce(erased);
  }

  /** Takes in who was erased since this node last looked. */
  async #apply({ register, count, newest }: Erasures): Promise<void> {
    const known = this.local.replica?.erasures ?? 0;
    const missed = count - known;
    if (missed < 0) await this.#eraseAgain();
    // More than the register names: of no key it is known whether it still counts.
    if (missed > newest.length) {
      this.#dropped++;
      this.local.dropKeys();
    }
    if (missed !== 0) this.local.erase(missed > 0 ? newest.slice(-missed) : newest, { register, erasures: count });
    else this.local.emptyWal();
  }

  /** The register was restored from a backup that is older than erasures this node knows: they are made good. */
  async #eraseAgain(): Promise<void> {
    const erased: string[] = [];
    for (const [subject, key] of this.local.all()) if (key === 'erased') erased.push(subject);
    await sideBySide(erased, SIDE_BY_SIDE, (subject) => this.register.erase(subject));
    await this.register.announce(erased);
    this.#checked.clear();
    this.#checkedAll = -Infinity;
  }

  /** @throws StoreUnavailable where nobody can tell whether the keys of this node still count. */
  async #mayTrust(): Promise<void> {
    const isStale = (): boolean => performance.now() - this.#freshAt > this.#times.trustMs;
    if (!isStale()) return;
    // The read that is under way may have begun long ago.
    await this.#follow();
    if (isStale()) await this.#follow();
  }

  #follow(): Promise<void> {
    return (this.#following ??= (async () => {
      const asked = performance.now();
      try {
        await this.#apply(await this.register.erasures());
        this.#freshAt = asked;
        this.#troubled = false;
      } catch (error) {
        if (!this.#troubled) this.onTrouble(error);
        this.#troubled = true;
        throw error;
      } finally {
        this.#following = undefined;
      }
    })());
  }

  #followLater(): void {
    this.#timer = setTimeout(() => {
      void this.#follow()
        .catch(() => undefined) // told by onTrouble, and to whoever opens something once trust has ended
        .then(() => {
          if (!this.#closed) this.#followLater();
        });
    }, this.#times.followEveryMs);
    this.#timer.unref();
  }
}

function twoKeys(subject: string): KeysRefused {
  return new KeysRefused(
    `${subject} has one key in keys.db of this node and another in the event store: the two were used apart, and neither opens what the other sealed`,
  );
}

/** Forgets the oldest beyond so many. */
function bound(kept: Set<string> | Map<string, unknown>, most: number): void {
  for (const oldest of kept.keys()) {
    if (kept.size <= most) return;
    kept.delete(oldest);
  }
}

function* pages<T>(items: Iterable<T>, size: number): Generator<T[], void, undefined> {
  let page: T[] = [];
  for (const item of items) {
    page.push(item);
    if (page.length < size) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}
