/** Two nodes that answer and two that work, on one log and one Redis. */
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { instant, SystemClock } from '#libs/workflow';
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

// Some of these wait for two processes' worth of work beside whatever else the machine does.
jest.setTimeout(90_000);

let cluster: Cluster;
let one: RunningServer;
let other: RunningServer;
let door: string;
let mediator: Client;
beforeAll(async () => {
  cluster = await Cluster.start();
  one = await cluster.node('api');
  other = await cluster.node('api');
  door = await cluster.door(one, other);
  mediator = await Client.signedIn(door, 'officer-nanguan-1');
});
afterAll(() => cluster.stop());

async function file(more: object = {}, client = mediator): Promise<string> {
  const { status, body } = await client.post('/api/complaints', { ...filing, ...more });
  if (status !== 201) throw new Error(`not filed: ${JSON.stringify(body)}`);
  return String(body['id']);
}
const path = (id: string): string => `/api/complaints/${id}`;
/** Entered by somebody who may enter what happened long ago, so that its first deadline has passed. */
async function fileLate(): Promise<string> {
  const officer = await Client.signedIn(door, 'subdistrict-nanguan');
  return file({ occurredAt: instant(Date.now() - 5 * 86_400_000), lateReason: '系统停用期间的纸质登记' }, officer);
}

describe('nodes that answer', () => {
  it('know at each node who signed in at the other, and who signed out', async () => {
    for (let turn = 0; turn < 4; turn++)
      expect(await mediator.get('/api/session')).toMatchObject({ status: 200, body: { id: 'officer-nanguan-1' } });
    const leaving = await Client.signedIn(door, 'officer-nanguan-2');
    await leaving.delete('/api/session');
    for (let turn = 0; turn < 2; turn++) expect((await leaving.get('/api/session')).status).toBe(401);
  });

  it('show behind a round-robin door what was just written, wherever it was written', async () => {
    for (let turn = 0; turn < 12; turn++) {
      const { body } = await mediator.post('/api/complaints', filing);
      const after = { 'x-linli-after': String(body['position']) };
      const list = await mediator.get('/api/complaints?state=filed&limit=100', after);
      expect(list.status).toBe(200);
      expect((list.body['items'] as { id: string }[]).map(({ id }) => id)).toContain(body['id']);
      if (turn % 2 === 0) await mediator.get('/api/session'); // so that the turns change places
    }
  });

  it('law 2: carry out one command id once, though two nodes are asked at once for different things', async () => {
    const [here, there] = await Promise.all([one, other].map(({ url }) => Client.signedIn(url, 'officer-nanguan-1')));
    for (let round = 0; round < 12; round++) {
      const key = randomUUID();
      const asked = ['车棚漏雨。', '门禁坏了。'].map((story) => ({ ...filing, story }));
      const answers = await Promise.all([
        (here as Client).post('/api/complaints', asked[0], { key }),
        (there as Client).post('/api/complaints', asked[1], { key }),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
      expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'command/id-reused' });
      const done = answers.findIndex(({ status }) => status === 201);
      const { body } = await mediator.get(path(String(answers[done]?.body['id'])));
      expect(body).toMatchObject({ story: asked[done]?.story });
    }
  });

  it('give a case one number, the same at each node', async () => {
    const { body } = await mediator.post(`${path(await file())}/accept`, acceptance);
    expect(body['number']).toMatch(/管南调字第\d+号/);
    const after = { 'x-linli-after': String(body['position']) };
    for (let turn = 0; turn < 2; turn++)
      expect((await mediator.get(path(String(body['id'])), after)).body).toMatchObject({ number: body['number'] });
  });

  it('law 8: open at each node what was sealed at the other', async () => {
    const id = await file();
    for (let turn = 0; turn < 2; turn++)
      expect((await mediator.get(path(id))).body).toMatchObject({ story: filing.story });
    const events = await cluster.log.events();
    expect(events.length).toBeGreaterThan(0);
    expect(JSON.stringify(events)).not.toContain(filing.story);
  });

  it('law 10: a node that has not heard yet what another recorded refuses nothing by it', async () => {
    const [here, there] = [
      await Client.signedIn(one.url, 'officer-nanguan-1'),
      await Client.signedIn(other.url, 'officer-nanguan-1'),
    ];
    for (let turn = 0; turn < 10; turn++) {
      const id = await file({}, here);
      // Now the case is known at the other node as it was before.
      expect((await there.post(`${path(id)}/comment`, { text: '已电话联系' })).status).toBe(200);
      expect((await here.post(`${path(id)}/accept`, acceptance)).status).toBe(200);
      expect(await there.post(`${path(id)}/withdraw`, { reason: '已自行协商' })).toMatchObject({
        status: 200,
        body: { state: 'withdrawn' },
      });
    }
  });

  it('law 2: a command repeated at the other node is answered with its first outcome', async () => {
    const key = randomUUID();
    const answers = [];
    for (let turn = 0; turn < 4; turn++) answers.push(await mediator.post('/api/complaints', filing, { key }));
    expect(new Set(answers.map(({ body }) => body['id'])).size).toBe(1);
    expect(answers.map(({ headers }) => headers.get('idempotent-replay'))).toEqual([null, 'true', 'true', 'true']);
    expect(await cluster.recorded(`complaint-${String(answers[0]?.body['id'])}`)).toEqual(['ComplaintFiled']);
  });

  it('law 5: one whose clock is behind records nothing and says so; another does it under the same id', async () => {
    await file();
    const slow = await cluster.node('api', {
      clock: new (class extends SystemClock {
        override now(): number {
          return super.now() - 5_000;
        }
      })(),
    });
    const client = await Client.signedIn(slow.url, 'officer-nanguan-1');
    const key = randomUUID();
    expect(await client.post('/api/complaints', filing, { key })).toMatchObject({
      status: 503,
      body: { code: 'command/clock-behind', detail: expect.stringMatching(/clock is behind/) },
    });
    expect((await client.get('/api/complaints')).status).toBe(200);
    expect((await mediator.post('/api/complaints', filing, { key })).status).toBe(201);
  });

  it('lose sessions with Redis and nothing else: people sign in again', async () => {
    const redis = new Redis(cluster.redis.url);
    await redis.flushall();
    redis.disconnect();
    expect((await mediator.get('/api/complaints')).status).toBe(401);
    mediator = await Client.signedIn(door, 'officer-nanguan-1');
    await cluster.redis.kill();
    expect(await mediator.get('/api/complaints')).toMatchObject({ status: 503, body: { code: 'session/unavailable' } });
    await cluster.redis.start();
    const isSignedOut = async (): Promise<boolean> => (await mediator.get('/api/complaints')).status === 401;
    await until(async () => (await isSignedOut()) && (await isSignedOut()), 30_000); // at each node
    mediator = await Client.signedIn(door, 'officer-nanguan-1');
    expect((await mediator.get('/api/complaints')).status).toBe(200);
  });
});

