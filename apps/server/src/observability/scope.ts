/**
 * What a line of the log and a span belong to, carried along every `await`: the request that began it, the chain of
 * commands and events that it is part of, the span that is open. Nothing is decided by it.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { OpenSpan } from './spans.js';

export interface Scope {
  /** The `X-Correlation-Id` of the request. */
  readonly requestId?: string | undefined;
  /** As the envelopes say: the id of the command that began the chain. */
  readonly correlationId?: string | undefined;
  readonly span?: OpenSpan | undefined;
  /** Hears of each command that begins in it. */
  readonly began?: ((correlationId: string) => void) | undefined;
}

const NOWHERE: Scope = {};
const scopes = new AsyncLocalStorage<Scope>();

export function scopeNow(): Scope {
  return scopes.getStore() ?? NOWHERE;
}

/** Runs within the scope that is there, some of it replaced. */
export function inScope<T>(more: Scope, run: () => T): T {
  return scopes.run({ ...scopeNow(), ...more }, run);
}

/** Runs for itself: what began this moment has nothing to do with it. */
export function inScopeOfItsOwn<T>(scope: Scope, run: () => T): T {
  return scopes.run(scope, run);
}
