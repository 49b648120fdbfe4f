/** What administrators see of the program and have it do, through the doors of a node of our own with real troubles. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Client } from './client.fixture.js';
import { ownFolder } from './program.fixture.js';
import { serveTroubled, type Troubled } from './troubled.fixture.js';
import { until } from '../support/until.js';

const WITHIN_MS = 60_000;

let folder: ReturnType<typeof ownFolder>;
let node: Troubled;
let mediator: Client;
let admin: Client;
let office: Client;
beforeAll(async () => {
  folder = ownFolder();
  node = await serveTroubled(`${folder.path}/data`);
  [mediator, admin, office] = (await Promise.all(
    ['officer-nanguan-1', 'admin-1', 'office-1'].map((person) => Client.signedIn(node.server.url, person)),
  )) as [Client, Client, Client];
  const { reactions } = node.server.composition.work;
  await until(() => reactions.status().every(({ state }) => state === 'following'), WITHIN_MS);
}, WITHIN_MS);
afterAll(async () => {
  await node.server.close();
  folder.remove();
});

async function filed(category: string, story = '楼前污水井外溢。'): Promise<string> {
  const { body, status } = await mediator.post('/api/complaints', {
    source: 'window',
    category,
    community: 'c-nanguan-3',
    complainant: { name: '闻人素', phone: '13900004321' },
    story,
  });
  expect(status).toBe(201);
  return String(body['id']);
}

async function items<T>(path: string, by = admin): Promise<readonly T[]> {
  const { status, body } = await by.get(path);
  expect({ path, status }).toEqual({ path, status: 200 });
  return body['items'] as readonly T[];
}

/** Orders something and waits for its end. */
async function ordered(form: object, key = randomUUID()): Promise<Readonly<Record<string, unknown>>> {
  const order = { node: 'node-1', reason: '检查', ...form };
  const { status, body } = await admin.post('/api/upkeep', order, { key });
  expect(status).toBe(201);
  const path = `/api/upkeep/${String(body['id'])}`;
  await until(async () => (await admin.get(path)).body['state'] !== 'ordered', WITHIN_MS);
  return (await admin.get(path)).body;
}

interface Poison {
  readonly projection: string;
  readonly position: string;
  readonly error: string;
  readonly type: string;
  readonly case: { readonly id: string; readonly path: string; readonly mayOpen: boolean };
}

interface Incident {
  readonly id: string;
  readonly state: string;
  readonly attempts: number;
  readonly why: { readonly en: string };
  readonly source: { readonly id: string };
}

const READS = ['health', 'views', 'poison', 'timers', 'incidents', 'settings', 'calendars'];

