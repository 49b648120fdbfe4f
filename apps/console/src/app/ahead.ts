/**
 * Pages come when they are opened; once the first one stands and nothing is asked for, all others that somebody may be led
 * to are fetched one after another while the browser has nothing to do. So each opens at once, and also where the connection
 * broke meanwhile.
 */
import type { QueryClient } from '@tanstack/react-query';
import type { RouteObject } from 'react-router';
import { isLedTo } from '../actions/pages.js';
import { descriptionQuery, meQuery } from '../api/queries.js';
import { foundChunk } from './command-bar.js';
import { partChunks } from './parts.js';
import { pages } from './router.js';

/** How often is looked whether the first page stands: its own files have long come by then. */
const LOOK_MS = 3_000;

export function fetchAhead(queries: QueryClient): void {
  const looking = setInterval(() => {
    const me = queries.getQueryData(meQuery.queryKey);
    const all = queries.getQueryData(descriptionQuery.queryKey);
    if (!me || !all || queries.isFetching() > 0 || !navigator.onLine) return;
    clearInterval(looking);
    const theirs = pages.filter(({ path }) => path !== 'admin' || isLedTo('/admin', me, all));
    void oneAfterAnother([...chunksOf(theirs), foundChunk, ...partChunks]);
  }, LOOK_MS);
}

/** Of pages and of those within them. */
function chunksOf(routes: readonly RouteObject[]): readonly (() => Promise<unknown>)[] {
  return routes.flatMap(({ lazy, children = [] }) => [
    ...(typeof lazy === 'function' ? [lazy] : []),
    ...chunksOf(children),
  ]);
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
