import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { VirtualClock, workingDays } from '#libs/workflow';
import type { RunningServer } from '#server/server';
import { Client } from './client.fixture.js';
import { asked, serveErrands, TUESDAY } from './errands.fixture.js';
import { ownFolder } from './program.fixture.js';
import { until } from '../support/until.js';

let folder: ReturnType<typeof ownFolder>;
let clock: VirtualClock;
let server: RunningServer;
let li: Client;

beforeEach(async () => {
  folder = ownFolder();
  await begin(TUESDAY);
});
afterEach(async () => {
  await server.close();
  folder.remove();
});

async function begin(moment: string): Promise<void> {
  clock = new VirtualClock(moment);
  server = await serveErrands(`${folder.path}/data`, clock);
  li = await Client.signedIn(server.url, 'officer-nanguan-1');
}

async function restartAt(moment: string): Promise<void> {
  await server.close();
  await begin(moment);
}

const ask = async (): Promise<string> => String((await li.post('/api/errands', asked)).body['id']);
async function history(id: string): Promise<string[]> {
  const { body } = await li.get(`/api/errands/${id}/history`);
  return (body['items'] as { type: string }[]).map(({ type }) => type);
}
const deadlines = async (id: string) => (await li.get(`/api/errands/${id}`)).body['deadlines'];

describe('a life over HTTP', () => {
  it('keeps everything over a restart: the case, who did what, and the answer to a repeat', async () => {
    const key = randomUUID();
    const id = await ask();
    const taken = await li.post(`/api/errands/${id}/take`, { runner: 'officer-nanguan-1' }, { key });
    expect(taken).toMatchObject({ status: 200, body: { state: 'taken', revision: 2 } });
    await restartAt('2026-11-24T02:00:00.000Z');
    const again = await li.post(`/api/errands/${id}/take`, { runner: 'officer-nanguan-1' }, { key });
    expect(again.headers.get('idempotent-replay')).toBe('true');
    expect(again.body).toMatchObject({ position: taken.body['position'], version: 1, state: 'taken' });
    const unseen = await li.post(`/api/errands/${id}/finish`, { how: 'well' });
    expect(unseen.status).toBe(428);
    const done = await li.post(`/api/errands/${id}/finish`, { how: 'well' }, { ifMatch: 2 });
    expect(done).toMatchObject({ status: 200, body: { state: 'done' } });
    expect(await history(id)).toEqual(['ErrandAsked', 'ErrandTaken', 'ErrandDone']);
  });

  it('law 3: deadlines that fell due while the program was down act, once, when it is up again', async () => {
    const id = await ask();
    await restartAt('2026-11-26T20:00:00.000Z');
    await until(async () => (await history(id)).length === 4);
    expect(await history(id)).toEqual(['ErrandAsked', 'DeadlineMissed', 'DeadlineAlerted', 'DeadlineAlerted']);
    await restartAt('2026-11-26T20:00:01.000Z');
    expect(server.composition.work.dueWork.status().due).toBe(0);
    expect(await history(id)).toHaveLength(4);
  });

  it('law 9: a deadline acts within one second while the program runs', async () => {
    const id = await ask();
    await until(() => server.composition.work.dueWork.status().nextDueAt === '2026-11-25T16:00:00.000Z');
    await clock.set('2026-11-25T16:00:00.000Z');
    await until(async () => (await history(id)).length === 3);
    const { body } = await li.get(`/api/errands/${id}/history`);
    const [, missed] = body['items'] as { recordedAt: string }[];
    expect(missed?.recordedAt).toBe('2026-11-25T16:00:00.000Z');
  });

  it('law 3: a year published and a setting changed over HTTP move open cases', async () => {
    await restartAt('2026-12-25T01:00:00.000Z');
    const id = await ask();
    await li.post(`/api/errands/${id}/take`, { runner: 'officer-nanguan-1' });
    expect(await deadlines(id)).toMatchObject([{ name: 'finish', dueAt: '2027-01-01T16:00:00.000Z' }]);
    const root = await Client.signedIn(server.url, 'admin-1');
    const published = await root.post('/api/calendars', {
      year: 2027,
      holidays: ['2027-01-01', '2027-01-04'],
      makeUpDays: [],
      source: '通知',
    });
    expect(published.status).toBe(201);
    await until(async () => (await history(id)).length === 3);
    expect(await deadlines(id)).toMatchObject([{ name: 'finish', dueAt: '2027-01-05T16:00:00.000Z' }]);
    const changed = await root.post('/api/settings/errand.finish/change', {
      value: workingDays(6),
      effectiveOn: '2026-12-25',
      alsoOpen: true,
      reason: '试行',
    });
    expect(changed.status).toBe(200);
    await until(async () => (await history(id)).length === 4);
    expect(await deadlines(id)).toMatchObject([{ name: 'finish', dueAt: '2027-01-06T16:00:00.000Z' }]);
  });

  it('law 5: a clock set back over a restart stamps nothing before what is recorded', async () => {
    const id = await ask();
    await restartAt('2026-11-23T01:00:00.000Z');
    const second = await ask();
    const { body } = await li.get(`/api/errands/${second}/history`);
    const [event] = body['items'] as { recordedAt: string }[];
    expect(event?.recordedAt).toBe(TUESDAY);
    expect(await history(id)).toEqual(['ErrandAsked']);
  });
});
