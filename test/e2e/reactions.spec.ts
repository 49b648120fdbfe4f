/** What follows in one case from what happened in another, through the doors of a node of our own. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { pino } from 'pino';
import { openDataFolder } from '#server/data-folder';
import { serve, type RunningServer } from '#server/server';
import { Client } from './client.fixture.js';
import { ownFolder } from './program.fixture.js';
import { until } from '../support/until.js';

const filing = {
  source: 'window',
  category: 'facilities',
  community: 'c-nanguan-3',
  complainant: { name: '闻人素', phone: '13900004321' },
  story: '楼前污水井外溢。',
};
const acceptance = { track: 'handle', difficulty: 'simple', mediator: 'officer-nanguan-1' };

let folder: ReturnType<typeof ownFolder>;
let server: RunningServer;
let mediator: Client;
let office: Client;
beforeAll(async () => {
  folder = ownFolder();
  server = await serve({
    folder: openDataFolder(join(folder.path, 'data'), { create: 'sample' }),
    config: { eventStore: undefined, streamPrefix: 'linli.', masterKey: undefined, host: '127.0.0.1', port: 0 },
    log: pino({ level: 'silent' }),
  });
  mediator = await Client.signedIn(server.url, 'officer-nanguan-1');
  office = await Client.signedIn(server.url, 'office-1');
  await until(() => server.composition.work.reactions.status().every(({ state }) => state === 'following'));
});
afterAll(async () => {
  await server.close();
  folder.remove();
});

const file = async (): Promise<string> => String((await mediator.post('/api/complaints', filing)).body['id']);
const path = (id: string): string => `/api/complaints/${id}`;
async function step(id: string, name: string, form: object): Promise<void> {
  const { body } = await mediator.get(path(id));
  const { status } = await mediator.post(`${path(id)}/${name}`, form, { ifMatch: Number(body['revision']) });
  expect(status).toBe(200);
}
async function history(id: string): Promise<{ type: string; actor: { id: string; kind: string } }[]> {
  return (await office.get(`${path(id)}/history`)).body['items'] as Awaited<ReturnType<typeof history>>;
}
const types = async (id: string): Promise<string[]> => (await history(id)).map(({ type }) => type);

describe('reactions over HTTP', () => {
  it('law 9: a merged duplicate shows in the case it went into; the sample, older than the reaction, fires nothing', async () => {
    const [duplicate, into] = [await file(), await file()];
    await step(duplicate, 'merge-duplicate', { into, reason: '同一事项' });
    await until(async () => (await types(into)).includes('ComplaintAbsorbed'));
    expect((await history(into)).at(-1)?.actor).toMatchObject({ kind: 'reaction', id: 'absorb' });
    const absorbed: string[] = [];
    for await (const { envelope } of server.composition.store.readAll())
      if (envelope.type === 'ComplaintAbsorbed') absorbed.push(envelope.stream);
    expect(absorbed).toEqual([`complaint-${into}`]);
  });

  it('law 9: a community that moves takes its open complaints along and leaves the ended ones', async () => {
    const [open, ended] = [await file(), await file()];
    await step(ended, 'accept', acceptance);
    await step(ended, 'withdraw', { reason: '已自行协商' });
    const before = await types(ended);
    const moved = await office.post('/api/communities/c-nanguan-3/move', {
      subDistrict: 'beixia',
      neighbourhood: 'shuyuan',
      effectiveOn: '2026-01-01',
      reason: '区划调整',
    });
    expect(moved.status).toBe(200);
    await until(async () => (await types(open)).includes('ComplaintTransferred'));
    const there = await Client.signedIn(server.url, 'officer-beixia-1');
    expect((await there.get(path(open))).body).toMatchObject({ state: 'filed', subDistrict: 'beixia' });
    expect(await types(ended)).toEqual(before);
  });

  it('shows incidents to the administrator and tells operators how reactions stand', async () => {
    const admin = await Client.signedIn(server.url, 'admin-1');
    expect(await admin.get('/api/incidents')).toMatchObject({ status: 200, body: { items: [], total: 0 } });
    expect((await mediator.get('/api/incidents')).body).toMatchObject({ items: [] });
    expect((await admin.get('/health/ready')).body['reactions']).toEqual({ following: 3, failing: 0 });
    const followers = server.composition.work.reactions.status();
    expect(followers.map(({ name, state }) => `${name} ${state}`).sort()).toEqual([
      'incidents following',
      'reaction-absorb following',
      'reaction-community-moved following',
    ]);
    const metrics = String((await admin.get('/metrics')).body['text']);
    expect(metrics).toMatch(/^linli_incidents_open 0$/m);
    expect(metrics).toMatch(/^linli_reactions_failing 0$/m);
  });
});
