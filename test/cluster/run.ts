/**
 * The whole cluster on one machine, under blows: a log server (the one that the tests use), Redis, two nodes that answer and
 * two that work, each a process of its own, behind one door. People lead complaints through it while every kind of process
 * is killed once and Redis is emptied; then everything comes to rest, and the log is counted.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { PositionedEvent } from '#libs/event-store';
import { KurrentEventStore } from '#libs/event-store/kurrentdb';
import { startRedis, type TestRedis } from '../support/redis.js';
import { ownPrefix } from '../support/shared-log.js';
import { count, isAllRight, type Counted } from './counted.js';
import { Door } from './door.js';
import { shortenAcceptance, work } from './lives.js';
import { killAll, LogServer, NodeProcess, run, type Settings } from './processes.js';
import { nothingMet, type Met } from './visitor.js';

export interface ClusterOptions {
  /** How long people work; 10 to 3,600. */
  readonly seconds: number;
  readonly people: number;
  /** Hears what happens, as it happens. */
  readonly tell: (sentence: string) => void;
  /** Ends it early; nothing is left running or lying about then either. */
  readonly signal?: AbortSignal;
}

export interface ClusterRun {
  readonly counted: Counted;
  readonly met: Met;
  /** How often each process was started: 1 where nobody killed it. */
  readonly starts: Readonly<Record<string, number>>;
  /** Events that a view of some node could not take, and what nodes said that they could not be asked. */
  readonly setAside: readonly string[];
  readonly allRight: boolean;
}

const READY_MS = 120_000;
const REST_MS = 60_000;
const LOOK_MS = 500;
const STOP_MS = 20_000;
/** How long the log server and Redis stay away. */
const AWAY_MS = 2_000;
/** Timers that fall due so shortly before the end of the wait may still be on their way. */
const MARGIN_MS = 3_000;

/** Somebody's own log server, instead of the one of the tests: it is used under another prefix, and not killed. */
const given = process.env['LINLI_TEST_KURRENTDB'];

/** The log, and what the names of our streams in it begin with. */
interface Log {
  readonly connectionString: string;
  readonly prefix: string;
}

type Blow = readonly [what: string, strike: () => Promise<void>];

