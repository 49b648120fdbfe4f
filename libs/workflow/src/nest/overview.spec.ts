/** What a page needs beside one workflow's cases: descriptions that say enough to draw it, what waits, counts, references. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Declaration } from '../declare/declaration.js';
import { maySeeSome } from '../decide/authorise.js';
import { Api, spoken, type Body } from './api.fixture.js';
import { described, NO_WORDS } from './described.js';
import { issuable, routeOf } from './paths.js';

let api: Api;
let asked: string;
let taken: string;
let done: string;
let position: string;
beforeAll(async () => {
  api = await Api.start({ vocabulary: { ...NO_WORDS, registers: { street } } });
  taken = await api.taken();
  done = await api.taken();
  const finish = { headers: { 'if-match': '"2"' } };
  expect((await api.post(`/api/errands/${done}/finish`, { how: 'well' }, finish)).status).toBe(200);
  await api.asked({ area: 'beixia' }, { by: 'far' });
  asked = await api.asked({ what: '通水管' });
  position = (await api.get(`/api/errands/${asked}`)).body.position;
  await api.get('/api/errands', { headers: { 'x-linli-after': position } });
});
afterAll(() => api.stop());

/** As many as may be asked for at once, with ids as long as some are. */
const street = Object.fromEntries(
  Array.from({ length: 100 }, (_, n) => [`c-${'nanguan-'.repeat(10)}${n}`, [`${n}号`, `No. ${n}`] as const]),
);
const ids = (body: Body) => body.items.map((one) => one.id);

interface Command {
  readonly name: string;
  readonly route: string;
  readonly form: { readonly properties: Readonly<Record<string, Readonly<Record<string, unknown>>>> };
}

describe('the description of a workflow', () => {
  const [errand] = (described([spoken], NO_WORDS) as unknown as { items: [{ commands: Command[] }] }).items;
  const { commands } = errand;

  it('needs nobody signed in, and is sent again only when it changed', async () => {
    const first = await api.get('/api/workflows', { by: '' });
    expect(first).toMatchObject({ status: 200, body: { items: [{ name: 'errand', path: 'errands' }] } });
    expect(first.headers.get('content-encoding')).toBe('gzip');
    const etag = first.headers.get('etag') ?? '';
    const again = await api.get('/api/workflows', { by: '', headers: { 'if-none-match': etag } });
    expect([again.status, again.text]).toEqual([304, '']);
  });

  it('has every step that people may take, at the route it answers to', () => {
    const declared = issuable(spoken.declaration);
    expect(commands.map(({ name }) => name)).toEqual(declared.map(({ name }) => name));
    for (const [n, command] of declared.entries())
      expect(commands[n]?.route.replace('{id}', ':id')).toBe(`/api/${routeOf(spoken.declaration, command)}`);
  });

  it('words every state, event, step, field, choice, deadline and refusal in both languages', () => {
    const pairs: [string, unknown][] = [];
    const visit = (at: string, value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      if ('zh-CN' in value) pairs.push([at, value]);
      for (const [key, below] of Object.entries(value)) visit(`${at}/${key}`, below);
    };
    visit('', described([spoken], NO_WORDS));
    expect(pairs.length).toBeGreaterThan(100);
    for (const [at, pair] of pairs)
      expect({ at, pair }).toEqual({
        at,
        pair: { 'zh-CN': expect.stringMatching(/./), en: expect.stringMatching(/./) },
      });
  });

  it('labels every field of every form, down to the members of a person, and says what it refers to', () => {
    for (const { name, form } of commands)
      for (const [field, schema] of Object.entries(form.properties)) {
        expect({ name, field, schema }).toMatchObject({
          schema: { 'x-linli-words': {}, 'x-linli-kind': expect.any(String) },
        });
        for (const member of Object.keys((schema['properties'] as object | undefined) ?? {}).filter(
          (m) => m !== 'person',
        ))
          expect({ name, field, member, schema }).toMatchObject({
            schema: { properties: { [member]: { 'x-linli-words': {} } } },
          });
      }
    expect(commands[0]?.form.properties['area']).toMatchObject({ 'x-linli-ref': 'area', 'x-linli-kind': 'ref' });
  });
});

