/** The whole life of a tiny case over HTTP: creating, stepping, reading, repeating, and what two people do at once. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Api, asked } from './api.fixture.js';

let api: Api;
beforeAll(async () => {
  api = await Api.start();
});
afterAll(async () => {
  await api.stop();
  expect(api.logged).toEqual([]);
});

describe('a case over HTTP', () => {
  it('is created with its place, its tag, its number and what is possible next', async () => {
    const sent = await api.post('/api/errands', asked);
    expect(sent).toMatchObject({
      status: 201,
      body: {
        version: 0,
        revision: 1,
        state: 'asked',
        number: expect.stringMatching(/^跑〔2026〕\d+$/),
        actions: ['take', 'audit', 'comment', 'link-related'],
        next: ['take'],
        deadlines: [{ name: 'take', dueAt: '2026-11-25T16:00:00.000Z', provisional: false }],
      },
    });
    expect(sent.headers.get('location')).toBe(`/api/errands/${sent.body.id}`);
    expect(sent.headers.get('etag')).toBe('"1"');
    expect(sent.headers.get('x-content-type-options')).toBe('nosniff');
    expect(sent.body.refusals).toContainEqual({
      action: 'hold',
      code: 'command/not-your-role',
      params: { command: 'HoldErrand' },
    });
  });

  it('lives from asking to auditing, and is read at every step as it is', async () => {
    const [id, another] = [await api.asked(), await api.asked()];
    const one = `/api/errands/${id}`;
    expect((await api.get(one)).body).toMatchObject({
      id,
      state: 'asked',
      what: '换灯泡',
      story: asked.story,
      caller: asked.caller,
      comments: [],
      links: [],
      misses: [],
      openedAt: expect.any(String),
    });
    expect((await api.post(`${one}/take`, { runner: 'li' })).body).toMatchObject({ version: 1, revision: 2 });
    expect((await api.post(`${one}/comment`, { text: '已电话联系' })).body).toMatchObject({ version: 2, revision: 2 });
    expect((await api.post(`${one}/link-related`, { workflow: 'errand', to: another })).status).toBe(200);
    const corrected = { field: 'story', value: '四单元', reason: '听错了' };
    expect((await api.post(`${one}/correct`, corrected)).status).toBe(200);
    const read = await api.get(one);
    expect(read.headers.get('etag')).toBe('"3"');
    expect(read.body).toMatchObject({
      state: 'taken',
      runner: 'li',
      story: '四单元',
      comments: [{ text: '已电话联系', by: 'li' }],
      links: [{ workflow: 'errand', to: another }],
    });
    const finished = await api.post(`${one}/finish`, { how: 'well' }, { headers: { 'if-match': '"3"' } });
    expect(finished.body).toMatchObject({ state: 'done', deadlines: [] });
    expect((await api.post(`${one}/audit`, { verdict: 'fine' }, { by: 'zhou' })).body).toMatchObject({ state: 'done' });
  });

  it('takes back with an undone step what that step said', async () => {
    const id = await api.asked();
    await api.post(`/api/errands/${id}/take`, { runner: 'wang' });
    expect((await api.get(`/api/errands/${id}`)).body).toHaveProperty('runner', 'wang');
    expect((await api.post(`/api/errands/${id}/undo-last`)).body).toMatchObject({ state: 'asked' });
    expect((await api.get(`/api/errands/${id}`)).body).not.toHaveProperty('runner');
  });

  it('has a history of envelopes that hash to what was recorded, in the words of the reader', async () => {
    const id = await api.taken();
    const history = (await api.get(`/api/errands/${id}/history`)).body;
    const recorded = await api.world.events('errand', id);
    expect(history).toMatchObject({ total: 2, next: null });
    for (const [index, { envelope, hash }] of recorded.entries())
      expect(history.items[index]).toMatchObject({ ...envelope, hash });
    expect(history.items[0]).toMatchObject({ data: { story: asked.story }, words: { who: '李明', what: '提出跑腿' } });
    expect(history.items[0]?.words.when).toMatch(/^2026年11月24日.*09:00$/);
    const english = (await api.get(`/api/errands/${id}/history`, { headers: { 'accept-language': 'en' } })).body;
    expect(english.items[1]?.words).toMatchObject({ who: '李明', what: 'took it on' });
  });

  it('law 8: what was erased is said to be erased, and the rest stays', async () => {
    const id = await api.asked();
    await api.world.vault.erase(`errand-${id}`);
    expect((await api.get(`/api/errands/${id}`)).body).toMatchObject({ story: { $erased: true }, what: '换灯泡' });
    const list = await api.get('/api/errands?limit=200');
    expect(list.body.items.find((one) => one.id === id)).toMatchObject({ story: { $erased: true } });
  });

  it('a dry run says what would be recorded and records nothing', async () => {
    const id = await api.asked();
    const dry = await api.post(`/api/errands/${id}/take?dryRun=1`, { runner: 'wang' });
    expect(dry).toMatchObject({
      status: 200,
      body: { dryRun: true, events: ['ErrandTaken'], state: 'taken', position: null, number: null },
    });
    expect(dry.body.deadlines).toMatchObject([{ name: 'finish' }]);
    expect(await api.recorded(id)).toBe(1);
    expect(await api.post('/api/errands?dryRun=1', asked)).toMatchObject({ status: 200, body: { dryRun: true } });
  });

  it('texts are only texts: markup and statements come back as they were', async () => {
    const what = `<script>alert(1)</script>'; DROP TABLE errands; --`;
    const id = await api.asked({ what });
    expect((await api.get(`/api/errands/${id}`)).body.what).toBe(what);
    const { items } = (await api.get('/api/errands?limit=200')).body;
    expect(items.find((one) => one.id === id)?.what).toBe(what);
  });

  it('HEAD is GET without the content, OPTIONS tells the methods, others are refused', async () => {
    const id = await api.asked();
    const path = `/api/errands/${id}`;
    const head = await api.send('HEAD', path);
    expect(head).toMatchObject({ status: 200, text: '' });
    expect(head.headers.get('content-length')).toBe(String(Buffer.byteLength((await api.get(path)).text)));
    const options = await api.send('OPTIONS', path);
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS']);
    const refused = await api.send('DELETE', path);
    expect(refused).toMatchObject({ status: 405, body: { code: 'request/method' } });
    expect(refused.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
    const bare = await api.send('OPTIONS', '/api/errands');
    expect(bare.headers.get('allow')).toBe('POST, GET, HEAD, OPTIONS');
  });
});

describe('law 2: the same command again', () => {
  it('law 2: answers the first outcome with the state of today and says that it is a replay', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const first = await api.post('/api/errands', asked, { headers });
    await api.post(`/api/errands/${first.body.id}/take`, { runner: 'li' });
    const again = await api.post('/api/errands', asked, { headers });
    const { id, version, position } = first.body;
    expect(again).toMatchObject({ status: 201, body: { id, version, position, revision: 2, state: 'taken' } });
    expect(again.headers.get('idempotent-replay')).toBe('true');
    expect(first.headers.get('idempotent-replay')).toBeNull();
    expect(await api.recorded(id)).toBe(2);
  });

  it('law 2: is told by its id only to the same person with the same body', async () => {
    const id = await api.asked();
    const other = await api.asked();
    const headers = { 'idempotency-key': randomUUID() };
    const take = `/api/errands/${id}/take`;
    expect((await api.post(take, { runner: 'li' }, { headers })).status).toBe(200);
    expect(await api.post(take, { runner: 'wang' }, { headers })).toMatchObject({
      status: 409,
      body: { code: 'command/id-reused' },
    });
    expect(await api.post(take, { runner: 'li' }, { headers, by: 'wang' })).toMatchObject({
      status: 409,
      body: { code: 'command/id-reused' },
    });
    // A stranger is not told that anything is known.
    expect(await api.post(take, { runner: 'li' }, { headers, by: 'far' })).toMatchObject({
      status: 404,
      body: { code: 'errand/not-found' },
    });
    // Ids are valid within a case.
    expect((await api.post(`/api/errands/${other}/take`, { runner: 'li' }, { headers })).status).toBe(200);
    expect(await api.recorded(id)).toBe(2);
  });

  it('law 2: sent ten times at once it is recorded once', async () => {
    const headers = { 'idempotency-key': `"${randomUUID().toUpperCase()}"` };
    const all = await Promise.all(Array.from({ length: 10 }, () => api.post('/api/errands', asked, { headers })));
    expect(new Set(all.map((one) => `${one.status} ${one.body.id} ${one.body.position}`)).size).toBe(1);
    expect(all.filter((one) => one.headers.get('idempotent-replay') === null)).toHaveLength(1);
    expect(await api.recorded(all[0]?.body.id ?? '')).toBe(1);
  });
});

describe('two people at once', () => {
  it('law 11: an edit from what is no longer so is refused, and one of several seen revisions is enough', async () => {
    const id = await api.taken();
    const change = (runner: string, tags: string) =>
      api.post(`/api/errands/${id}/change-runner`, { runner }, { by: 'zhou', headers: { 'if-match': tags } });
    const both = await Promise.all([change('wang', '"2"'), change('chen', '"2"')]);
    expect(both.map((one) => one.status).sort()).toEqual([200, 412]);
    expect(both.find((one) => one.status === 412)?.body).toMatchObject({
      code: 'command/changed-meanwhile',
      params: { revision: 3 },
    });
    expect((await change('zhao', '"1", "3"')).status).toBe(200);
    expect(await api.recorded(id)).toBe(4);
  });

  it('law 11: comments do not make anyone type again', async () => {
    const id = await api.taken();
    await api.post(`/api/errands/${id}/comment`, { text: '稍等' }, { by: 'wang' });
    expect(
      (await api.post(`/api/errands/${id}/finish`, { how: 'well' }, { headers: { 'if-match': '"2"' } })).status,
    ).toBe(200);
  });
});
