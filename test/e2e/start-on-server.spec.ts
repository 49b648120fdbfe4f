/** The program on a log server: over TLS with a name and a password, and what it says where the server cannot be used. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { selfSigned, WireServer } from '../wire-server/index.js';
import { Client } from './client.fixture.js';
import { linli } from './cli.fixture.js';
import { ownFolder, startLinli, type Ended, type Program } from './program.fixture.js';

const MASTER_KEY = '5a'.repeat(32);

const certificate = selfSigned();
const folder = ownFolder();
const authority = join(folder.path, 'ca.pem');
const running: Program[] = [];
let plain: WireServer;
let secured: WireServer;
beforeAll(async () => {
  writeFileSync(authority, certificate.cert);
  plain = await new WireServer().start();
  secured = await new WireServer({ tls: certificate, users: { admin: 'changeit' } }).start();
});
afterAll(async () => {
  for (const program of running) program.kill('SIGKILL');
  await Promise.all(running.map(({ ended }) => ended));
  await Promise.all([plain.stop(), secured.stop()]);
  folder.remove();
});

/** A folder as `init` leaves it, without a log of its own. */
function node(name: string): string {
  const path = join(folder.path, name);
  mkdirSync(path);
  writeFileSync(join(path, 'linli.json'), JSON.stringify({ format: 1, data: 'sample', begun: true }));
  return path;
}

function start(data: string, settings: NodeJS.ProcessEnv): Program {
  const program = startLinli({
    args: ['--port', '0', '--data', data],
    env: { LINLI_MASTER_KEY: MASTER_KEY, ...settings },
  });
  running.push(program);
  return program;
}

const as = (user: string): string => secured.connectionString.replace('://', `://${user}@`);

/** Server, setting and what is said. */
const refusals: Readonly<Record<string, readonly [settings: () => NodeJS.ProcessEnv, sentence: RegExp]>> = {
  'nobody is at the address': [
    () => ({ LINLI_EVENT_STORE: 'kurrentdb://linli:s3cret@127.0.0.1:1?tls=false' }),
    /^no event store at 127\.0\.0\.1:1: nothing answers \(ECONNREFUSED\)\.$/,
  ],
  'the name is nobody’s': [
    () => ({ LINLI_EVENT_STORE: 'kurrentdb://linli:s3cret@store.invalid:2113' }),
    /^no event store at store\.invalid:2113: nothing answers \(.+\)\.$/,
  ],
  'the server speaks TLS and is not asked to': [
    () => ({ LINLI_EVENT_STORE: as('admin:s3cret').replace('tls=true', 'tls=false') }),
    /^no event store at localhost:\d+: the server speaks TLS, but the connection string says tls=false\.$/,
  ],
  'the server is asked for TLS and does not speak it': [
    () => ({ LINLI_EVENT_STORE: plain.connectionString.replace('tls=false', 'tls=true') }),
    /^no event store at 127\.0\.0\.1:\d+: the server does not speak TLS, but the connection string does not say tls=false \(.+\)\.$/,
  ],
  'nobody vouches for its certificate': [
    () => ({ LINLI_EVENT_STORE: as('admin:s3cret') }),
    /^no event store at localhost:\d+: its certificate is not trusted \(.+\); name its authority with tlsCAFile\.$/,
  ],
  'the file of the authority is missing': [
    () => ({ LINLI_EVENT_STORE: `${as('admin:s3cret')}&tlsCaFile=${authority}.old` }),
    /^LINLI_EVENT_STORE or .+ the file that the connection string names with tlsCAFile cannot be read \(ENOENT\): .+ca\.pem\.old\.$/,
  ],
  'the password is wrong': [
    () => ({ LINLI_EVENT_STORE: `${as('admin:s3cret')}&tlsCaFile=${authority}` }),
    /^no event store at localhost:\d+: the server refuses this user; name and password, .+ are missing\.$/,
  ],
  'the address is none': [
    () => ({ LINLI_EVENT_STORE: 'kurrentdb://linli:s3cret@localhost:x?tls=false' }),
    /^LINLI_EVENT_STORE or .+ the connection string is not one that the KurrentDB client understands: .+\.$/,
  ],
  'the prefix is none': [
    () => ({ LINLI_EVENT_STORE: plain.connectionString, LINLI_STREAM_PREFIX: 'linli' }),
    /^LINLI_STREAM_PREFIX must be .+ ending in ".", not "linli"\.$/,
  ],
};

describe('a start on a log server', () => {
  const ended = new Map<string, Promise<Ended>>();
  beforeAll(() => {
    // At once: most of the time each of them takes is its own start.
    for (const [index, [name, [settings]]] of Object.entries(refusals).entries())
      ended.set(name, start(node(`refused-${index}`), settings()).ended);
  });

  it.each(Object.entries(refusals))(
    'is refused in one sentence, without a password, where %s',
    async (name, [, sentence]) => {
      const { code, errors, out } = (await ended.get(name))!;
      const [en, zh, ...more] = errors.trim().split('\n');
      expect(en).toMatch(sentence);
      expect(zh).toMatch(/\p{Script=Han}.*。$/u);
      expect(more).toEqual([]);
      expect(errors + out).not.toContain('s3cret');
      expect(out).not.toContain('ready');
      expect(code).toBe(1);
    },
    60_000,
  );

  it('over TLS with a name and a password is a start like any other', async () => {
    const settings = {
      LINLI_EVENT_STORE: `${as('admin:changeit')}&tlsCaFile=${authority}`,
      LINLI_MASTER_KEY: MASTER_KEY,
    };
    const data = join(folder.path, 'over-tls');
    expect(await linli(['init', '--trial', '--data', data], settings)).toMatchObject({ code: 0 });
    const recorded = (): number => secured.log.all.filter(({ stream }) => stream.startsWith('linli.')).length;
    expect(recorded()).toBeGreaterThan(10);
    const url = await start(data, settings).ready();
    expect((await new Client(url).get('/health/ready')).body).toMatchObject({ status: 'ready' });
  }, 180_000);
});
