/**
 * Durable appends a second: the limits of the raw database (same table, same indexes, same durability) beside the store,
 * in one run on one disk, so that the two can be compared.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { ReadyEvent } from '#libs/event-store';
import { testEvents, testStream } from '#libs/event-store/contract';
import { SqliteEventStore } from '#libs/event-store/sqlite';
import { percentile, rowOf, type Row } from './rows.js';

const SINGLE_EVENTS = 4_000;
const GROUPED_EVENTS = 64 * 1_000;
const EVENTS_A_STREAM = 8;
const CALLERS = 64;

/** Eight events a stream, made beforehand: making them is not what is measured. */
function makeEvents(count: number): ReadyEvent[] {
  const data = { community: randomUUID(), reason: '五楼水管漏水，三天没有人来', index: 1 };
  return Array.from({ length: count / EVENTS_A_STREAM }, () => {
    const stream = testStream();
    return Array.from({ length: EVENTS_A_STREAM }, (_, version) => testEvents(stream, version, 1, { data })).flat();
  }).flat();
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-event-store-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The order in which the callers' events come in, one of each caller after the other. */
function interleaved(events: readonly ReadyEvent[]): ReadyEvent[] {
  const share = events.length / CALLERS;
  return events.map((_, index) => events[(index % CALLERS) * share + Math.floor(index / CALLERS)] as ReadyEvent);
}

/** The raw database: the same file as the store makes, and nothing but the insert between two commits. */
function raw(name: string, events: readonly ReadyEvent[], perTransaction: number): Promise<Row> {
  return inFolder(async (folder) => {
    await (await SqliteEventStore.open({ folder, writer: 'main' })).close();
    const db = new DatabaseSync(join(folder, 'events.db'));
    db.exec('PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000');
    const insert = db.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)');
    const each: number[] = [];
    const start = performance.now();
    for (let from = 0; from < events.length; from += perTransaction) {
      const began = performance.now();
      db.exec('BEGIN IMMEDIATE');
      for (let index = from; index < from + perTransaction; index++) {
        const { envelope, envelopeText, dataText, hash } = events[index] as ReadyEvent;
        insert.run(index + 1, envelope.stream, envelope.version, envelope.id, envelopeText, dataText, hash);
      }
      db.exec('COMMIT');
      each.push(performance.now() - began);
    }
    const took = performance.now() - start;
    db.close();
    return rowOf(name, took, each, 'events/s', events.length);
  });
}

/** The store under so many callers, each appending one event after the other to streams of its own. */
function store(
  name: string,
  events: readonly ReadyEvent[],
  { callers, writer }: { callers: number; writer: 'measured' | 'main' | 'thread' },
): Promise<Row> {
  return inFolder(async (folder) => {
    const opened = await SqliteEventStore.open({ folder, writer });
    const each: number[] = [];
    const share = events.length / callers;
    const start = performance.now();
    await Promise.all(
      Array.from({ length: callers }, async (_, caller) => {
        for (const event of events.slice(caller * share, (caller + 1) * share)) {
          const { stream, version } = event.envelope;
          const began = performance.now();
          const result = await opened.append(stream, version === 0 ? 'none' : version - 1, [event]);
          each.push(performance.now() - began);
          if (result.kind !== 'appended') throw new Error(`${stream} ${version} was not appended`);
        }
      }),
    );
    const took = performance.now() - start;
    await opened.close();
    return rowOf(name, took, each, 'events/s', events.length);
  });
}

/** How long after its acknowledgement a subscriber holds an event. */
function live(name: string, events: readonly ReadyEvent[]): Promise<Row> {
  return inFolder(async (folder) => {
    const opened = await SqliteEventStore.open({ folder });
    const leaving = new AbortController();
    const each: number[] = [];
    let arrived = (): void => undefined;
    const reader = (async () => {
      for await (const item of opened.subscribe({ signal: leaving.signal })) if (item.kind === 'event') arrived();
    })();
    for (const event of events) {
      const delivered = new Promise<void>((resolve) => (arrived = resolve));
      const began = performance.now();
      const { stream, version } = event.envelope;
      await opened.append(stream, version === 0 ? 'none' : version - 1, [event]);
      await delivered;
      each.push(performance.now() - began);
    }
    leaving.abort();
    await reader;
    await opened.close();
    each.sort((a, b) => a - b);
    return { name, p50Ms: percentile(each, 0.5), p99Ms: percentile(each, 0.99), unit: 'ms from append to subscriber' };
  });
}

/** The rows of the event store, one after the other. */
export async function benchEventStore(): Promise<Row[]> {
  const single = makeEvents(SINGLE_EVENTS);
  const grouped = makeEvents(GROUPED_EVENTS);
  return [
    await raw('raw.c1', single, 1),
    await raw('raw.group64', interleaved(grouped), CALLERS),
    await store('store.c1', single, { callers: 1, writer: 'measured' }),
    await store('store.c64', grouped, { callers: CALLERS, writer: 'measured' }),
    await store('store.c64.thread', grouped, { callers: CALLERS, writer: 'thread' }),
    await live('store.live', single),
  ];
}
