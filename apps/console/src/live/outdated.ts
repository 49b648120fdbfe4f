/**
 * What is old once something changed. Rows that somebody looks at are left to themselves: they bring themselves up to date
 * where they stand, and move only when asked to. Rows kept off the screen hear nothing, so they are read again when
 * somebody comes back to them.
 */
import type { Query, QueryClient, QueryKey } from '@tanstack/react-query';
import type { Changed } from './live.js';

/** What no step changes. */
const STEADY = new Set<unknown>(['workflows', 'me', 'people']);

/**
 * After a step of one's own, a conflict, another session: at once what is on the screen, the rest when it is looked at.
 * Rows that did not come bring themselves nowhere, and so are asked for again.
 */
export function readAgain(queries: QueryClient): Promise<void> {
  return queries.invalidateQueries({
    predicate: (query) => !STEADY.has(query.queryKey[0]) && !(isLookedAt(query) && areRows(query.queryKey)),
  });
}

/** Something changed, here or anywhere: what is kept off the screen and may show it is old. */
export function outdate(queries: QueryClient, changed: Changed | 'all'): void {
  void queries.invalidateQueries({
    predicate: (query) => !query.isActive() && mayShow(query.queryKey, changed),
    refetchType: 'none',
  });
}

function isLookedAt(query: Query): boolean {
  return query.isActive() && query.state.status === 'success';
}

function areRows([kind, part]: QueryKey): boolean {
  return kind === 'list' || (kind === 'waiting' && part === 'pages');
}

function mayShow([kind, path]: QueryKey, changed: Changed | 'all'): boolean {
  if (kind === 'waiting') return true;
  return (kind === 'list' || kind === 'counts') && (changed === 'all' || path === changed.path);
}
