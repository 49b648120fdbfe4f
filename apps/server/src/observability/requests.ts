/**
 * Requests as logs, metrics and traces tell of them. A route is told by its template and a person not at all: who did
 * something stands in the log of events, and nowhere else.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { correlationIdOf } from '#libs/workflow/nest';
import type { NodeObserver } from './node-observer.js';
import { rounded } from './observed-commands.js';
import { inScopeOfItsOwn } from './scope.js';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const NO_ROUTE = '(none)';

type Routed = IncomingMessage & { readonly route?: { readonly path?: unknown } };

/** Middleware, to stand before all others. */
export function observeRequests({ log, metrics, spans }: Pick<NodeObserver, 'log' | 'metrics' | 'spans'>) {
  return (request: Routed, response: ServerResponse, next: () => void): void => {
    const began = performance.now();
    const method = METHODS.includes(request.method ?? '') ? (request.method as string) : 'other';
    const requestId = correlationIdOf(request);
    const span = spans.begin(method, { 'http.request.method': method }, { kind: 'server', headers: request.headers });
    const chains = new Set<string>();
    const scope = { requestId, span, began: (correlationId: string) => void chains.add(correlationId) };
    response.once('close', () => {
      const ms = performance.now() - began;
      const route = routeOf(request);
      const { statusCode, writableFinished } = response;
      const status = writableFinished ? `${Math.floor(statusCode / 100)}xx` : 'aborted';
      // A live connection lasts as long as somebody looks: that is no latency.
      const isLive = String(response.getHeader('content-type') ?? '').startsWith('text/event-stream');
      if (!isLive) metrics.requested({ method, route, status }, ms / 1_000);
      span.set({
        'http.route': route,
        'http.response.status_code': statusCode,
        'linli.request_id': requestId,
        'linli.commands': chains.size,
      });
      span.end(statusCode >= 500 ? { name: String(statusCode) } : undefined);
      const [correlationId] = chains.size === 1 ? chains : [];
      log.info(
        { requestId, correlationId, traceId: span.traceId, method, route, status: statusCode, ms: rounded(ms) },
        writableFinished ? 'request' : 'request, left by its sender',
      );
    });
    inScopeOfItsOwn(scope, next);
  };
}

/** As declared, with names in the place of ids. */
function routeOf({ route }: Routed): string {
  return typeof route?.path === 'string' ? route.path : NO_ROUTE;
}
