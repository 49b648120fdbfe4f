/**
 * Every read this adapter makes, each bounded, each repeated a bounded number of times while the server cannot be
 * reached. Reads ask the leader, because a follower may not yet have what was acknowledged (law 10).
 */
import type { KurrentDBClient } from '@kurrent/kurrentdb-client';
import { CorruptEvent, type Position } from '../envelope.js';
import { failureOf, sentence, unavailable } from './failures.js';
import { backOff, type Patience } from './patience.js';
import { readEvents, type Read } from './read-call.js';
import { isOurs, placeOf, type ServerEvent } from './wire-event.js';

/** Events that one call fetches at a time from the global order, and from one stream. */
const PAGE = 256;
const STREAM_PAGE = 1_000;

export class Reads {
  constructor(
    private readonly client: KurrentDBClient,
    private readonly prefix: string,
    private readonly patience: Patience,
  ) {}

  /**
   * The events of one stream as the server has them, all or so many; an unknown stream has none. Whole appends are seen
   * although the stream comes in pages, because each page ends with what was there or with its size.
   * @throws StoreUnavailable also where the stream was deleted for good: its events are lost to every reader.
   */
  async stream(stream: string, from: number, most = Infinity): Promise<ServerEvent[]> {
    const events: ServerEvent[] = [];
    for (;;) {
      const count = Math.min(STREAM_PAGE, most - events.length);
      const last = events.at(-1);
      const page = await this.again(`read ${stream}`, {
        of: { stream: this.prefix + stream, from: last ? Number(last.revision) + 1 : from },
        count,
      });
      events.push(...page);
      if (page.length < count || events.length >= most) return events.filter((e) => isOurs(this.prefix, e));
    }
  }

  /**
   * Up to a page of events behind a position, and where to go on; without `next` it was the last page.
   * @throws RangeError where the position is not one of this log, as far as the server notices.
   */
  async page(after: Position | undefined): Promise<{ events: ServerEvent[]; next: Position | undefined }> {
    // A read begins with the event at its position, so one more is asked for and dropped.
    const count = after === undefined ? PAGE : PAGE + 1;
    const read = await this.again(`read $all behind ${after ?? 'its start'}`, {
      of: { prefix: this.prefix, from: after },
      count,
    });
    const events = read.filter((e) => isOurs(this.prefix, e) && (after === undefined || placed(e) > after));
    return { events, next: read.length < count ? undefined : placed(read.at(-1)!) };
  }

  /**
   * The id of our event at exactly this position.
   * @throws RangeError where the position is not one of this log, as far as the server notices.
   */
  async idAt(position: Position): Promise<string | undefined> {
    const [found] = await this.again(`look for the event at ${position}`, {
      of: { prefix: this.prefix, from: position },
      count: 1,
    });
    return found && isOurs(this.prefix, found) && placed(found) === position ? found.id : undefined;
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
      const read = await this.again(what, { of: { prefix, from: before }, backwards: true, count });
      const event = read.find((e) => isOurs(this.prefix, e) && found(e));
      if (event || read.length < count) return event;
      before = placed(read.at(-1)!);
    }
  }

  private async again(what: string, read: Read): Promise<ServerEvent[]> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await readEvents(this.client, read, this.patience.deadlineMs);
      } catch (error) {
        const { kind } = failureOf(error);
        if (kind === 'stream-not-found') return [];
        if (kind === 'foreign-position') throw new RangeError(`${what}: ${sentence(error)}`, { cause: error });
        const mayPass = kind === 'unknown' || kind === 'not-done';
        if (!mayPass || attempt >= this.patience.attemptsMax) throw unavailable(what, error);
        await backOff(attempt, this.patience);
      }
    }
  }
}

/** @throws CorruptEvent when a read of $all tells no position, which no server does. */
export function placed(event: ServerEvent): Position {
  const position = placeOf(event);
  if (position === undefined) throw new CorruptEvent(event.streamId, Number(event.revision), 'has no position in $all');
  return position;
}
