import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { testEvents } from '../contract/index.js';
import { openForWriting } from './file.js';
import { SqliteWriter, type WriteRequest } from './writer.js';

let folder: string;
let db: DatabaseSync;
let writer: SqliteWriter;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'event-store-writer-'));
  db = openForWriting(join(folder, 'events.db'));
  writer = new SqliteWriter(db);
});

afterEach(async () => {
  db.close();
  await rm(folder, { recursive: true });
});

function request(stream: string, from: number, count: number, text = ''): WriteRequest {
  const events = testEvents(stream, from, count, { data: { text } });
  return {
    stream,
    expected: from - 1,
    events: events.map(({ envelope, envelopeText, dataText, hash }) => ({
      id: envelope.id,
      envelope: envelopeText,
      data: dataText,
      hash,
    })),
  };
}

const places = (): string[] =>
  db
    .prepare('SELECT position, stream, version FROM events ORDER BY position')
    .all()
    .map((row) => [row['position'], row['stream'], row['version']].join(' '));

describe('the one writer', () => {
  it('gives positions from 1 without a gap, and an append that conflicts takes none', () => {
    const result = writer.write([request('note-a', 0, 2), request('note-a', 0, 1), request('note-b', 0, 1)]);
    expect(result).toEqual({
      kind: 'committed',
      outcomes: [
        { kind: 'appended', version: 1, position: 2 },
        { kind: 'conflict', actual: 1 },
        { kind: 'appended', version: 0, position: 3 },
      ],
      head: 3,
    });
    expect(places()).toEqual(['1 note-a 0', '2 note-a 1', '3 note-b 0']);
  });

  it('sees within a group what the group itself has appended before', () => {
    const repeat = request('note-a', 0, 2);
    expect(writer.write([repeat, request('note-a', 2, 1), repeat])).toMatchObject({
      outcomes: [
        { kind: 'appended', position: 2 },
        { kind: 'appended', position: 3 },
        { kind: 'appended', position: 2 },
      ],
    });
  });

  it('leaves out the whole group when the disk is full, and then goes on behind what is stored', () => {
    writer.write([request('note-a', 0, 1)]);
    const pages = Number(db.prepare('PRAGMA page_count').get()?.['page_count']);
    db.exec(`PRAGMA max_page_count = ${pages + 2}`);
    const full = writer.write([request('note-a', 1, 1), request('note-b', 0, 1, 'x'.repeat(50_000))]);
    expect(full).toMatchObject({ kind: 'failed', outcome: 'nothing-written' });
    expect(places()).toEqual(['1 note-a 0']);
    db.exec('PRAGMA max_page_count = 1000000');
    expect(writer.write([request('note-a', 1, 1)])).toMatchObject({
      outcomes: [{ kind: 'appended', version: 1, position: 2 }],
    });
    expect(places()).toEqual(['1 note-a 0', '2 note-a 1']);
  });

  it('answers unknown when COMMIT itself fails, and then goes on behind what is stored', () => {
    writer.write([request('note-a', 0, 1)]);
    // A deferred constraint lets every insert pass and makes SQLite refuse the COMMIT.
    db.exec(`
      CREATE TEMP TABLE known (stream TEXT PRIMARY KEY);
      CREATE TEMP TABLE seen (stream TEXT REFERENCES known DEFERRABLE INITIALLY DEFERRED);
      CREATE TEMP TRIGGER refuse AFTER INSERT ON main.events WHEN new.stream = 'note-refused'
      BEGIN INSERT INTO seen VALUES (new.stream); END`);
    const failed = writer.write([request('note-a', 1, 3), request('note-refused', 0, 2)]);
    expect(failed).toMatchObject({ kind: 'failed', outcome: 'unknown' });
    expect(places()).toEqual(['1 note-a 0']);
    expect(writer.write([request('note-a', 1, 1), request('note-b', 0, 1)])).toMatchObject({
      outcomes: [
        { kind: 'appended', version: 1, position: 2 },
        { kind: 'appended', version: 0, position: 3 },
      ],
      head: 3,
    });
  });
});
