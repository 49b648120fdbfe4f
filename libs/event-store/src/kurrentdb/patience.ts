/** Waiting with bounds: exponential backoff with jitter, and reads that must go on within a time. */
import { setTimeout as delay } from 'node:timers/promises';
import { StoreUnavailable } from '../port.js';

export interface Patience {
  /** Attempts for one append or one read, at least 1. */
  readonly attemptsMax: number;
  /** The first pause between two attempts, about; each further one is twice as long. */
  readonly backoffMs: number;
  readonly backoffMaxMs: number;
  /** How long one attempt to append may take, and how long a read may stand still. */
  readonly deadlineMs: number;
}

/** Waits before the `attempt`-th repetition (from 1), half of it by chance, so that many clients do not come at once. */
export async function backOff(attempt: number, patience: Patience, signal?: AbortSignal): Promise<void> {
  const full = Math.min(patience.backoffMs * 2 ** Math.min(attempt - 1, 20), patience.backoffMaxMs);
  await pause(full / 2 + (Math.random() * full) / 2, signal);
}

/** Waits so long, or until the signal aborts. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, signal ? { signal } : {});
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
}

/**
 * Everything that a read yields. The native half of the client has no deadline and cannot be cancelled, so a read that
 * stands still is given up here.
 * @throws StoreUnavailable when nothing has come for so long.
 */
export async function collect<T>(source: AsyncIterable<T>, stillMs: number): Promise<T[]> {
  const items: T[] = [];
  let seen = -1;
  let watch: NodeJS.Timeout | undefined;
  const still = new Promise<never>((_resolve, reject) => {
    watch = setInterval(() => {
      if (items.length === seen) reject(new StoreUnavailable(`no answer within ${stillMs} ms`, 'nothing-written'));
      seen = items.length;
    }, stillMs / 2);
  });
  const all = (async () => {
    for await (const item of source) items.push(item);
    return items;
  })();
  try {
    return await Promise.race([all, still]);
  } finally {
    clearInterval(watch);
    all.catch(() => undefined); // whoever gave the read up has been told already
  }
}
