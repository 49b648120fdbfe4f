/** What a store that was killed, or whose disk was full, still holds: everything acknowledged, and nothing by half. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PositionedEvent } from '#libs/event-store';
import { testEvents } from '#libs/event-store/contract';
import { FolderInUse, lockFolder, SqliteEventStore } from '#libs/event-store/sqlite';
import { startProgram } from '../support/program.js';

const program = new URL('./event-store-writer.ts', import.meta.url);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'event-store-crash-'));
});
afterEach(() => rm(folder, { recursive: true }));

type Acknowledged = Map<string, number>;

function acknowledge(line: string, acknowledged: Acknowledged): boolean {
  const [word, command, events] = line.split(' ');
  if (word === 'ack') acknowledged.set(command as string, Number(events));
  return word === 'ack';
}

/** Reads the whole log, every hash checked, and compares it with what was acknowledged. Answers the number of commands. */
async function check(data: string, acknowledged: Acknowledged): Promise<number> {
  const store = await SqliteEventStore.open({ folder: data, writer: 'main' });
  const commands = new Map<string, PositionedEvent[]>();
  const versions = new Map<string, number>();
  for await (const event of store.readAll()) {
    const { stream, version, command } = event.envelope;
    expect(version).toBe((versions.get(stream) ?? -1) + 1);
    versions.set(stream, version);
    const events = commands.get(command.id) ?? [];
    events.push(event);
    commands.set(command.id, events);
  }
  await store.close();
  for (const [id, events] of commands) {
    const of = events[0]?.envelope.command.of;
    if (events.length !== of) throw new Error(`${events.length} of ${of} events of command ${id} are there`);
  }
  for (const [id, events] of acknowledged)
    if (commands.get(id)?.length !== events) throw new Error(`command ${id} was acknowledged and is not there`);
  return commands.size;
}

/** Runs the program on the folder and kills it: at once, at some acknowledgement, or a moment after it. */
async function killAtRandom(data: string, writer: 'main' | 'thread', acknowledged: Acknowledged): Promise<void> {
  const killAt = randomInt(0, 200);
  let seen = 0;
  const running = startProgram(program, [data, writer, 'many'], {
    onLine(line, { kill }) {
      if (acknowledge(line, acknowledged)) seen++;
      if (seen !== killAt) return;
      if (killAt % 2 === 0) kill('SIGKILL');
      else setTimeout(() => kill('SIGKILL'), Math.random() * 10);
    },
  });
  const { signal, errors } = await running.ended;
  expect([signal, errors]).toEqual(['SIGKILL', '']);
}

describe('a store whose process is killed', () => {
  it('keeps every acknowledged event, no half event and no half command, over 50 kills at random moments', async () => {
    const lanes = Array.from({ length: 2 }, async (_, lane) => {
      const data = join(folder, String(lane));
      const acknowledged: Acknowledged = new Map();
      for (let kill = 0; kill < 25; kill++) {
        await killAtRandom(data, lane === 0 ? 'main' : 'thread', acknowledged);
        // Law 12: the lock of a killed process is free at once.
        lockFolder(data).release();
        await check(data, acknowledged);
      }
      return { acknowledged: acknowledged.size, found: await check(data, acknowledged) };
    });
    for (const { acknowledged, found } of await Promise.all(lanes)) {
      expect(acknowledged).toBeGreaterThan(200);
      expect(found).toBeGreaterThanOrEqual(acknowledged);
    }
  }, 180_000);
});

describe('a data folder', () => {
  it('law 12: is refused to a second process while the first lives, and is free again after SIGKILL', async () => {
    let refused: unknown;
    const running = startProgram(program, [folder, 'main', 'many'], {
      onLine(line, { kill }) {
        if (line !== 'ready') return;
        try {
          lockFolder(folder).release();
        } catch (error) {
          refused = error;
        }
        kill('SIGKILL');
      },
    });
    const { signal } = await running.ended;
    expect(signal).toBe('SIGKILL');
    expect(refused).toBeInstanceOf(FolderInUse);
    lockFolder(folder).release();
  });
});

describe('a store whose disk is full', () => {
  it.each(['main', 'thread'] as const)(
    'says so with the outcome, keeps what was acknowledged and goes on when there is room (writer: %s)',
    async (writer) => {
      const acknowledged: Acknowledged = new Map();
      const failures: string[] = [];
      const running = startProgram(program, [folder, writer, 'big'], {
        fileKiBMax: 3_000,
        onLine: (line) => {
          if (!acknowledge(line, acknowledged) && line !== 'ready') failures.push(line);
        },
      });
      const { code, errors } = await running.ended;
      expect([code, errors]).toEqual([0, '']);
      expect(failures).toHaveLength(3);
      for (const failure of failures) expect(failure).toMatch(/^failed (unknown|nothing-written)$/);
      expect(acknowledged.size).toBeGreaterThan(3);
      await check(folder, acknowledged);

      const store = await SqliteEventStore.open({ folder, writer });
      const version = (await store.readStream('note-big')).length - 1;
      const result = await store.append('note-big', version, testEvents('note-big', version + 1, 2));
      expect(result).toMatchObject({ kind: 'appended', version: version + 2 });
      await store.close();
      await check(folder, acknowledged);
    },
  );
});
