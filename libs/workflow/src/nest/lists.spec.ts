/** Lists: what is seen by whom, pages that join, reading one's own writes; and the view that they come from. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeCase } from '../views/describe.js';
import { openFields, type RecordedFields } from '../views/recorded-fields.js';
import { Api, spoken, type Body } from './api.fixture.js';

let api: Api;
const ids: string[] = [];
beforeAll(async () => {
  api = await Api.start();
  for (let n = 0; n < 7; n++) {
    ids.push(await api.asked({ what: `第${n}件` }));
    await api.world.clock.advance(60_000);
  }
  await api.post(`/api/errands/${ids[0]}/take`, { runner: 'li' });
  await api.asked({ area: 'beixia' }, { by: 'far' });
  const last = await api.post(`/api/errands/${ids[1]}/take`, { runner: 'wang' });
  await api.get('/api/errands', { headers: { 'x-linli-after': last.body.position } });
});
afterAll(async () => {
  await api.stop();
  expect(api.logged).toEqual([]);
});

const idsOf = (body: Body) => body.items.map((one) => one.id);

async function pages(query: string, by = 'li'): Promise<{ ids: string[]; pages: number }> {
  const all: string[] = [];
  let after = '';
  for (let count = 1; count <= 20; count++) {
    const { body } = await api.get(`/api/errands?${query}${after}`, { by });
    all.push(...idsOf(body));
    if (body.next === null) return { ids: all, pages: count };
    after = `&after=${body.next}`;
  }
  throw new Error('pages without end');
}

describe('a list', () => {
  it('holds what lies in the caller’s jurisdiction, newest first, with fields, number and deadlines', async () => {
    const { body } = await api.get('/api/errands');
    expect(idsOf(body)).toEqual([...ids].reverse());
    expect(body).toMatchObject({ total: 7, next: null, position: expect.any(String) });
    expect(body.items[6]).toMatchObject({
      id: ids[0],
      what: '第0件',
      story: '三单元楼道灯坏了',
      state: 'taken',
      runner: 'li',
      number: '跑〔2026〕1',
      jurisdiction: 'nanguan',
      revision: 2,
      deadlines: [{ name: 'finish' }],
    });
    expect(body.items[0]).not.toHaveProperty('memory');
  });

  it('is another one for others: beyond it for the district, nothing for whoever has no role', async () => {
    expect((await api.get('/api/errands', { by: 'far' })).body.total).toBe(1);
    expect((await api.get('/api/errands', { by: 'chief' })).body.total).toBe(8);
    expect((await api.get('/api/errands?subDistrict=beixia', { by: 'chief' })).body.total).toBe(1);
    expect((await api.get('/api/errands?subDistrict=beixia')).body).toMatchObject({ total: 0, items: [], next: null });
    api.world.grant('gone');
    expect((await api.get('/api/errands', { by: 'gone' })).body.total).toBe(0);
  });

  it('is narrowed by one state or several', async () => {
    expect((await api.get('/api/errands?state=taken')).body.total).toBe(2);
    expect((await api.get('/api/errands?state=asked,taken')).body.total).toBe(7);
    expect((await api.get('/api/errands?state=done')).body).toMatchObject({ total: 0, items: [] });
  });

  it.each(['newest', 'due'])('comes in pages that join without gap or repeat: %s', async (sort) => {
    const whole = idsOf((await api.get(`/api/errands?sort=${sort}`)).body);
    expect(await pages(`sort=${sort}&limit=3`)).toEqual({ ids: whole, pages: 3 });
    expect(await pages(`sort=${sort}&limit=7`)).toEqual({ ids: whole, pages: 1 });
  });

  it('by deadline begins with what is due first', async () => {
    const { body } = await api.get('/api/errands?sort=due');
    const due = body.items.map((one) => (one as unknown as { nextDueAt: string }).nextDueAt);
    expect(due).toEqual([...due].sort());
  });

  it('a cursor is of use only with the order it came from', async () => {
    const { next } = (await api.get('/api/errands?limit=2')).body;
    expect((await api.get(`/api/errands?limit=2&sort=due&after=${next}`)).status).toBe(400);
  });

  it('does not lie behind what the caller has just done', async () => {
    for (let n = 0; n < 10; n++) {
      const { body } = await api.post(`/api/errands/${ids[2]}/comment`, { text: `${n}` });
      const list = await api.get('/api/errands', { headers: { 'x-linli-after': body.position } });
      expect(list.body.items.find((one) => one.id === ids[2])?.version).toBe(body.version);
    }
  });

  it('says 503 and when to try again where it cannot catch up', async () => {
    const list = await api.get('/api/errands', { headers: { 'x-linli-after': '9999999999999999' } });
    expect([list.status, list.body.code, list.headers.get('retry-after')]).toEqual([503, 'views/behind', '1']);
    expect((await api.get('/api/errands', { headers: { 'x-linli-after': "x' OR" } })).status).toBe(400);
  });
});

describe('what is late', () => {
  it('comes first by deadline, says what was missed, and is late no more once the step was taken', async () => {
    const late = await Api.start();
    const [first, second] = [await late.asked({ what: '先' }), await late.asked({ what: '后' })];
    await late.post(`/api/errands/${second}/take`, { runner: 'li' });
    await late.world.clock.advance(3 * 86_400_000);
    await late.world.letTimersAct('errand', first);
    const missed = await late.post(`/api/errands/${first}/comment`, { text: '催办' });
    const headers = { 'x-linli-after': missed.body.position };
    const { body } = await late.get('/api/errands?sort=due', { headers });
    expect(idsOf(body)).toEqual([first, second]);
    expect(body.items[0]).toMatchObject({ nextDueAt: null, late: [{ name: 'take', dueAt: expect.any(String) }] });
    expect(body.items[1]).toMatchObject({ late: [] });
    expect((await late.get(`/api/errands/${first}`)).body).toMatchObject({ late: [{ name: 'take' }] });
    await late.post(`/api/errands/${first}/take`, { runner: 'li' });
    expect((await late.get(`/api/errands/${first}`)).body).toMatchObject({ late: [], misses: [{ name: 'take' }] });
    await late.stop();
  });
});

describe('what was missed and excused', () => {
  it('is late no more, but waits where its date puts it', async () => {
    const excused = await Api.start();
    const [first, second] = [await excused.asked({ what: '先' }), await excused.asked({ what: '后' })];
    await excused.post(`/api/errands/${second}/take`, { runner: 'li' });
    await excused.world.clock.advance(3 * 86_400_000);
    await excused.world.letTimersAct('errand', first);
    await excused.world.given('ExcuseMiss', { name: 'take', reason: '系统停机' }, { by: 'zhou', on: first });
    const said = await excused.post(`/api/errands/${first}/comment`, { text: '仍待办理' });
    const { body } = await excused.get('/api/errands?sort=due', { headers: { 'x-linli-after': said.body.position } });
    expect(idsOf(body)).toEqual([first, second]);
    expect(body.items[0]).toMatchObject({ late: [], excused: [{ name: 'take', dueAt: expect.any(String) }] });
    expect((await excused.get(`/api/errands/${first}`)).body).toMatchObject({ late: [], excused: [{ name: 'take' }] });
    await excused.stop();
  });
});

describe('what stands still', () => {
  it('has no date, but says since when and which date it had', async () => {
    const still = await Api.start();
    const id = await still.asked({});
    const taken = await still.post(`/api/errands/${id}/take`, { runner: 'li' });
    const [{ dueAt: dueBefore }] = taken.body.deadlines as unknown as [{ dueAt: string }];
    const paused = await still.post(`/api/errands/${id}/pause-clock`, { why: 'awaiting-citizen' });
    const said = { deadlines: [], paused: [{ name: 'finish', by: 'pause', dueBefore, pausedAt: expect.any(String) }] };
    expect(paused.body).toMatchObject(said);
    const { body } = await still.get('/api/errands', { headers: { 'x-linli-after': paused.body.position } });
    expect(body.items[0]).toMatchObject({ ...said, nextDueAt: null });
    expect((await still.get(`/api/errands/${id}`)).body).toMatchObject(said);
    await still.post(`/api/errands/${id}/resume-clock`, {});
    expect((await still.get(`/api/errands/${id}`)).body).toMatchObject({ deadlines: [{ name: 'finish' }], paused: [] });
    await still.stop();
  });
});

describe('the view of cases', () => {
  it('rebuilt it has the rows of the live one', async () => {
    await api.world.clock.advance(40 * 86_400_000);
    const touched = await api.post(`/api/errands/${ids[3]}/comment`, { text: '催办' });
    await api.get('/api/errands', { headers: { 'x-linli-after': touched.body.position } });
    const live = await api.views.hash('errands');
    await api.views.rebuild('errands');
    expect(await api.views.hash('errands')).toEqual(live);
  });

  it('says of every case what its stream says', async () => {
    const { declaration } = spoken;
    await api.post(`/api/errands/${ids[4]}/take`, { runner: 'li' });
    await api.post(`/api/errands/${ids[4]}/undo-last`);
    const correct = { field: 'caller', value: { name: '李四' }, reason: '写错了' };
    const corrected = await api.post(`/api/errands/${ids[4]}/correct`, correct, { by: 'zhou' });
    expect(corrected.status).toBe(200);
    await api.get('/api/errands', { headers: { 'x-linli-after': corrected.body.position } });
    const rows = api.views.read.all<{ id: string; fields: string; state: string; revision: number }>(
      'SELECT id, fields, state, revision FROM errands',
    );
    expect(rows).toHaveLength(8);
    for (const row of rows) {
      const one = await api.world.case('errand', row.id);
      const events = await api.world.events('errand', row.id);
      expect(row).toMatchObject({ state: one.state, revision: one.revision });
      expect(openFields(JSON.parse(row.fields) as RecordedFields, api.world.vault)).toEqual(
        describeCase(declaration, events, one.data, api.world.vault).fields,
      );
    }
    expect((await api.get(`/api/errands/${ids[4]}`)).body).toMatchObject({ caller: { name: '李四' }, state: 'asked' });
  });

  it('law 8: holds no secret in the clear', async () => {
    const rows = JSON.stringify(api.views.read.all('SELECT * FROM errands'));
    expect(rows).toContain('第0件');
    expect(rows).not.toMatch(/三单元|张三|李四|13800001111/);
  });

  it('an erased secret cannot be read in a list either', async () => {
    await api.world.vault.erase(`errand-${ids[5]}`);
    const { body } = await api.get('/api/errands');
    expect(body.items.find((one) => one.id === ids[5])).toMatchObject({ story: { $erased: true }, what: '第5件' });
  });
});
