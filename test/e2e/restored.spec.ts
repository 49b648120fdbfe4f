/** Nodes that run while their log is restored to an earlier state and grows past what they had seen. */
import { afterAll, beforeAll, expect, jest } from '@jest/globals';
import { instant } from '#libs/workflow';
import type { RunningServer } from '#server/server';
import { itDisturbs } from '../support/shared-log.js';
import { Client } from './client.fixture.js';
import { Cluster } from './cluster.fixture.js';
import { until } from '../support/until.js';

const filing = {
  source: 'window',
  category: 'facilities',
  community: 'c-nanguan-1',
  complainant: { name: '尉迟岚', phone: '13900006789' },
  story: '电梯夜里停在两层之间。',
};
const acceptance = { track: 'handle', difficulty: 'simple', mediator: 'officer-nanguan-1' };

jest.setTimeout(90_000);

let cluster: Cluster;
let api: RunningServer;
let worker: RunningServer;
let officer: Client;
beforeAll(async () => {
  cluster = await Cluster.start();
  api = await cluster.node('api');
  worker = await cluster.node('worker');
  officer = await Client.signedIn(api.url, 'subdistrict-nanguan');
});
afterAll(() => cluster.stop());

/** So long ago that its first deadline has passed. */
async function file(): Promise<string> {
  const occurredAt = instant(Date.now() - 5 * 86_400_000);
  const { status, body } = await officer.post('/api/complaints', { ...filing, occurredAt, lateReason: '纸质登记' });
  if (status !== 201) throw new Error(`not filed: ${JSON.stringify(body)}`);
  return String(body['id']);
}
const missed = async (id: string): Promise<boolean> =>
  (await cluster.recorded(`complaint-${id}`)).includes('DeadlineMissed');
const ready = async (): Promise<boolean> => {
  const all = await Promise.all([api, worker].map(({ url }) => new Client(url).get('/health/ready')));
  return all.every(({ status }) => status === 200);
};

itDisturbs('forget what was lost, show and act on what is recorded since, and are not ready meanwhile', async () => {
  const kept = await file();
  await until(() => missed(kept), 30_000);
  const backup = cluster.log.server.log.all.length;
  const lost = [await file(), await file(), await file()];
  for (const id of lost) await until(() => missed(id), 30_000);
  await until(async () => api.composition.views.position === (await api.composition.store.head()), 30_000);

  await cluster.log.server.stop();
  cluster.log.server.log.restoreTo(backup);
  const ends = new Promise<void>((resolve) => {
    const look = setInterval(() => {
      if (!api.composition.views.ready) resolve(clearInterval(look));
    }, 1);
  });
  await cluster.log.server.start();
  await ends;
  await until(ready, 30_000);

  // As a command to a lost case is refused, so is it looked for: by what the log holds.
  expect((await officer.post(`/api/complaints/${lost[0]}/accept`, acceptance)).status).toBe(404);
  const since = [await file(), await file(), await file(), await file(), await file()];
  for (const id of since) await until(() => missed(id), 30_000);
  const ids = async (): Promise<string[]> => {
    const { body } = await officer.get('/api/complaints?limit=100');
    return (body['items'] as { id: string }[]).map(({ id }) => id);
  };
  await until(async () => (await ids()).length === 6, 30_000);
  expect((await ids()).sort()).toEqual([kept, ...since].sort());
  expect((await officer.post(`/api/complaints/${since[0]}/comment`, { text: '已电话联系' })).status).toBe(200);
  for (const { composition } of [api, worker]) {
    const { views } = composition;
    const names = [...new Set(views.progress().map(({ name }) => name))];
    const hashes = () => Promise.all(names.map((name) => views.hash(name)));
    await until(async () => views.position === (await composition.store.head()), 30_000);
    const before = await hashes();
    await views.rebuild();
    expect(await hashes()).toEqual(before);
  }
});