describe('what waits for somebody', () => {
  it('holds the open cases in which they may take a step that the state waits for, the next step first', async () => {
    const { body } = await api.get('/api/waiting');
    expect(body).toMatchObject({ total: 2, late: 0, complete: true });
    expect(body.items).toMatchObject([
      { workflow: 'errand', id: asked, next: ['take'], number: expect.stringMatching(/./), what: '通水管' },
      { id: taken, next: ['finish', 'change-runner'] },
    ]);
    expect(ids((await api.get('/api/waiting', { by: 'wang' })).body)).toEqual([asked]);
    expect(ids((await api.get('/api/waiting?limit=1')).body)).toEqual([asked]);
  });

  it('puts what is late before all else', async () => {
    const late = await Api.start();
    const first = await late.asked();
    await late.world.clock.advance(3 * 86_400_000);
    await late.world.letTimersAct('errand', first);
    const second = await late.asked();
    const { body } = await late.get(`/api/errands/${second}`);
    const waiting = await late.get('/api/waiting', { headers: { 'x-linli-after': body.position } });
    expect(ids(waiting.body)).toEqual([first, second]);
    expect(waiting.body).toMatchObject({ late: 1, items: [{ late: [{ name: 'take' }] }, { late: [] }] });
    await late.stop();
  });

  it('is nothing for whoever may only look, and refused to strangers', async () => {
    expect((await api.get('/api/waiting', { by: 'nobody' })).status).toBe(403);
    expect((await api.get('/api/waiting', { by: '' })).status).toBe(401);
    expect((await api.get('/api/waiting?limit=0')).status).toBe(400);
  });
});

describe('counts', () => {
  it('say how many the caller sees in each state', async () => {
    const { body } = await api.get('/api/counts');
    expect(body.items).toMatchObject([{ path: 'errands', states: { asked: 1, taken: 1, done: 1 }, late: 0 }]);
    const chief = (await api.get('/api/counts', { by: 'chief' })).body;
    expect(chief.items).toMatchObject([{ states: { asked: 2, taken: 1, done: 1 } }]);
    const there = (await api.get('/api/counts?subDistrict=beixia', { by: 'chief' })).body;
    expect(there.items).toMatchObject([{ states: { asked: 1 } }]);
  });

  it('tell a list that is empty for now from one that is not for the caller’s role', async () => {
    const { seenBy: _, ...rest } = spoken.declaration;
    const closed = { ...rest, seenBy: ['officer'] };
    const { covers } = api.world.engine.ports;
    const sees = async (person: string, declaration: Declaration): Promise<boolean | undefined> => {
      const identity = await api.world.engine.ports.identities.find(person, 'fresh');
      return identity && maySeeSome(declaration, identity, covers);
    };
    const { body } = await api.get('/api/counts?how=badly&path=errands', { by: 'far' });
    expect(body.items).toMatchObject([{ states: {}, readable: true }]);
    expect([await sees('li', closed), await sees('zhou', closed)]).toEqual([false, true]);
    // What lies in no place lies in the district.
    const { jurisdiction: __, ...everywhere } = spoken.declaration;
    expect([await sees('zhou', everywhere), await sees('chief', everywhere)]).toEqual([false, true]);
  });
});

describe('what a reference may name', () => {
  it('is a case by its number, as far as the caller sees it', async () => {
    const { body } = await api.get('/api/references/errand');
    expect(ids(body).sort()).toEqual([asked, done, taken].sort());
    const searched = await api.get(`/api/references/errand?search=${encodeURIComponent('〔2026〕1')}`);
    expect(searched.body.items).toMatchObject([{ id: taken, words: { en: '跑〔2026〕1' } }]);
    // Every number holds a 2, but only one of them is it.
    expect(ids((await api.get('/api/references/errand?search=2')).body)[0]).toBe(done);
    expect(ids((await api.get('/api/references/errand?search=1')).body)[0]).toBe(taken);
    expect(ids((await api.get(`/api/references/errand?ids=${done}`)).body)).toEqual([done]);
    expect(ids((await api.get(`/api/references/errand?ids=${done}`, { by: 'far' })).body)).toEqual([]);
  });

  it('is up to a hundred at once, however long their ids are', async () => {
    const all = Object.keys(street);
    const { status, body } = await api.get(`/api/references/street?ids=${all.join(',')}`);
    expect([status, ids(body).sort()]).toEqual([200, all.sort()]);
    const tooMany = await api.get(`/api/references/street?ids=${all.join(',')},other`);
    expect(tooMany).toMatchObject({ status: 400, body: { params: { name: 'ids' } } });
  });

  it('is unknown where nothing is called so', async () => {
    expect((await api.get('/api/references/planet')).status).toBe(404);
  });
});
