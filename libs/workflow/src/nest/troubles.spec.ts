/** What people are told when something outside breaks, and what is kept from them. */
import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { StoreUnavailable, type EventStore } from '#libs/event-store';
import { MemoryEventStore } from '#libs/event-store/memory';
import { Api, asked } from './api.fixture.js';

/** A store that can be told to break, and a subscription that can be told to say nothing. */
class Breakable extends MemoryEventStore {
  breaks: (() => Error) | undefined;

  override async append(...given: Parameters<EventStore['append']>): ReturnType<EventStore['append']> {
    const result = await super.append(...given);
    if (this.breaks) throw this.breaks();
    return result;
  }
}

let api: Api | undefined;
afterEach(async () => {
  await api?.stop();
});

describe('when the store cannot be reached', () => {
  it('the person may send the same again in a moment, and it is recorded once', async () => {
    const store = new Breakable();
    api = await Api.start({ store });
    store.breaks = () => new StoreUnavailable('no answer from 10.0.0.7', 'unknown');
    const headers = { 'idempotency-key': randomUUID() };
    const sent = await api.post('/api/errands', asked, { headers });
    expect([sent.status, sent.body.code, sent.headers.get('retry-after')]).toEqual([503, 'store/unavailable', '1']);
    expect(sent.text).not.toContain('10.0.0.7');
    store.breaks = undefined;
    const again = await api.post('/api/errands', asked, { headers });
    expect(again.status).toBe(201);
    expect(await api.recorded(again.body.id)).toBe(1);
  });

  it('one case’s trouble in a bulk is told beside the others’ results', async () => {
    const store = new Breakable();
    api = await Api.start({ store });
    const id = await api.taken();
    store.breaks = () => new StoreUnavailable('gone', 'nothing-written');
    const sent = await api.post(
      '/api/errands/bulk/change-runner',
      { ids: ['x', id], form: { runner: 'wang' } },
      { by: 'zhou' },
    );
    expect(sent.body.items).toMatchObject([{ problem: { status: 404 } }, { problem: { code: 'store/unavailable' } }]);
  });
});

describe('when a promise is broken', () => {
  it('the person is told an id and nothing else, and the log has the rest under it', async () => {
    const store = new Breakable();
    api = await Api.start({ store });
    store.breaks = () => new RangeError('row 7 of table secrets');
    const sent = await api.post('/api/errands', asked, { headers: { 'accept-language': 'en' } });
    expect(sent).toMatchObject({ status: 500, body: { code: 'server/unexpected' } });
    expect(sent.text).not.toMatch(/row 7|RangeError|\.ts/);
    const { id } = sent.body.params;
    expect(sent.body.detail).toContain(id);
    expect(api.logged).toMatchObject([
      [
        { id, requestId: sent.body.correlationId, err: expect.any(RangeError) },
        expect.stringContaining('row 7'),
        'api',
      ],
    ]);
  });
});

describe('when the views are behind', () => {
  it('a step is done and acknowledged without its number; reading one case is fresh all the same', async () => {
    api = await Api.start({
      // Views of another log, which never hear of what is recorded here.
      viewsOn: () => new MemoryEventStore(),
    });
    const sent = await api.post('/api/errands', asked);
    expect(sent).toMatchObject({ status: 201, body: { number: null, state: 'asked' } });
    expect((await api.get(`/api/errands/${sent.body.id}`)).body).toMatchObject({ number: null, what: '换灯泡' });
    expect((await api.get('/api/errands')).body).toMatchObject({ total: 0, position: null });
  });
});
