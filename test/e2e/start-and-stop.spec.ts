import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from './client.fixture.js';
import { mayNotWrite } from './unwritable.fixture.js';
import { linli } from './cli.fixture.js';
import { ownFolder, startLinli, type Ended, type Program } from './program.fixture.js';

let folder: ReturnType<typeof ownFolder>;
let running: Program[] = [];
beforeEach(() => {
  folder = ownFolder();
  running = [];
});
afterEach(async () => {
  for (const program of running) program.kill('SIGKILL');
  await Promise.all(running.map(({ ended }) => ended));
  folder.remove();
});

function start(data = join(folder.path, 'data'), more: Partial<Parameters<typeof startLinli>[0]> = {}): Program {
  const program = startLinli({ args: ['--port', '0', '--data', data], ...more });
  running.push(program);
  return program;
}

/** One plain sentence on stderr, nothing else, and an exit code that says no. */
/** A start says it in both languages, a line each; a command in that of whoever gave it. */
function expectRefusal({ code, errors, out }: Ended, sentence: RegExp, by: 'start' | 'command' = 'start'): void {
  const [en, zh, ...more] = errors.trim().split('\n');
  expect(en).toMatch(sentence);
  if (by === 'start') expect(zh).toMatch(/\p{Script=Han}.*。$/u);
  else expect(zh).toBeUndefined();
  expect(more).toEqual([]);
  expect(errors).not.toMatch(/Error:|\bat .*\.js/);
  expect(out).not.toContain('ready');
  expect(code).toBe(1);
}

/** What a start might damage: everything but the lock, which is taken and given back. */
function contentsOf(data: string): [string, string][] {
  const names = readdirSync(data).filter((name) => !name.startsWith('lock.db'));
  return names.sort().map((name) => [name, readFileSync(join(data, name), 'base64')]);
}

