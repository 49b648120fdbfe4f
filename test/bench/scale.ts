/**
 * What a long log costs: memory of the server and the time of its second start with 100,000 and a million events. The
 * events are lives of complaints, copied under new ids with every hash computed anew, so the views do their real work.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  eventId,
  readyEvent,
  timerId,
  type Json,
  type JsonObject,
  type ReadyEvent,
  type RecordedEvent,
} from '#libs/event-store';
import { SqliteEventStore } from '#libs/event-store/sqlite';
import { isSealed, SqliteKeyVault, type KeyVault } from '#libs/sealed';
import type { Row } from './rows.js';
import { RunningServer } from './running-server.js';

const SIZES = { '100k': 100_000, '1m': 1_000_000 } as const;
const COPIES_AT_A_TIME = 256;

export async function benchScale(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-scale-'));
  const rows: Row[] = [];
  try {
    await (await RunningServer.start(folder, 1)).stop();
    for (const [name, events] of Object.entries(SIZES)) {
      await grow(folder, events);
      const first = await RunningServer.start(folder, 1);
      rows.push({
        name: `build.${name}`,
        value: seconds(first.readyMs),
        unit: 's until the views had read the new events',
      });
      await first.stop();
      rows.push(...(await secondStart(folder, name)));
    }
    return rows;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function secondStart(folder: string, name: string): Promise<Row[]> {
  const server = await RunningServer.start(folder, 1);
  try {
    await server.signIn('office-1');
    for (let index = 0; index < 50; index++) await server.ask('GET', '/api/complaints?limit=200');
    const memory = await server.memoryMiB();
    return [
      { name: `start.${name}`, value: seconds(server.readyMs), unit: 's of the second start' },
      ...(memory === undefined ? [] : [{ name: `memory.${name}`, value: memory, unit: 'MiB resident after 50 lists' }]),
    ];
  } finally {
    await server.stop();
  }
}

function seconds(ms: number): number {
  return Math.round(ms) / 1_000;
}

/** Copies lives of complaints to the end of the log until it holds so many events. */
async function grow(folder: string, events: number): Promise<void> {
  const store = await SqliteEventStore.open({ folder });
  const vault = SqliteKeyVault.open({ folder });
  try {
    const lives = await endedLives(store);
    let count = Number(await store.head());
    for (let turn = 0; count < events; turn++) {
      const copies = Array.from({ length: COPIES_AT_A_TIME }, (_, index) =>
        copyOf(lives[(turn + index) % lives.length] as RecordedEvent[], vault),
      );
      await Promise.all(copies.map((copy) => store.append((copy[0] as ReadyEvent).envelope.stream, 'none', copy)));
      count += copies.reduce((sum, copy) => sum + copy.length, 0);
    }
  } finally {
    await store.close();
    await vault.close();
  }
}

async function endedLives(store: SqliteEventStore): Promise<RecordedEvent[][]> {
  const lives = new Map<string, RecordedEvent[]>();
  for await (const event of store.readAll()) {
    const { stream } = event.envelope;
    if (!stream.startsWith('complaint-')) continue;
    const life = lives.get(stream);
    if (life) life.push(event);
    else lives.set(stream, [event]);
  }
  const ended = [...lives.values()].filter((life) =>
    ['ComplaintClosed', 'ComplaintWithdrawn', 'ComplaintRejected'].includes(life.at(-1)?.envelope.type ?? ''),
  );
  if (ended.length === 0) throw new Error('the sample holds no complaint that has ended');
  return ended;
}

/** The same life of another complaint: new case, commands, events and timers. */
function copyOf(life: readonly RecordedEvent[], vault: KeyVault): ReadyEvent[] {
  const stream = `complaint-${randomUUID()}`;
  const commands = new Map<string, string>();
  const timers = new Map<string, string>();
  const renamed = (id: string): string => timers.get(id) ?? id;
  return life.map(({ envelope, data }) => {
    const { v: _v, dataHash: _dataHash, deadlines, ...rest } = envelope;
    const command = commands.get(rest.command.id) ?? randomUUID();
    commands.set(rest.command.id, command);
    const id = eventId(command, stream, rest.command.index);
    const armed = deadlines?.armed?.map((one) => {
      const fresh = timerId(id, one.name);
      timers.set(one.timerId, fresh);
      return { ...one, timerId: fresh };
    });
    const changes = deadlines && {
      ...(armed ? { armed } : {}),
      ...(deadlines.stopped ? { stopped: deadlines.stopped.map(renamed) } : {}),
      ...(deadlines.moved ? { moved: deadlines.moved.map((one) => ({ ...one, timerId: renamed(one.timerId) })) } : {}),
    };
    return readyEvent(
      { ...rest, id, stream, command: { ...rest.command, id: command }, ...(changes ? { deadlines: changes } : {}) },
      resealed(data, envelope.id, id, '', vault) as JsonObject,
    );
  });
}

/** Sealed values open only in the event that they were sealed for, so a copy is sealed anew, under the same keys. */
function resealed(value: Json, from: string, to: string, pointer: string, vault: KeyVault): Json {
  if (isSealed(value)) {
    const opened = vault.open(value, `${from}${pointer}`);
    if (opened.kind !== 'opened') throw new Error(`${pointer} of ${from} cannot be opened`);
    return { ...vault.seal(value.key, `${to}${pointer}`, opened.text) };
  }
  if (Array.isArray(value))
    return value.map((one: Json, index) => resealed(one, from, to, `${pointer}/${index}`, vault));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, resealed(one as Json, from, to, `${pointer}/${name}`, vault)]),
  );
}
