/**
 * The memory of the wire server: streams, one global log whose positions grow like bytes and belong to events of every
 * stream alike, and the rules by which a KurrentDB server accepts or answers an append. It promises what such a server
 * does, including what its users found surprising (kurrent-io/KurrentDB #1898, #1949, #2274, client-dotnet #159). Behind it
 * may stand a file, which then holds an append before anybody is told of it.
 */
import { EventEmitter } from 'node:events';
import { LogFile } from './log-file.js';
import type { NewEvent, WireEvent } from './wire-event.js';

/** What the caller expects of the stream; −1 stands for "no stream", as on the server. */
export type Expected = number | 'any' | 'exists';

export type Written =
  | { readonly kind: 'written'; readonly revision: number; readonly position: bigint }
  /** The ids stand at that place already; nothing was written. */
  | { readonly kind: 'idempotent'; readonly revision: number; readonly position: bigint }
  | { readonly kind: 'wrong-version'; readonly current: number }
  | { readonly kind: 'deleted' }
  | { readonly kind: 'too-large' };

interface Stream {
  readonly events: WireEvent[];
  /** The first revision that may still be read; above every revision of the stream once it is softly deleted. */
  truncatedBefore: number;
  tombstoned: boolean;
}

export class WireLog extends EventEmitter<{ grown: [] }> {
  readonly all: WireEvent[] = [];
  readonly #streams = new Map<string, Stream>();
  readonly #countMax = new Map<string, number>();
  readonly #file: LogFile | undefined;
  #end = 0n;

