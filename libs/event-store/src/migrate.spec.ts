import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { testEvents, testStream } from './contract/test-events.js';
import {
  AppendRefused,
  migrate,
  MigrationStopped,
  StoreUnavailable,
  type EventStore,
  type Json,
  type MigrationProgress,
  type PositionedEvent,
  type ReadyEvent,
} from './index.js';
import { MemoryEventStore, type KeptEvents } from './memory/index.js';
import { SqliteEventStore } from './sqlite/index.js';

const hasty = { attemptsMax: 3, backoffMs: 1, backoffMaxMs: 2 };

let folder: string;
let open: EventStore[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'migrate-'));
  open = [];
});
afterEach(async () => {
  for (const store of open) await store.close();
  rmSync(folder, { recursive: true });
});

async function sqlite(name = 'target'): Promise<SqliteEventStore> {
  const store = await SqliteEventStore.open({ folder: join(folder, name), writer: 'main' });
  open.push(store);
  return store;
}

/** Ten streams that grew in turns by commands of one, two and three events, with data that is hard to carry. */
async function grow(store: EventStore, rounds = 12): Promise<void> {
  const streams = Array.from({ length: 10 }, () => testStream());
  const versions = new Map<string, number>();
  for (let round = 0; round < rounds; round++)
    for (const [index, stream] of streams.entries()) {
      const from = versions.get(stream) ?? 0;
      const count = ((round + index) % 3) + 1;
      const data = { 10: round, 2: index, text: '漏水 💧\u2028', nested: [{ b: 1, a: [] }] };
      const recordedAt = `2026-11-24T08:12:45.${String(round).padStart(3, '0')}Z`;
      await store.append(stream, from === 0 ? 'none' : from - 1, testEvents(stream, from, count, { recordedAt, data }));
      versions.set(stream, from + count);
    }
}

async function everything(store: EventStore): Promise<PositionedEvent[]> {
  const events: PositionedEvent[] = [];
  for await (const event of store.readAll()) events.push(event);
  return events;
}

const withoutPositions = (events: readonly PositionedEvent[]): unknown[] =>
  events.map(({ position: _, ...event }) => event);

/** A store of which the first appends go through and the next fail, as the network does, or as a process that is killed. */
function failing(
  store: EventStore,
  from: number,
  failure: (append: () => Promise<unknown>) => Promise<never>,
): EventStore {
  let appends = 0;
  return {
    append: (...args) => (appends++ < from ? store.append(...args) : failure(() => store.append(...args))),
    readStream: store.readStream.bind(store),
    readAll: store.readAll.bind(store),
    subscribe: store.subscribe.bind(store),
    head: store.head.bind(store),
    close: store.close.bind(store),
  };
}

