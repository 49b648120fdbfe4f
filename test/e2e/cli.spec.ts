/** The command line as operators and auditors meet it: real processes, on a folder at rest and beside a running server. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { canonical, leafHash, streamKey, type Envelope } from '#libs/event-store';
import { holderOf, linli, startCli } from './cli.fixture.js';
import { Client } from './client.fixture.js';
import { ownFolder, type Ended, type Program } from './program.fixture.js';

const PHONE = '13800002222';
const folder = ownFolder();
const data = join(folder.path, 'data');
const on = (...words: string[]): string[] => [...words, '--data', data];
const running: Program[] = [];
let seeded: Ended;

beforeAll(async () => {
  seeded = await linli(on('seed'));
});

afterAll(async () => {
  for (const program of running) program.kill('SIGKILL');
  await Promise.all(running.map(({ ended }) => ended));
  folder.remove();
});

/** One plain sentence on standard error and nothing on standard output. */
function expectRefused({ code, out, errors }: Ended, exitCode: number, sentence: RegExp): void {
  expect(errors.trim()).toMatch(sentence);
  expect(errors.trim().split('\n')).toHaveLength(1);
  expect(errors).not.toMatch(/Error:|\bat .*\.js/);
  expect(out).toBe('');
  expect(code).toBe(exitCode);
}

describe('on a folder at rest', () => {
  it('seed makes a sample folder once, and a second time finds it complete', async () => {
    expect(seeded).toMatchObject({ code: 0, errors: '' });
    expect(seeded.out).toMatch(/^\S+data: \d+ commands of the sample data recorded\.\n$/);
    expect(JSON.parse(readFileSync(join(data, 'linli.json'), 'utf8'))).toMatchObject({ format: 1, data: 'sample' });
    expect((await linli([...on('seed'), '--language', 'zh-CN'])).out).toMatch(/示例数据已齐全。\n$/);
  });

  it('rebuild prints the same hash for the views that served and those made anew', async () => {
    const { code, out } = await linli(on('rebuild', 'people'));
    expect(code).toBe(0);
    expect(out).toMatch(/^people: same\n(?: {2}people(?:_counted)? {2}([0-9a-f]{64}) → \1\n){2}$/);
    const { views } = JSON.parse((await linli(on('rebuild', '--json'))).out) as {
      views: { name: string; verdict: string }[];
    };
    expect(views.length).toBeGreaterThan(3);
    expect(new Set(views.map(({ verdict }) => verdict))).toEqual(new Set(['same']));
    expectRefused(await linli(on('rebuild', 'nothing')), 1, /^There is no view named nothing: there are .*people/);
  });

  it('what is not there is said in one sentence', async () => {
    expectRefused(await linli(on('replay', 'person-nobody')), 1, /^Nothing is recorded of person-nobody\.$/);
    expectRefused(await linli(on('replay', 'nobody')), 1, /^nobody names no stream/);
    expectRefused(await linli(on('replay', 'person-a', '--at', 'soon')), 2, /^soon is no moment/);
    const elsewhere = join(folder.path, 'elsewhere');
    expectRefused(await linli(['replay', 'person-a', '--data', elsewhere]), 1, /^There is no data folder .*elsewhere/);
    expect(existsSync(elsewhere)).toBe(false);
  });

  it('law 12: files of a folder that another process holds are not touched, and the exit code says so', async () => {
    const holder = await holderOf(data);
    try {
      expectRefused(await linli(on('replay', 'person-admin-1')), 3, /is held by another process that does not answer/);
      expectRefused(await linli(on('init', '--trial')), 3, /is in use by another process/);
    } finally {
      holder.kill('SIGKILL');
      await holder.ended;
    }
    expect((await linli(on('replay', 'person-admin-1'))).code).toBe(0);
  });
});

