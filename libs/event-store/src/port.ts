/**
 * The port: what the engine and the views may ask of any event store, and what they may rely on. Each sentence here is
 * one test of the contract suite, which every adapter runs.
 */
import type { PositionedEvent, Position, ReadyEvent, RecordedEvent } from './envelope.js';

/** The version that the last event of a stream must have, or `none` for a stream that must not exist. There is no "any" (law 1). */
export type ExpectedVersion = 'none' | number;

export type AppendResult =
  /** Where the last event of the append stands. */
  | { readonly kind: 'appended'; readonly version: number; readonly position: Position }
  /** Nothing was written: the stream stands at `actual`, not where the caller expected it. */
  | { readonly kind: 'conflict'; readonly actual: ExpectedVersion };

export type SubscriptionItem =
  | { readonly kind: 'event'; readonly event: PositionedEvent }
  /** Nothing more is at hand: `position` is the last event delivered, or where the subscription began. */
  | { readonly kind: 'caught-up'; readonly position: Position | undefined };

/** The most that one append may hold, counted by {@link appendBytes}; a KurrentDB server refuses more than 1 MiB. */
export const APPEND_BYTES_MAX = 1_048_576;

/** The most events that one stream may hold. Streams are bounded, never snapshotted. */
export const STREAM_EVENTS_MAX = 10_000;

export interface EventStore {
  /**
   * Appends the events, all or none, behind the version expected. Resolves only when they are durable: a crash at any
   * later moment does not lose them. The events carry consecutive versions, the first one `expected + 1` (0 for `none`).
   *
   * The same append repeated (same ids, same expected version) answers `appended` with the first outcome and writes
   * nothing, whatever followed it; so an append of unknown outcome may be sent again. Any other append that is not
   * expected where the stream stands is a `conflict`, also one that repeats another only in part.
   *
   * @throws AppendRefused when the append is empty, too large, malformed or out of sequence: nothing was written.
   * @throws StoreUnavailable when the store cannot be reached; `outcome` says whether something may have been written.
   */
  append(stream: string, expected: ExpectedVersion, events: readonly ReadyEvent[]): Promise<AppendResult>;

  /** The events of one stream from a version (default 0), in order; an unknown stream has none. */
  readStream(stream: string, options?: { from?: number }): Promise<RecordedEvent[]>;

  /**
   * Every event behind a position, in the one global order, without a gap, at least up to the head at the time of the
   * call; it ends although writers go on.
   *
   * @throws the reason of the signal once it aborts (an early end would look like the head), CorruptEvent,
   *   StoreUnavailable; RangeError for a position that is not of this store's kind.
   */
  readAll(options?: { after?: Position | undefined; signal?: AbortSignal }): AsyncIterable<PositionedEvent>;

  /**
   * Every event behind a position, each once and in global order, and then those to come. Says `caught-up` whenever it
   * has reached the live edge: behind everything that was there at the start, and again behind live events once no more
   * are at hand, so a reader may gather its work and settle it there. Reads no further ahead than a bounded buffer while
   * the reader is slow. Ends when the signal aborts, the reader leaves the loop or the store closes; survives the loss of
   * its connection by itself.
   *
   * @throws CorruptEvent at a stored event that is not what its hash promised, and does not go on behind it; RangeError
   *   for a position that is not of this store's kind; LogRestored where the log is found to have lost what was delivered.
   */
  subscribe(options: { after?: Position | undefined; signal: AbortSignal }): AsyncIterable<SubscriptionItem>;

  /** The position of the newest event, or nothing where the store is empty. */
  head(): Promise<Position | undefined>;

  /** Finishes what is under way, ends subscriptions, refuses what comes after as StoreUnavailable, nothing written. */
  close(): Promise<void>;
}

/** The append breaks a rule of the port; nothing was written and sending it again would not help. */
export class AppendRefused extends Error {
  override readonly name = 'AppendRefused';
  constructor(
    readonly code: 'empty' | 'too-large' | 'stream-full' | 'out-of-sequence' | 'stream-name' | 'stream-deleted',
    message: string,
  ) {
    super(message);
  }
}

/** The store could not do it. With outcome `unknown` the same append may be sent again and will tell. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
  constructor(
    message: string,
    readonly outcome: 'nothing-written' | 'unknown',
    options?: { cause: unknown },
  ) {
    super(message, options);
  }
}

/**
 * The log does not hold what its reader has seen: it was restored to an earlier state, or is another one. What the reader
 * made of it may hold what never was; where it stood says nothing any more.
 */
export class LogRestored extends StoreUnavailable {
  constructor(message: string, options?: { cause: unknown }) {
    super(message, 'nothing-written', options);
  }
}

/** Bytes that an append counts: texts in UTF-8, and 512 for what a store adds to each event. */
export function appendBytes(events: readonly ReadyEvent[]): number {
  return events.reduce((sum, e) => sum + Buffer.byteLength(e.envelopeText) + Buffer.byteLength(e.dataText) + 512, 0);
}

const STREAM_NAME = /^[a-z][a-z0-9_]*-[A-Za-z0-9._~%-]+$/;

/**
 * The rules every adapter checks before it writes.
 * @throws AppendRefused
 */
export function checkAppend(stream: string, expected: ExpectedVersion, events: readonly ReadyEvent[]): void {
  if (!STREAM_NAME.test(stream) || Buffer.byteLength(stream) > 200)
    throw new AppendRefused(
      'stream-name',
      `a stream is named <workflow>-<key> in at most 200 bytes, not ${JSON.stringify(stream)}`,
    );
  if (expected !== 'none' && !(Number.isSafeInteger(expected) && expected >= 0))
    throw new AppendRefused('out-of-sequence', `${stream}: expected is 'none' or a version, not ${String(expected)}`);
  if (events.length === 0) throw new AppendRefused('empty', `nothing to append to ${stream}`);
  const first = expected === 'none' ? 0 : expected + 1;
  events.forEach((event, index) => {
    if (event.envelope.stream !== stream || event.envelope.version !== first + index)
      throw new AppendRefused(
        'out-of-sequence',
        `event ${event.envelope.version} of ${event.envelope.stream} cannot stand at ${first + index} of ${stream}`,
      );
  });
  if (first + events.length > STREAM_EVENTS_MAX)
    throw new AppendRefused('stream-full', `${stream} would hold more than ${STREAM_EVENTS_MAX} events`);
  const bytes = appendBytes(events);
  if (bytes > APPEND_BYTES_MAX)
    throw new AppendRefused('too-large', `${bytes} bytes for ${stream}; at most ${APPEND_BYTES_MAX}`);
}

/**
 * The name of a stream: `<workflow>-<key>`. Key parts keep letters, digits, `_`, `~` and `-`; anything else is
 * percent-encoded; parts are joined by a dot.
 */
export function streamName(workflow: string, ...parts: readonly string[]): string {
  return `${workflow}-${streamKey(...parts)}`;
}

export function streamKey(...parts: readonly string[]): string {
  return parts
    .map((part) =>
      encodeURIComponent(part).replace(/[.!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`),
    )
    .join('.');
}
