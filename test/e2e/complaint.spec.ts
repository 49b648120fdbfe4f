import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Client, type Answered } from './client.fixture.js';
import { ownFolder, startLinli, type Program } from './program.fixture.js';
import { until } from '../support/until.js';

const filing = {
  source: 'window',
  category: 'facilities',
  community: 'c-nanguan-1',
  complainant: { name: '纪晓峰', phone: '13900001234' },
  story: '单元门的闭门器坏了，夜里风大时砰砰作响。',
};

let folder: ReturnType<typeof ownFolder>;
let program: Program;
let mediator: Client;

async function start(): Promise<void> {
  program = startLinli({ args: ['--port', '0', '--data', join(folder.path, 'data')] });
  mediator = await Client.signedIn(await program.ready(), 'officer-nanguan-1');
}
beforeAll(async () => {
  folder = ownFolder();
  await start();
});
afterAll(async () => {
  program.kill('SIGTERM');
  const { code, errors } = await program.ended;
  // Who was refused a right stands in the log, and nothing else does.
  const warned = errors.split('\n').filter(Boolean);
  expect(warned.map((line) => (JSON.parse(line) as { code: string }).code)).toEqual(['command/outside-jurisdiction']);
  expect(code).toBe(0);
  folder.remove();
});

const today = (): string => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

describe('a complaint for another station', () => {
  it('goes to a community there, which is told by name where its sub-district is named and is read no further', async () => {
    const offered = async (asked: string) =>
      ((await mediator.get(`/api/references/community?${asked}`)).body['items'] as { id: string }[]).map(
        ({ id }) => id,
      );
    expect(await offered('')).not.toContain('c-beixia-1');
    expect(await offered('jurisdiction=beixia')).toContain('c-beixia-1');
    expect(await offered('ids=c-beixia-1')).toEqual(['c-beixia-1']);
    expect((await mediator.get('/api/communities/c-beixia-1')).status).toBe(404);
    const { body: filed } = await mediator.post('/api/complaints', filing);
    const there = { subDistrict: 'beixia', community: 'c-beixia-1', reason: '该小区属北下街' };
    expect((await mediator.post(`/api/complaints/${String(filed['id'])}/transfer`, there)).status).toBe(200);
    const jiang = await Client.signedIn(mediator.url, 'officer-beixia-1');
    expect((await jiang.get(`/api/complaints/${String(filed['id'])}`)).body).toMatchObject({ community: 'c-beixia-1' });
  });

  it('is told by name to nobody whose account was closed', async () => {
    const chao = await Client.signedIn(mediator.url, 'repair-unit-kangda');
    const admin = await Client.signedIn(mediator.url, 'admin-1');
    const told = async () => (await chao.get('/api/references/community?ids=c-beixia-1')).body['items'];
    expect(await told()).toMatchObject([{ id: 'c-beixia-1' }]);
    expect((await admin.post('/api/people/repair-unit-kangda/deactivate', { reason: '合同到期' })).status).toBe(200);
    expect(await told()).toEqual([]);
  });
});

describe('the sample', () => {
  it('shows about forty complaints in every state, and who sees which', async () => {
    const office = await Client.signedIn(mediator.url, 'office-1');
    const all = (await office.get('/api/complaints?limit=100')).body;
    const items = all['items'] as { id: string; state: string; jurisdiction: string }[];
    expect(items.length).toBeGreaterThanOrEqual(40);
    expect([...new Set(items.map(({ state }) => state))].sort()).toEqual(
      [
        ...['accepted', 'agreed', 'closed', 'escalated', 'failed', 'filed', 'held', 'mediating', 'merged', 'referred'],
        ...['rejected', 'resolved', 'with-office', 'withdrawn'],
      ].sort(),
    );
    const own = (await mediator.get('/api/complaints?limit=100')).body['items'] as typeof items;
    const handled = await Promise.all(
      own.map(async ({ id, jurisdiction }) =>
        /^nanguan(\/|$)/.test(jurisdiction)
          ? 'here'
          : (await mediator.post(`/api/complaints/${id}/comment`, { text: '看看' })).status,
      ),
    );
    // What moved on can be read, and no more.
    expect([...new Set(handled)].filter((one) => one !== 403)).toEqual(['here']);
    expect((await mediator.get('/health/ready')).body).toMatchObject({
      poison: { events: 0 },
      dueWork: { failing: 0 },
    });
  });
});