describe('beside a running server', () => {
  let server: Program;
  beforeAll(async () => {
    server = startCli(on('start', '--port', '0'));
    running.push(server);
    const admin = await Client.signedIn(await server.ready(), 'admin-1');
    const { status } = await admin.post('/api/people', { person: 'wang-xin', name: '王欣', phone: PHONE });
    expect(status).toBe(201);
  });

  it('law 12: the server is asked, and tells what the folder tells at rest', async () => {
    const beside = await linli(on('replay', 'people/wang-xin'));
    expect(beside).toMatchObject({ code: 0, errors: '' });
    expect(beside.out).toMatch(
      /^person-wang-xin \(person\)\n\n#0 {2}\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}registered → active\n {4}by admin-1 \(administrator, the district\)\n/,
    );
    expect((await linli(on('seed'))).out).toMatch(/the sample data is complete/);
    const views = (JSON.parse((await linli(on('rebuild', '--json'))).out) as { views: { verdict: string }[] }).views;
    expect(views.map(({ verdict }) => verdict)).not.toContain('different');
    server.kill('SIGINT');
    expect(await server.ended).toMatchObject({ code: 0, errors: '' });
    expect((await linli(on('replay', 'people/wang-xin'))).out).toBe(beside.out);
  });

  it('what is read is recorded with the user who reads, beside a server and on a folder at rest', async () => {
    const log = new DatabaseSync(join(data, 'events.db'), { readOnly: true });
    const streams = log.prepare("SELECT DISTINCT stream FROM events WHERE stream LIKE 'reading-%'").all();
    log.close();
    const [stream = ''] = streams.map((row) => String(row['stream']));
    expect(stream).toMatch(new RegExp(`^reading-os-user%3A${streamKey(userInfo().username)}\\.`));
    const { out } = await linli(on('replay', stream, '--open', '--json'), { SUDO_USER: '' });
    const { items } = JSON.parse(out) as { items: { readonly opened?: { readonly asked?: string } }[] };
    const asked = items.map(({ opened }) => opened?.asked);
    expect(asked.filter((one) => one === 'linli replay people/wang-xin')).toHaveLength(2);
    expect(asked.at(-1)).toBe(`linli replay ${stream} --open`);
  });

  it('law 8: sealed values stay sealed unless --open is said', async () => {
    const sealed = await linli(on('replay', 'person-wang-xin'));
    expect(sealed.out).toContain('telephone: [sealed]');
    expect((await linli(on('replay', 'person-wang-xin', '--language', 'zh-CN'))).out).toContain('电话：［密封］');
    expect((await linli(on('replay', 'person-wang-xin', '--json'))).out).not.toContain(PHONE);
    expect((await linli(on('replay', 'person-wang-xin', '--open'))).out).toContain(`telephone: ${PHONE}`);
  });

  it('--json gives the envelopes of the log, byte for byte', async () => {
    const { out } = await linli(on('replay', 'person-wang-xin', '--json'));
    const { items, total, state } = JSON.parse(out) as { items: Item[]; total: number; state: string };
    expect({ total, state }).toEqual({ total: 1, state: 'active' });
    for (const { data: _, hash, position: __, ...envelope } of items) expect(leafHash(canonical(envelope))).toBe(hash);
    expect(items[0]).toMatchObject({ type: 'PersonRegistered', actor: { id: 'admin-1', roles: ['admin'] } });
  });

  it('law 5: --at tells the case as it was, and says so when it was not there yet', async () => {
    const { items } = JSON.parse((await linli(on('replay', 'person-wang-xin', '--json'))).out) as { items: Item[] };
    const at = items[0]?.recordedAt ?? '';
    expect((await linli(on('replay', 'person-wang-xin', '--at', at))).code).toBe(0);
    const before = new Date(Date.parse(at) - 1).toISOString();
    expectRefused(await linli(on('replay', 'person-wang-xin', '--at', before)), 1, /^Nothing was recorded of person-/);
  });
});

type Item = Envelope & { readonly data: unknown; readonly hash: string; readonly position: string | null };

