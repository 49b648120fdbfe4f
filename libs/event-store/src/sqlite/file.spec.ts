import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CorruptEvent, StoreUnavailable, type PositionedEvent } from '../index.js';
import { behind, testEvents, testStream } from '../contract/index.js';
import { ThreadCommitter } from './committers.js';
import { checkDurable, openForWriting } from './file.js';
import { SqliteEventStore, StoreFileProblem, type SqliteEventStoreOptions } from './index.js';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'event-store-file-'));
  file = join(folder, 'events.db');
});

afterEach(() => rm(folder, { recursive: true }));

async function write(streams: number, eventsEach: number): Promise<string[]> {
  const names = Array.from({ length: streams }, () => testStream());
  const store = await SqliteEventStore.open({ folder });
  for (const stream of names) await store.append(stream, 'none', testEvents(stream, 0, eventsEach));
  await store.close();
  return names;
}

function change(sql: string): void {
  const db = new DatabaseSync(file);
  db.exec(sql);
  db.close();
}

async function all(store: SqliteEventStore, after?: string): Promise<PositionedEvent[]> {
  const events: PositionedEvent[] = [];
  for await (const event of store.readAll({ after })) events.push(event);
  return events;
}

async function problem(options: SqliteEventStoreOptions): Promise<string> {
  const error: unknown = await SqliteEventStore.open(options).then(
    (store) => store.close(),
    (cause: unknown) => cause,
  );
  return error instanceof StoreFileProblem ? `${error.code}: ${error.message}` : String(error);
}