  /** @param file the path of a file that holds this log, or will hold it; without one it ends with the process. */
  constructor(
    readonly appendBytesMax = 1_048_576,
    file?: string,
  ) {
    super();
    this.setMaxListeners(0);
    this.#file = file === undefined ? undefined : LogFile.open(file);
    for (const events of this.#file?.found ?? []) this.#take(events);
    if (this.all.length === 0) this.#write('$settings', '$Setting', Buffer.from('{}'));
  }

  /** Frees the file, if there is one; nothing is appended afterwards. */
  close(): void {
    this.#file?.close();
  }

  append(name: string, expected: Expected, events: readonly NewEvent[]): Written {
    const stream = this.#streams.get(name);
    if (stream?.tombstoned) return { kind: 'deleted' };
    if (sizeOf(events) > this.appendBytesMax) return { kind: 'too-large' };
    const current = (stream?.events.length ?? 0) - 1;
    const softlyDeleted = stream !== undefined && stream.truncatedBefore > current;
    if (expected === 'exists' && current < 0) return { kind: 'wrong-version', current };
    if (typeof expected === 'number' && expected !== current && !(expected === -1 && softlyDeleted)) {
      const there = expected < current && stream ? stream.events.slice(expected + 1, expected + 1 + events.length) : [];
      if (events.length > 0 && events.every((event, index) => there[index]?.id === event.id)) {
        const last = there[events.length - 1]!;
        return { kind: 'idempotent', revision: last.revision, position: last.position };
      }
      return { kind: 'wrong-version', current };
    }
    const written = this.#record(name, events);
    this.emit('grown');
    const last = written.at(-1)!;
    // Behind "no stream" a server looks the first id up again: where one id stands twice it answers with a conflict
    // although the events are written, and the same after a soft deletion.
    if (
      expected === -1 &&
      events.length > 1 &&
      (softlyDeleted || new Set(events.map((e) => e.id)).size < events.length)
    )
      return { kind: 'wrong-version', current: last.revision };
    return { kind: 'written', revision: last.revision, position: last.position };
  }

  /** Somebody else's event, which takes its place in the global log. */
  appendForeign(stream: string, type: string, text = '{}'): WireEvent {
    const event = this.#write(stream, type, Buffer.from(text));
    this.emit('grown');
    return event;
  }

  stream(name: string): 'none' | 'tombstoned' | readonly WireEvent[] {
    const stream = this.#streams.get(name);
    if (!stream) return 'none';
    if (stream.tombstoned) return 'tombstoned';
    if (stream.truncatedBefore >= stream.events.length) return 'none';
    return stream.truncatedBefore === 0 ? stream.events : stream.events.slice(stream.truncatedBefore);
  }

  /** Deletes for good: the name can never be used again, and a system event in the stream says so. */
  tombstone(name: string): void {
    this.#write(name, '$streamDeleted', Buffer.alloc(0));
    this.emit('grown');
  }

  /** Hides what is there; the numbers go on where they stopped. */
  softDelete(name: string): void {
    this.truncate(name, this.#streams.get(name)?.events.length ?? 0);
  }

  truncate(name: string, before: number): void {
    if (!this.#streams.has(name)) throw new Error(`no stream ${name}`);
    this.#write(`$$${name}`, '$metadata', Buffer.from(JSON.stringify({ $tb: before })));
    this.emit('grown');
  }

  /** Puts a backup in place that holds so many events; only for a log without a file, while nobody is served. */
  restoreTo(count: number): void {
    if (this.#file) throw new Error('a log in a file is restored by its file');
    const kept = this.all.splice(0).slice(0, count);
    this.#streams.clear();
    this.#countMax.clear();
    this.#end = 0n;
    this.#take(kept);
  }

  /** Replaces the bytes of one event, as a broken disk or a hand would. */
  damage(name: string, revision: number, change: Partial<Pick<WireEvent, 'id' | 'type' | 'data' | 'metadata'>>): void {
    const stream = this.#streams.get(name)!;
    const damaged = { ...stream.events[revision]!, ...change };
    stream.events[revision] = damaged;
    this.all[this.all.findIndex((e) => e.position === damaged.position)] = damaged;
  }

  /** Where the first event behind a position stands in {@link all}. */
  indexBehind(position: bigint | undefined): number {
    if (position === undefined) return 0;
    let low = 0;
    let high = this.all.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.all[middle]!.position <= position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #write(stream: string, type: string, data: Buffer): WireEvent {
    const event = { id: crypto.randomUUID(), type, contentType: 'application/json', data, metadata: Buffer.alloc(0) };
    return this.#record(stream, [event])[0]!;
  }

  /** Gives the events their places, on disk first where there is a file. */
  #record(name: string, events: readonly NewEvent[]): WireEvent[] {
    let revision = this.#streams.get(name)?.events.length ?? 0;
    let position = this.#end;
    const recorded = events.map((event) => {
      const one: WireEvent = { ...event, stream: name, revision, position, createdMs: Date.now() };
      revision += 1;
      position += sizeInLog(one);
      return one;
    });
    this.#file?.write(recorded);
    this.#take(recorded);
    return recorded;
  }

  /** What follows from events of one append, in memory. */
  #take(events: readonly WireEvent[]): void {
    for (const event of events) {
      const stream = this.#named(event.stream);
      stream.events.push(event);
      this.all.push(event);
      this.#end = event.position + sizeInLog(event);
      if (event.type === '$streamDeleted') stream.tombstoned = true;
      if (event.stream.startsWith('$$')) this.#limit(event.stream.slice(2), event.data);
      const countMax = this.#countMax.get(event.stream);
      if (countMax !== undefined) this.#hide(stream, stream.events.length - countMax);
    }
  }

  /** A stream's metadata: `$maxCount` hides all but so many of its newest events, also of those to come, `$tb` those before. */
  #limit(name: string, data: Buffer): void {
    const { $maxCount, $tb } = JSON.parse(data.toString('utf8')) as { $maxCount?: number; $tb?: number };
    const stream = this.#streams.get(name);
    if ($maxCount !== undefined) {
      this.#countMax.set(name, $maxCount);
      if (stream) this.#hide(stream, stream.events.length - $maxCount);
    }
    if ($tb !== undefined && stream) stream.truncatedBefore = $tb;
  }

  #hide(stream: Stream, before: number): void {
    stream.truncatedBefore = Math.max(stream.truncatedBefore, before);
  }

  #named(name: string): Stream {
    let stream = this.#streams.get(name);
    if (!stream) this.#streams.set(name, (stream = { events: [], truncatedBefore: 0, tombstoned: false }));
    return stream;
  }
}

/** How far the next position lies behind this one. */
function sizeInLog({ stream, data, metadata }: WireEvent): bigint {
  return BigInt(97 + data.length + metadata.length + Buffer.byteLength(stream));
}

/** As a server counts: data, metadata and type, for all events of an append. */
function sizeOf(events: readonly NewEvent[]): number {
  return events.reduce((sum, e) => sum + e.data.length + e.metadata.length + Buffer.byteLength(e.type), 0);
}
