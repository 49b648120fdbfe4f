/**
 * What an error of the client means for the caller: whether something may have been written, whether trying again can
 * help, and a sentence that says what happened.
 */
import {
  AccessDeniedError,
  DeadlineExceededError,
  ErrorType,
  isCommandError,
  StreamDeletedError,
  StreamNotFoundError,
  WrongExpectedVersionError,
} from '@kurrent/kurrentdb-client';
import { StoreUnavailable } from '../port.js';

export type Failure =
  | { readonly kind: 'wrong-version'; readonly actual: number | 'none' }
  | { readonly kind: 'stream-deleted' }
  | { readonly kind: 'stream-not-found' }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'denied' }
  /** The position is not one of this log: it belongs to another store, or the log was restored to an earlier state. */
  | { readonly kind: 'foreign-position' }
  /** Certainly nothing was written; another attempt may succeed. */
  | { readonly kind: 'not-done' }
  /** Something may have been written; another attempt will tell. */
  | { readonly kind: 'unknown' };

/** Of the whole append, or, on newer servers, of one event; the client knows the first only. */
const TOO_LARGE = /exceeds Maximum Append Event Size|Maximum Append Size of \d+ Exceeded/i;

/** What says that a request never left, or that the server turned it away before it did anything. */
const NEVER_TAKEN =
  /No connection established|Name resolution failed|Failed to discover|No leader info available|Server (is )?not ready|Server is too busy/i;

export function failureOf(error: unknown): Failure {
  if (error instanceof WrongExpectedVersionError) {
    const { actualState } = error as { actualState: bigint | string };
    return { kind: 'wrong-version', actual: typeof actualState === 'bigint' ? Number(actualState) : 'none' };
  }
  if (error instanceof StreamDeletedError) return { kind: 'stream-deleted' };
  if (error instanceof StreamNotFoundError) return { kind: 'stream-not-found' };
  if (error instanceof AccessDeniedError) return { kind: 'denied' };
  const message = error instanceof Error ? error.message : String(error);
  // Subscriptions say it in two words, reads in one.
  if (/invalid ?position/i.test(message)) return { kind: 'foreign-position' };
  if (TOO_LARGE.test(message)) return { kind: 'too-large' };
  if (isCommandError(error as Error) && (error as { type: ErrorType }).type === ErrorType.NOT_LEADER)
    return { kind: 'not-done' };
  if (NEVER_TAKEN.test(message)) return { kind: 'not-done' };
  return { kind: 'unknown' };
}

/** Nothing was written, and the sentence says why. */
export function unavailable(what: string, error: unknown): StoreUnavailable {
  return new StoreUnavailable(`${what}: ${sentence(error)}`, 'nothing-written', { cause: error });
}

export function sentence(error: unknown): string {
  if (error instanceof StoreUnavailable) return error.message;
  const { kind } = failureOf(error);
  if (kind === 'denied')
    return 'the server refuses this user; name and password, or the right to read $all, are missing';
  if (kind === 'stream-deleted') return 'the stream was deleted on the server for good';
  if (kind === 'foreign-position')
    return 'the position is not one of this log; the log is another one or a restored one';
  const message = error instanceof Error ? error.message : String(error);
  if (message.includes('ServerName to an IP'))
    return 'over TLS the server must be named by its host name, not by its address';
  if (message.includes('Failed to discover')) return 'no node of the cluster says that it can be used';
  if (error instanceof DeadlineExceededError) return 'the server did not answer in time';
  return message === '' ? 'the server cannot be reached' : message;
}
