/** Lists narrowed: by words in all that a row shows, sealed texts too, and by what the declaration can be asked for. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openApi } from './openapi.js';
import { Api, spoken, type Body } from './api.fixture.js';
import type { Vocabulary } from './described.js';

const vocabulary: Vocabulary = {
  registers: { area: { nanguan: ['南关', 'South Gate'], beixia: ['北下', 'North End'] } },
  roles: {},
  soundsLike: (name, typed) => name === '南关' && typed === 'ng',
};

let api: Api;
const ids: Record<string, string> = {};
beforeAll(async () => {
  api = await Api.start({ vocabulary });
  ids['bulb'] = await api.asked({ what: '换灯泡', caller: { name: '张三', phone: '13800001111' } });
  await api.world.clock.advance(86_400_000);
  ids['drain'] = await api.asked({ what: '通下水道', story: '厨房 Sink 堵了', caller: { name: '李四' } });
  ids['lift'] = await api.asked({ what: '修电梯', story: '电梯停在三楼', caller: { name: '王五' } });
  ids['far'] = await api.asked({ area: 'beixia', what: '换灯泡' }, { by: 'far' });
  await finished('lift', 'badly');
  await finished('drain', 'well');
});
afterAll(async () => {
  await api.stop();
  expect(api.logged).toEqual([]);
});

async function finished(name: string, how: string): Promise<void> {
  await api.post(`/api/errands/${ids[name]}/take`, { runner: 'li' });
  const done = await api.post(`/api/errands/${ids[name]}/finish`, { how }, { headers: { 'if-match': '"2"' } });
  expect(done.status).toBe(200);
  await caughtUp(done);
}

async function caughtUp({ body }: { body: Body }): Promise<void> {
  await api.get('/api/errands', { headers: { 'x-linli-after': body.position } });
}

async function found(query: string, by = 'li'): Promise<readonly string[]> {
  const { status, body } = await api.get(`/api/errands?${query}`, { by });
  if (status !== 200) throw new Error(`${query}: ${body.code}`);
  expect(body.total).toBe(body.items.length);
  const names = Object.entries(ids);
  return body.items.map(({ id }) => names.find(([, one]) => one === id)?.[0] ?? id).sort();
}

describe('words', () => {
  it.each([
    ['part of a number', '〔2026〕2', ['drain']],
    ['a text', '下水', ['drain']],
    ['a text that is kept sealed', '三楼', ['lift']],
    ['the name of a person, kept sealed', '张三', ['bulb']],
    ['a telephone number', '138000011', ['bulb']],
    ['the last four digits of a telephone', '1111', ['bulb']],
    ['a number alone, and not whatever holds its digits within others', '3', ['lift']],
    ['the word of a state, in Chinese', '已完成', ['drain', 'lift']],
    ['the word of a choice, in English', 'badly', ['lift']],
    ['the sound of a name', 'NG', ['bulb', 'drain', 'lift']],
    ['letters of any case and width', 'ＳＩＮＫ', ['drain']],
    ['several words, each of them somewhere', '已完成 电梯', ['lift']],
    ['nothing', '没有这样的事', []],
  ])('find by %s', async (_, q, expected) => {
    expect(await found(`q=${encodeURIComponent(q)}`)).toEqual(expected);
  });

  it('find what the caller may see and nothing else', async () => {
    expect(await found(`q=${encodeURIComponent('灯泡')}`)).toEqual(['bulb']);
    expect(await found(`q=${encodeURIComponent('灯泡')}`, 'chief')).toEqual(['bulb', 'far']);
    expect(await found(`q=${encodeURIComponent('张三')}`, 'far')).toEqual(['far']);
  });

  it('find no id of ours, which nobody knows', async () => {
    expect(await found(`q=${(ids['bulb'] ?? '').slice(0, 8)}`)).toEqual([]);
  });

  it('come in pages that join, with the whole number of what was found', async () => {
    const first = await api.get(`/api/errands?q=${encodeURIComponent('三')}&limit=1`, { by: 'chief' });
    expect(first.body).toMatchObject({ total: 3, next: expect.any(String) });
    const rest = await api.get(`/api/errands?q=${encodeURIComponent('三')}&limit=3&after=${String(first.body.next)}`, {
      by: 'chief',
    });
    expect(rest.body).toMatchObject({ total: 3, next: null });
    expect(new Set([...first.body.items, ...rest.body.items].map(({ id }) => id)).size).toBe(3);
  });

  it('are found in what a case is now, and no longer in what it was', async () => {
    const id = await api.asked({ what: '擦玻璃' });
    await caughtUp(await api.post(`/api/errands/${id}/comment`, { text: 'x' }));
    expect(await found(`q=${encodeURIComponent('擦玻璃')}`)).toEqual([id]);
    const correct = { field: 'what', value: '擦地板', reason: '写错了' };
    await caughtUp(await api.post(`/api/errands/${id}/correct`, correct, { by: 'zhou' }));
    expect(await found(`q=${encodeURIComponent('擦玻璃')}`)).toEqual([]);
    expect(await found(`q=${encodeURIComponent('擦地板')}`)).toEqual([id]);
  });

  it('law 8: are found no more once the key is erased, though they were found before', async () => {
    const id = await api.asked({ what: '搬家', story: '钢琴很重' });
    await caughtUp(await api.post(`/api/errands/${id}/comment`, { text: 'x' }));
    expect(await found(`q=${encodeURIComponent('钢琴')}`)).toEqual([id]);
    await api.world.vault.erase(`errand-${id}`);
    expect(await found(`q=${encodeURIComponent('钢琴')}`)).toEqual([]);
    expect(await found(`q=${encodeURIComponent('搬家')}`)).toEqual([id]);
  });
});

describe('filters', () => {
  it('are the choices and references of the declaration, as it is described and documented', async () => {
    const described = (await api.get('/api/workflows')).body.items as unknown as { filters: string[]; own: string[] }[];
    expect(described[0]).toMatchObject({ filters: ['how', 'verdict'], own: ['runner'] });
    const { paths } = openApi([spoken], { title: 'Errands', version: '1' });
    const parameters = paths['/api/errands']?.['get']?.['parameters'] as { name?: string; schema?: object }[];
    expect(parameters.find(({ name }) => name === 'how')?.schema).toMatchObject({
      items: { enum: ['well', 'badly'], 'x-linli-choices': { well: { en: expect.any(String) } } },
    });
  });

  it.each([
    ['how=badly', ['lift']],
    ['how=badly,well', ['drain', 'lift']],
    ['how=well&state=asked', []],
    ['openedUntil=2026-11-24&q=灯', ['bulb']],
    ['openedFrom=2026-11-25&state=done', ['drain', 'lift']],
    ['late=1', []],
    ['late=0&how=well', ['drain']],
  ])('narrow a list: %s', async (query, expected) => {
    expect(await found(query)).toEqual(expected);
  });

  it('name cases exactly, as far as the rest holds', async () => {
    expect(await found(`ids=${ids['bulb']},${ids['far']},nothing`)).toEqual(['bulb']);
    expect(await found(`ids=${ids['bulb']},${ids['lift']}&state=done`)).toEqual(['lift']);
  });

  it.each([
    ['how=middling', 'how'],
    ['state=nowhere', 'state'],
    ['openedFrom=2026-13-01', 'openedFrom'],
    ['openedUntil=yesterday', 'openedUntil'],
    ['late=perhaps', 'late'],
    ['ids=a%20b', 'ids'],
    ['colour=red', 'colour'],
  ])('that are not understood are refused by name: %s', async (query, name) => {
    const { status, body } = await api.get(`/api/errands?${query}`);
    expect([status, body.code, body.params['name']]).toEqual([400, 'request/query', name]);
  });

  it('are followed by the counts of that workflow', async () => {
    const counts = async (query: string) => (await api.get(`/api/counts?path=errands&${query}`)).body.items;
    expect(await counts('how=badly')).toEqual([
      { workflow: 'errand', path: 'errands', states: { done: 1 }, late: 0, readable: true },
    ]);
    expect(await counts(`q=${encodeURIComponent('三单元')}&openedUntil=2026-11-24`)).toMatchObject([
      { states: { asked: 1 } },
    ]);
    expect((await api.get('/api/counts?how=badly')).status).toBe(400);
    expect((await api.get('/api/counts?path=nothing')).body.params).toMatchObject({ name: 'path' });
  });

  it('mean cases for a bulk too, words included', async () => {
    const { position } = (await api.get('/api/errands')).body;
    const id = await api.taken();
    const list = await api.get('/api/errands', { headers: { 'x-linli-after': position } });
    const send = (filter: object) =>
      api.post('/api/errands/bulk/change-runner?dryRun=1', {
        filter,
        position: list.body.position,
        form: { runner: 'wang' },
      });
    const words = await send({ q: '跑〔2026〕', state: 'taken' });
    expect(words.body.items.map((one) => one.id)).toContain(id);
    expect((await send({ how: ['badly'] })).body.items.map((one) => one.id)).toEqual([ids['lift']]);
    const wrong = await send({ how: 'middling' });
    expect([wrong.status, wrong.body.errors[0]?.pointer]).toEqual([422, '/filter/how']);
  });
});
