/**
 * The city shape beside the one-machine shape: the same appends and the same lives, through the official client to the
 * test server on loopback, in a process of its own. That server keeps everything in memory and has no peers, so these rows
 * are the floor of our own cost (client, protocol, hashing); they say nothing of a real server's disk or replication.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { testEvents, testStream } from '#libs/event-store/contract';
import { KurrentEventStore } from '#libs/event-store/kurrentdb';
import { MemoryKeyVault } from '#libs/sealed';
import { World } from '#libs/workflow/specification';
import { errand } from '../../libs/workflow/src/tiny.fixture.js';
import { lifeOfAnErrand } from './engine.js';
import { rowOf, timed, type Row } from './rows.js';

const server = fileURLToPath(new URL('../wire-server/main.js', import.meta.url));
const APPENDS = { 1: 1_000, 64: 6_000 } as const;
const LIVES = 600;

export async function benchCluster(): Promise<Row[]> {
  const child = spawn(process.execPath, ['--no-warnings', server], { stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    const [connectionString] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    const store = await KurrentEventStore.connect({ connectionString });
    try {
      const rows = [await appends(store, 1), await appends(store, 64), await live(store)];
      return [...rows, await lives(store)];
    } finally {
      await store.close();
    }
  } finally {
    child.stdin.end();
    await once(child, 'exit');
  }
}

async function appends(store: KurrentEventStore, callers: 1 | 64): Promise<Row> {
  const events = Array.from({ length: APPENDS[callers] }, () => testEvents(testStream(), 0, 1));
  const { tookMs, each } = await timed(callers, events.length, async (index) => {
    const one = events[index] ?? [];
    await store.append(one[0]?.envelope.stream ?? '', 'none', one);
  });
  return rowOf(`kurrent.c${callers}`, tookMs, each, 'appends/s to a server in memory on loopback');
}

/** How long after the call of append a subscriber holds the event. */
async function live(store: KurrentEventStore): Promise<Row> {
  const leaving = new AbortController();
  let arrived = (): void => undefined;
  const after = await store.head();
  const reader = (async () => {
    for await (const item of store.subscribe({ after, signal: leaving.signal })) if (item.kind === 'event') arrived();
  })();
  const { each } = await timed(1, 500, async () => {
    const events = testEvents(testStream(), 0, 1);
    const delivered = new Promise<void>((resolve) => (arrived = resolve));
    await store.append(events[0]?.envelope.stream ?? '', 'none', events);
    await delivered;
  });
  leaving.abort();
  await reader;
  const { p50Ms, p99Ms } = rowOf('', 1, each, '');
  return { name: 'kurrent.live', p50Ms: p50Ms ?? 0, p99Ms: p99Ms ?? 0, unit: 'ms from append to subscriber' };
}

async function lives(store: KurrentEventStore): Promise<Row> {
  const people = { li: ['clerk@nanguan'], zhou: ['officer@nanguan'] };
  const world = await World.begin({
    workflows: [errand],
    people,
    registers: { area: () => true },
    store,
    vault: new MemoryKeyVault(),
  });
  const each: number[] = [];
  const { tookMs } = await timed(64, LIVES, () =>
    lifeOfAnErrand(world, async (step) => {
      const began = performance.now();
      await step();
      each.push(performance.now() - began);
    }),
  );
  return rowOf('cluster.engine.c64', tookMs, each, 'transitions/s to a server in memory on loopback');
}
