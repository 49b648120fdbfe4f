/**
 * A page of another site must not act with our cookie. Browsers say where a request comes from: what changes something
 * and says another origin is refused. Programs without a browser say nothing and are let through; they have no cookie
 * that a stranger could use.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { requestProblem } from '#libs/workflow/nest';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Middleware; what it refuses goes to the problem filter. */
export function sameOrigin(request: IncomingMessage, _response: ServerResponse, next: (error?: unknown) => void): void {
  if (SAFE.has(request.method ?? '') || isOurs(request.headers)) return next();
  next(requestProblem(403, 'request/other-origin'));
}

function isOurs({ origin, host, 'sec-fetch-site': site }: IncomingMessage['headers']): boolean {
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  return origin === undefined || (host !== undefined && hostOf(origin) === host);
}

/** Host and port; a default port is left out, as browsers do in both headers. Nothing for `null` and other texts. */
function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