describe('a start', () => {
  it('makes a sample folder, says in one line where it is ready, and what to try', async () => {
    const data = join(folder.path, 'data');
    const program = start(data);
    const url = await program.ready();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(program.out).toMatch(/curl .*\/api\/session\/people/);
    expect(JSON.parse(readFileSync(join(data, 'linli.json'), 'utf8'))).toEqual({
      format: 1,
      data: 'sample',
      begun: true,
    });
    expect(statSync(data).mode & 0o077).toBe(0);
    expect(statSync(join(data, 'linli.sock')).mode & 0o177).toBe(0);
    for (const name of ['linli.json', 'lock.db', 'events.db', 'keys.db', 'views.db'])
      expect([name, statSync(join(data, name)).mode & 0o077]).toEqual([name, 0]);
    expect((await new Client(url).get('/health/live')).status).toBe(200);
    expect((await new Client(url).get('/health/ready')).body).toMatchObject({ status: 'ready', kind: 'sample' });
    expect(JSON.stringify((await new Client(url).get('/health/ready')).body)).not.toContain(folder.path);
  });

  // How long it takes is measured: `start.100k` of `npm run bench`.
  it('records nothing again the second time', async () => {
    const first = start();
    const before = (await new Client(await first.ready()).get('/health/ready')).body['head'];
    first.kill('SIGTERM');
    expect(await first.ended).toMatchObject({ code: 0, signal: null });
    const url = await start().ready();
    expect((await new Client(url).get('/health/ready')).body['head']).toBe(before);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'ends cleanly at %s, also when it is told so more than once',
    async (signal) => {
      const program = start();
      await program.ready();
      for (let time = 0; time < 3; time++) program.kill(signal);
      expect(await program.ended).toMatchObject({ code: 0, signal: null, errors: '' });
    },
  );

  it('law 12: a second process on the folder is refused, and the first goes on', async () => {
    const data = join(folder.path, 'data');
    const url = await start(data).ready();
    expectRefusal(await start(data).ended, /data is in use by another process/);
    expect((await new Client(url).get('/health/live')).status).toBe(200);
  });

  it('law 12: the folder is free again after SIGKILL', async () => {
    const program = start();
    await program.ready();
    program.kill('SIGKILL');
    await program.ended;
    await start().ready();
  });

  it('says so where the port is in use', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const program = start(undefined, { args: ['--port', String(port), '--data', join(folder.path, 'data')] });
    expectRefusal(await program.ended, new RegExp(`^Port ${port} of 127\\.0\\.0\\.1 is in use`));
    expect((await program.ended).out).toBe('');
    expect(existsSync(join(folder.path, 'data'))).toBe(false);
    other.close();
  });

  it('says so where the folder may not be written', async () => {
    const data = join(folder.path, 'data');
    mkdirSync(data);
    chmodSync(folder.path, 0o755);
    chmodSync(data, 0o555);
    expectRefusal(await mayNotWrite(data), /data.* (cannot be|may not be) /);
  });

  it('says so where the path leads through a file, or is one', async () => {
    const file = join(folder.path, 'file');
    writeFileSync(file, 'x');
    expectRefusal(await start(file).ended, /file is a file, not a folder/);
    expectRefusal(await start(join(file, 'data')).ended, /cannot be made/);
  });

  // Only Linux has one: elsewhere the same is refused by the path that begins with no folder.
  it('says so where the file system takes no folders, and does not try for ever', async () => {
    const ended = start('/proc/linli/data').ended;
    expectRefusal(await ended, /\/proc\/linli.* cannot be (made|written)/);
  });

  it('leaves a folder alone that belongs to something else', async () => {
    writeFileSync(join(folder.path, 'thesis.txt'), 'x');
    expectRefusal(await start(folder.path).ended, /holds files of something else \(thesis\.txt\)/);
    expect(readFileSync(join(folder.path, 'thesis.txt'), 'utf8')).toBe('x');
  });

  describe('of a folder that was', () => {
    let data: string;
    let template: ReturnType<typeof ownFolder>;
    beforeAll(async () => {
      template = ownFolder();
      const program = start(join(template.path, 'data'));
      await program.ready();
      program.kill('SIGTERM');
      await program.ended;
    });
    afterAll(() => template.remove());
    beforeEach(() => {
      data = join(folder.path, 'data');
      cpSync(join(template.path, 'data'), data, { recursive: true });
    });

    it('written by a newer version is refused', async () => {
      writeFileSync(join(data, 'linli.json'), '{"format":2,"data":"sample"}');
      expectRefusal(await start(data).ended, /linli\.json has format 2 and this version knows up to 1/);
    });

    it('written by a newer event store is refused', async () => {
      const db = new DatabaseSync(join(data, 'events.db'));
      db.exec('PRAGMA user_version = 7');
      db.close();
      expectRefusal(await start(data).ended, /events\.db has format 7/);
    });

    it.each(['events.db', 'keys.db'])('damaged in %s is refused', async (name) => {
      writeFileSync(join(data, name), 'this is no database, and long enough to be taken for one'.repeat(20));
      expectRefusal(
        await start(data).ended,
        new RegExp(`${name.replace('.', '\\.')} is .*damaged|${name} is no database`),
      );
    });

    it.each([
      ['events.db', 'lost', rmSync],
      ['keys.db', 'lost', rmSync],
      ['events.db', 'emptied', truncateSync],
      ['keys.db', 'emptied', truncateSync],
    ] as const)('whose %s was %s is refused, and nothing in it is made anew', async (name, _how, damage) => {
      damage(join(data, name));
      const before = contentsOf(data);
      const sentence = new RegExp(`^The data folder .* is damaged: .*${name.replace('.', '\\.')} is missing or empty`);
      expectRefusal(await start(data).ended, sentence);
      expectRefusal(await linli(['rebuild', '--data', data]), sentence, 'command');
      expectRefusal(await linli(['replay', 'complaints/x', '--data', data]), sentence, 'command');
      expect(contentsOf(data)).toEqual(before);
    });

    it.each(['{"format":', '{"format":1,"data":"toys"}', '[]'])(
      'damaged in its marker (%s) is refused',
      async (text) => {
        writeFileSync(join(data, 'linli.json'), text);
        expectRefusal(await start(data).ended, /linli\.json is damaged/);
      },
    );

    it('damaged in its views makes them anew', async () => {
      writeFileSync(join(data, 'views.db'), 'this is no database, and long enough to be taken for one'.repeat(20));
      const url = await start(data).ready();
      const client = await Client.signedIn(url, 'officer-nanguan-1');
      expect((await client.get('/api/communities')).body['total']).toBeGreaterThan(0);
    });
  });

  it('refuses what it does not know, all of it in one sentence', async () => {
    const { ended } = start(undefined, { env: { LINLI_PROT: '3000' }, args: ['--port', '70000'] });
    expectRefusal(await ended, /--port must be a whole number from 0 to 65535, not "70000"; LINLI_PROT is no variable/);
  });
});