describe('the file of the SQLite store', () => {
  it('is made with its folder, and opened again in either manner of writing', async () => {
    const deep = join(folder, 'a', 'b');
    const stream = testStream();
    let version = 0;
    for (const writer of ['main', 'thread', 'measured'] as const) {
      const store = await SqliteEventStore.open({ folder: deep, writer });
      if (writer !== 'measured') expect(store.writer).toBe(writer);
      await store.append(stream, behind(version), testEvents(stream, version, 1));
      expect(await all(store)).toHaveLength(++version);
      await store.close();
    }
    expect(await readdir(deep)).toEqual(['events.db']);
  });

  it('of a newer format is said to be newer and is left as it is', async () => {
    await write(1, 1);
    change('PRAGMA user_version = 3');
    const before = await readFile(file);
    expect(await problem({ folder })).toMatch(/^newer: .*events\.db has format 3; this program knows up to 2/);
    expect(before.equals(await readFile(file))).toBe(true);
  });

  it('of format 1, without checkpoints, is opened, raised and read as it was', async () => {
    await write(2, 3);
    change('DROP TABLE checkpoints; PRAGMA user_version = 1');
    const store = await SqliteEventStore.open({ folder });
    expect(await all(store)).toHaveLength(6);
    expect(await store.checkpoints.write('reaction-x', 'none', 1)).toBe('written');
    await store.close();
    const again = await SqliteEventStore.open({ folder });
    expect(await again.checkpoints.read('reaction-x')).toEqual({ value: 1, version: 0 });
    expect(await all(again)).toHaveLength(6);
    await again.close();
  });

  it('of another program is said to be foreign and is left as it is', async () => {
    change('CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)');
    const before = await readFile(file);
    expect(await problem({ folder })).toMatch(/^foreign: .*belongs to another program/);
    expect(before.equals(await readFile(file))).toBe(true);
  });

  it('that is no database, lost its table or was cut short is said to be damaged', async () => {
    await writeFile(file, 'certainly not a database, but long enough to be looked at'.repeat(100));
    expect(await problem({ folder })).toMatch(/^damaged/);
    await rm(file);
    await write(40, 20);
    const whole = join(folder, 'whole.db');
    await copyFile(file, whole);
    change('ALTER TABLE events ADD COLUMN extra TEXT');
    expect(await problem({ folder })).toMatch(/^damaged/);
    const bytes = await readFile(whole);
    await writeFile(file, bytes.subarray(0, 4_096 * 6));
    expect(await problem({ folder })).toMatch(/^damaged/);
  });

  it('is written with every commit synced, and one that is not is refused', () => {
    const db = openForWriting(file);
    expect(db.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
    db.exec('PRAGMA synchronous = NORMAL');
    expect(() => checkDurable(db, file)).toThrow('is not written durably: synchronous is 1');
    db.close();
  });

  it('is written so on a thread of its own too, and a thread that is not is refused', async () => {
    openForWriting(file).close();
    const undurable = ThreadCommitter.start(file, 'PRAGMA synchronous = NORMAL');
    await expect(undurable).rejects.toThrow('is not written durably: synchronous is 1');
    const committer = await ThreadCommitter.start(file);
    await committer.close();
  });

  it('that cannot be written is said to be not writable', async () => {
    await writeFile(join(folder, 'plain'), '');
    expect(await problem({ folder: join(folder, 'plain') })).toMatch(/^not-writable/);
    expect(await problem({ folder: join(folder, 'plain', 'below') })).toMatch(/^not-writable/);
    await mkdir(file);
    expect(await problem({ folder })).toMatch(/^not-writable/);
  });

  it('is named by exactly one of two options, and no other option is known', async () => {
    expect(await problem({})).toContain('either folder or file');
    expect(await problem({ folder, file })).toContain('either folder or file');
    expect(await problem({ folder, sync: 'off' } as SqliteEventStoreOptions)).toContain('no option sync');
    expect(await problem({ folder, writer: 'other' as 'main' })).toContain('writer cannot be other');
  });
});

describe('law 7: what stands in the file is checked on every read', () => {
  it.each([
    ['a lost event', 'DELETE FROM events WHERE version = 1', '1 events are missing before position 3'],
    ['an exchanged id', "UPDATE events SET id = 'other' WHERE version = 2", 'the column of its id holds another'],
    ['a moved event', 'UPDATE events SET version = 7 WHERE version = 2', 'says it is event 2'],
    ['a renamed stream', "UPDATE events SET stream = 'note-x'", 'says it is event 0 of'],
    ['a changed hash', "UPDATE events SET hash = replace(hash, 'a', 'b')", 'the envelope does not match its hash'],
  ])('law 7: %s is noticed', async (_, sql, rule) => {
    await write(1, 4);
    change(sql);
    const store = await SqliteEventStore.open({ folder });
    const error: unknown = await all(store).catch((cause: unknown) => cause);
    await store.close();
    expect(error).toBeInstanceOf(CorruptEvent);
    expect((error as Error).message).toContain(rule);
  });

  it('law 7: an event that is missing within its stream is noticed by who reads the stream', async () => {
    const [stream] = (await write(1, 4)) as [string];
    change('DELETE FROM events WHERE version = 1');
    const store = await SqliteEventStore.open({ folder });
    await expect(store.readStream(stream)).rejects.toThrow('event 1 is missing before it');
    await store.close();
  });

  it('a position of another kind, or beyond a log that became shorter, is refused instead of skipping events', async () => {
    await write(1, 3);
    const store = await SqliteEventStore.open({ folder });
    expect(await all(store, '0000000000000003')).toEqual([]);
    for (const after of ['3', '', '0000000000000004', '-000000000000001']) {
      await expect(all(store, after)).rejects.toThrow(RangeError);
      const items = store.subscribe({ after, signal: new AbortController().signal })[Symbol.asyncIterator]();
      await expect(items.next()).rejects.toThrow(RangeError);
    }
    await store.close();
  });
});

describe('law 12: a copy of the log', () => {
  it('law 12: is whole at one moment while writers go on, and opens as a store of its own', async () => {
    const store = await SqliteEventStore.open({ folder });
    const before: string[] = [];
    let copying = true;
    let after = 0;
    const append = async (): Promise<void> => {
      const stream = testStream();
      const result = await store.append(stream, 'none', testEvents(stream, 0, 3));
      if (result.kind === 'appended') before.push(result.position);
    };
    for (let index = 0; index < 200; index++) await append();
    const acknowledged = before.at(-1) as string;
    const writing = (async () => {
      for (; copying; after++) await append();
    })();
    const copy = join(folder, 'copy.db');
    await store.vacuumInto(copy);
    copying = false;
    await writing;
    expect(after).toBeGreaterThan(0);

    const restored = await SqliteEventStore.open({ file: copy });
    const copied = await all(restored);
    const original = await all(store);
    expect(copied.length % 3).toBe(0);
    expect((copied.at(-1) as PositionedEvent).position >= acknowledged).toBe(true);
    expect(copied.map((e) => e.hash)).toEqual(original.slice(0, copied.length).map((e) => e.hash));
    await restored.close();
    await store.close();
  });

  it('law 12: is never made over a file that is there, and leaves nothing where it fails', async () => {
    await write(40, 20);
    const bytes = await readFile(file);
    await writeFile(file, bytes.fill(0xff, 4_096 * 5, 4_096 * 40));
    const store = await SqliteEventStore.open({ folder });
    await writeFile(join(folder, 'there'), 'kept');
    await expect(store.vacuumInto(join(folder, 'there'))).rejects.toMatchObject({ code: 'not-writable' });
    expect(await readFile(join(folder, 'there'), 'utf8')).toBe('kept');
    await expect(store.vacuumInto(join(folder, 'copy'))).rejects.toBeInstanceOf(StoreUnavailable);
    expect((await readdir(folder)).filter((name) => name.includes('copy'))).toEqual([]);
    await store.close();
    await expect(store.vacuumInto(join(folder, 'closed'))).rejects.toBeInstanceOf(StoreUnavailable);
  });
});
