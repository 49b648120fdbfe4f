/** Waiting with bounds: exponential backoff with jitter, which an abort cuts short. */
import { setTimeout as delay } from 'node:timers/promises';

export interface Patience {
  /** Attempts for one append or one read, at least 1. */
  readonly attemptsMax: number;
  /** The first pause between two attempts, about; each further one is twice as long. */
  readonly backoffMs: number;
  readonly backoffMaxMs: number;
  /** How long one attempt may take: an append, or a read of one page. */
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
