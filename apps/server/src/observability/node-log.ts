/**
 * The log of a node: one JSON object a line. Every line that is written on the way of a request or a command says which,
 * without whoever writes it knowing. What people typed and what opens doors never gets into it: errors are told by a few
 * of their members only, and an address loses its password.
 */
import { pino, type DestinationStream, type Logger } from 'pino';
import type { Config } from '../config.js';
import { scopeNow } from './scope.js';

const CAUSES_MAX = 4;

/** Writes to standard error unless told otherwise. */
export function nodeLog(
  { logLevel, nodeName }: Pick<Config, 'logLevel' | 'nodeName'>,
  destination: DestinationStream = pino.destination({ dest: 2, sync: true }),
): Logger {
  return pino(
    { level: logLevel, base: { node: nodeName }, mixin: whereWeAre, serializers: { err: toldOf } },
    destination,
  );
}

function whereWeAre(): object {
  const { requestId, correlationId, span } = scopeNow();
  return {
    ...(requestId === undefined ? {} : { requestId }),
    ...(correlationId === undefined ? {} : { correlationId }),
    ...(span?.traceId === undefined ? {} : { traceId: span.traceId }),
  };
}

export interface ToldError {
  readonly type: string;
  readonly message: string;
  readonly code?: string | number;
  readonly stack?: string;
  readonly cause?: ToldError;
}

/**
 * An error without what libraries hang on it: a Redis error carries the command, a password among its arguments; a request's
 * error the request.
 */
export function toldOf(error: unknown, depth = 0): ToldError {
  if (!(error instanceof Error)) return { type: typeof error, message: withoutSecrets(String(error)) };
  const { name, message, stack, cause } = error;
  const code = (error as { code?: unknown }).code;
  return {
    type: name,
    message: withoutSecrets(message),
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(stack === undefined ? {} : { stack: withoutSecrets(stack) }),
    ...(cause === undefined || depth >= CAUSES_MAX ? {} : { cause: toldOf(cause, depth + 1) }),
  };
}

function withoutSecrets(text: string): string {
  return text.replaceAll(/(:\/\/[^\s/?#@:]*):[^\s/?#]*@/g, '$1:***@');
}
