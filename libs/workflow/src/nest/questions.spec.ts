/** What a route does not understand is said, never passed over; a history in pages; words of forms as they reach the reader. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Api, asked, spoken } from './api.fixture.js';

let api: Api;
let id: string;
beforeAll(async () => {
  api = await Api.start();
  id = await api.taken();
});
afterAll(async () => {
  await api.stop();
  expect(api.logged).toEqual([]);
});

const at = (path: string) => `/api/${path.replace(':id', id)}`;
const reads = ['errands', 'errands/:id', 'errands/:id/history', 'workflows', 'waiting', 'counts', 'references/area'];
const steps = ['errands', 'errands/:id/comment', 'errands/bulk/change-runner'];

describe('a part of the address that a route does not know', () => {
  it.each(reads.flatMap((path) => ['foo', 'State', 'dryRun', '__proto__'].map((name) => [path, name] as const)))(
    'GET %s with %s is refused by name',
    async (path, name) => {
      const sent = await api.get(`${at(path)}?${name}=1`);
      expect(sent).toMatchObject({ status: 400, body: { code: 'request/query' } });
      expect(sent.body.detail).toContain(name);
    },
  );

  it.each(steps)('POST %s with one is refused and records nothing', async (path) => {
    const head = await api.world.store.head();
    const sent = await api.post(`${at(path)}?dryrun=1`, path === 'errands' ? asked : { text: '在' });
    expect(sent).toMatchObject({ status: 400, body: { code: 'request/query', params: { name: 'dryrun' } } });
    expect(await api.world.store.head()).toBe(head);
  });

  it.each(reads)('GET %s says in both languages that a past moment cannot be asked for yet', async (path) => {
    const past = `${at(path)}?asOf=2026-11-01T00:00:00Z`;
    const sent = await api.get(past);
    expect(sent).toMatchObject({ status: 400, body: { code: 'request/as-of', params: { name: 'asOf' } } });
    expect(sent.body.detail).toBe('尚不能查询过去某一时点的情况（asOf）');
    const english = await api.get(past, { headers: { 'accept-language': 'en' } });
    expect(english.body.detail).toBe('How things stood at a past moment (asOf) cannot be asked for yet');
  });
});

describe('a position that no answer can have told', () => {
  it.each([...reads, 'errands/nobody'])('is refused by GET %s', async (path) => {
    for (const position of ['garbage', '7', '-000000000000001'])
      expect(await api.get(at(path), { headers: { 'x-linli-after': position } })).toMatchObject({
        status: 400,
        body: { code: 'request/after' },
      });
  });
});

describe('If-Match where nothing can match it', () => {
  it.each(['"0"', '"1"', '*'])('on something new is a demand that is not met: %s', async (tag) => {
    const head = await api.world.store.head();
    const sent = await api.post('/api/errands', asked, { headers: { 'if-match': tag } });
    expect(sent).toMatchObject({ status: 412, body: { code: 'request/if-match-new' } });
    expect(await api.world.store.head()).toBe(head);
  });

  it('on many cases is refused with the way to say it', async () => {
    const headers = { 'if-match': '"2"', 'accept-language': 'en' };
    const change = { ids: [id], form: { runner: 'wang' } };
    const sent = await api.post('/api/errands/bulk/change-runner', change, { by: 'zhou', headers });
    expect(sent).toMatchObject({ status: 400, body: { code: 'request/if-match-bulk' } });
    expect(sent.body.detail).toContain('position');
    expect(await api.recorded(id)).toBe(2);
  });
});

describe('a history', () => {
  it('comes in pages that join, each with the number of all', async () => {
    const errand = await api.taken();
    for (let n = 0; n < 5; n++) await api.post(`/api/errands/${errand}/comment`, { text: `${n}` });
    const whole = (await api.get(`/api/errands/${errand}/history`)).body;
    expect(whole).toMatchObject({ total: 7, next: null });
    const versions: number[][] = [];
    let next: string | null = '';
    for (let page = 0; page < 10 && next !== null; page++) {
      const after: string = next === '' ? '' : `&after=${next}`;
      const { body } = await api.get(`/api/errands/${errand}/history?limit=3${after}`);
      expect(body.total).toBe(7);
      versions.push(body.items.map((one) => one.version));
      next = body.next;
    }
    expect(versions).toEqual([[0, 1, 2], [3, 4, 5], [6]]);
    const newest = (await api.get(`/api/errands/${errand}/history?after=4`)).body;
    expect(newest.items).toEqual(whole.items.slice(5));
    expect((await api.get(`/api/errands/${errand}/history?after=99`)).body).toMatchObject({ items: [], next: null });
  });

  it.each(['limit=0', 'limit=1001', 'limit=x', 'after=-1', 'after=x', 'after=1&after=2'])(
    'asked for with %s cannot be understood',
    async (query) => {
      expect(await api.get(`/api/errands/${id}/history?${query}`)).toMatchObject({
        status: 400,
        body: { code: 'request/query' },
      });
    },
  );
});

describe('what is wrong with a form', () => {
  it('of the engine is said in the words of the engine, of a workflow in its own', async () => {
    const headers = { 'accept-language': 'en' };
    const why = ['为何未成', 'why it failed'] as const;
    const fields = { ...spoken.texts.fields, why, reason: ['事由', 'ground'] as const };
    const other = await Api.start({ words: { ...spoken, texts: { ...spoken.texts, fields } } });
    const errand = await other.taken();
    const detail = async (verb: string) =>
      (await other.post(`/api/errands/${errand}/${verb}`, {}, { headers })).body.errors[0]?.detail;
    expect(await detail('pause-clock')).toBe('Why is required');
    expect(await detail('drop')).toBe('Ground is required');
    await other.stop();
    const member = await api.post('/api/errands', { ...asked, caller: { name: '张三', x: 1 } }, { headers });
    expect(member.body.errors.map((one) => one.detail)).toEqual(['Caller › x is not a field of this form']);
  });
});
