import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DatabaseSync } from 'node:sqlite';
import { pino } from 'pino';
import { askServer, socketPath } from '#server/admin-socket';
import { openDataFolder } from '#server/data-folder';
import { serve, type RunningServer } from '#server/server';
import { Client } from './client.fixture.js';
import { asked, errands, serveErrands } from './errands.fixture.js';
import { ownFolder } from './program.fixture.js';

let folder: ReturnType<typeof ownFolder>;
let data: string;
let server: RunningServer;
beforeEach(async () => {
  folder = ownFolder();
  data = `${folder.path}/data`;
  server = await serveErrands(data);
});
afterEach(async () => {
  await server.close();
  folder.remove();
});

const signedIn = (person = 'officer-nanguan-1'): Promise<Client> => Client.signedIn(server.url, person);

describe('sample sign-in', () => {
  it('lists the people with roles and jurisdictions, signs one in by a cookie that scripts cannot read, and out again', async () => {
    const client = new Client(server.url);
    const people = (await client.get('/api/session/people')).body['items'];
    expect(people).toContainEqual(
      expect.objectContaining({ id: 'officer-nanguan-1', roles: ['clerk'], jurisdictions: ['nanguan'] }),
    );
    expect(await client.get('/api/session')).toMatchObject({ status: 401, body: { code: 'session/needed' } });
    const answer = await client.post('/api/session', { person: 'officer-nanguan-1' });
    expect(answer.headers.get('set-cookie')).toMatch(
      /^linli_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+$/,
    );
    expect((await client.get('/api/session')).body).toMatchObject({ id: 'officer-nanguan-1', roles: ['clerk'] });
    const cookie = client.cookie;
    expect((await client.delete('/api/session')).status).toBe(204);
    expect((await client.get('/api/session', { cookie })).status).toBe(401);
  });

  it.each([
    [{}, '/person', 'required'],
    [{ person: 'nobody' }, '/person', 'unknown-reference'],
    [{ person: 7 }, '/person', 'unknown-reference'],
    [{ person: 'officer-nanguan-1', admin: true }, '/admin', 'unknown-field'],
  ])('refuses %j by its field', async (body, pointer, code) => {
    const answer = await new Client(server.url).post('/api/session', body);
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer, code }] } });
    expect(answer.headers.get('set-cookie')).toBeNull();
  });

  it('forgets who was signed in when the same browser signs in as somebody else', async () => {
    const client = await signedIn();
    const before = client.cookie;
    await client.post('/api/session', { person: 'officer-nanguan-2' });
    expect((await client.get('/api/session')).body['id']).toBe('officer-nanguan-2');
    expect((await new Client(server.url).get('/api/session', { cookie: before })).status).toBe(401);
  });

  it('does not exist where the data is real', async () => {
    const real = await serve({
      folder: openDataFolder(`${folder.path}/real`, { create: 'real' }),
      config: { eventStore: undefined, streamPrefix: 'linli.', masterKey: undefined, host: '127.0.0.1', port: 0 },
      log: pino({ level: 'silent' }),
      contexts: errands,
    });
    const client = new Client(real.url);
    expect((await client.get('/api/session/people')).status).toBe(404);
    expect((await client.post('/api/session', { person: 'officer-nanguan-1' })).status).toBe(404);
    await expect(askServer(`${folder.path}/real`, 'seed', {})).rejects.toThrow(/holds real data/);
    await real.close();
  });
});

