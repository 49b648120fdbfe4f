/**
 * Where a wire server's log lies when it must outlive its process: one record for each append, in order, flushed before the
 * append is acknowledged, so that a kill loses nothing that anybody was told of. Opening it reads whole records and cuts a
 * last one that was torn off in the middle, for nobody was told of that; damage before whole records is an error.
 */
import { closeSync, fdatasyncSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import type { WireEvent } from './wire-event.js';

/** Nine characters of a checksum before the text, a line's end behind it. */
const SUM = 9;
const LINE_END = 0x0a;

export class LogFile {
  #end: number;

  private constructor(
    readonly path: string,
    private readonly handle: number,
    /** The appends that the file held when it was opened. */
    readonly found: readonly (readonly WireEvent[])[],
    end: number,
  ) {
    this.#end = end;
  }

  /** @throws Error where a record is damaged that whole ones follow. */
  static open(path: string): LogFile {
    const handle = openSync(path, 'a+', 0o600);
    try {
      const bytes = readFileSync(path);
      const { found, end } = wholeRecords(bytes, path);
      if (end < bytes.length) ftruncateSync(handle, end);
      fsyncSync(handle);
      flushName(path);
      return new LogFile(path, handle, found, end);
    } catch (error) {
      closeSync(handle);
      throw error;
    }
  }

  /** Returns when the append is on disk. @throws the error of the file system; nothing of it then stays in the file. */
  write(events: readonly WireEvent[]): void {
    const record = recordOf(events);
    try {
      for (let done = 0; done < record.length;) done += writeSync(this.handle, record, done);
      fdatasyncSync(this.handle);
    } catch (error) {
      ftruncateSync(this.handle, this.#end);
      throw error;
    }
    this.#end += record.length;
  }

  close(): void {
    closeSync(this.handle);
  }
}

function wholeRecords(bytes: Buffer, path: string): { found: WireEvent[][]; end: number } {
  const found: WireEvent[][] = [];
  let end = 0;
  for (let at = 0; at < bytes.length;) {
    const stop = bytes.indexOf(LINE_END, at);
    const events = stop < 0 ? undefined : eventsOf(bytes.subarray(at, stop));
    if (!events) {
      // A kill tears the last record only: nothing is written behind one that is not whole.
      if (stop >= 0 && stop + 1 < bytes.length) throw new Error(`${path} is damaged at byte ${at}`);
      break;
    }
    found.push(events);
    at = end = stop + 1;
  }
  return { found, end };
}

function recordOf(events: readonly WireEvent[]): Buffer {
  const text = JSON.stringify(
    events.map(({ position, data, metadata, ...rest }) => ({
      ...rest,
      position: String(position),
      data: data.toString('base64'),
      metadata: metadata.toString('base64'),
    })),
  );
  return Buffer.from(`${sumOf(text)} ${text}\n`);
}

/** Nothing where the line is not what was written. */
function eventsOf(line: Buffer): WireEvent[] | undefined {
  const text = line.subarray(SUM);
  if (line.toString('latin1', 0, SUM) !== `${sumOf(text)} `) return undefined;
  const events = JSON.parse(text.toString('utf8')) as (WireEvent & {
    position: string;
    data: string;
    metadata: string;
  })[];
  return events.map((event) => ({
    ...event,
    position: BigInt(event.position),
    data: Buffer.from(event.data, 'base64'),
    metadata: Buffer.from(event.metadata, 'base64'),
  }));
}

function sumOf(text: string | Buffer): string {
  return crc32(text)
    .toString(16)
    .padStart(SUM - 1, '0');
}

/** Makes durable that the file is there. */
function flushName(path: string): void {
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