describe('a complaint over HTTP', () => {
  it('goes from the window to its close, numbered, dated and explained, and is still there after a restart', async () => {
    const key = randomUUID();
    const filed = await mediator.post('/api/complaints', filing, { key });
    expect(filed).toMatchObject({ status: 201, body: { state: 'filed', revision: 1, version: 0 } });
    const at = `/api/complaints/${String(filed.body['id'])}`;
    const would = await mediator.post(`${at}/accept?dryRun=1`, {
      track: 'handle',
      difficulty: 'simple',
      mediator: 'officer-nanguan-1',
    });
    expect(would).toMatchObject({ status: 200, body: { dryRun: true, state: 'accepted' } });
    const accepted = await mediator.post(`${at}/accept`, {
      track: 'handle',
      difficulty: 'simple',
      mediator: 'officer-nanguan-1',
    });
    expect(accepted).toMatchObject({
      status: 200,
      body: { state: 'accepted', number: expect.stringMatching(/管南调字第\d+号/) },
    });
    const handled = await mediator.post(`${at}/record-handling`, {
      handledOn: today(),
      measures: '更换闭门器',
      owedBy: 'company',
      outcome: 'solved',
      reply: '已更换，请留意。',
    });
    expect(handled).toMatchObject({ status: 200, body: { state: 'resolved' } });
    const closed = await mediator.post(`${at}/record-follow-up`, { answer: 'satisfied' });
    expect(closed).toMatchObject({ status: 200, body: { state: 'closed', deadlines: [] } });

    program.kill('SIGTERM');
    await program.ended;
    await start();
    const one = await mediator.get(at);
    expect(one.body).toMatchObject({ state: 'closed', story: filing.story, number: accepted.body['number'] });
    const repeat = await mediator.post('/api/complaints', filing, { key });
    expect(repeat.headers.get('idempotent-replay')).toBe('true');
    expect(repeat.body).toMatchObject({ id: filed.body['id'], version: 0, state: 'closed' });
    const history = (await mediator.get(`${at}/history`)).body['items'] as { type: string }[];
    expect(history.map(({ type }) => type)).toEqual([
      'ComplaintFiled',
      'ComplaintAccepted',
      'HandlingRecorded',
      'ComplaintClosed',
    ]);
  });

  it('law 2: the same command id by another person, with another body or for another case is refused', async () => {
    const key = randomUUID();
    const { body } = await mediator.post('/api/complaints', filing, { key });
    const colleague = await Client.signedIn(mediator.url, 'officer-nanguan-2');
    const reused = { status: 409, body: { code: 'command/id-reused' } };
    expect(await colleague.post('/api/complaints', filing, { key })).toMatchObject(reused);
    expect(await mediator.post('/api/complaints', { ...filing, category: 'noise-neighbour' }, { key })).toMatchObject(
      reused,
    );
    const stranger = await Client.signedIn(mediator.url, 'officer-beixia-1');
    expect((await stranger.get(`/api/complaints/${String(body['id'])}`)).status).toBe(404);
  });

  it('law 11: of two people on one case, the one who saw an older revision is told', async () => {
    const { body } = await mediator.post('/api/complaints', filing);
    const at = `/api/complaints/${String(body['id'])}`;
    const accept = (): Promise<Answered> =>
      mediator.post(
        `${at}/accept`,
        { track: 'handle', difficulty: 'simple', mediator: 'officer-nanguan-1' },
        { ifMatch: 1 },
      );
    const answers = await Promise.all([accept(), accept()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    await until(async () => (await mediator.get(at)).body['revision'] === 2);
  });
});

describe('who sees what', () => {
  const idsOf = ({ body }: Answered): unknown[] => (body['items'] as { id: string }[]).map(({ id }) => id);

  it('a community is found by its name, by the sound of it and by its id, each by what fits best', async () => {
    const found = async (search: string): Promise<unknown[]> => {
      const { body } = await mediator.get(`/api/references/community?search=${encodeURIComponent(search)}`);
      return (body['items'] as { words: { en: string } }[]).map(({ words }) => words.en);
    };
    for (const typed of ['槐荫小区', '槐荫', 'hyxq', 'huaiyin', 'c-nanguan-4'])
      expect([typed, (await found(typed))[0]]).toEqual([typed, '槐荫小区']);
    expect(await found('qqqq')).toEqual([]);
  });

  it('the register of numbers shows void ones with the reason, and stands before the routes of single complaints', async () => {
    const { status, body } = await mediator.get(`/api/complaints/numbers?station=nanguan&year=${today().slice(0, 4)}`);
    expect(status).toBe(200);
    expect((body['items'] as { n: number }[]).map(({ n }) => n)).toEqual(
      Array.from({ length: body['total'] as number }, (_, index) => index + 1),
    );
  });

  it('a department sees what is referred to it, in lists and alone, and nothing else', async () => {
    const department = await Client.signedIn(mediator.url, 'department-urban-management');
    const listed = (await department.get('/api/complaints?limit=100')).body['items'] as { department: string }[];
    expect(listed.length).toBeGreaterThan(0);
    expect([...new Set(listed.map((one) => one.department))]).toEqual(['urban-management']);
    const filed = await mediator.post('/api/complaints', filing);
    const at = `/api/complaints/${String(filed.body['id'])}`;
    expect((await department.get(at)).status).toBe(404);
    const referral = { department: 'urban-management', matter: '占道堆放' };
    const officer = await Client.signedIn(mediator.url, 'subdistrict-nanguan');
    expect((await officer.post(`${at}/refer-to-department`, referral)).status).toBe(200);
    expect((await department.get(at)).body).toMatchObject({ state: 'referred', department: 'urban-management' });
  });

  it('an officer of a neighbourhood sees the cases of its communities in lists and numbers, and files for no other', async () => {
    const below = await Client.signedIn(mediator.url, 'neighbourhood-nanguan');
    expect((await below.get('/api/session')).body).toMatchObject({ jurisdictions: ['nanguan/nanxun'] });
    const officer = await Client.signedIn(mediator.url, 'subdistrict-nanguan');
    type Row = { id: string; community: string; jurisdiction: string };
    const rowsOf = async (client: Client) =>
      (await client.get('/api/complaints?limit=100&sort=newest')).body['items'] as Row[];
    const charged = ['c-nanguan-2', 'c-nanguan-3'];
    const own = await rowsOf(below);
    const theirs = (await rowsOf(officer)).filter(({ community }) => charged.includes(community));
    expect([...new Set(own.map(({ community }) => community))].sort()).toEqual(charged);
    expect([...new Set(own.map(({ jurisdiction }) => jurisdiction))]).toEqual(['nanguan/nanxun']);
    expect(own.map(({ id }) => id).sort()).toEqual(theirs.map(({ id }) => id).sort());
    expect(idsOf(await below.get('/api/communities')).sort()).toEqual(charged);

    const [counted] = (await below.get('/api/counts?path=complaints')).body['items'] as {
      states: Record<string, number>;
    }[];
    const inAll = Object.values(counted?.states ?? {}).reduce((sum, n) => sum + n, 0);
    expect(inAll).toBe(own.length);
    const numbers = (await below.get('/api/overview?workflow=complaint&by=community,jurisdiction')).body;
    const values = (numbers['items'] as { by: string; value: string }[]).map(({ by, value }) => `${by} ${value}`);
    expect(values.sort()).toEqual([...charged.map((id) => `community ${id}`), 'jurisdiction nanguan']);

    // No step of a complaint is theirs to take once it is filed; the station's list of what waits holds it.
    expect((await below.get('/api/waiting?workflow=complaint')).body).toMatchObject({ items: [], total: 0 });
    const waiting = (await officer.get('/api/waiting?workflow=complaint&limit=200')).body['items'] as Row[];
    expect(waiting.map(({ jurisdiction }) => jurisdiction)).toContain('nanguan/nanxun');

    const refused = async () =>
      Number(
        /^linli_refusals_total\{workflow="complaint",code="command\/outside-jurisdiction"\} (\d+)$/m.exec(
          String((await mediator.get('/metrics')).body['text']),
        )?.[1] ?? 0,
      );
    const before = await refused();
    expect(await below.post('/api/complaints', filing)).toMatchObject({
      status: 404,
      body: { code: 'command/outside-jurisdiction' },
    });
    expect(await refused()).toBe(before + 1);
    const filed = await below.post('/api/complaints', { ...filing, community: 'c-nanguan-2' });
    expect(filed.status).toBe(201);
    const position = { 'X-Linli-After': String(filed.body['position']) };
    expect(idsOf(await officer.get('/api/complaints?limit=100&sort=newest', position))).toContain(filed.body['id']);
    const elsewhere = await mediator.post('/api/complaints', filing);
    expect((await below.get(`/api/complaints/${String(elsewhere.body['id'])}`)).status).toBe(404);
  });

  it('a station goes on reading what it handled and handed on, and acts on it no longer', async () => {
    const filed = await mediator.post('/api/complaints', filing);
    const id = String(filed.body['id']);
    const moved = await mediator.post(`/api/complaints/${id}/transfer`, {
      subDistrict: 'beixia',
      community: 'c-beixia-1',
      reason: '属北下街',
    });
    expect(moved.status).toBe(200);
    const position = { 'X-Linli-After': String(moved.body['position']) };
    expect((await mediator.get(`/api/complaints/${id}`)).body).toMatchObject({ subDistrict: 'beixia', actions: [] });
    expect(idsOf(await mediator.get('/api/complaints?limit=100', position))).toContain(id);
    expect(await mediator.post(`/api/complaints/${id}/comment`, { text: '看看' })).toMatchObject({
      status: 403,
      body: { code: 'command/outside-jurisdiction' },
    });
    const there = await Client.signedIn(mediator.url, 'officer-beixia-1');
    expect(idsOf(await there.get('/api/complaints?limit=100', position))).toContain(id);
    const elsewhere = await Client.signedIn(mediator.url, 'inspector-1');
    expect((await elsewhere.get(`/api/complaints/${id}`)).status).toBe(404);
  });
});
