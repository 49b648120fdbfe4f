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

/**
 * Whether what the views hold may be shown, however old it is: not while events of the log are known to be damaged, and
 * not while they hold what a restored log has lost.
 */
export function isReadable({ views, store, lag }: Pick<Composition, 'views' | 'store' | 'lag'>): boolean {
  return store.corrupt.length === 0 && views.ready && views.health().state !== 'stopped' && lag?.isBeyond !== true;
}

/**
 * Whether people should be sent here before others; a worker is not ready without its timetable. Where this node is the
 * only one, late answers are better than none.
 */
export function isReady(
  node: Pick<Composition, 'views' | 'store' | 'lag' | 'behindMs' | 'role'> & {
    readonly work: Pick<Composition['work'], 'timetableAwayMs'>;
  },
): boolean {
  const isIdle = node.role === 'worker' && node.work.timetableAwayMs > UNREADY_MS;
  return isReadable(node) && !isIdle && !(node.lag && node.behindMs > UNREADY_MS);
}

/** Middleware. */
export function sayLagging(node: Pick<Composition, 'behindMs'>) {
  return (_request: IncomingMessage, response: ServerResponse, next: () => void): void => {
    const { behindMs } = node;
    if (isLagging(behindMs)) response.setHeader('X-Linli-Lagging', String(Math.round(behindMs / 1_000)));
    next();
  };
}