/** @throws Error where something does not start, or does not come to rest; the reason of the signal once it aborts. */
export async function runCluster(options: ClusterOptions): Promise<ClusterRun> {
  const folder = mkdtempSync(join(tmpdir(), 'linli-cluster-'));
  const ends: (() => Promise<unknown>)[] = [];
  const { signal } = options;
  const { promise: left, reject: leave } = Promise.withResolvers<never>();
  signal?.addEventListener('abort', () => leave(signal.reason as Error), { once: true });
  try {
    return await Promise.race([staged(options, folder, ends), left]);
  } finally {
    for (const end of ends.reverse()) await end();
    await killAll();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function staged(
  { seconds, people, tell }: ClusterOptions,
  folder: string,
  ends: (() => Promise<unknown>)[],
): Promise<ClusterRun> {
  const store = given === undefined ? new LogServer(join(folder, 'log')) : undefined;
  ends.push(async () => store?.kill());
  await store?.start();
  const log: Log = {
    connectionString: store?.connectionString ?? given ?? '',
    prefix: store ? 'linli.' : ownPrefix(),
  };
  const redis = await startRedis();
  ends.push(() => redis.stop());
  const where = store
    ? `the log server (process ${store.pid}), its log in a file`
    : `the log server of LINLI_TEST_KURRENTDB, used under ${log.prefix}`;
  tell(`up: ${where}, and Redis at ${new URL(redis.url).host}`);
  const shared: Settings = {
    LINLI_EVENT_STORE: log.connectionString,
    LINLI_REDIS_URL: redis.url,
    LINLI_MASTER_KEY: randomBytes(32).toString('hex'),
    LINLI_STREAM_PREFIX: log.prefix,
    LINLI_LOG_LEVEL: 'error',
  };
  const names = ['api-1', 'api-2', 'worker-1', 'worker-2'] as const;
  // All at once: it is recorded once all the same.
  await Promise.all(names.map((name) => run(['seed', '--data', join(folder, name)], shared)));
  tell('four data folders, and the sample in the log, begun by all four at once');
  const nodes = names.map(
    (name) =>
      new NodeProcess(name, { ...shared, LINLI_ROLE: name.split('-')[0] ?? '', LINLI_DATA: join(folder, name) }),
  );
  ends.push(() => Promise.all(nodes.map((node) => node.stop(STOP_MS))));
  await Promise.all(nodes.map((node) => node.ready(READY_MS)));
  const [api1, api2, worker1, worker2] = nodes as [NodeProcess, NodeProcess, NodeProcess, NodeProcess];
  const door = await Door.open([api1, api2]);
  ends.push(() => door.close());
  const processes = nodes.map(({ name, pid }) => `${name} (process ${pid})`).join(', ');
  tell(`ready behind ${door.url}: ${processes}`);

  const since = (await everything(log)).at(-1)?.position ?? '';
  const met = nothingMet();
  await shortenAcceptance(door.url, met);
  const untilMs = performance.now() + seconds * 1_000;
  const working = Promise.all(Array.from({ length: people }, (_, which) => work(door.url, which, untilMs, met)));
  const blows: readonly Blow[] = [
    ['SIGKILL for api-1', () => killed(api1)],
    ['SIGKILL for worker-1', () => killed(worker1)],
    ...(store ? [[`SIGKILL for the log server, away for ${AWAY_MS / 1_000} s`, () => away(store)] as Blow] : []),
    [`Redis is killed, away for ${AWAY_MS / 1_000} s, and comes back empty`, () => away(redis)],
    ['Redis is emptied (FLUSHALL)', () => emptied(redis)],
    ['SIGKILL for worker-2', () => killed(worker2)],
    ['SIGKILL for api-2', () => killed(api2)],
  ];
  const everyMs = (seconds * 1_000) / (blows.length + 1);
  for (const [what, strike] of blows) {
    await delay(everyMs);
    tell(`${met.acknowledged.length} commands acknowledged; ${what}`);
    await strike();
  }
  await working;
  tell(`${met.acknowledged.length} commands acknowledged; people go home, deadlines come to rest`);
  await Promise.all(nodes.map((node) => node.ready(READY_MS)));
  const counted = await atRest(log, met, since);
  const starts = {
    ...Object.fromEntries(nodes.map(({ name, starts: times }) => [name, times])),
    ...(store ? { 'log server': store.starts } : {}),
  };
  const setAside = (await Promise.all(nodes.map(poisonOf))).flat();
  const allRight = isAllRight(counted) && met.wrong.length + setAside.length === 0;
  return { counted, met, starts, setAside, allRight };
}

/** A node whose view missed an event sets aside the next one of that case. */
async function poisonOf({ name, url }: NodeProcess): Promise<string[]> {
  if (url === undefined) return [`${name} is down`];
  const { poison } = (await (await fetch(`${url}/health/ready`)).json()) as { poison: { events: number } };
  return poison.events === 0 ? [] : [`${name} set ${poison.events} events aside: its log names them`];
}

/** Counts until everything has happened that must; what is still missing when time is up is shown as it is. */
async function atRest(log: Log, { acknowledged }: Met, since: string): Promise<Counted> {
  // Everything that people began falls due within a minute of its filing.
  const lastDueMs = Date.now() + 15_000;
  for (const end = performance.now() + REST_MS; ; await delay(LOOK_MS)) {
    const untilMs = Math.min(Date.now() - MARGIN_MS, lastDueMs);
    const counted = count(await everything(log), acknowledged, { since, untilMs });
    const isLate = performance.now() > end;
    if (isLate || (untilMs >= lastDueMs && isAllRight(counted))) return counted;
  }
}

/** The log, read by our own client: hashes are checked on the way. */
async function everything(log: Log): Promise<PositionedEvent[]> {
  const reader = await KurrentEventStore.connect(log);
  try {
    const events: PositionedEvent[] = [];
    for await (const event of reader.readAll()) events.push(event);
    return events;
  } finally {
    await reader.close();
  }
}

function killed(node: NodeProcess): Promise<void> {
  node.kill();
  return Promise.resolve();
}

async function away(server: LogServer | TestRedis): Promise<void> {
  await server.kill();
  await delay(AWAY_MS);
  await server.start();
}

async function emptied({ url }: TestRedis): Promise<void> {
  const redis = new Redis(url, { disconnectTimeout: 500 });
  await redis.flushall();
  redis.disconnect();
}
