/** What an auditor reads, through the doors of a node of its own: recorded before it is answered, whatever the route. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { StoreUnavailable } from '#libs/event-store';
import { askServer } from '#server/admin-socket';
import { openDataFolder } from '#server/data-folder';
import { replay } from '#server/operations';
import { serve, type RunningServer } from '#server/server';
import { Client } from './client.fixture.js';
import { ownFolder } from './program.fixture.js';
import { until } from '../support/until.js';

const WITHIN_MS = 60_000;

let folder: ReturnType<typeof ownFolder>;
let server: RunningServer;
let auditor: Client;
let mediator: Client;
let complaint: string;
beforeAll(async () => {
  folder = ownFolder();
  server = await serve({
    folder: openDataFolder(`${folder.path}/data`, { create: 'sample' }),
    config: { eventStore: undefined, streamPrefix: 'linli.', masterKey: undefined, host: '127.0.0.1', port: 0 },
    log: pino({ level: 'silent' }),
  });
  auditor = await Client.signedIn(server.url, 'auditor-1');
  mediator = await Client.signedIn(server.url, 'officer-nanguan-1');
  const { body } = await mediator.get('/api/complaints?limit=1');
  complaint = String((body['items'] as { id: string }[])[0]?.id);
}, WITHIN_MS);
afterAll(async () => {
  await server.close();
  folder.remove();
});

/** Every address recorded so far, from the log itself. */
async function recorded(): Promise<string[]> {
  const { store, vault, contexts } = server.composition;
  const streams = new Set<string>();
  for await (const { envelope } of store.readAll())
    if (envelope.stream.startsWith('reading-')) streams.add(envelope.stream);
  expect(contexts.spoken.map(({ declaration }) => declaration.name)).toContain('reading');
  const lines: string[] = [];
  for (const stream of streams)
    for (const { envelope, data } of await store.readStream(stream))
      if (envelope.type === 'ThingsRead') {
        const plain = vault.open(data['asked'] as never, `${envelope.id}/asked`);
        lines.push(...(plain.kind === 'opened' ? plain.text.split('\n') : []));
      }
  return lines;
}

const READS = [
  '/api/complaints?state=filed&limit=5',
  '/api/complaints/:id',
  '/api/complaints/:id/history',
  '/api/COMPLAINTS/:id/',
  '/api/communities',
  '/api/people/auditor-1',
  '/api/waiting',
  '/api/counts',
  '/api/references/community?search=c',
  '/api/complaints/numbers?station=nanguan&year=2026',
  '/api/admin/health',
  '/api/readings',
  '/api/there-is-no-such-thing',
];

