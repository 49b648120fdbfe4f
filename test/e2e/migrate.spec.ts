/** `linli migrate` as an operator runs it: a real folder, a server on a real socket, and the product started on it afterwards. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { holderOf, linli, startCli } from './cli.fixture.js';
import { Client } from './client.fixture.js';
import { ownFolder, type Ended, type Program } from './program.fixture.js';
import { testEvents, testStream } from '#libs/event-store/contract';
import { freePort } from '../support/free-port.js';
import { ownPrefix, SharedLog } from '../support/shared-log.js';
import { until } from '../support/until.js';

const sample = ownFolder();
const seeded = join(sample.path, 'data');
const running: Program[] = [];
// Each test runs the program several times.
jest.setTimeout(90_000);

let folder: ReturnType<typeof ownFolder>;
let data: string;
let log: SharedLog;

beforeAll(async () => {
  expect((await linli(['seed', '--data', seeded])).code).toBe(0);
});
afterAll(() => sample.remove());
beforeEach(async () => {
  folder = ownFolder();
  data = join(folder.path, 'data');
  cpSync(seeded, data, { recursive: true });
  log = await SharedLog.start();
});
afterEach(async () => {
  for (const program of running) program.kill('SIGKILL');
  await Promise.all(running.splice(0).map(({ ended }) => ended));
  await log.stop();
  folder.remove();
});

/** To the server under the prefix of this run, or of another part of it. */
const migrate = (prefix = log.prefix, ...words: string[]): Promise<Ended> =>
  linli(['migrate', '--data', data, '--to', log.connectionString, '--prefix', prefix, ...words]);
const inTarget = async (prefix?: string): Promise<string[]> =>
  (await log.events(prefix)).map(({ envelope }) => envelope.id);

function inFolder(): { id: string; hash: string }[] {
  const db = new DatabaseSync(join(data, 'events.db'), { readOnly: true });
  try {
    return db.prepare('SELECT id, hash FROM events ORDER BY position').all() as { id: string; hash: string }[];
  } finally {
    db.close();
  }
}

function expectRefused({ code, out, errors }: Ended, exitCode: number, words: RegExp): void {
  expect(errors.trim()).toMatch(words);
  expect(errors.trim().split('\n')).toHaveLength(1);
  expect(errors).not.toMatch(/Error:|\bat .*\.js/);
  expect(out).toBe('');
  expect(code).toBe(exitCode);
}