describe('moving a log', () => {
  it('law 7: keeps ids, versions, times, hashes and the global order, and says how many events it compared', async () => {
    const source = new MemoryEventStore();
    await grow(source);
    const target = await sqlite();
    const told: MigrationProgress[] = [];
    const moved = await migrate(source, target, { progress: (progress) => told.push(progress) });
    const here = await everything(source);
    expect(withoutPositions(await everything(target))).toEqual(withoutPositions(here));
    const digest = createHash('sha256');
    for (const { hash } of here) digest.update(hash);
    expect(moved).toEqual({
      events: here.length,
      found: 0,
      copied: here.length,
      digest: digest.digest('hex'),
      checkpoints: 0,
    });
    expect(told.map(({ step }) => step)).toEqual([...told.map(({ step }) => step)].sort(inTime));
    expect(told.at(-1)).toEqual({ step: 'verifying', done: here.length, of: here.length });
    expect(told).toContainEqual({ step: 'copying', done: here.length, of: here.length });
  });

  it('law 7: keeps the very bytes', async () => {
    const kept: KeptEvents = [];
    const source = new MemoryEventStore(kept);
    await grow(source, 3);
    await (await sqlite()).close();
    const target = await sqlite();
    await migrate(source, target);
    const db = new DatabaseSync(join(folder, 'target', 'events.db'), { readOnly: true });
    const rows = db.prepare('SELECT envelope, data, hash FROM events ORDER BY position').all();
    db.close();
    expect(rows.map((row) => ({ ...row }))).toEqual(
      kept.map(({ envelopeText, dataText, hash }) => ({ envelope: envelopeText, data: dataText, hash })),
    );
  });

  it('law 1: appends the events of one command together, each command once', async () => {
    const source = new MemoryEventStore();
    await grow(source);
    const appended: (readonly ReadyEvent[])[] = [];
    const target = new MemoryEventStore();
    const watched = failing(target, Infinity, () => Promise.reject(new Error('never')));
    await migrate(source, {
      ...watched,
      append: (stream, expected, events) => (appended.push(events), target.append(stream, expected, events)),
    });
    expect(appended).toHaveLength(120);
    for (const events of appended) expect(events).toHaveLength(events[0]?.envelope.command.of ?? 0);
  });

  it('moves an empty log', async () => {
    expect(await migrate(new MemoryEventStore(), await sqlite())).toMatchObject({ events: 0, found: 0, copied: 0 });
  });

  it('continues where an earlier move was cut off, at every place where that can be', async () => {
    const source = new MemoryEventStore();
    await grow(source, 1);
    const all = await everything(source);
    for (let cut = 0; cut <= 10; cut++) {
      const target = new MemoryEventStore();
      const cutOff = failing(target, cut, () => Promise.reject(new Error('killed')));
      if (cut < 10) await expect(migrate(source, cutOff)).rejects.toThrow('killed');
      else await migrate(source, cutOff);
      const found = (await everything(target)).length;
      expect(await migrate(source, target)).toMatchObject({ events: all.length, found, copied: all.length - found });
      expect(withoutPositions(await everything(target))).toEqual(withoutPositions(all));
    }
  });

  it('stops when its signal aborts, and can be continued', async () => {
    const source = new MemoryEventStore();
    await grow(source);
    const target = new MemoryEventStore();
    const stop = new AbortController();
    const progress = ({ step }: MigrationProgress): void =>
      void (step === 'copying' && stop.abort(new Error('enough')));
    await expect(migrate(source, target, { progress, signal: stop.signal })).rejects.toThrow('enough');
    const { found, events } = await migrate(source, target);
    expect(found).toBeGreaterThan(0);
    expect(found).toBeLessThan(events);
  });
});

function inTime(a: string, b: string): number {
  const steps = ['reading', 'copying', 'verifying'];
  return steps.indexOf(a) - steps.indexOf(b);
}

describe('a store that is away for a while', () => {
  it('law 2: is tried again, also where the append was written and its answer lost: each event is there once', async () => {
    const source = new MemoryEventStore();
    await grow(source, 4);
    const target = new MemoryEventStore();
    let calls = 0;
    const flaky: EventStore = {
      ...failing(target, 0, () => Promise.reject(new Error('never'))),
      append: async (stream, expected, events) => {
        if (++calls % 3 === 1) throw new StoreUnavailable('away', 'nothing-written');
        const result = await target.append(stream, expected, events);
        if (calls % 3 === 2) throw new StoreUnavailable('answer lost', 'unknown');
        return result;
      },
    };
    const moved = await migrate(source, flaky, { patience: hasty });
    expect(withoutPositions(await everything(target))).toEqual(withoutPositions(await everything(source)));
    expect(moved.copied).toBe(moved.events);
    expect(calls).toBe(120);
  });

  it('is tried a bounded number of times', async () => {
    const source = new MemoryEventStore();
    await grow(source, 1);
    let tried = 0;
    const away = failing(new MemoryEventStore(), 0, () => {
      tried++;
      return Promise.reject(new StoreUnavailable('away', 'unknown'));
    });
    await expect(migrate(source, away, { patience: hasty })).rejects.toThrow(StoreUnavailable);
    expect(tried).toBe(hasty.attemptsMax);
  });

  it('is read on from the last event after a reading broke off', async () => {
    const source = new MemoryEventStore();
    await grow(source, 2);
    const { length } = await everything(source);
    const breaking: EventStore = {
      ...failing(source, 0, () => Promise.reject(new Error('never'))),
      async *readAll(options) {
        let read = 0;
        for await (const event of source.readAll(options)) {
          if (++read > 7) throw new StoreUnavailable('connection lost', 'nothing-written');
          yield event;
        }
      },
    };
    expect(await migrate(breaking, new MemoryEventStore(), { patience: hasty })).toMatchObject({ events: length });
  });
});

