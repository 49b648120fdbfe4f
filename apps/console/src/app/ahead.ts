/**
 * Pages come when they are opened; once the first one stands and nothing is asked for, the others are fetched one after
 * another while the browser has nothing to do. So a page opens at once, and also where the connection broke meanwhile.
 */
import type { QueryClient } from '@tanstack/react-query';
import { meQuery } from '../api/queries.js';
import { partChunks } from './parts.js';
import { pages } from './router.js';
import { commandBarChunk } from './shell.js';

/** How often is looked whether the first page stands: its own files have long come by then. */
const LOOK_MS = 3_000;

export function fetchAhead(queries: QueryClient): void {
  const looking = setInterval(() => {
    const isFirstThere = queries.getQueryData(meQuery.queryKey) && queries.isFetching() === 0;
    if (!isFirstThere || !navigator.onLine) return;
    clearInterval(looking);
    void oneAfterAnother([...pages.map(({ lazy }) => lazy), commandBarChunk, ...partChunks]);
  }, LOOK_MS);
}

async function oneAfterAnother(chunks: readonly (() => Promise<unknown>)[]): Promise<void> {
  for (const chunk of chunks) {
    await idle();
    try {
      await chunk();
    } catch {
      return; // What cannot be had now is asked for when it is opened, and the page then says what is wrong.
    }
  }
}

function idle(): Promise<void> {
  return new Promise((resolve) => {
    // Safari has no such call.
    if ('requestIdleCallback' in window) requestIdleCallback(() => resolve());
    else setTimeout(resolve, 100);
  });
}