describe('a request from another site', () => {
  it.each<Record<string, string>>([
    { origin: 'http://elsewhere.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ])('with %j changes nothing', async (headers) => {
    const client = await signedIn();
    const answer = await client.post('/api/errands', asked, { headers });
    expect(answer).toMatchObject({ status: 403, body: { code: 'request/other-origin' } });
    expect((await client.get('/api/errands')).body['total']).toBe(0);
    expect((await client.get('/api/errands', headers)).status).toBe(200);
  });

  it('is told from our own page, and a form of HTML from JSON', async () => {
    const client = await signedIn();
    const own = await client.post('/api/errands', asked, {
      headers: { origin: server.url, 'sec-fetch-site': 'same-origin' },
    });
    expect(own.status).toBe(201);
    const form = await client.post('/api/errands', asked, { headers: { 'content-type': 'text/plain' } });
    expect(form.status).toBe(415);
  });
});

describe('what is no page', () => {
  it.each(['/api/session/people', '/api/nowhere', '/api/openapi.json', '/health/live', '/metrics'])(
    'may show nothing and stand in nothing: %s',
    async (path) => {
      const { headers } = await new Client(server.url).get(path);
      expect(headers.get('content-security-policy')).toBe("default-src 'none';frame-ancestors 'none'");
    },
  );

  it('but for the page that the API is read by, which has its own files alone', async () => {
    const { status, headers } = await new Client(server.url).get('/api/docs');
    const policy = headers.get('content-security-policy') ?? '';
    expect([status, policy]).toEqual([200, expect.stringMatching(/^default-src 'none'; script-src 'self';/)]);
    expect(policy).not.toMatch(/https?:/);
  });
});

describe('what operators see', () => {
  it('says that it lives, that it serves and how far each view is', async () => {
    const client = new Client(server.url);
    expect(await client.get('/health/live')).toMatchObject({ status: 200, body: { status: 'alive' } });
    const ready = await client.get('/health/ready');
    expect(ready).toMatchObject({ status: 200, body: { status: 'ready', views: { state: 'live' } } });
    const { progress } = ready.body['views'] as { progress: { name: string; done: number; of: number }[] };
    expect(progress.map(({ name }) => name)).toEqual(expect.arrayContaining(['timers', 'errands']));
    for (const { done, of } of progress) expect(done).toBe(of);
  });

  it('measures commands by workflow and outcome, refusals by code, appends, views and timers', async () => {
    const client = await signedIn();
    const { id } = (await client.post('/api/errands', asked)).body;
    await client.post(`/api/errands/${String(id)}/finish`, { how: 'well' }, { ifMatch: 1 });
    const { text } = (await client.get('/metrics')).body;
    for (const line of [
      /^linli_command_seconds_count\{workflow="errand",outcome="done"\} 1$/m,
      /^linli_refusals_total\{workflow="errand",code="command\/not-your-role"\} 1$/m,
      /^linli_append_batch_count [1-9]/m,
      /^linli_view_behind_seconds 0$/m,
      /^linli_timers_due 0$/m,
      /^linli_timers_late_seconds 0$/m,
    ])
      expect(text).toMatch(line);
  });

  it('says that the log is damaged as soon as somebody meets it, and is not ready any more', async () => {
    const client = await signedIn();
    const id = String((await client.post('/api/errands', asked)).body['id']);
    const before = await client.get('/health/ready');
    expect(before).toMatchObject({ status: 200, body: { corrupt: { events: 0 } } });
    const db = new DatabaseSync(`${data}/events.db`, { timeout: 5_000 });
    db.prepare("UPDATE events SET data = replace(data, '灯', '门') WHERE stream = ?").run(`errand-${id}`);
    db.close();
    await expect(askServer(data, 'replay', { stream: `errands/${id}` })).rejects.toThrow();
    const damaged = await client.get('/health/ready');
    expect(damaged).toMatchObject({ status: 503, body: { status: 'not-ready' } });
    // Which one is told to whoever may ask: this door is open to anybody.
    expect(damaged.body['corrupt']).toEqual({ events: 1 });
    expect(JSON.stringify(damaged.body)).not.toContain(id);
    expect(await askServer(data, 'status', {})).toMatchObject({
      result: { corrupt: { events: 1, first: `event 0 of errand-${id}: the data does not match its hash` } },
    });
    expect((await client.get('/metrics')).body['text']).toMatch(/^linli_corrupt_events_total [1-9]/m);
  });

  it('answers the command line through the socket: the life of a case, a rebuild, the settings', async () => {
    const client = await signedIn();
    const id = String((await client.post('/api/errands', asked)).body['id']);
    const told: unknown[] = [];
    const replay = await askServer(data, 'replay', { stream: `errands/${id}` });
    expect(replay?.result).toMatchObject({ stream: `errand-${id}`, events: [{ envelope: { type: 'ErrandAsked' } }] });
    expect(JSON.stringify(replay)).not.toContain(asked.story);
    const opened = await askServer(data, 'replay', { stream: `errand-${id}`, open: true });
    expect(JSON.stringify(opened)).toContain(asked.story);
    const rebuilt = await askServer(data, 'rebuild', {}, (progress) => told.push(progress));
    const { views } = rebuilt?.result as { views: { name: string; same: boolean }[] };
    expect(views.map(({ name }) => name)).toContain('timers');
    expect(views.filter(({ same }) => !same)).toEqual([]);
    const { settings } = (await askServer(data, 'config', {}))?.result as { settings: { name: string }[] };
    expect(settings).toContainEqual(expect.objectContaining({ name: 'errand.take', edition: 1 }));
    expect((await askServer(data, 'status', {}))?.result).toMatchObject({ kind: 'sample', views: { state: 'live' } });
  });

  it.each([
    ['frobnicate', {}, /There is no operation frobnicate/],
    ['replay', {}, /stream is missing/],
    ['replay', { stream: 'nothing-1' }, /names no stream/],
    ['replay', { stream: 'errand-1' }, /Nothing is recorded of errand-1/],
    ['rebuild', { view: 'nothing' }, /There is no view named nothing/],
  ])('refuses %s %j in one sentence', async (operation, input, sentence) => {
    await expect(askServer(data, operation, input)).rejects.toThrow(sentence);
  });

  it('is silent where no server runs', async () => {
    await server.close();
    expect(await askServer(data, 'status', {})).toBeUndefined();
    expect(socketPath(`/${'x'.repeat(200)}`).length).toBeLessThan(104);
  });
});
