/** A log moved from a file to a server while the mover is killed, the connection breaks and answers are lost. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate, type EventStore, type Json, type PositionedEvent } from '#libs/event-store';
import { testEvents, testStream } from '#libs/event-store/contract';
import { KurrentEventStore } from '#libs/event-store/kurrentdb';
import { SqliteEventStore } from '#libs/event-store/sqlite';
import { startProgram } from '../support/program.js';
import { LIKE_21_10, MODERN, WireServer, type Behaviour } from '../wire-server/index.js';

const mover = new URL('./log-mover.ts', import.meta.url);
const COMMANDS = 150;

let folder: string;
let opened: { close(): Promise<void> }[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'migrate-'));
  opened = [];
});
afterEach(async () => {
  for (const one of opened.reverse()) await one.close();
  rmSync(folder, { recursive: true });
});

async function log(): Promise<SqliteEventStore> {
  const store = await SqliteEventStore.open({ folder, writer: 'main' });
  opened.push(store);
  for (let command = 0; command < COMMANDS; command++) {
    const stream = testStream();
    const data = { command, text: '漏水 💧', nested: [{ b: 1, a: [] }], 10: 1, 2: 2 };
    await store.append(stream, 'none', testEvents(stream, 0, (command % 3) + 1, { data }));
  }
  return store;
}

async function serve(behaviour: Behaviour = MODERN): Promise<WireServer> {
  const server = await new WireServer({ behaviour }).start();
  opened.push({ close: () => server.stop() });
  // Somebody else's events lie between ours.
  server.log.appendForeign('someone-else', 'SomethingElse');
  return server;
}

async function connect(server: WireServer, prefix = 'linli.'): Promise<KurrentEventStore> {
  const store = await KurrentEventStore.connect({
    connectionString: server.connectionString,
    prefix,
    backoffMs: 10,
    deadlineMs: 3_000,
  });
  opened.push(store);
  return store;
}

async function everything(store: EventStore): Promise<PositionedEvent[]> {
  const events: PositionedEvent[] = [];
  for await (const event of store.readAll()) events.push(event);
  return events;
}

const withoutPositions = (events: readonly PositionedEvent[]): unknown[] =>
  events.map(({ position: _, ...event }) => event);

describe.each([
  ['a modern server', MODERN],
  ['a server like 21.10', LIKE_21_10],
] as const)('a log moved to %s', (_name, behaviour) => {
  it('law 7: is the same, event by event, and its checkpoints stand at the same events', async () => {
    const source = await log();
    const here = await everything(source);
    const stands = here[100]!;
    await source.checkpoints.write('reaction-absorb', 'none', { position: stands.position });
    const target = await connect(await serve(behaviour));
    const moved = await migrate(source, target, {
      checkpoints: {
        source: source.checkpoints,
        target: target.checkpoints,
        names: await source.checkpoints.names(),
        moved: (_checkpoint, value, at) => ({ position: at((value as { position: string }).position) }) as Json,
      },
    });
    expect(moved).toMatchObject({ events: here.length, found: 0, copied: here.length, checkpoints: 1 });
    const there = await everything(target);
    expect(withoutPositions(there)).toEqual(withoutPositions(here));
    const carried = await target.checkpoints.read('reaction-absorb');
    expect(carried?.value).toEqual({ position: there[100]?.position });
  });

  it('law 2: holds each event once although connections break and answers are lost', async () => {
    const source = await log();
    const server = await serve(behaviour);
    const target = await connect(server);
    server.faults.add('append', { kind: 'drop' }).add('append', { kind: 'drop-after' });
    server.faults.add('append', { kind: 'timeout', written: true }).add('append', { kind: 'unavailable' }, 7);
    server.faults.add('append', { kind: 'timeout', written: false }).add('readAll', { kind: 'drop-after' }, 2);
    const { events } = await migrate(source, target, { patience: { backoffMs: 10 } });
    const here = await everything(source);
    expect(events).toBe(here.length);
    expect(withoutPositions(await everything(target))).toEqual(withoutPositions(here));
  });
});

describe('a move that is killed', () => {
  it('law 2: is continued by the next one, over several kills, and in the end everything is there once', async () => {
    const source = await log();
    const here = await everything(source);
    await source.close();
    const server = await serve();
    const held = (): number => server.log.all.filter(({ stream }) => stream.startsWith('linli.')).length;
    const found: number[] = [];
    for (const killAt of [20, 90, 200]) {
      const running = startProgram(mover, [folder, server.connectionString], {
        onLine(line, { kill }) {
          const [step, done] = line.split(' ');
          if (step === 'copying' && Number(done) >= killAt) kill('SIGKILL');
        },
      });
      expect(await running.ended).toMatchObject({ signal: 'SIGKILL', errors: '' });
      found.push(held());
    }
    expect(found[0]).toBeGreaterThanOrEqual(20);
    expect(found[2]).toBeLessThan(here.length);
    expect(found).toEqual([...new Set(found)].sort((a, b) => a - b));
    const again = await SqliteEventStore.open({ folder, writer: 'main' });
    opened.push(again);
    const target = await connect(server);
    const moved = await migrate(again, target);
    expect(moved).toMatchObject({ events: here.length, found: found[2], copied: here.length - (found[2] ?? 0) });
    expect(withoutPositions(await everything(target))).toEqual(withoutPositions(here));
    expect(held()).toBe(here.length);
  });
});

describe('a server that is shared', () => {
  it('takes the log under a prefix of its own; one that is in use is refused and left as it is', async () => {
    const source = await log();
    const server = await serve();
    const others = await connect(server);
    const stream = testStream();
    await others.append(stream, 'none', testEvents(stream, 0, 2));
    await expect(migrate(source, others)).rejects.toMatchObject({
      name: 'MigrationStopped',
      code: 'prefix-not-empty',
    });
    expect(await everything(others)).toHaveLength(2);
    const own = await connect(server, 'nanguan.');
    const { events } = await migrate(source, own);
    expect(await everything(own)).toHaveLength(events);
    expect(await everything(others)).toHaveLength(2);
  });

  it('refuses a prefix that holds events of somebody else, which are none of a log', async () => {
    const source = await log();
    const server = await serve();
    server.log.appendForeign('linli.note-1', 'SomethingElse');
    await expect(migrate(source, await connect(server))).rejects.toMatchObject({ code: 'prefix-not-empty' });
    expect(server.log.stream('linli.note-1')).toHaveLength(1);
  });
});
