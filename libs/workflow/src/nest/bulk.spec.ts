/** One step for many cases: a result for each, safe to send again, and never for cases that the person did not see. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { uuidV5 } from '#libs/event-store';
import { Api } from './api.fixture.js';

let api: Api;
beforeAll(async () => {
  api = await Api.start();
});
afterAll(async () => {
  await api.stop();
  expect(api.logged).toEqual([]);
});

const bulk = '/api/errands/bulk/change-runner';
const change = { form: { runner: 'wang' } };

describe('a bulk command', () => {
  it('has a result for each case, in the order asked', async () => {
    const [taken, asked, far] = [
      await api.taken(),
      await api.asked(),
      await api.asked({ area: 'beixia' }, { by: 'far' }),
    ];
    const sent = await api.post(bulk, { ids: [taken, asked, far, 'unknown', taken], ...change }, { by: 'zhou' });
    expect(sent).toMatchObject({
      status: 200,
      body: {
        items: [
          { id: taken, done: { state: 'taken', revision: 3, version: 2 } },
          { id: asked, problem: { status: 409, code: 'errand/change-runner-wrong-state', state: 'asked' } },
          { id: far, problem: { status: 404, code: 'errand/not-found' } },
          { id: 'unknown', problem: { status: 404, code: 'errand/not-found' } },
        ],
      },
    });
    expect(sent.body.items).toHaveLength(4);
  });

  it('law 2: each item is a command of its own whose id follows from the bulk and the case, so a repeat adds nothing', async () => {
    const ids = [await api.taken(), await api.taken()];
    const id = randomUUID();
    const headers = { 'idempotency-key': id };
    const first = await api.post(bulk, { ids, ...change }, { by: 'zhou', headers });
    const again = await api.post(bulk, { ids, ...change }, { by: 'zhou', headers });
    expect(again.body.items.map((one) => one.done)).toMatchObject(
      first.body.items.map(({ done }) => ({ version: done?.version, position: done?.position, replayed: true })),
    );
    const events = await api.world.events('errand', ids[0] ?? '');
    expect(events.at(-1)?.envelope.command.id).toBe(uuidV5(id, ids[0] ?? ''));
    expect(await api.recorded(ids[1] ?? '')).toBe(3);
  });

  it('as a dry run records nothing', async () => {
    const id = await api.taken();
    const sent = await api.post(`${bulk}?dryRun=1`, { ids: [id], ...change }, { by: 'zhou' });
    expect(sent.body).toMatchObject({ dryRun: true, items: [{ id, done: { version: 2, position: null } }] });
    expect(await api.recorded(id)).toBe(2);
  });

  it('meant by a filter acts on what the list showed, and names what has changed since', async () => {
    const [still, changed] = [await api.taken(), await api.taken()];
    await api.post(`/api/errands/${still}/change-runner`, { runner: 'chen' }, { by: 'zhou' });
    const seen = await api.post(`/api/errands/${changed}/comment`, { text: '看过' });
    const list = await api.get('/api/errands?state=taken', { headers: { 'x-linli-after': seen.body.position } });
    const late = await api.post(`/api/errands/${changed}/change-runner`, { runner: 'zhao' }, { by: 'zhou' });
    await api.get('/api/errands', { headers: { 'x-linli-after': late.body.position } });
    const body = {
      filter: { state: 'taken', subDistrict: 'nanguan' },
      position: list.body.position,
      form: { runner: 'sun' },
    };
    const sent = await api.post(bulk, body, { by: 'zhou' });
    expect(sent.body.items.map((one) => one.id).sort()).toEqual(list.body.items.map((one) => one.id).sort());
    expect(sent.body.items.find((one) => one.id === still)?.done).toMatchObject({ revision: 4 });
    expect(sent.body.items.find((one) => one.id === changed)?.problem).toMatchObject({
      code: 'command/changed-meanwhile',
      params: { revision: 3 },
    });
  });

  it('law 2: meant by a filter and sent again answers the first outcome, also for what has left the filter since', async () => {
    const [staying, leaving, other] = [await api.taken(), await api.taken(), await api.taken()];
    const seenAfter = (position: string) => ({ headers: { 'x-linli-after': position } });
    const seen = await api.post(`/api/errands/${other}/comment`, { text: '看过' });
    const list = await api.get('/api/errands?state=taken', seenAfter(seen.body.position));
    const late = await api.post(`/api/errands/${other}/change-runner`, { runner: 'zhao' }, { by: 'zhou' });
    await api.get('/api/errands', seenAfter(late.body.position));
    const body = { filter: { state: 'taken' }, position: list.body.position, form: { runner: 'qian' } };
    const sending = { by: 'zhou', headers: { 'idempotency-key': randomUUID() } };
    const first = await api.post(bulk, body, sending);
    const held = await api.post(`/api/errands/${leaving}/hold`, { reason: '等待' }, { by: 'zhou' });
    await api.get('/api/errands', seenAfter(held.body.position));
    const again = await api.post(bulk, body, sending);

    expect(again.body.items.map((one) => one.id)).toEqual(first.body.items.map((one) => one.id));
    const told = (answer: typeof first, id: string) => answer.body.items.find((one) => one.id === id);
    for (const [id, state] of [
      [staying, 'taken'],
      [leaving, 'held'],
    ] as const) {
      const { version, position } = told(first, id)?.done ?? {};
      expect(position).toEqual(expect.any(String));
      expect(told(again, id)?.done).toMatchObject({ version, position, state, replayed: true });
    }
    expect(await api.recorded(staying)).toBe(3);
    expect(told(again, other)?.problem).toMatchObject({ code: 'command/changed-meanwhile' });
    // Whoever sends it under another key, or is somebody else, has done nothing yet.
    const anew = await api.post(bulk, body, { by: 'zhou', headers: { 'idempotency-key': randomUUID() } });
    expect(told(anew, staying)?.problem).toMatchObject({ code: 'command/changed-meanwhile' });
    expect(told(anew, leaving)).toBeUndefined();
    expect(told(await api.post(bulk, body, { ...sending, by: 'chief' }), leaving)).toBeUndefined();
  });

  it('meant by a filter is refused while the view has not come as far as the list that was seen', async () => {
    const sent = await api.post(bulk, { filter: {}, position: '9999999999999999', ...change }, { by: 'zhou' });
    expect([sent.status, sent.body.code]).toEqual([503, 'views/behind']);
  });

  it.each<[string, object, string]>([
    ['nothing', {}, '/ids required'],
    ['a word', { ids: 'all' }, '/ids list'],
    ['no case', { ids: [] }, '/ids list-length'],
    ['a number among the ids', { ids: ['a', 7] }, '/ids/1 id'],
    ['ids and a filter', { ids: ['a'], filter: {} }, '/ids not-here'],
    ['a filter without position', { filter: {} }, '/position required'],
    ['a position that is none', { filter: {}, position: 'x' }, '/position text'],
    ['a state that is none', { filter: { state: 'x' }, position: '0000000000000001' }, '/filter/state choice'],
    [
      'a filter with something else',
      { filter: { runner: 'li' }, position: '0000000000000001' },
      '/filter/runner unknown-field',
    ],
    ['something else', { ids: ['a'], all: true }, '/all unknown-field'],
    ['a form that is none', { ids: ['a'], form: [] }, '/form object'],
  ])('that names %s is malformed', async (_, body, error) => {
    const sent = await api.post(bulk, body, { by: 'zhou' });
    expect(sent.status).toBe(422);
    expect(sent.body.errors.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([error]);
  });

  it('takes at most 500 cases', async () => {
    const sent = await api.post(
      bulk,
      { ids: Array.from({ length: 501 }, (_, n) => `x${n}`), ...change },
      { by: 'zhou' },
    );
    expect(sent).toMatchObject({
      status: 422,
      body: { code: 'request/bulk-too-many', params: { count: 501, max: 500 } },
    });
  });

  it('exists only for steps declared so', async () => {
    const sent = await api.post('/api/errands/bulk/take', { ids: ['a'], form: { runner: 'li' } });
    expect(sent.status).toBe(404);
    const head = await api.world.store.head();
    const outcome = await api.world.engine.execute({
      workflow: 'errand',
      command: 'TakeErrand',
      bulk: randomUUID(),
      target: await api.asked(),
      form: { runner: 'li' },
      requester: { kind: 'person', id: 'li' },
    });
    expect(outcome).toMatchObject({ kind: 'refused', code: 'command/not-in-bulk' });
    expect(await api.world.store.head()).not.toBe(head);
  });
});
