/**
 * Appending over a connection that may break at any moment, on a server that compares ids only when the expected version
 * lies behind its stream and otherwise may store the same id twice.
 *
 * Two things make a repetition safe. It is always sent with the very version it had: of all copies of one append, the
 * first to arrive moves the stream on, and every later one meets a version that has passed. And its outcome is read from
 * what stands at its place in the stream, never from what the server remembers of ids: two nodes that carry out one
 * command at the same moment send the same ids with other bytes, and the server would answer both that theirs is written.
 */
import type { EventData, KurrentDBClient } from '@kurrent/kurrentdb-client';
// The public `appendToStream` prefers BatchAppend, whose calls share one stream, end by the server's clock, and are never
// answered when that stream ends in peace. This is the function it takes on servers without BatchAppend.
import { append as appendCall } from '@kurrent/kurrentdb-client/dist/streams/appendToStream/append.js';
import { CorruptEvent, type Position, type ReadyEvent } from '../envelope.js';
import { AppendRefused, StoreUnavailable, type AppendResult, type ExpectedVersion } from '../port.js';
import { failureOf, sentence } from './failures.js';
import { backOff, type Patience } from './patience.js';
import { positionOf } from './position.js';
import type { Reads } from './reads.js';
import { placeOf, toServer, type ServerEvent } from './wire-event.js';

interface Append {
  readonly stream: string;
  readonly expected: ExpectedVersion;
  readonly events: readonly ReadyEvent[];
  readonly first: number;
  readonly last: number;
}

export class Appends {
  constructor(
    private readonly client: KurrentDBClient,
    private readonly prefix: string,
    private readonly patience: Patience,
    private readonly reads: Reads,
  ) {}

  async append(stream: string, expected: ExpectedVersion, events: readonly ReadyEvent[]): Promise<AppendResult> {
    const first = expected === 'none' ? 0 : expected + 1;
    const append: Append = { stream, expected, events, first, last: first + events.length - 1 };
    const sent = events.map(toServer);
    let mayBeWritten = false;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const { refusedAt, version, position } = await this.send(append, sent);
        if (refusedAt !== undefined) return await this.told(append, refusedAt);
        if (version !== append.last)
          throw new CorruptEvent(
            stream,
            append.last,
            `was stored as event ${version}: the stream had been deleted on the server and numbers on`,
          );
        return await this.told(append, undefined, position);
      } catch (error) {
        if (error instanceof CorruptEvent || error instanceof StoreUnavailable) throw error;
        const failure = failureOf(error);
        switch (failure.kind) {
          case 'wrong-version':
            return this.told(append, failure.actual);
          case 'stream-deleted':
            throw new AppendRefused('stream-deleted', `${stream} was deleted on the server for good`);
          case 'too-large':
            throw new AppendRefused('too-large', `the server takes smaller appends only: ${sentence(error)}`);
          case 'unknown':
            mayBeWritten = true;
            break;
          case 'not-done':
            break;
          default:
            throw this.unavailable(append, error, mayBeWritten);
        }
        if (attempt >= this.patience.attemptsMax) throw this.unavailable(append, error, mayBeWritten);
        await backOff(attempt, this.patience);
      }
    }
  }

  private async send(
    { stream, expected }: Append,
    sent: EventData[],
  ): Promise<{ version: number; position: Position | undefined; refusedAt?: ExpectedVersion }> {
    const result = await appendCall.call(this.client, this.prefix + stream, sent, {
      streamState: expected === 'none' ? 'no_stream' : BigInt(expected),
      requiresLeader: true,
      deadline: this.patience.deadlineMs,
      batchAppendSize: 0,
    });
    const version = Number(result.nextExpectedRevision);
    // With `throwOnAppendFailure=false` in the connection string a conflict is an answer, not an error.
    if (!result.success) return { version, position: undefined, refusedAt: version < 0 ? 'none' : version };
    return { version, position: positionOf(result.position?.commit) };
  }

  /**
   * What the place of the append in its stream tells of its outcome; `actual` is where the server says the stream stands,
   * `answered` the position that it says the append has.
   */
  private async told(append: Append, actual?: ExpectedVersion, answered?: Position): Promise<AppendResult> {
    const { stream, events, first, last } = append;
    try {
      const there = await this.reads.stream(stream, first, events.length);
      if (there[0] && Number(there[0].revision) !== first)
        throw new CorruptEvent(stream, first, 'is missing: the stream was truncated or deleted on the server');
      const stands = there.length === events.length && there.every((e, i) => isThis(e, events[i]!));
      if (!stands) return { kind: 'conflict', actual: actual ?? (await this.newest(append)) };
      const position = answered ?? placeOf(there.at(-1)!) ?? (await this.reads.position(stream, last));
      if (position === undefined)
        throw new StoreUnavailable(`event ${last} of ${stream} is not found in $all`, 'unknown');
      return { kind: 'appended', version: last, position };
    } catch (error) {
      // Whatever was written stays written; sending the append again will tell.
      if (error instanceof StoreUnavailable) throw this.unavailable(append, error, true);
      throw error;
    }
  }

  private async newest({ stream }: Append): Promise<ExpectedVersion> {
    const last = (await this.reads.stream(stream, 0)).at(-1);
    return last ? Number(last.revision) : 'none';
  }

  private unavailable({ stream, first, last }: Append, error: unknown, mayBeWritten: boolean): StoreUnavailable {
    return new StoreUnavailable(
      `events ${first} to ${last} of ${stream} ${mayBeWritten ? 'may or may not have been' : 'were not'} written: ${sentence(error)}`,
      mayBeWritten ? 'unknown' : 'nothing-written',
      { cause: error },
    );
  }
}

/** These very bytes: the hash is over all of them. */
function isThis(there: ServerEvent, { envelope, hash }: ReadyEvent): boolean {
  return there.id === envelope.id && (there.metadata as { hash?: unknown } | null)?.hash === hash;
}