describe('the pages of administrators', () => {
  it.each(READS)('/api/admin/%s is read by administrators, office and auditors, and by no station', async (page) => {
    const path = `/api/admin/${page}`;
    const auditor = await Client.signedIn(node.server.url, 'auditor-1');
    for (const by of [admin, office, auditor]) expect((await by.get(path)).status).toBe(200);
    const refused = await mediator.get(path);
    expect(refused).toMatchObject({ status: 403, body: { code: 'request/upkeep-only' } });
    expect((await new Client(node.server.url).get(path)).status).toBe(401);
    expect((await admin.get(`${path}?strange=1`)).status).toBe(400);
  });

  it('of settings and calendars are for whoever may read those, to look at', async () => {
    const finance = await Client.signedIn(node.server.url, 'finance-1');
    for (const page of ['settings', 'calendars']) expect((await finance.get(`/api/admin/${page}`)).status).toBe(200);
    for (const page of READS.filter((one) => one !== 'settings' && one !== 'calendars'))
      expect((await finance.get(`/api/admin/${page}`)).status).toBe(403);
  });

  it('health says the numbers of the node, and what is wrong with it', async () => {
    const { body } = await admin.get('/api/admin/health');
    expect(body).toMatchObject({
      node: { name: 'node-1', role: 'all', kind: 'sample' },
      nodes: [{ name: 'node-1', self: true, silent: false }],
      views: { state: 'live', building: 0 },
      redis: null,
      deadLetters: null,
      reactionsFailing: 0,
    });
    expect(body['disk']).toMatchObject({ logBytes: expect.any(Number), viewsBytes: expect.any(Number) });
    expect((body['timers'] as { day: number }).day).toBeGreaterThanOrEqual(0);
  });

  it('an incident says why, is retried and counted, and is skipped with a reason', async () => {
    const [first, second, into] = [await filed('parking'), await filed('parking'), await filed('parking')];
    for (const id of [first, second]) {
      const { body } = await mediator.get(`/api/complaints/${id}`);
      const merged = await mediator.post(
        `/api/complaints/${id}/merge-duplicate`,
        { into, reason: '同一事项' },
        { ifMatch: Number(body['revision']) },
      );
      expect(merged.status).toBe(200);
    }
    const open = () => items<Incident>('/api/admin/incidents');
    const of = async (source: string) => (await open()).find((one) => one.source.id === source);
    await until(async () => (await of(first)) !== undefined && (await of(second)) !== undefined, WITHIN_MS);
    expect(await of(first)).toMatchObject({
      state: 'open',
      attempts: 1,
      reaction: 'absorb',
      why: { en: expect.stringContaining('the case it went into cannot be told') },
      source: { path: 'complaints', id: first, mayOpen: false },
    });
    const id = (await of(first))?.id ?? '';
    expect((await office.post(`/api/incidents/${id}/retry`, {})).status).toBe(404);
    expect((await admin.post(`/api/incidents/${id}/retry`, {})).status).toBe(200);
    await until(async () => (await of(first))?.attempts === 2, WITHIN_MS);
    node.mended.reaction = true;
    expect((await admin.post(`/api/incidents/${id}/retry`, {})).status).toBe(200);
    await until(async () => (await of(first)) === undefined, WITHIN_MS);
    const resolved = await items<Incident>('/api/admin/incidents?state=resolved');
    expect(resolved).toMatchObject([{ id, state: 'resolved', attempts: 2 }]);
    const other = (await of(second))?.id ?? '';
    expect((await admin.post(`/api/incidents/${other}/skip`, {})).status).toBe(422);
    expect((await admin.post(`/api/incidents/${other}/skip`, { reason: '已当面说明' })).status).toBe(200);
    await until(async () => (await of(second)) === undefined, WITHIN_MS);
    expect(await items('/api/admin/incidents?state=skipped')).toMatchObject([{ skipReason: '已当面说明' }]);
    expect((await admin.get('/api/admin/incidents?state=lost')).status).toBe(400);
  });

  it('what a view could not take is shown as recorded, sealed, and taken by a rebuild that is recorded with its reason', async () => {
    const id = await filed('handover', '交接资料不全，慕容雪晴说的');
    const of = async () => (await items<Poison>('/api/admin/poison')).filter((one) => one.case.id === id);
    await until(async () => (await of()).length === 1, WITHIN_MS);
    const [poison] = await of();
    expect(poison).toMatchObject({
      projection: 'category_counts',
      type: 'ComplaintFiled',
      error: 'RangeError: no column for handover',
      case: { path: 'complaints', mayOpen: false },
    });
    const { body } = await admin.get(`/api/admin/poison/category_counts/${poison?.position ?? ''}`);
    expect(body).toMatchObject({ event: { envelope: { type: 'ComplaintFiled' }, data: { category: 'handover' } } });
    expect(JSON.stringify(body)).toContain('$sealed');
    expect(JSON.stringify(body)).not.toMatch(/慕容雪晴|闻人素|13900004321/);
    expect((await admin.get('/api/admin/poison/category_counts/0')).status).toBe(404);
    const codes = async () =>
      ((await admin.get('/api/admin/health')).body['troubles'] as { code: string }[]).map(({ code }) => code);
    expect(await codes()).toContain('poison');

    const forbidden = await office.post('/api/upkeep', { what: 'rebuild-view', node: 'node-1', reason: '试' });
    expect(forbidden.status).toBe(403);
    const again = await ordered({ what: 'rebuild-view', of: 'category_counts' });
    expect(again).toMatchObject({ state: 'done', same: ['category_counts'], setAside: 1 });
    node.mended.view = true;
    const done = await ordered({ what: 'rebuild-view', of: 'category_counts', reason: '规则已更正' });
    expect(done).toMatchObject({ state: 'done', reason: '规则已更正', changed: ['category_counts'] });
    for (const other of ['same', 'setAside', 'timersDue', 'note']) expect(done).not.toHaveProperty(other);
    expect(await of()).toEqual([]);
    expect(await codes()).not.toContain('poison');
    const { body: history } = await office.get(`/api/upkeep/${String(done['id'])}/history`);
    expect(history['items']).toMatchObject([
      { type: 'UpkeepOrdered', actor: { id: 'admin-1', kind: 'person' }, data: { reason: '规则已更正' } },
      { type: 'UpkeepDone', actor: { kind: 'system', id: 'upkeep' } },
    ]);
  });

  it('a rebuild shows how far it is while the old view serves, and an order sent twice is one', async () => {
    interface View {
      readonly name: string;
      readonly generation: number;
      readonly serves: boolean;
      readonly building: { readonly done: number; readonly of: number } | null;
      readonly rows: readonly { readonly rows: number }[];
    }
    const view = async () =>
      (await items<View>('/api/admin/views')).find(({ name }) => name === 'category_counts') as View;
    const before = await view();
    expect(before).toMatchObject({ serves: true, building: null, behind: 0, poison: 0 });
    expect(before.rows[0]?.rows).toBeGreaterThan(0);
    node.slow.ms = 20;
    const key = randomUUID();
    const order = { what: 'rebuild-view', of: 'category_counts', node: 'node-1', reason: '演练' };
    const first = await admin.post('/api/upkeep', order, { key });
    const second = await admin.post('/api/upkeep', order, { key });
    const id = String(first.body['id']);
    expect(second).toMatchObject({ status: 201, body: { id } });
    await until(async () => ((await view()).building?.done ?? 0) > 0, WITHIN_MS);
    expect(await view()).toMatchObject({ serves: true, generation: before.generation, rows: before.rows });
    node.slow.ms = 0;
    await until(async () => (await admin.get(`/api/upkeep/${id}`)).body['state'] === 'done', WITHIN_MS);
    const after = await view();
    expect(after.generation).toBeGreaterThan(before.generation);
    expect(after).toMatchObject({ building: null, rows: before.rows });
  });

  it('an order that cannot be carried out says so; one to a node that is not there waits, and is cancelled', async () => {
    expect(await ordered({ what: 'rebuild-view', of: 'no_such_view' })).toMatchObject({
      state: 'failed',
      cause: 'no-such-view',
      error: expect.stringContaining('There is no view named no_such_view'),
    });
    expect(await ordered({ what: 'retry-letter', of: 'timers/1' })).toMatchObject({
      state: 'failed',
      cause: 'no-redis',
    });
    for (const what of ['retry-letter', 'drop-letter'])
      expect(await admin.post('/api/upkeep', { what, node: 'node-1', reason: '试' })).toMatchObject({
        status: 409,
        body: { code: 'upkeep/which-letter' },
      });
    expect(await ordered({ what: 'look-at-timers' })).toMatchObject({
      state: 'done',
      timersDue: expect.any(Number),
    });
    const { body } = await admin.post('/api/upkeep', { what: 'look-at-timers', node: 'gone', reason: '试' });
    const path = `/api/upkeep/${String(body['id'])}`;
    expect((await admin.get(path)).body['state']).toBe('ordered');
    expect((await admin.post(`${path}/cancel`, { reason: '该节点已停用' })).body).toMatchObject({ state: 'cancelled' });
  });

  it('timers of the next day and late ones are told with the case and whose step it waits for', async () => {
    const id = await filed('cleaning');
    interface Timers {
      readonly total: number;
      readonly items: readonly { readonly case: { readonly id: string }; readonly waitsFor: readonly string[] }[];
      readonly counts: readonly { readonly workflow: string }[];
    }
    const page = async (query: string) => (await office.get(`/api/admin/timers${query}`)).body as unknown as Timers;
    await until(async () => (await page('?when=late')).total === 0, WITHIN_MS);
    const all = node.server.composition.views.read.all<{ dueAt: string }>(
      'SELECT dueAt FROM timers WHERE id = ? ORDER BY dueAt',
      id,
    );
    expect(all.length).toBeGreaterThan(0);
    const day = await page('?when=day&workflow=complaint');
    expect(day.total).toBe(day.items.length);
    for (const one of day.items) expect(one).toMatchObject({ case: { path: 'complaints', mayOpen: true } });
    expect((await office.get('/api/admin/timers?when=never')).status).toBe(400);
    expect((await office.get('/api/admin/timers?after=x')).status).toBe(400);
    expect((await page('?when=failing')).items).toEqual([]);
  });
});

