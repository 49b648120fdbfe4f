/**
 * Now, as the server has it, whatever this machine's clock says: each answer tells the time, and a difference of more than
 * a few seconds is reckoned with. It moves every half minute, so that what is left and what is late stays true.
 */
import { useSyncExternalStore } from 'react';
import { ConnectionLost, ApiError, read, witnessAnswers } from '../api/client.js';
import { timeTold } from './time-told.js';

const TICK_MS = 30_000;
/** From here on people are told that their clock is wrong. */
const TOLD_FROM_MS = 60_000;

const time = timeTold();
let now = Date.now();
const watchers = new Set<() => void>();
let ticking: ReturnType<typeof setInterval> | undefined;

function tick(): void {
  now = serverNow();
  for (const one of watchers) one();
}

witnessAnswers(({ servedAt, tookMs }) => {
  if (servedAt !== undefined && time.hear({ servedAt, tookMs, heardAt: Date.now() })) tick();
});

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  ticking ??= setInterval(() => {
    // Set right meanwhile, or asleep: what was reckoned with may hold no more.
    if (time.hasJumped(Date.now(), performance.now())) void ask();
    tick();
  }, TICK_MS);
  return () => {
    watchers.delete(watcher);
    if (watchers.size === 0) {
      clearInterval(ticking);
      ticking = undefined;
    }
  };
}

async function ask(): Promise<void> {
  try {
    await read('/api/session');
  } catch (error) {
    // Any answer tells the time; where none comes, the next one does.
    if (!(error instanceof ApiError || error instanceof ConnectionLost)) throw error;
  }
}

/** Milliseconds since 1970. */
export function serverNow(): number {
  return Date.now() + time.aheadMs();
}

export function useNow(): number {
  return useSyncExternalStore(watch, () => now);
}

/** By how much this machine's clock is fast, negative where it is slow; nothing where that is not worth a word. */
export function useWrongClock(): number | undefined {
  const fastMs = useSyncExternalStore(watch, () => -time.aheadMs());
  return Math.abs(fastMs) < TOLD_FROM_MS ? undefined : fastMs;
}
