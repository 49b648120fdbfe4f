/** Law 8 where several nodes answer: what one sealed the other reads, and neither opens what is erased. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StoreUnavailable, type Checkpoint, type Checkpoints } from '#libs/event-store';
import { MemoryEventStore } from '#libs/event-store/memory';
import { SharedKeyVault } from '#libs/sealed';
import { Api, asked, type Sent } from './api.fixture.js';

const MASTER = 'ab'.repeat(32);

let folder: string;
let store: MemoryEventStore;
/** What the register answers instead, while it is away. */
let away: StoreUnavailable | undefined;
let nodes: { readonly api: Api; readonly vault: SharedKeyVault }[];
let a: Api;
let b: Api;

async function node(): Promise<Api> {
  const register: Checkpoints = {
    read: (name): Promise<Checkpoint | undefined> => (away ? Promise.reject(away) : store.checkpoints.read(name)),
    write: (...given) => (away ? Promise.reject(away) : store.checkpoints.write(...given)),
  };
  const vault = await SharedKeyVault.open({
    folder: mkdtempSync(join(folder, 'node-')),
    masterKey: MASTER,
    checkpoints: register,
    followEveryMs: 10,
    trustMs: 100,
  });
  const api = await Api.start({ store, vault });
  nodes.push({ api, vault });
  return api;
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nodes-'));
  store = new MemoryEventStore();
  away = undefined;
  nodes = [];
  [a, b] = [await node(), await node()];
});
afterEach(async () => {
  for (const { api, vault } of nodes) {
    await api.stop();
    await vault.close();
  }
  rmSync(folder, { recursive: true });
});

async function until(what: string, asks: () => Promise<Sent>, holds: (sent: Sent) => boolean): Promise<Sent> {
  const end = performance.now() + 10_000;
  for (;;) {
    const sent = await asks();
    if (holds(sent)) return sent;
    if (performance.now() > end) throw new Error(`not within 10 s: ${what}; ${sent.text}`);
  }
}

describe('a node that did not seal what it is asked for', () => {
  it('law 8: opens it alone, in lists, in histories, in what waits, and when a command is repeated', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const sent = await a.post('/api/errands', asked, { headers });
    const { id, position } = sent.body;
    const open = { story: asked.story, caller: { name: '张三' } };
    expect((await b.get(`/api/errands/${id}`)).body).toMatchObject(open);
    expect((await b.get(`/api/errands/${id}/history`)).body.items[0]).toMatchObject({ data: open });
    // A third and a fourth that were asked for nothing before.
    const after = { 'x-linli-after': position };
    expect((await (await node()).get('/api/errands', { headers: after })).body.items[0]).toMatchObject(open);
    const fourth = await node();
    expect((await fourth.get('/api/waiting', { headers: after })).body.items[0]).toMatchObject(open);
    const repeated = await (await node()).post('/api/errands', asked, { headers });
    expect([repeated.status, repeated.headers.get('idempotent-replay')]).toEqual([sent.status, 'true']);
    expect(await b.recorded(id)).toBe(1);
  });

  it('law 8: says that a case is erased which another node erased, and repeats nothing of it', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const { id } = (await a.post('/api/errands', asked, { headers })).body;
    expect((await b.get(`/api/errands/${id}`)).body).toMatchObject({ story: asked.story });
    await a.world.vault.erase(`errand-${id}`);
    await until(
      'b has heard',
      () => b.get(`/api/errands/${id}`),
      ({ text }) => !text.includes(asked.story),
    );
    expect((await b.get(`/api/errands/${id}`)).body).toMatchObject({ story: { $erased: true }, what: '换灯泡' });
    expect((await b.post('/api/errands', asked, { headers })).body.code).toBe('command/outcome-erased');
    expect(await b.recorded(id)).toBe(1);
  });
});

describe('when the register of keys cannot be reached', () => {
  it('law 8: nothing is appended and nothing opened, and the person may send the same again', async () => {
    const id = await a.asked();
    away = new StoreUnavailable('no answer from 10.0.0.7', 'unknown');
    const headers = { 'idempotency-key': randomUUID() };
    const sent = await b.post('/api/errands', asked, { headers });
    expect(sent).toMatchObject({
      status: 503,
      body: { code: 'store/unavailable', params: { outcome: 'nothing-written' } },
    });
    expect(sent.text).not.toContain('10.0.0.7');
    const list = await until(
      'b does not trust its keys any more',
      () => b.get('/api/errands'),
      ({ text }) => !text.includes(asked.story),
    );
    // What is not sealed is told all the same.
    expect([list.status, list.body.total]).toEqual([200, 1]);
    expect(list.body.items[0]).toMatchObject({ id, what: asked.what, story: { $closed: true } });
    expect(list.text).not.toContain(asked.caller.name);
    expect(await b.get(`/api/errands/${id}`)).toMatchObject({ status: 503, body: { code: 'store/unread' } });
    away = undefined;
    const again = await b.post('/api/errands', asked, { headers });
    expect([again.status, again.headers.get('idempotent-replay')]).toEqual([201, null]);
    expect(await b.recorded(again.body.id)).toBe(1);
  });
});
