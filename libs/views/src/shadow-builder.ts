/**
 * Builds shadow tables from the start of the log while the old ones serve, in slices that let other work in, and swaps
 * them in once they are where the live tables are. A crash leaves a shadow with its checkpoint, which is gone on with.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { EventStore, PositionedEvent } from '#libs/event-store';
import type { Applier } from './applier.js';
import { earliest, type Generation } from './generation.js';
import { type Gate, yieldToOthers } from './pace.js';
import type { ViewsFile } from './views-file.js';

const SLICE_EVENTS = 256;
/** Passes that chase the live tables while these move on; behind them the live tables stand still for the rest. */
const CHASES_MAX = 3;
const PASSES_MAX = 50;
const PAUSE_MS = 20;

export interface ShadowBuilderParts {
  readonly store: EventStore;
  readonly file: ViewsFile;
  readonly applier: Applier;
  readonly gate: Gate;
  readonly signal: AbortSignal;
  readonly onProgress: () => void;
  readonly onSwapped: (names: readonly string[]) => void;
}

/** Builds and swaps everything that is in construction now. @throws what the store, the file or the signal says. */
export async function buildShadows(parts: ShadowBuilderParts): Promise<void> {
  const { file, gate, onSwapped } = parts;
  const shadows = [...file.building.values()];
  if (shadows.length === 0) return;
  try {
    for (let pass = 1; pass <= PASSES_MAX; pass++) {
      if (pass > CHASES_MAX) gate.shut();
      const events = await readOn(parts, shadows);
      parts.signal.throwIfAborted();
      if (hasReached(shadows, file.fed())) {
        file.swap(shadows);
        onSwapped(shadows.map(({ name }) => name));
        return;
      }
      // A store that answers with less than its own subscription has shown: a replica that lags.
      if (events === 0) await delay(PAUSE_MS, undefined, { signal: parts.signal });
    }
    throw new Error(`the store shows less to readers than to subscribers, ${PASSES_MAX} times in a row`);
  } finally {
    gate.open();
  }
}

/** One pass from where the shadows are to the head. */
async function readOn(parts: ShadowBuilderParts, shadows: readonly Generation[]): Promise<number> {
  const { store, signal } = parts;
  let slice: PositionedEvent[] = [];
  let count = 0;
  for await (const event of store.readAll({ after: earliest(shadows), signal })) {
    count += 1;
    slice.push(event);
    if (slice.length < SLICE_EVENTS) continue;
    await applySlice(parts, shadows, slice);
    slice = [];
  }
  await applySlice(parts, shadows, slice);
  return count;
}

async function applySlice(
  { applier, signal, onProgress }: ShadowBuilderParts,
  shadows: readonly Generation[],
  slice: PositionedEvent[],
): Promise<void> {
  while (slice.length > 0) {
    signal.throwIfAborted(); // whoever aborts may have dropped the tables
    slice.splice(0, applier.apply(shadows, slice));
    onProgress();
    await yieldToOthers();
  }
}

function hasReached(shadows: readonly Generation[], live: readonly Generation[]): boolean {
  const least = earliest(shadows);
  return live.every(({ checkpoint }) => !checkpoint || (least !== undefined && least >= checkpoint.position));
}