describe('rules', () => {
  interface Setting {
    readonly name: string;
    readonly value: { readonly unit: string; readonly count: number };
    readonly editions: readonly object[];
  }
  interface Preview {
    readonly moves: number;
    readonly stays: Readonly<Record<string, number>>;
    readonly moved: readonly { readonly case: { readonly id: string }; readonly from: string; readonly to: string }[];
    readonly stayed: readonly { readonly case: { readonly id: string }; readonly because: string }[];
  }
  const today = (): string => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const head = () => node.server.composition.store.head();
  const settingOf = async (name: string) =>
    (await items<Setting>('/api/admin/settings', office)).find((one) => one.name === name) as Setting;
  const dueOf = (id: string, name: string): string | undefined =>
    node.server.composition.views.read.get<{ dueAt: string }>(
      'SELECT dueAt FROM timers WHERE id = ? AND name = ?',
      id,
      name,
    )?.dueAt;

  it('a setting is told with its words, range, editions, and the deadlines that it gives their length', async () => {
    expect(await settingOf('complaint.accept')).toMatchObject({
      workflow: 'complaint',
      words: { en: 'time to accept' },
      kind: 'span',
      value: { unit: 'working-days', count: 1 },
      edition: 1,
      deadlines: [{ name: 'accept', workflow: 'complaint' }],
      editions: [{ edition: 1, byKind: 'system', effectiveOn: '2021-01-01' }],
    });
    expect(await settingOf('engine.undo-minutes')).toMatchObject({ kind: 'number', range: { min: 0, max: 1_440 } });
    const calendars = await items<{ year: number; edition: number; source: string | null }>('/api/admin/calendars');
    expect(calendars.find(({ year }) => year === 2025)).toMatchObject({
      edition: 1,
      source: expect.stringContaining('2025'),
    });
    expect(calendars[0]).toMatchObject({ edition: 0, source: null });
  });

  it('what a preview says of a setting is what then happens, and the preview itself records nothing', async () => {
    const ids = [await filed('greening'), await filed('greening')];
    await until(() => ids.every((id) => dueOf(id, 'accept') !== undefined), WITHIN_MS);
    const change = { value: { unit: 'working-days', count: 9 }, effectiveOn: today(), alsoOpen: true };
    const path = '/api/admin/settings/complaint.accept/preview';
    const before = await head();
    const { status, body } = await office.post(path, change);
    const preview = body as unknown as Preview;
    expect(status).toBe(200);
    expect(await head()).toBe(before);
    for (const id of ids)
      expect(preview.moved.find((one) => one.case.id === id)).toMatchObject({ from: dueOf(id, 'accept') });
    expect(preview.moved.every(({ from, to }) => to > from)).toBe(true);

    const forNew = await office.post(path, { ...change, alsoOpen: false });
    expect(forNew.body).toMatchObject({ moves: 0 });
    expect((forNew.body as unknown as Preview).stays['new-only']).toBe(
      preview.moves + Object.values(preview.stays).reduce((sum, n) => sum + n, 0),
    );

    const sent = await office.post('/api/settings/complaint.accept/change', { ...change, reason: '人手不足' });
    expect(sent.status).toBe(200);
    for (const one of preview.moved) await until(() => dueOf(one.case.id, 'accept') === one.to, WITHIN_MS);
    expect((await settingOf('complaint.accept')).value).toEqual(change.value);
  });

  it('a preview is refused as the change would be, to whoever may not make it and for what cannot be', async () => {
    const path = '/api/admin/settings/complaint.accept/preview';
    const change = { value: { unit: 'working-days', count: 3 }, effectiveOn: today(), alsoOpen: true };
    expect((await mediator.post(path, change)).status).toBe(403);
    expect((await (await Client.signedIn(node.server.url, 'auditor-1')).post(path, change)).status).toBe(403);
    expect((await office.post(path, { ...change, effectiveOn: '2020-01-01' })).body).toMatchObject({
      code: 'setting/in-the-past',
    });
    expect((await office.post(path, { ...change, value: 3 })).body).toMatchObject({ code: 'setting/other-kind' });
    expect((await office.post(path, { effectiveOn: today() })).status).toBe(422);
    expect((await office.post('/api/admin/settings/no.such/preview', change)).status).toBe(404);
    expect((await office.post('/api/admin/calendars/20x6/preview', {})).status).toBe(404);
  });

  it('what a preview says of a calendar is what then happens', async () => {
    const ids = [await filed('security'), await filed('security')];
    await until(() => ids.every((id) => dueOf(id, 'accept') !== undefined), WITHIN_MS);
    const due = dueOf(ids[0] ?? '', 'accept') ?? '';
    const year = Number(due.slice(0, 4));
    const held = (
      await items<{ year: number; edition: number; holidays: string[]; makeUpDays: string[] }>('/api/admin/calendars')
    ).find((one) => one.year === year);
    // The last day of the deadline becomes a day off.
    const lastDay = new Date(Date.parse(due) - 1 + 8 * 3_600_000).toISOString().slice(0, 10);
    const form = {
      holidays: [...(held?.holidays ?? []), lastDay].sort(),
      makeUpDays: (held?.makeUpDays ?? []).filter((day) => day !== lastDay),
    };
    const { status, body } = await office.post(`/api/admin/calendars/${year}/preview`, form);
    expect(status).toBe(200);
    const preview = body as unknown as Preview;
    for (const id of ids) expect(preview.moved.find((one) => one.case.id === id)).toMatchObject({ from: due });
    const stays = preview.stayed.map((one) => [one.case.id, dueOf(one.case.id, 'accept')] as const);
    const source = '临时放假通知';
    const published =
      held === undefined || held.edition === 0
        ? await office.post('/api/calendars', { year, ...form, source })
        : await office.post(`/api/calendars/${year}/revise`, { ...form, source });
    expect([200, 201]).toContain(published.status);
    const moved = preview.moved as readonly { name?: string; case: { id: string }; to: string }[];
    for (const { case: one, name = '', to } of moved) await until(() => dueOf(one.id, name) === to, WITHIN_MS);
    for (const [id, before] of stays) expect(dueOf(id, 'accept')).toBe(before);
  });
});

describe('an order', () => {
  it('that a node was at when it ended is carried out by the next start', async () => {
    node.slow.ms = 20;
    const { body } = await admin.post('/api/upkeep', {
      what: 'rebuild-view',
      of: 'category_counts',
      node: 'node-1',
      reason: '停机演练',
    });
    const building = () =>
      node.server.composition.views.progress().some(({ state, done }) => state === 'building' && done > 0);
    await until(building, WITHIN_MS);
    await node.server.close();
    node = await serveTroubled(`${folder.path}/data`);
    admin = await Client.signedIn(node.server.url, 'admin-1');
    const path = `/api/upkeep/${String(body['id'])}`;
    await until(async () => (await admin.get(path)).body['state'] === 'done', WITHIN_MS);
  });
});