describe('linli migrate', () => {
  it('law 7: moves the log in order, prints what it compared, and the product goes on there with the same cases', async () => {
    const { code, out } = await migrate();
    const there = inFolder();
    expect(code).toBe(0);
    expect(await inTarget()).toEqual(there.map(({ id }) => id));
    expect(out).toContain(`under ${log.prefix}: ${there.length} events copied, 0 were there already`);
    expect(out).toMatch(
      new RegExp(`all the same: ${there.length} events; SHA-256 over all their hashes [0-9a-f]{64}\\.`),
    );
    expect(out).toMatch(/^Keys \(keys\.db\) and attachments/m);

    const atRest = startCli(['start', '--port', '0', '--data', data]);
    running.push(atRest);
    const before = await (await Client.signedIn(await atRest.ready(), 'officer-nanguan-1')).get('/api/complaints');
    atRest.kill('SIGTERM');
    await atRest.ended;

    // A node of its own: marker and keys go with it, views follow from the log.
    const node = join(folder.path, 'node');
    mkdirSync(node);
    for (const name of ['linli.json', 'keys.db']) copyFileSync(join(data, name), join(node, name));
    const onServer = startCli(['start', '--port', '0', '--data', node], {
      ...log.settings,
      LINLI_MASTER_KEY: '7e'.repeat(32),
    });
    running.push(onServer);
    const after = await (await Client.signedIn(await onServer.ready(), 'officer-nanguan-1')).get('/api/complaints');
    const ids = ({ body }: typeof before): unknown[] => (body['items'] as { id: string }[]).map(({ id }) => id).sort();
    expect(ids(after)).toEqual(ids(before));
    expect(ids(after).length).toBeGreaterThan(0);
  });

  it('continues after SIGKILL, and a further run finds everything there', async () => {
    const there = inFolder();
    const [prefix, found] = await killedInTheMiddle(there.length);
    // The server learns where to from its environment, as the cluster's nodes do.
    const continued = await linli(['migrate', '--data', data, '--json'], {
      ...log.settings,
      LINLI_STREAM_PREFIX: prefix,
    });
    expect(JSON.parse(continued.out)).toMatchObject({
      prefix,
      events: there.length,
      found,
      copied: there.length - found,
    });
    expect(await inTarget(prefix)).toEqual(there.map(({ id }) => id));
    const again = await migrate(prefix, '--language', 'zh-CN');
    expect(again.out).toContain(`复制 0 条，原已有 ${there.length} 条`);
  });

  /** Kills a move that has begun; one that had ended before it could be killed is begun anew under another prefix. */
  async function killedInTheMiddle(all: number): Promise<[prefix: string, found: number]> {
    for (let attempt = 1; attempt <= 5; attempt++) {
      const prefix = ownPrefix();
      const target = await log.store(prefix);
      const killed = startCli(['migrate', '--data', data, '--to', log.connectionString, '--prefix', prefix]);
      running.push(killed);
      await until(async () => (await target.head()) !== undefined, 30_000);
      killed.kill('SIGKILL');
      await killed.ended;
      const found = (await inTarget(prefix)).length;
      if (found < all) return [prefix, found];
    }
    throw new Error('every move had ended before it was killed');
  }

  it('refuses a prefix that is not empty and leaves it as it is; another prefix is taken', async () => {
    const stream = testStream();
    await (await log.store()).append(stream, 'none', testEvents(stream, 0, 1));
    const words = new RegExp(`under ${log.prefix.replace('.', '\\.')}: .*prefix is not empty`);
    expectRefused(await migrate(), 1, words);
    expect(await inTarget()).toHaveLength(1);
    const another = ownPrefix();
    expect((await migrate(another)).code).toBe(0);
    expect(await inTarget(another)).toHaveLength(inFolder().length);
  });

  it('stops at a damaged event by its name, before anything is written', async () => {
    const db = new DatabaseSync(join(data, 'events.db'));
    const { stream, version } = db.prepare('SELECT stream, version FROM events WHERE position = 9').get() as {
      stream: string;
      version: number;
    };
    db.exec(`UPDATE events SET data = '{}' WHERE position = 9`);
    db.close();
    const words = new RegExp(`left as it is: .*event ${version} of ${stream}: the data does not match its hash\\.$`);
    expectRefused(await migrate(), 1, words);
    expect(await inTarget()).toHaveLength(0);
  });

  it('law 12: takes the lock, so that nothing is recorded behind its back', async () => {
    const holder = await holderOf(data);
    running.push(holder);
    expectRefused(await migrate(), 3, /is in use by another process/);
    expect(await inTarget()).toHaveLength(0);
  });

  it('says what is wrong with the line, the folder or the server, and never repeats a password', async () => {
    const to = (...words: string[]): Promise<Ended> => linli(['migrate', '--data', data, ...words]);
    expectRefused(await to(), 2, /^Say where to with --to or LINLI_EVENT_STORE/);
    const wrong = await to('--to', 'mysql://linli:secret@log.example');
    expectRefused(wrong, 2, /^The address of the server must begin with kurrentdb:/);
    expect(wrong.errors).not.toContain('secret');
    expectRefused(await migrate('Linli'), 2, /^a prefix is lower-case/);
    const port = await freePort();
    const away = await to('--to', `kurrentdb://linli:secret@127.0.0.1:${port}?tls=false`);
    expectRefused(away, 1, new RegExp(`no event store at 127\\.0\\.0\\.1:${port}`));
    expect(away.errors).not.toContain('secret');
    const empty = join(folder.path, 'empty');
    mkdirSync(empty);
    writeFileSync(join(empty, 'linli.json'), readFileSync(join(data, 'linli.json')));
    const noLog = await linli(['migrate', '--data', empty, '--to', log.connectionString]);
    expectRefused(noLog, 1, /holds no log of its own/);
  });
});
