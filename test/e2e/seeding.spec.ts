/** The sample of a log that nodes share: however many begin it at once, and wherever one of them dies, it is there once. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { pino } from 'pino';
import { VirtualClock } from '#libs/workflow';
import type { Config } from '#server/config';
import { contexts, type Contexts } from '#server/contexts';
import { openDataFolder } from '#server/data-folder';
import { serve, type RunningServer } from '#server/server';
import { startRedis, type TestRedis } from '../support/redis.js';
import { WireServer } from '../wire-server/index.js';
import { linli, startCli } from './cli.fixture.js';
import { Client } from './client.fixture.js';
import { ownFolder } from './program.fixture.js';
import { until } from '../support/until.js';

const MASTER_KEY = '5b'.repeat(32);
/** Before one in the afternoon in Beijing the sample begins a day earlier than after it. */
const [MORNING, AFTERNOON] = ['2026-11-24T04:59:59.900Z', '2026-11-24T05:00:00.100Z'] as const;
const MANY_MS = 120_000;
/** Settings, calendars and people: enough to meet in the middle of it. */
const short: Contexts = { ...contexts, sample: contexts.sample.slice(0, 1) };

let folder: ReturnType<typeof ownFolder>;
const open: { close(): Promise<unknown> }[] = [];
beforeEach(() => void (folder = ownFolder()));
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
  folder.remove();
});

async function wireServer(): Promise<WireServer> {
  const server = await new WireServer().start();
  open.push({ close: () => server.stop() });
  return server;
}

async function ownRedis(): Promise<TestRedis> {
  const redis = await startRedis();
  open.push({ close: () => redis.stop() });
  return redis;
}

async function start(name: string, role: Config['role'], from: Given): Promise<RunningServer> {
  const { server, redis, now } = from;
  const node = await serve({
    folder: openDataFolder(join(folder.path, name), { create: 'sample' }),
    config: {
      eventStore: server.connectionString,
      streamPrefix: 'linli.',
      masterKey: MASTER_KEY,
      role,
      redisUrl: redis.url,
      host: '127.0.0.1',
      port: 0,
    },
    log: pino({ level: 'silent' }),
    clock: new VirtualClock(now),
    contexts: short,
  });
  open.push(node);
  return node;
}

interface Given {
  readonly server: WireServer;
  readonly redis: TestRedis;
  readonly now: string;
}

const recorded = ({ log }: WireServer): { place: string; recordedAt: string }[] =>
  log.all
    .filter(({ stream }) => stream.startsWith('linli.'))
    .map(({ stream, revision, type, id, metadata }) => ({
      place: `${stream} ${revision} ${type} ${id}`,
      recordedAt: (JSON.parse(metadata.toString()) as { recordedAt: string }).recordedAt,
    }));
/** Ids follow from commands, so what one node records alone says what each log must hold, no more and no less. */
const placesIn = (server: WireServer): string[] =>
  recorded(server)
    .map(({ place }) => place)
    .sort();

function expectInOrderOfTime(server: WireServer): void {
  const times = recorded(server).map(({ recordedAt }) => recordedAt);
  expect(times).toEqual([...times].sort());
}

describe('the sample of a shared log', () => {
  it(
    'is recorded once by nodes of every role that start at the same instant, and each of them is ready',
    async () => {
      const redis = await ownRedis();
      const alone = { server: await wireServer(), redis, now: MORNING };
      await (await start('alone', 'all', alone)).close();
      const server = await wireServer();
      const others = await ownRedis();
      const nodes = await Promise.all([
        start('api', 'api', { server, redis: others, now: AFTERNOON }),
        start('worker', 'worker', { server, redis: others, now: MORNING }),
        start('other', 'api', { server, redis: others, now: MORNING }),
      ]);
      expect(placesIn(server)).toEqual(placesIn(alone.server));
      expectInOrderOfTime(server);
      for (const { url } of nodes) {
        const { status } = await new Client(url).get('/health/ready');
        expect(status).toBe(200);
      }
    },
    MANY_MS,
  );

  it(
    'is finished by another node where the one that began it was killed, and by that one itself at the same time',
    async () => {
      const whole = await wireServer();
      const settings = ({ connectionString }: WireServer) => ({
        LINLI_EVENT_STORE: connectionString,
        LINLI_MASTER_KEY: MASTER_KEY,
      });
      const seed = (name: string): string[] => ['seed', '--data', join(folder.path, name)];
      expect((await linli(seed('alone'), settings(whole))).code).toBe(0);
      const half = Math.floor(placesIn(whole).length / 2);
      const server = await wireServer();
      const killed = startCli(seed('killed'), settings(server));
      await until(() => placesIn(server).length >= half, MANY_MS);
      killed.kill('SIGKILL');
      expect((await killed.ended).signal).toBe('SIGKILL');
      expect(placesIn(server).length).toBeLessThan(placesIn(whole).length);
      const ends = await Promise.all(['other', 'killed'].map((name) => linli(seed(name), settings(server))));
      for (const end of ends) expect(end).toMatchObject({ code: 0, errors: '' });
      expect(placesIn(server)).toEqual(placesIn(whole));
      expectInOrderOfTime(server);
      // What such a log is, it says itself: a folder for real data is told at once.
      const real = await linli(['init', '--trial', '--data', join(folder.path, 'real')], settings(server));
      expect(real).toMatchObject({ code: 1, out: '' });
      expect(real.errors).toMatch(
        /^The data folder .* is for real data and the log on the server holds sample data: .*\.\n$/,
      );
      expect(placesIn(server)).toEqual(placesIn(whole));
    },
    MANY_MS,
  );
});
