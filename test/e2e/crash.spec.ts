import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from './client.fixture.js';
import { asked, serveErrands } from './errands.fixture.js';
import { ownFolder, startLinli, type Program } from './program.fixture.js';
import { until } from '../support/until.js';

let folder: ReturnType<typeof ownFolder>;
let running: Program | undefined;
beforeEach(() => {
  folder = ownFolder();
});
afterEach(async () => {
  running?.kill('SIGKILL');
  await running?.ended;
  folder.remove();
});

async function start(): Promise<Client> {
  running = startLinli({ args: ['--port', '0', '--data', join(folder.path, 'data')] });
  return Client.signedIn(await running.ready(), 'admin-1');
}

/** Registers people until the program is gone; answers who was acknowledged, and whose fate is unknown. */
async function load(
  admin: Client,
  round: number,
): Promise<{ done: Map<string, string>; unknown: Map<string, string> }> {
  const done = new Map<string, string>();
  const unknown = new Map<string, string>();
  const one = async (lane: number): Promise<void> => {
    for (let count = 0; ; count++) {
      const [person, key] = [`p-${round}-${lane}-${count}`, randomUUID()];
      unknown.set(person, key);
      try {
        const { status } = await admin.post('/api/people', { person, name: '临时' }, { key });
        if (status !== 201) throw new Error(`answered ${status}`);
      } catch {
        return; // the program is gone; what it did is asked after the next start
      }
      unknown.delete(person);
      done.set(person, key);
    }
  };
  const lanes = Promise.all(Array.from({ length: 16 }, (_, lane) => one(lane)));
  await until(() => done.size > 40 * (round + 1));
  running?.kill('SIGKILL');
  await running?.ended;
  await lanes;
  return { done, unknown };
}

describe('SIGKILL under load', () => {
  it('loses nothing acknowledged; a repeat tells what became of the rest, and nothing is there twice', async () => {
    let admin = await start();
    for (let round = 0; round < 3; round++) {
      const { done, unknown } = await load(admin, round);
      admin = await start();
      for (const person of done.keys())
        expect([person, (await admin.get(`/api/people/${person}`)).status]).toEqual([person, 200]);
      for (const [person, key] of [...done, ...unknown]) {
        const { status, body } = await admin.post('/api/people', { person, name: '临时' }, { key });
        expect([status, body['version']]).toEqual([201, 0]);
      }
    }
    const status = (await admin.get('/health/ready')).body;
    expect(status).toMatchObject({ status: 'ready', poison: { events: 0 } });
    expect(status['position']).toBe(status['head']);
  });
});

describe('the raw files of a data folder', () => {
  it('law 8: hold neither story nor name nor telephone number that was filed over HTTP', async () => {
    const data = join(folder.path, 'data');
    const server = await serveErrands(data);
    const li = await Client.signedIn(server.url, 'officer-nanguan-1');
    const filed = await li.post('/api/errands', asked);
    const id = String(filed.body['id']);
    await li.post(`/api/errands/${id}/comment`, { text: '业主情绪激动请尽快处理' });
    expect((await li.get(`/api/errands/${id}`)).body).toMatchObject({ story: asked.story, caller: asked.caller });
    const secrets = [asked.story, asked.story.slice(0, 6), asked.caller.name, asked.caller.phone, '业主情绪激动'];
    const open = filesIn(data);
    await server.close();
    for (const files of [open, filesIn(data)])
      for (const [name, bytes] of files)
        for (const secret of secrets)
          for (const encoding of ['utf8', 'utf16le'] as const)
            expect([name, secret, bytes.includes(Buffer.from(secret, encoding))]).toEqual([name, secret, false]);
    // The search itself works: what is not sealed is found.
    expect([...open.values()].some((bytes) => bytes.includes(asked.what))).toBe(true);
  });
});

function filesIn(folder: string): Map<string, Buffer> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(names.map(({ parentPath, name }) => [name, readFileSync(join(parentPath, name))]));
}
