/** Whether the window is as narrow as a telephone: rows then stand in lines instead of columns. */
import { useSyncExternalStore } from 'react';

const query = window.matchMedia('(max-width: 44rem)');

function watch(changed: () => void): () => void {
  query.addEventListener('change', changed);
  return () => query.removeEventListener('change', changed);
}

export function useNarrow(): boolean {
  return useSyncExternalStore(watch, () => query.matches);
}