describe('init', () => {
  const real = join(folder.path, 'real');
  const there = (...words: string[]): string[] => [...words, '--data', real];

  it('refuses to make a folder for real data, and makes one for trial with its first administrator', async () => {
    expectRefused(await linli(there('init')), 1, /^Linli is not for real data yet: if this is a trial, say --trial\.$/);
    expect(existsSync(real)).toBe(false);
    const made = await linli(there('init', '--trial', '--admin', 'wang-min', '--admin-name', '王敏'));
    expect(made).toMatchObject({ code: 0, errors: '' });
    expect(made.out).toMatch(
      /13 sub-districts, calendars of .*2026.* settings, administrator wang-min\.\nNot for real/,
    );
    expect(JSON.parse(readFileSync(join(real, 'linli.json'), 'utf8'))).toMatchObject({ format: 1, data: 'real' });
    expect((await linli(there('replay', 'person-wang-min'))).out).toMatch(
      /registered → active[^]*name: 王敏[^]*was given a role[^]*role: administrator/,
    );
    expectRefused(await linli(there('init', '--trial')), 1, /already is a data folder and was left as it is/);
    expectRefused(await linli(there('seed')), 1, /is a real data folder: sample data is never mixed into it\.$/);
  });

  it('is finished by the next one where it was refused half-way', async () => {
    const half = join(folder.path, 'half');
    expectRefused(
      await linli(['init', '--trial', '--admin', 'Wang Min', '--data', half]),
      1,
      /^The administrator Wang Min cannot be registered/,
    );
    expect((await linli(['init', '--trial', '--data', half, '--json'])).out).toContain('"admin":"admin-1"');
  });
});

describe('what needs no folder', () => {
  it('config says what is in force and where it comes from, and masks secrets', async () => {
    const key = 'ab'.repeat(32);
    const env = {
      LINLI_PORT: '8080',
      LINLI_MASTER_KEY: key,
      LINLI_EVENT_STORE: 'kurrentdb://linli:secret@log.example:2113?tls=false',
    };
    const { out, code } = await linli(['config', '--data', 'there'], env);
    expect(code).toBe(0);
    expect(out).toMatch(/^LINLI_DATA +there +flag --data$/m);
    expect(out).toMatch(/^LINLI_PORT +8080 +environment LINLI_PORT$/m);
    expect(out).toMatch(/^LINLI_HOST +127\.0\.0\.1 +default$/m);
    expect(out).toMatch(/^LINLI_MASTER_KEY +\*\*\* +environment/m);
    expect(out).toContain('kurrentdb://linli:***@log.example:2113?tls=false');
    expect(out).not.toMatch(new RegExp(`secret|${key}`));
    const { values } = JSON.parse((await linli(['config', '--json', '--port', '1'], env)).out) as { values: object[] };
    expect(values).toContainEqual({ name: 'port', variable: 'LINLI_PORT', flag: 'port', value: 1, from: 'flag' });
  });

  it('config refuses what a start would refuse, without repeating a secret', async () => {
    expectRefused(await linli(['config'], { LINLI_PROT: '1' }), 1, /^LINLI_PROT is no variable of Linli/);
    const { errors } = await linli(['config'], { LINLI_EVENT_STORE: 'mysql://linli:secret@log.example' });
    expect(errors).toContain('LINLI_EVENT_STORE must be');
    expect(errors).not.toContain('secret');
  });

  it('diagram draws a workflow, and says which there are', async () => {
    const { out, code } = await linli(['diagram', 'person']);
    expect(code).toBe(0);
    expect(out).toMatch(/^stateDiagram-v2\n[^]*在岗 active/);
    expectRefused(await linli(['diagram', 'nothing']), 1, /^There is no workflow nothing: there are .*person/);
  });

  it('usage is answered with exit code 2, also in Chinese', async () => {
    expectRefused(await linli(['repaly']), 2, /^There is no command repaly: see linli --help\.$/);
    expectRefused(await linli(['repaly', '--language', 'zh-CN']), 2, /^没有命令“repaly”；详见 linli --help。$/);
  });

  it('start says when it cannot, with the exit code of the server', async () => {
    const first = startCli(['start', '--port', '0', '--data', join(folder.path, 'first')]);
    running.push(first);
    const { port } = new URL(await first.ready());
    const second = await linli(['start', '--port', port, '--data', join(folder.path, 'second')]);
    expect(second).toMatchObject({ code: 1 });
    expect(second.errors).toMatch(new RegExp(`^Port ${port} of 127\\.0\\.0\\.1 is in use`));
    first.kill('SIGTERM');
    expect(await first.ended).toMatchObject({ code: 0 });
  });
});
