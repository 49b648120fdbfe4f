/** What the window asks while somebody speaks, and who is told. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { personSubject } from '#libs/workflow';
import { StationApi } from './station-api.fixture.js';
import { accepted, filed, filing, mediating, type Story } from './station.fixture.js';

interface Told {
  readonly code?: string;
  readonly errors?: readonly { readonly pointer: string }[];
  readonly total: number;
  readonly items: readonly {
    readonly id: string;
    readonly name?: string;
    readonly category: string;
    readonly state: string;
    readonly jurisdiction: string;
  }[];
}

let api: StationApi;
let first: Story;
let second: Story;
beforeAll(async () => {
  api = await StationApi.start();
  first = await filed(api.world);
  await api.world.clock.advance(60_000);
  second = await accepted(api.world);
});
afterAll(() => api.stop());

const ofPhone = (phone: unknown, by = 'qin', more: object = {}) =>
  api.asks<Told>('/of-phone', { by, method: 'POST', body: { phone, ...more } });
const ids = (told: Told) => told.items.map(({ id }) => id);

describe('POST /api/complaints/of-phone', () => {
  it.each(['13800001111', '138-0000-1111', '138 0000 1111', '+8613800001111'])(
    'tells earlier complaints of %s, newest first, with the name given then',
    async (phone) => {
      const { status, body } = await ofPhone(phone);
      expect(status).toBe(200);
      expect(body).toMatchObject({
        total: 2,
        next: null,
        items: [
          { name: '张秀英', category: 'parking', community: 'c-nanguan-1', place: '3号楼2单元', state: 'accepted' },
          { name: '张秀英', state: 'filed' },
        ],
      });
      expect(ids(body)).toEqual([second.id, first.id]);
    },
  );

  it('tells nothing more of a person than the name', async () => {
    const { body } = await ofPhone('13800001111');
    expect(JSON.stringify(body)).not.toMatch(/13800001111|301|占用/);
  });

  it.each([
    ['another sub-district', 'jiang'],
    ['a department, who sees only what is referred to it', 'gong'],
    ['the company', 'niu'],
  ])('recognises nobody for people of %s', async (_, by) => {
    expect(await ofPhone('13800001111', by)).toMatchObject({ status: 200, body: { items: [], total: 0 } });
  });

  it('recognises nobody by a number that is not quite the same', async () => {
    expect((await ofPhone('13800001112')).body.total).toBe(0);
    expect((await ofPhone('3800001111')).body.total).toBe(0);
  });

  it('follows what is filed and corrected later, and the station that a complaint moves to', async () => {
    const { id } = await filed(api.world, { complainant: { name: '白露', phone: '13900002222' } });
    expect(ids((await ofPhone('13900002222')).body)).toEqual([id]);
    await api.world.given(
      'Correct',
      { field: 'complainant', value: { name: '白露', phone: '13900003333' }, reason: '号码记错' },
      { by: 'duan', on: id, ifMatch: 1 },
    );
    expect((await ofPhone('13900002222')).body.total).toBe(0);
    expect(ids((await ofPhone('13900003333')).body)).toEqual([id]);
    await api.world.given(
      'TransferComplaint',
      { subDistrict: 'beixia', community: 'c-beixia-1', reason: '属北下街' },
      { by: 'qin', on: id, ifMatch: 2 },
    );
    expect(ids((await ofPhone('13900003333', 'jiang')).body)).toEqual([id]);
  });

  it('recognises nobody who was forgotten', async () => {
    const { id } = await filed(api.world, { complainant: { name: '洪亮', phone: '13700004444' } });
    expect((await ofPhone('13700004444')).body.total).toBe(1);
    const [person = ''] = ((await api.world.case('complaint', id)).data as { parties: { id: string }[] }).parties.map(
      (party) => party.id,
    );
    await api.world.engine.ports.vault.erase(personSubject(person));
    expect((await ofPhone('13700004444')).body).toMatchObject({ items: [], total: 0 });
  });

  it.each([undefined, '', '138', '12345', 'abc', 13800001111, ['13800001111'], { $ne: '' }, '1'.repeat(400)])(
    'refuses %j as no whole telephone number, at its place',
    async (phone) => {
      const { status, body } = await ofPhone(phone);
      expect(status).toBe(422);
      expect(body.errors).toMatchObject([{ pointer: '/phone' }]);
    },
  );

  it('refuses what it does not know, a number in the address, and strangers', async () => {
    expect((await ofPhone('13800001111', 'qin', { name: '张' })).status).toBe(422);
    const inAddress = await api.asks('/of-phone?phone=13800001111', { by: 'qin', method: 'POST', body: {} });
    expect(inAddress.status).toBe(400);
    expect((await ofPhone('13800001111', 'nobody')).status).toBe(403);
    expect((await ofPhone('13800001111', '')).status).toBe(401);
  });
});

describe('GET /api/complaints/open-nearby', () => {
  const nearby = (query: string, by = 'qin') => api.asks<Told>(`/open-nearby${query}`, { by });

  it('shows open complaints of the community, those of the category first', async () => {
    const noise = await filed(api.world, { category: 'noise-neighbour', story: '楼上装修' });
    const closed = await filed(api.world, { category: 'noise-neighbour' });
    await closed.does('RejectComplaint', { ground: 'no-facts', explanation: '无具体事实' });
    const { status, body } = await nearby('?community=c-nanguan-1&category=noise-neighbour');
    expect(status).toBe(200);
    expect(ids(body)[0]).toBe(noise.id);
    expect(ids(body)).toEqual(expect.arrayContaining([first.id, second.id]));
    expect(ids(body)).not.toContain(closed.id);
    expect(body.items[0]).toMatchObject({ category: 'noise-neighbour', story: '楼上装修', place: '3号楼2单元' });
    expect(JSON.stringify(body)).not.toContain('13800001111');
    expect(ids((await nearby('?community=c-nanguan-1')).body)).toHaveLength(body.total);
  });

  it('never takes the room of a session for the place of the complaint', async () => {
    const met = await mediating(api.world);
    const { body } = await nearby('?community=c-nanguan-1');
    const shown = body.items.find(({ id }) => id === met.id);
    expect(shown).toMatchObject({ state: 'mediating' });
    expect(JSON.stringify(shown)).not.toContain('调解站');
  });

  it.each(['jiang', 'gong', 'niu'])('shows nothing of the station to %s, whose office does not see it', async (by) => {
    const { status, body } = await nearby('?community=c-nanguan-1', by);
    expect(status).toBe(200);
    expect(body.items.filter(({ jurisdiction }) => jurisdiction === 'nanguan')).toEqual([]);
    expect(body.total).toBe(body.items.length);
  });

  it.each(['', '?community=', '?community=a%20b', '?community=c-nanguan-1&category=%27', '?community=c&phone=1'])(
    'refuses %s as an address that cannot be understood',
    async (query) => {
      expect((await nearby(query)).status).toBe(400);
    },
  );
});

describe('GET /api/complaints/follow-ups', () => {
  interface FollowUps {
    readonly total: number;
    readonly items: readonly { readonly id: string; readonly attempts: number; readonly late: readonly unknown[] }[];
  }
  const followUps = (by = 'qin') => api.asks<FollowUps>('/follow-ups', { by });

  async function handled(): Promise<Story> {
    const story = await accepted(api.world, 'handle');
    const handledOn = '2026-11-24';
    await story.does('RecordHandling', {
      handledOn,
      measures: '清理',
      owedBy: 'company',
      outcome: 'solved',
      reply: '已清理',
    });
    return story;
  }

  it('lists who is to be called, late ones first, with what was promised and how often they were tried', async () => {
    const early = await handled();
    await api.world.clock.advance(20 * 86_400_000);
    await api.world.letTimersAct('complaint', early.id);
    const tried = await handled();
    await tried.does('RecordFollowUp', { answer: 'unreachable' });
    const { status, body } = await followUps();
    expect(status).toBe(200);
    expect(body.total).toBe(2);
    expect(body.items).toMatchObject([
      { id: early.id, attempts: 0, attemptsMax: 3, late: [{ name: 'follow-up' }], reply: '已清理', outcome: 'solved' },
      { id: tried.id, attempts: 1, late: [], complainant: { name: '张秀英', phone: filing.complainant.phone } },
    ]);
    await tried.does('RecordFollowUp', { answer: 'satisfied' });
    expect((await followUps()).body.items.map(({ id }) => id)).toEqual([early.id]);
  });

  it.each(['duan', 'jiang', 'yan', 'niu', 'gong'])('lists nobody for %s, who may not record the answer', async (by) => {
    expect(await followUps(by)).toMatchObject({ status: 200, body: { items: [], total: 0 } });
  });

  it('refuses what it does not know', async () => {
    expect((await api.asks('/follow-ups?state=closed', { by: 'qin' })).status).toBe(400);
  });
});

describe('a complaint that may be referred to', () => {
  it('has words where it has no number; one like the case itself comes first, and the case itself not at all', async () => {
    await api.world.clock.advance(60_000);
    const parking = await filed(api.world);
    await api.world.clock.advance(60_000);
    const noise = await filed(api.world, { ...filing, category: 'noise-neighbour' });
    type References = {
      readonly items: readonly { readonly id: string; readonly words: { readonly 'zh-CN': string } }[];
    };
    const found = async (asked: string) =>
      (await api.asks<References>(`/../references/complaint?${asked}`, { by: 'qin' })).body.items;
    const called = Object.fromEntries((await found('')).map(({ id, words }) => [id, words['zh-CN']]));
    expect(called[parking.id]).toMatch(/^未编号 · 停车 · \d+\/\d+$/);
    expect((await found(''))[0]?.id).toBe(noise.id);
    const like = (await found(`like=${first.id}`)).map(({ id }) => id);
    expect(like[0]).toBe(parking.id);
    expect(like).not.toContain(first.id);
    expect(like.indexOf(noise.id)).toBeGreaterThan(like.indexOf(second.id));
    expect((await found(`search=${encodeURIComponent('停车')}`)).map(({ id }) => id)).not.toContain(noise.id);
  });
});