describe('a move is refused', () => {
  async function stopped(move: Promise<unknown>): Promise<MigrationStopped> {
    const error = await move.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(MigrationStopped);
    return error as MigrationStopped;
  }

  it('by the name of an event that is damaged in the source, and before anything is written', async () => {
    const kept: KeptEvents = [];
    const source = new MemoryEventStore(kept);
    await grow(source, 2);
    const damaged = kept[17]!;
    damaged.dataText = damaged.dataText.replace('漏', '雨');
    const target = new MemoryEventStore();
    const { code, message } = await stopped(migrate(source, target));
    expect(code).toBe('source-damaged');
    expect(message).toContain(`event ${damaged.version} of ${damaged.stream}: the data does not match its hash`);
    expect(await target.head()).toBeUndefined();
  });

  it('by the name of an event whose command is not whole', async () => {
    const kept: KeptEvents = [];
    const whole = new MemoryEventStore(kept);
    const stream = testStream();
    await whole.append(stream, 'none', testEvents(stream, 0, 3));
    const { code, message } = await stopped(migrate(new MemoryEventStore(kept.slice(0, 2)), new MemoryEventStore()));
    expect(code).toBe('source-damaged');
    expect(message).toMatch(new RegExp(`event 1 of ${stream}: is not followed by the rest of its command .*2 of 3`));
  });

  it('where the target holds another log, or goes on behind this one: the prefix is not empty', async () => {
    const source = new MemoryEventStore();
    await grow(source, 1);
    const other = new MemoryEventStore();
    await grow(other, 1);
    const before = await everything(other);
    const foreign = await stopped(migrate(source, other));
    expect(foreign.code).toBe('prefix-not-empty');
    expect(foreign.message).toMatch(/prefix is not empty.*event 1 there is NoteTaken, event 0 of note-/);
    expect(await everything(other)).toEqual(before);

    const longer = new MemoryEventStore();
    await migrate(source, longer);
    await grow(longer, 1);
    const further = await stopped(migrate(source, longer));
    expect(further.code).toBe('prefix-not-empty');
    expect(further.message).toContain('here the log has ended');
  });

  it('where the same place holds different content: that is said, not one name twice', async () => {
    const [source, target] = [new MemoryEventStore(), new MemoryEventStore()];
    const stream = testStream();
    for (const store of [source, target]) await store.append(stream, 'none', testEvents(stream, 0, 1));
    const { code, message } = await stopped(migrate(source, target));
    expect(code).toBe('prefix-not-empty');
    expect(message).toMatch(
      /event 1 there is NoteTaken, event 0 of .*, here it is the same place with different content/,
    );
  });

  it('where the target holds half a command', async () => {
    const kept: KeptEvents = [];
    const source = new MemoryEventStore(kept);
    const stream = testStream();
    await source.append(stream, 'none', testEvents(stream, 0, 3));
    const { code, message } = await stopped(migrate(source, new MemoryEventStore(kept.slice(0, 2))));
    expect(code).toBe('prefix-not-empty');
    expect(message).toContain('2 of 3 events');
  });

  it('where the target holds something that is no event, or a stream that was deleted there', async () => {
    const kept: KeptEvents = [];
    await grow(new MemoryEventStore(kept), 1);
    kept[0]!.dataText = '{}';
    const source = new MemoryEventStore();
    await grow(source, 1);
    expect((await stopped(migrate(source, new MemoryEventStore(kept)))).code).toBe('prefix-not-empty');
    const deleted = failing(new MemoryEventStore(), 2, () =>
      Promise.reject(new AppendRefused('stream-deleted', 'was deleted')),
    );
    expect((await stopped(migrate(source, deleted))).code).toBe('prefix-not-empty');
  });

  it('where somebody else writes to the target meanwhile', async () => {
    const source = new MemoryEventStore();
    await grow(source, 1);
    const target = new MemoryEventStore();
    const stream = testStream();
    let isDone = false;
    const progress = async ({ step }: MigrationProgress): Promise<void> => {
      if (step !== 'copying' || isDone) return;
      isDone = true;
      await target.append(stream, 'none', testEvents(stream, 0, 1));
    };
    const { code, message } = await stopped(migrate(source, target, { progress: (told) => void progress(told) }));
    expect(code).toBe('not-the-same');
    expect(message).toContain(stream);
  });
});

