/**
 * A node that lags says so: every answer of its API carries `X-Linli-Lagging` with the seconds since its views last showed
 * everything, and after a while it is not ready any more, so that a proxy asks others. What people read may be old then;
 * what they decide never is (law 10).
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Composition } from './compose.js';

/** Below it a node is merely busy showing what has just been recorded. */
const LAGGING_MS = 2_000;
/** Beyond it another node answers better. */
const UNREADY_MS = 10_000;

export function isLagging(behindMs: number): boolean {
  return behindMs > LAGGING_MS;
}

/** Whether people should be sent here: not while events of the log are known to be damaged. Where this node is the only one, late answers are better than none. */
export function isReady({
  views,
  store,
  lag,
  behindMs,
}: Pick<Composition, 'views' | 'store' | 'lag' | 'behindMs'>): boolean {
  return (
    store.corrupt.length === 0 && views.ready && views.health().state !== 'stopped' && !(lag && behindMs > UNREADY_MS)
  );
}

/** Middleware. */
export function sayLagging(node: Pick<Composition, 'behindMs'>) {
  return (_request: IncomingMessage, response: ServerResponse, next: () => void): void => {
    const { behindMs } = node;
    if (isLagging(behindMs)) response.setHeader('X-Linli-Lagging', String(Math.round(behindMs / 1_000)));
    next();
  };
}
