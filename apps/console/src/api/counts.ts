/** How many cases there are, of what the server counted by state. Pure. */
import type { Counts, Workflow } from './types.js';

/** As far as they were counted; nothing where the reader sees nothing. */
type ByState = Pick<Counts, 'states'> | null | undefined;

export function totalOf(counts: ByState): number {
  return Object.values(counts?.states ?? {}).reduce((sum, n) => sum + n, 0);
}

export function openOf({ states }: Pick<Workflow, 'states'>, counts: ByState): number {
  return states.reduce((sum, { name, end }) => sum + (end ? 0 : (counts?.states[name] ?? 0)), 0);
}
