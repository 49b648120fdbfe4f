/**
 * Whether tables were made from the log they stand beside. A restored backup is shorter than what the views have seen,
 * or went on differently; the event at a checkpoint is then missing or is another one.
 */
import type { EventStore } from '#libs/event-store';
import type { Checkpoint, Generation } from './generation.js';

/** The generations whose checkpoint is not an event of this log. */
export async function strangersTo(
  store: EventStore,
  generations: readonly Generation[],
  signal: AbortSignal,
): Promise<Set<Generation>> {
  const strangers = new Set<Generation>();
  const known = new Map<string, boolean>();
  for (const generation of generations) {
    const { checkpoint } = generation;
    if (!checkpoint) continue;
    const key = JSON.stringify([checkpoint.position, checkpoint.previous, checkpoint.eventId]);
    const holds = known.get(key) ?? (await isInLog(store, checkpoint, signal));
    known.set(key, holds);
    if (!holds) strangers.add(generation);
  }
  return strangers;
}

/** Positions are opaque, so the event at one is read as the first behind the position before it. */
async function isInLog(store: EventStore, checkpoint: Checkpoint, signal: AbortSignal): Promise<boolean> {
  try {
    for await (const event of store.readAll({ after: checkpoint.previous, signal }))
      return event.position === checkpoint.position && event.envelope.id === checkpoint.eventId;
    return false;
  } catch (error) {
    if (error instanceof RangeError) return false; // a position of another kind of store
    throw error;
  }
}
