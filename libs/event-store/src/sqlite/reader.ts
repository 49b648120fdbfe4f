/**
 * Reading in short transactions: batches bounded in events and in bytes, so that the write-ahead log can be folded back
 * meanwhile and a slow reader holds nothing. Every row is checked against its hash and its place (law 7).
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { CorruptEvent, recordedFromTexts, type Position, type PositionedEvent } from '../envelope.js';

const BATCH_EVENTS_MAX = 256;
const BATCH_BYTES_MAX = 2 * 1_048_576;

/** A batch, and whether it ended for want of events rather than at its bound. */
export interface Batch {
  readonly events: readonly PositionedEvent[];
  readonly last: boolean;
}

const POSITION = /^\d{16}$/;

/** Sixteen digits, so that plain string comparison is the order of the numbers. */
export function positionText(position: number): Position {
  return String(position).padStart(16, '0');
}

/** @throws RangeError where the text is no position of this store. */
export function positionNumber(position: Position | undefined): number {
  if (position === undefined) return 0;
  const number = Number(position);
  if (!POSITION.test(position) || !Number.isSafeInteger(number))
    throw new RangeError(`not a position of this store: ${JSON.stringify(position)}`);
  return number;
}

export class SqliteReader {
  private readonly behind: StatementSync;
  private readonly ofStream: StatementSync;
  private readonly newest: StatementSync;
  private readonly ofCheckpoint: StatementSync;
  private readonly ofCheckpointNames: StatementSync;

  constructor(private readonly db: DatabaseSync) {
    const columns = 'SELECT position, stream, version, id, envelope, data, hash FROM events';
    this.behind = db.prepare(`${columns} WHERE position > ? AND position <= ? ORDER BY position`);
    this.ofStream = db.prepare(`${columns} WHERE stream = ? AND version >= ? ORDER BY version`);
    this.newest = db.prepare('SELECT position FROM events ORDER BY position DESC LIMIT 1');
    this.ofCheckpoint = db.prepare('SELECT version, value FROM checkpoints WHERE name = ?');
    this.ofCheckpointNames = db.prepare('SELECT name FROM checkpoints ORDER BY name');
  }

  head(): number {
    return Number(this.newest.get()?.['position'] ?? 0);
  }

  /** @throws CorruptEvent */
  all(after: number, upTo: number): Batch {
    let previous = after;
    return this.batch(this.behind.iterate(after, upTo), (event, position) => {
      if (position !== previous + 1)
        throw corrupt(event, `${position - previous - 1} events are missing before position ${position}`);
      previous = position;
    });
  }

  /** @throws CorruptEvent */
  stream(stream: string, from: number): Batch {
    let expected = from;
    return this.batch(this.ofStream.iterate(stream, from), (event) => {
      if (event.envelope.version !== expected) throw corrupt(event, `event ${expected} is missing before it`);
      expected++;
    });
  }

  checkpoint(name: string): { version: number; value: string } | undefined {
    const row = this.ofCheckpoint.get(name);
    return row && { version: Number(row['version']), value: String(row['value']) };
  }

  /** The names of all checkpoints. */
  checkpointNames(): string[] {
    return this.ofCheckpointNames.all().map((row) => String(row['name']));
  }

  close(): void {
    this.db.close();
  }

  private batch(
    rows: Iterable<Record<string, unknown>>,
    check: (event: PositionedEvent, position: number) => void,
  ): Batch {
    const events: PositionedEvent[] = [];
    let bytes = 0;
    for (const row of rows) {
      const event = recorded(row);
      check(event, Number(row['position']));
      events.push(event);
      bytes += String(row['envelope']).length + String(row['data']).length;
      if (events.length >= BATCH_EVENTS_MAX || bytes >= BATCH_BYTES_MAX) return { events, last: false };
    }
    return { events, last: true };
  }
}

function recorded(row: Record<string, unknown>): PositionedEvent {
  const at = { stream: String(row['stream']), version: Number(row['version']) };
  const texts = { envelopeText: String(row['envelope']), dataText: String(row['data']), hash: String(row['hash']) };
  const event = recordedFromTexts(at, texts);
  if (event.envelope.id !== row['id']) throw corrupt(event, 'the column of its id holds another');
  return { ...event, position: positionText(Number(row['position'])) };
}

function corrupt({ envelope }: { envelope: { stream: string; version: number } }, rule: string): CorruptEvent {
  return new CorruptEvent(envelope.stream, envelope.version, rule);
}