describe('checkpoints', () => {
  const places = (_name: string, value: Json, at: (position: string) => string): Json => {
    const { position, by } = value as { position: string | null; by: string };
    return { position: position === null ? null : at(position), by };
  };

  it('go along, and speak of the same event in the target', async () => {
    const source = await sqlite('source');
    await grow(source, 2);
    const { position: _, ...event } = (await everything(source))[12]!;
    await source.checkpoints.write('reaction-absorb', 'none', { position: null, by: 'w' });
    await source.checkpoints.write('reaction-absorb', 0, { position: _, by: 'w' });
    await source.checkpoints.write('reaction-new', 'none', { position: null, by: 'w' });
    expect(await source.checkpoints.names()).toEqual(['reaction-absorb', 'reaction-new']);
    // Positions of the two stores are written differently, as those of a file and of a server are.
    const target = new MemoryEventStore();
    const prefixed: EventStore = {
      ...failing(target, Infinity, () => Promise.reject(new Error('never'))),
      async *readAll() {
        for await (const one of target.readAll()) yield { ...one, position: `t${one.position}` };
      },
    };
    const checkpoints = {
      source: source.checkpoints,
      target: target.checkpoints,
      names: await source.checkpoints.names(),
      moved: places,
    };
    expect(await migrate(source, prefixed, { checkpoints })).toMatchObject({ checkpoints: 2 });
    // Once more: what is there already is left as it is.
    expect(await migrate(source, prefixed, { checkpoints })).toMatchObject({ checkpoints: 2, copied: 0 });
    const moved = await target.checkpoints.read('reaction-absorb');
    const { position } = moved?.value as { position: string };
    const there = (await everything(prefixed)).find((one) => one.position === position);
    expect(there).toMatchObject({ ...event, position });
    expect(position).toMatch(/^t/);
    expect(await target.checkpoints.read('reaction-new')).toEqual({ value: { position: null, by: 'w' }, version: 0 });
  });

  it('are refused where the target has its own already, or where the log has no event at their place', async () => {
    const source = new MemoryEventStore();
    await grow(source, 1);
    const checkpoints = (target: MemoryEventStore) => ({
      source: source.checkpoints,
      target: target.checkpoints,
      names: ['a'],
      moved: places,
    });
    await source.checkpoints.write('a', 'none', { position: '0000000000000003', by: 'w' });
    const taken = new MemoryEventStore();
    await taken.checkpoints.write('a', 'none', { position: null, by: 'x' });
    await expect(migrate(source, taken, { checkpoints: checkpoints(taken) })).rejects.toMatchObject({
      code: 'prefix-not-empty',
    });
    await source.checkpoints.write('a', 0, { position: '0000000000009999', by: 'w' });
    const fresh = new MemoryEventStore();
    await expect(migrate(source, fresh, { checkpoints: checkpoints(fresh) })).rejects.toMatchObject({
      code: 'source-damaged',
    });
  });
});
