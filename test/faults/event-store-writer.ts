/**
 * A program that appends until it is killed or its disk is full. It says `ready`, and then, each on a line that is handed
 * over before the next append, `ack <command> <events>` behind an append that was acknowledged or `failed <outcome>`.
 */
import { randomUUID } from 'node:crypto';
import { StoreUnavailable, type ExpectedVersion } from '#libs/event-store';
import { testEvents, testStream } from '#libs/event-store/contract';
import { lockFolder, SqliteEventStore } from '#libs/event-store/sqlite';

const [folder, writer, manner] = process.argv.slice(2) as [string, 'main' | 'thread', 'many' | 'big'];
const say = (line: string): Promise<void> =>
  new Promise((resolve) => process.stdout.write(`${line}\n`, () => resolve()));

lockFolder(folder);
const store = await SqliteEventStore.open({ folder, writer });
await say('ready');

/** Two streams that every run of the program goes on with, and one of its own for each writer. */
const shared = ['note-shared.0', 'note-shared.1'];

async function append(stream: string, expected: ExpectedVersion, count: number, data = {}): Promise<ExpectedVersion> {
  const command = randomUUID();
  const events = testEvents(stream, expected === 'none' ? 0 : expected + 1, count, { command, data });
  const result = await store.append(stream, expected, events);
  if (result.kind === 'conflict') return result.actual;
  await say(`ack ${command} ${count}`);
  return result.version;
}

async function many(index: number): Promise<void> {
  const stream = shared[index] ?? testStream();
  let version: ExpectedVersion = (await store.readStream(stream)).at(-1)?.envelope.version ?? 'none';
  for (let round = index; ; round++) version = await append(stream, version, 1 + (round % 5));
}

async function big(): Promise<void> {
  let version: ExpectedVersion = 'none';
  for (let failures = 0; failures < 3;) {
    try {
      version = await append('note-big', version, 3, { text: '漏'.repeat(20_000) });
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      await say(`failed ${error.outcome}`);
      failures++;
    }
  }
  await store.close();
}

await (manner === 'big' ? big() : Promise.all(Array.from({ length: 16 }, (_, index) => many(index))));
