/**
 * Every read this adapter makes, each bounded, each repeated a bounded number of times while the server cannot be
 * reached. Reads ask the leader, because a follower may not yet have what was acknowledged (law 10).
 */
import { BACKWARDS, END, FORWARDS, START, streamNameFilter, type KurrentDBClient } from '@kurrent/kurrentdb-client';
import { STREAM_EVENTS_MAX } from '../port.js';
import type { Position } from '../envelope.js';
import { failureOf, unavailable } from './failures.js';
import { backOff, collect, type Patience } from './patience.js';
import { serverPosition } from './position.js';
import { isOurs, placeOf, type ServerEvent } from './wire-event.js';

/** Events that one read of the global order fetches at a time. */
const PAGE = 256;

export class Reads {
  constructor(
    private readonly client: KurrentDBClient,
    private readonly prefix: string,
    private readonly patience: Patience,
  ) {}

  /**
   * The events of one stream as the server has them; an unknown stream has none.
   * @throws StoreUnavailable also where the stream was deleted for good: its events are lost to every reader.
   */
  async stream(stream: string, from: number, count = STREAM_EVENTS_MAX + 1): Promise<ServerEvent[]> {
    const events = await this.again(`read ${stream}`, () =>
      collect(
        this.client.readStream(this.prefix + stream, {
          direction: FORWARDS,
          fromRevision: BigInt(from),
          maxCount: count,
          requiresLeader: true,
        }),
        this.patience.deadlineMs,
      ),
    );
    return (events ?? []).map((resolved) => resolved.event as ServerEvent).filter((e) => isOurs(this.prefix, e));
  }

  /** Up to a page of events behind a position, and where to go on; without `next` it was the last page. */
  async page(after: Position | undefined): Promise<{ events: ServerEvent[]; next: Position | undefined }> {
    // A read begins with the event at its position, so one more is asked for and dropped.
    const count = after === undefined ? PAGE : PAGE + 1;
    const read = await this.everything(`read $all behind ${after ?? 'its start'}`, {
      direction: FORWARDS,
      from: after,
      count,
    });
    const events = read.filter((e) => isOurs(this.prefix, e) && (after === undefined || placed(e) > after));
    return { events, next: read.length < count ? undefined : placed(read.at(-1)!) };
  }

  /** Where the newest of our events stands. The server looks for it from the end of its log. */
  async head(): Promise<Position | undefined> {
    const newest = await this.findBackwards('read the head of $all', this.prefix, () => true);
    return newest && placed(newest);
  }

  /**
   * Where the event of a stream stands in the global order, for servers that tell it neither in the answer to an append
   * nor on reads of a stream (before 22.6). The server walks back from the end of its log and sends only what belongs to
   * this stream, so the work here is bounded by the length of the stream, and on the server by the age of the event.
   */
  async position(stream: string, version: number): Promise<Position | undefined> {
    const name = this.prefix + stream;
    const event = await this.findBackwards(
      `find event ${version} of ${stream} in $all`,
      name,
      (e) => e.streamId === name && Number(e.revision) <= version,
    );
    return event && Number(event.revision) === version ? placed(event) : undefined;
  }

  private async findBackwards(
    what: string,
    prefix: string,
    found: (event: ServerEvent) => boolean,
  ): Promise<ServerEvent | undefined> {
    let before: Position | undefined;
    for (let count = 1; ; count = PAGE) {
      const read = await this.everything(what, { direction: BACKWARDS, from: before, count, prefix });
      const event = read.find((e) => isOurs(this.prefix, e) && found(e));
      if (event || read.length < count) return event;
      before = placed(read.at(-1)!);
    }
  }

  private async everything(
    what: string,
    at: {
      direction: typeof FORWARDS | typeof BACKWARDS;
      from: Position | undefined;
      count: number;
      prefix?: string;
    },
  ): Promise<ServerEvent[]> {
    const start = at.direction === FORWARDS ? START : END;
    const read = await this.again(what, () =>
      collect(
        this.client.readAll({
          direction: at.direction,
          fromPosition: at.from === undefined ? start : serverPosition(at.from),
          maxCount: at.count,
          filter: streamNameFilter({ prefixes: [at.prefix ?? this.prefix] }),
          requiresLeader: true,
        }),
        this.patience.deadlineMs,
      ),
    );
    return (read ?? []).map(({ event }) => event as ServerEvent);
  }

  /** Nothing where there is no such stream. */
  private async again<T>(what: string, read: () => Promise<T>): Promise<T | undefined> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await read();
      } catch (error) {
        const { kind } = failureOf(error);
        if (kind === 'stream-not-found') return undefined;
        const mayPass = kind === 'unknown' || kind === 'not-done';
        if (!mayPass || attempt >= this.patience.attemptsMax) throw unavailable(what, error);
        await backOff(attempt, this.patience);
      }
    }
  }
}

/** @throws when a read of $all tells no position, which no server does. */
export function placed(event: ServerEvent): Position {
  const position = placeOf(event);
  if (position === undefined) throw new Error(`event ${event.revision} of ${event.streamId} has no position in $all`);
  return position;
}
