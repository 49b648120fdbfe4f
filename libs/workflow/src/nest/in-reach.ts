/**
 * Reading while the log is out of reach. Whoever only looks is answered from this node's views: as whom the log last said
 * they are, for a bounded time, and with what is sealed left closed where nobody can tell whether its key still counts.
 * Nothing here is asked before something is recorded.
 */
import { StoreUnavailable } from '#libs/event-store';
import type { KeyVault } from '#libs/sealed';
import type { Identities, Identity } from '../decide/authorise.js';
import type { Opener } from '../decide/sealing.js';

/** How long a reader waits for the log before the views answer alone, in milliseconds. */
const WAIT_MS = 1_000;
/** How long somebody is taken for who the log last said they are, in milliseconds. */
const TRUSTED_MS = 3_600_000;
/** The one confirmed longest ago is forgotten. */
const CONFIRMED_MAX = 10_000;

/** @throws StoreUnavailable where the answer does not come in time, and whatever the asking throws. */
export async function inReach<T>(asked: Promise<T>, waitMs = WAIT_MS): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const late = setTimeout(() => reject(new StoreUnavailable('no answer in time', 'nothing-written')), waitMs);
  try {
    return await Promise.race([asked, promise]);
  } finally {
    clearTimeout(late);
  }
}

/** What opens values sealed for these subjects: the vault, or, while it cannot be asked, something that leaves them closed. */
export async function openerOf(vault: KeyVault, subjects: readonly string[]): Promise<Opener> {
  if (subjects.length === 0) return vault;
  try {
    await inReach(vault.load(subjects));
    return vault;
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    return { open: () => ({ kind: 'closed' }) };
  }
}

export interface ReadersOptions {
  readonly identities: Identities;
  /** Milliseconds that only grow. */
  readonly now?: () => number;
  readonly waitMs?: number;
}

/** Who reads: fresh from the log, or, while it is away, as it last said. */
export class Readers {
  readonly #identities: Identities;
  readonly #now: () => number;
  readonly #waitMs: number;
  readonly #confirmedMs = new Map<string, number>();
  /** An asking that the log has not answered: while it lasts, nobody else waits. */
  #unanswered: Promise<unknown> | undefined;

  constructor({ identities, now = () => performance.now(), waitMs = WAIT_MS }: ReadersOptions) {
    this.#identities = identities;
    this.#now = now;
    this.#waitMs = waitMs;
  }

  /** @throws StoreUnavailable where the log is away and did not say within the last hour who this is. */
  async find(person: string): Promise<Identity | undefined> {
    const confirmed = this.#confirmedMs.get(person);
    if (confirmed === undefined || this.#now() - confirmed > TRUSTED_MS) return this.#fresh(person);
    if (this.#unanswered) return this.#identities.find(person, 'seen');
    const asked = this.#fresh(person);
    try {
      return await inReach(asked, this.#waitMs);
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      const over = (): void => (this.#unanswered = undefined);
      this.#unanswered ??= asked.then(over, over);
      return this.#identities.find(person, 'seen');
    }
  }

  async #fresh(person: string): Promise<Identity | undefined> {
    const askedMs = this.#now();
    const identity = await this.#identities.find(person, 'fresh');
    this.#confirmedMs.delete(person);
    if (identity) this.#confirmedMs.set(person, askedMs);
    if (this.#confirmedMs.size > CONFIRMED_MAX) {
      const oldest = this.#confirmedMs.keys().next();
      if (!oldest.done) this.#confirmedMs.delete(oldest.value);
    }
    return identity;
  }
}