describe('what an auditor reads', () => {
  it.each(READS)('is recorded before it is answered: %s', async (route) => {
    const path = route.replace(':id', complaint);
    const before = await recorded();
    const { status } = await auditor.get(path);
    expect(status).toBeLessThan(500);
    const after = await recorded();
    expect(after.slice(before.length)).toEqual([`GET ${path}`]);
  });

  it('is recorded where it is a stream of live updates', async () => {
    const left = new AbortController();
    const headers = { cookie: auditor.cookie };
    const { status } = await fetch(`${server.url}/api/live`, { headers, signal: left.signal });
    expect(status).toBe(200);
    expect(await recorded()).toContain('GET /api/live');
    left.abort();
  });

  it('is recorded whatever the method, and one list costs one event', async () => {
    const before = await recorded();
    await auditor.post(`/api/complaints/${complaint}/comment?dryRun=1`, { text: '看' });
    await fetch(`${server.url}/api/complaints`, { method: 'HEAD', headers: { cookie: auditor.cookie } });
    expect((await recorded()).slice(before.length)).toEqual([
      `POST /api/complaints/${complaint}/comment?dryRun=1`,
      'HEAD /api/complaints',
    ]);
  });

  it('comes to rest where somebody looks at the record of it, though each change had it read again', async () => {
    const left = new AbortController();
    const { signal } = left;
    const opened = await fetch(`${server.url}/api/live`, { headers: { cookie: auditor.cookie }, signal });
    const heard: string[] = [];
    const following = (async () => {
      let text = '';
      for await (const chunk of opened.body ?? []) {
        text += Buffer.from(chunk).toString('utf8');
        const parts = text.split('\n\n');
        text = parts.pop() ?? '';
        for (const part of parts.filter((one) => one.startsWith('event: changed'))) {
          const { path, id } = JSON.parse(/^data: (.*)$/m.exec(part)?.[1] ?? '{}') as { path: string; id: string };
          heard.push(path);
          // As a list on the screen and a page of one case do.
          for (const address of [`/api/${path}?ids=${id}&limit=1`, `/api/${path}/${id}`]) await auditor.get(address);
        }
      }
    })().catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
    const before = await recorded();
    for (let again = 0; again < 20; again++) await auditor.get('/api/readings?state=all&limit=50');
    // What is heard of this case was recorded after all that was read.
    await mediator.post(`/api/complaints/${complaint}/comment`, { text: '电话联系' });
    await until(() => heard.includes('complaints'));
    await until(async () => (await recorded()).includes(`GET /api/complaints/${complaint}`));
    expect(heard).toEqual(['complaints']);
    left.abort();
    await following;
    const lines = (await recorded()).slice(before.length);
    expect(lines.filter((line) => line.includes('readings'))).toEqual(['GET /api/readings?state=all&limit=50']);
    expect(lines.length).toBeLessThanOrEqual(3);
  });

  it('is not recorded where it is nobody’s data, and others are not watched', async () => {
    const before = await recorded();
    for (const path of ['/api/session', '/api/session/people', '/api/workflows', '/api/openapi.json'])
      expect((await auditor.get(path)).status).toBe(200);
    await mediator.get('/api/complaints');
    await new Client(server.url).get('/api/complaints');
    expect(await recorded()).toEqual(before);
  });

  it('is read by administrators, the office and the leading group, and by no station', async () => {
    await auditor.get(`/api/complaints/${complaint}/history`);
    for (const person of ['admin-1', 'office-1', 'leading-group-1']) {
      const by = await Client.signedIn(server.url, person);
      const list = await by.get('/api/readings', { 'x-linli-after': String(await server.composition.store.head()) });
      const [day] = list.body['items'] as { id: string; reader: string }[];
      expect(day).toMatchObject({ reader: 'auditor-1', part: 1, state: 'open' });
      const { status, body } = await by.get(`/api/readings/${String(day?.id)}/history`);
      expect(status).toBe(200);
      expect(JSON.stringify(body)).toContain(`GET /api/complaints/${complaint}/history`);
    }
    expect((await mediator.get('/api/readings')).body).toMatchObject({ items: [], total: 0 });
    const { id } = ((await auditor.get('/api/readings')).body['items'] as { id: string }[])[0] ?? { id: '' };
    expect((await mediator.get(`/api/readings/${id}`)).status).toBe(404);
  });

  it('cannot be recorded by anybody by hand', async () => {
    const admin = await Client.signedIn(server.url, 'admin-1');
    const form = { reader: 'auditor-1', day: '2026-11-24', part: 9 };
    expect((await admin.post('/api/readings', form)).status).toBe(405);
  });
});

describe('what is read by the command line', () => {
  it('is recorded under the user of the machine before it is told, also what is then refused', async () => {
    const data = `${folder.path}/data`;
    const before = await recorded();
    const stream = `complaint-${complaint}`;
    const by = '王欣';
    expect(await askServer(data, 'replay', { stream, open: true, by })).toMatchObject({ result: { stream } });
    await expect(askServer(data, 'replay', { stream: 'complaint-nobody', by })).rejects.toThrow('Nothing is recorded');
    expect((await recorded()).slice(before.length)).toEqual([
      `linli replay ${stream} --open`,
      'linli replay complaint-nobody',
    ]);
    const office = await Client.signedIn(server.url, 'office-1');
    const own = async (): Promise<unknown[]> => {
      const { body } = await office.get('/api/readings?limit=50');
      return (body['items'] as { reader: string }[]).filter(({ reader }) => reader.startsWith('os-user:'));
    };
    await until(async () => (await own()).length === 1);
    expect(await own()).toMatchObject([{ reader: `os-user:${by}` }]);
  });

  it('is not told where it cannot be recorded', async () => {
    const away = new StoreUnavailable('the log is away', 'nothing-written');
    const { engine } = server.composition;
    const node = Object.create(server.composition, {
      engine: { value: { ports: engine.ports, execute: () => Promise.reject(away) } },
    }) as typeof server.composition;
    await expect(replay(node, { stream: `complaint-${complaint}`, by: 'wang' }, () => undefined)).rejects.toBe(away);
  });
});