describe('nodes that work', () => {
  it('are the only ones that let deadlines act; several do it once', async () => {
    const before = await Promise.all(Array.from({ length: 20 }, fileLate));
    const missed = async (id: string): Promise<number> =>
      (await cluster.recorded(`complaint-${id}`)).filter((type) => type === 'DeadlineMissed').length;
    expect(await Promise.all(before.map(missed))).toEqual(before.map(() => 0));
    await Promise.all([cluster.node('worker'), cluster.node('worker')]);
    const after = await Promise.all(Array.from({ length: 20 }, fileLate));
    const all = [...before, ...after];
    await until(async () => (await Promise.all(all.map(missed))).every((times) => times > 0), 30_000);
    expect(await Promise.all(all.map(missed))).toEqual(all.map(() => 1));
  });

  it('show how they are, and nothing of the cases', async () => {
    const worker = cluster.nodes.find(({ composition }) => composition.role === 'worker');
    const client = new Client(worker?.url ?? '');
    expect(await client.get('/health/ready')).toMatchObject({ status: 200, body: { role: 'worker', lagging: false } });
    await until(async () => /^linli_timers_due 0$/m.test(String((await client.get('/metrics')).body['text'])), 30_000);
    for (const gone of ['/api/complaints', '/api/session', '/api/openapi.json'])
      expect((await client.get(gone)).status).toBe(404);
    expect((await new Client(one.url).get('/health/ready')).body).toMatchObject({ role: 'api', reactions: null });
  });

  it('law 9: two of them let a merged duplicate be absorbed once', async () => {
    const workers = cluster.nodes.filter(({ composition }) => composition.role === 'worker');
    await until(() =>
      workers.some(({ composition }) =>
        composition.work.reactions.status().every(({ state }) => state === 'following'),
      ),
    );
    const [from, into] = [await file(), await file()];
    await mediator.post(`${path(from)}/accept`, acceptance);
    expect((await mediator.post(`${path(from)}/merge-duplicate`, { into, reason: '同一事项' })).status).toBe(200);
    await until(async () => (await cluster.recorded(`complaint-${into}`)).includes('ComplaintAbsorbed'), 30_000);
    expect(await cluster.recorded(`complaint-${into}`)).toEqual(['ComplaintFiled', 'ComplaintAbsorbed']);
    expect((await cluster.recorded()).filter((type) => type === 'IncidentOpened')).toEqual([]);
  });
});

describe('a node that answers', () => {
  it('tells how those stand that work, and raises what they cannot be asked for', async () => {
    const admin = await Client.signedIn(one.url, 'admin-1');
    interface Health {
      readonly timers: object;
      readonly reactionsFailing: number | null;
      readonly movesFailing: string | null;
      readonly redis: string;
      readonly troubles: readonly { readonly code: string }[];
    }
    const health = async () => (await admin.get('/api/admin/health')).body as unknown as Health;
    await until(async () => (await health()).redis === 'kept', 30_000);
    expect(await health()).toMatchObject({
      timers: { due: expect.any(Number), lateMs: expect.any(Number), failing: 0 },
      reactionsFailing: 0,
    });
    const redis = new Redis(cluster.redis.url);
    const key = `${cluster.log.prefix.slice(0, -1)}:nodes`;
    const work = { timersFailing: 2, reactionsFailing: 1, movesFailing: 'no calendar', timetable: 'out of reach' };
    const word = { name: 'worker-x', role: 'worker', seenAt: instant(Date.now()), behindMs: 0, position: null, work };
    await redis.hset(key, word.name, JSON.stringify(word));
    const troubled = await health();
    expect(troubled).toMatchObject({ timers: { failing: 2 }, reactionsFailing: 1, redis: 'out of reach' });
    const codes = troubled.troubles.map(({ code }) => code);
    expect(codes).toEqual(
      expect.arrayContaining(['timers-failing', 'reactions-failing', 'moves-failing', 'redis-away']),
    );
    await redis.hdel(key, word.name);
    redis.disconnect();
  });
});

describe('what failed too often', () => {
  it('is a list for the administrator, to be tried again or dropped; the queues are a page', async () => {
    const connection = new Redis(cluster.redis.url, { maxRetriesPerRequest: null });
    const queue = new Queue('work', { connection, prefix: cluster.log.prefix.slice(0, -1) });
    await queue.add('feed-the-cat', {});
    await queue.close();
    connection.disconnect();
    const admin = await Client.signedIn(door, 'admin-1');
    const list = async () => (await admin.get('/api/dead-letters')).body['items'] as { key: string; of: string }[];
    await until(async () => (await list()).length === 1, 30_000);
    expect((await admin.get('/api/dead-letters?nonsense=1')).status).toBe(400);
    const [letter] = await list();
    expect(letter).toMatchObject({ of: 'feed-the-cat', error: 'nobody here does the work feed-the-cat' });
    const key = letter?.key;
    const { body: health } = await admin.get('/api/admin/health');
    const nodes = health['nodes'] as { name: string; self: boolean }[];
    expect(nodes.length).toBeGreaterThan(1);
    expect((health['troubles'] as { code: string }[]).map(({ code }) => code)).toContain('dead-letters');
    const node = nodes.find(({ self }) => self)?.name ?? '';
    const ordered = async (what: string, of: string | undefined): Promise<unknown> => {
      const { body, status } = await admin.post('/api/upkeep', { what, of, node, reason: '检查' });
      expect(status).toBe(201);
      const order = async () => (await admin.get(`/api/upkeep/${String(body['id'])}`)).body['state'];
      await until(async () => (await order()) !== 'ordered', 30_000);
      return order();
    };
    expect(await ordered('retry-letter', key)).toBe('done');
    await until(async () => (await list()).length === 1, 30_000);
    expect(await ordered('drop-letter', key)).toBe('done');
    expect(await list()).toEqual([]);
    expect(await ordered('drop-letter', key)).toBe('failed');
    const page = await admin.get('/admin/queues');
    expect(page.status).toBe(200);
    expect(page.body['text']).toMatch(/<base href="\/admin\/queues\/"/);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/default-src 'self'.*style-src 'self' 'unsafe-inline'/);
    expect(policy).not.toMatch(/https?:/);
    expect((await admin.get('/admin/queues/api/queues')).body['queues']).toMatchObject([
      { name: 'timers' },
      { name: 'work' },
    ]);
    for (const path of ['/api/dead-letters', '/admin/queues', '/admin/queues/api/queues']) {
      expect((await mediator.get(path)).status).toBe(403);
      expect((await new Client(door).get(path)).status).toBe(401);
    }
    expect((await mediator.post('/api/upkeep', { what: 'drop-letter', of: key, node, reason: '试' })).status).toBe(403);
  });
});

describe('a node without its log', () => {
  itDisturbs('says that it lags and is not ready, and is ready again when the log is back', async () => {
    const client = new Client(one.url);
    const officer = await Client.signedIn(one.url, 'officer-nanguan-1');
    const id = await file({}, officer);
    const list = async () => officer.get('/api/complaints?state=filed');
    await until(async () => JSON.stringify((await list()).body['items']).includes(id), 30_000);
    const lagging = async (): Promise<string | null> =>
      (await client.get('/api/openapi.json')).headers.get('x-linli-lagging');
    expect(await lagging()).toBeNull();
    await cluster.log.server.stop();
    await until(async () => Number(await lagging()) >= 2, 20_000);
    await until(async () => (await client.get('/health/ready')).status === 503, 20_000);
    expect((await client.get('/health/readable')).status).toBe(200);
    const read = await list();
    expect(read.status).toBe(200);
    expect(Number(read.headers.get('x-linli-lagging'))).toBeGreaterThanOrEqual(2);
    expect(JSON.stringify(read.body['items'])).toContain(id);
    for (const way of ['/api/waiting', '/api/counts', '/api/complaints/follow-ups'])
      expect([way, (await officer.get(way)).status]).toEqual([way, 200]);
    expect(await officer.get(path(id))).toMatchObject({ status: 503, body: { code: 'store/unread' } });
    await cluster.log.server.start();
    await until(async () => (await lagging()) === null, 20_000);
    await until(async () => (await client.get('/health/ready')).status === 200, 20_000);
    expect((await mediator.post('/api/complaints', filing)).status).toBe(201);
  });
});
