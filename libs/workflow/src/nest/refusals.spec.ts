/** Every status that a refusal can have, every malformed request, and the language of both. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Api, asked, type Sending } from './api.fixture.js';

let api: Api;
let id: string;
beforeAll(async () => {
  api = await Api.start();
  id = await api.taken();
});
afterAll(async () => {
  await api.stop();
  expect(api.logged).toEqual([]);
});

const errand = (verb: string) => `/api/errands/${id}/${verb}`;

describe('a refusal has its status, its code and a sentence', () => {
  it.each<[number, string, () => Promise<unknown>]>([
    [401, 'session/needed', () => api.get('/api/errands', { by: '' })],
    [401, 'session/needed', () => api.post(errand('take'), { runner: 'li' }, { by: '' })],
    [403, 'command/unknown-person', () => api.get(`/api/errands/${id}`, { by: 'ghost' })],
    [403, 'command/not-your-role', () => api.post(errand('hold'), { reason: '等待' })],
    [403, 'command/separated-duties', () => api.post(errand('audit'), { verdict: 'fine' })],
    [404, 'command/outside-jurisdiction', () => api.post('/api/errands', asked, { by: 'far' })],
    [404, 'errand/not-found', () => api.get('/api/errands/unknown')],
    [404, 'errand/not-found', () => api.get(`/api/errands/${id}`, { by: 'far' })],
    [404, 'errand/not-found', () => api.get(`/api/errands/${id}/history`, { by: 'far' })],
    [404, 'errand/not-found', () => api.post(errand('comment'), { text: '在吗' }, { by: 'far' })],
    [404, 'command/unknown', () => api.post(errand('expire'), { reason: '过期' })],
    [404, 'command/unknown', () => api.post(errand('constructor'), {})],
    [404, 'request/no-such-path', () => api.get('/api/nothing')],
    [405, 'request/method', () => api.send('PUT', '/api/errands', { form: asked })],
    [409, 'errand/take-wrong-state', () => api.post(errand('take'), { runner: 'li' })],
    [409, 'errand/nothing-changed', () => api.post(errand('change-runner'), { runner: 'li' })],
    [
      409,
      'entry/in-the-future',
      () => api.post(errand('pause-clock'), { why: 'awaiting-citizen', occurredAt: '2027-01-01T00:00:00Z' }),
    ],
    [
      409,
      'session/other-person',
      () => api.post(errand('comment'), { text: '好' }, { headers: { 'x-linli-person': 'wang' } }),
    ],
    [
      412,
      'command/changed-meanwhile',
      () => api.post(errand('finish'), { how: 'well' }, { headers: { 'if-match': '"1"' } }),
    ],
    [422, 'request/fields', () => api.post(errand('comment'), {})],
    [428, 'command/revision-needed', () => api.post(errand('finish'), { how: 'well' })],
  ])('%i %s', async (status, code, ask) => {
    const before = await api.recorded(id);
    const sent = (await ask()) as Awaited<ReturnType<Api['get']>>;
    expect(sent.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(sent.body).toMatchObject({ type: `urn:linli:problem:${code}`, status, code });
    expect(sent.status).toBe(status);
    expect(sent.body.detail).toMatch(/[\u4e00-\u9fff]/);
    expect(sent.body.detail).not.toMatch(/\{[a-z]+\}/);
    expect(sent.headers.get('x-correlation-id')).toBe(sent.body.correlationId);
    expect(await api.recorded(id)).toBe(before);
  });

  it('whoever names oneself is no other person', async () => {
    const sent = await api.post(errand('comment'), { text: '好' }, { headers: { 'x-linli-person': 'li' } });
    expect(sent.status).toBe(200);
  });

  it('what is unknown and what lies elsewhere look the same', async () => {
    const { correlationId: _, ...unknown } = (await api.get('/api/errands/unknown')).body;
    const { correlationId: __, ...elsewhere } = (await api.get(`/api/errands/${id}`, { by: 'far' })).body;
    expect(elsewhere).toEqual(unknown);
  });

  it('a wrong state says which it is and what is possible instead', async () => {
    const { body } = await api.post(errand('take'), { runner: 'li' });
    expect(body).toMatchObject({
      state: 'taken',
      possible: expect.arrayContaining(['change-runner', 'finish', 'comment']) as unknown,
    });
    expect(body).not.toMatchObject({ possible: expect.arrayContaining(['take', 'hold']) as unknown });
    expect(body.detail).toBe('现在是“已接”，不能“接下”。可以：换人、完成');
  });
});

describe('what was sent is judged before anything is read', () => {
  it('tells every wrong field at once, with pointers and sentences', async () => {
    const sent = await api.post('/api/errands', { area: '!', what: '', extra: 1, caller: { phone: 'x' } });
    expect(sent.status).toBe(422);
    expect(sent.body.errors.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
      '/extra unknown-field',
      '/area id',
      '/what text-length',
      '/story required',
      '/caller/name required',
      '/caller/phone phone',
    ]);
    expect(sent.body.errors[2]?.detail).toBe('事项：应为1至200个字');
  });

  const form = JSON.stringify(asked);
  const deep = (levels: number) => `{"what":${'['.repeat(levels)}${']'.repeat(levels)}}`;
  it.each<[string, number, string, Sending]>([
    ['a sentence', 400, 'request/not-json', { raw: 'please' }],
    ['JSON cut off', 400, 'request/not-json', { raw: form.slice(0, -5) }],
    ['bytes that are no UTF-8', 400, 'request/not-utf8', { raw: new Uint8Array([0x22, 0xff, 0xfe, 0x22]) }],
    ['JSON nested without end', 400, 'request/nested-too-deep', { raw: deep(100_000) }],
    ['JSON nested a little too deep', 400, 'request/nested-too-deep', { raw: deep(32) }],
    ['a list', 422, 'request/fields', { raw: '[]' }],
    ['null', 422, 'request/fields', { raw: 'null' }],
    ['a number', 422, 'request/fields', { raw: '7' }],
    ['nothing', 422, 'request/fields', {}],
    ['a megabyte', 413, 'request/too-large', { form: { ...asked, story: 'a'.repeat(1_048_576) } }],
    [
      'a form of the web',
      415,
      'request/media-type',
      { raw: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    ],
    ['text', 415, 'request/media-type', { raw: form, headers: { 'content-type': 'text/plain' } }],
    [
      'another charset',
      415,
      'request/media-type',
      { raw: form, headers: { 'content-type': 'application/json; charset=gbk' } },
    ],
    ['compressed bytes', 415, 'request/media-type', { raw: form, headers: { 'content-encoding': 'gzip' } }],
    ['a key that reaches the prototype', 422, 'request/fields', { raw: `{"__proto__":{"what":"x"},${form.slice(1)}` }],
    ['a key named constructor', 422, 'request/fields', { raw: `{"constructor":{"prototype":{}},${form.slice(1)}` }],
    ['a lone surrogate', 422, 'request/fields', { raw: form.replace('换灯泡', '\\ud800') }],
    ['a control character', 422, 'request/fields', { raw: form.replace('换灯泡', 'a\\u0000b') }],
    ['a command id that is no UUID', 422, 'request/fields', { form: asked, headers: { 'idempotency-key': '7' } }],
    [
      'a command id of a timer',
      422,
      'request/fields',
      { form: asked, headers: { 'idempotency-key': '74738ff5-5367-5958-9aee-98fffdcd1876' } },
    ],
    ['an empty command id', 422, 'request/fields', { form: asked, headers: { 'idempotency-key': '' } }],
    ['a moment without zone', 422, 'request/fields', { form: { ...asked, occurredAt: '2026-11-24T08:00:00' } }],
    ['a moment that is a number', 422, 'request/fields', { form: { ...asked, occurredAt: 7 } }],
    ['a reason that is an object', 422, 'request/fields', { form: { ...asked, lateReason: {} } }],
    ['a reason with control characters', 422, 'request/fields', { form: { ...asked, lateReason: 'a\u0001' } }],
    ['a revision without quotes', 400, 'request/if-match', { form: asked, headers: { 'if-match': '7' } }],
    ['a moment before 1992', 422, 'request/fields', { form: { ...asked, occurredAt: '0001-01-01T00:00:00Z' } }],
    ['a moment of long ago', 409, 'entry/needs-officer', { form: { ...asked, occurredAt: '1992-01-01T00:00:00Z' } }],
    [
      'a moment of the last year',
      422,
      'request/fields',
      { form: { ...asked, occurredAt: '9999-12-31T23:59:59-14:00' } },
    ],
  ])('%s', async (_, status, code, sending) => {
    const head = await api.world.store.head();
    const sent = await api.send('POST', '/api/errands', sending);
    expect([sent.status, sent.body.code]).toEqual([status, code]);
    expect(await api.world.store.head()).toBe(head);
    expect(Object.prototype).not.toHaveProperty('what');
  });

  it('a command id that is wrong is pointed at, with its header', async () => {
    const sent = await api.post('/api/errands', asked, { headers: { 'idempotency-key': 'x' } });
    expect(sent.body.errors).toMatchObject([{ pointer: '/commandId', header: 'Idempotency-Key', code: 'id' }]);
  });

  it('nesting as deep as allowed is judged by the field', async () => {
    const sent = await api.send('POST', '/api/errands', { raw: deep(31) });
    expect(sent.body.errors[0]).toMatchObject({ pointer: '/area' });
  });

  it.each([
    ['weak', 'W/"2"'],
    ['of something else', '"abc"'],
    ['none of several', '"1", W/"2"'],
  ])('RFC 9110: a tag that is %s matches nothing', async (_, tag) => {
    const sent = await api.post(errand('finish'), { how: 'well' }, { headers: { 'if-match': tag } });
    expect([sent.status, sent.body.code]).toEqual([412, 'command/changed-meanwhile']);
  });

  it('a tag for anything demands nothing, so a sensitive step still asks for the revision', async () => {
    const sent = await api.post(errand('finish'), { how: 'well' }, { headers: { 'if-match': '*' } });
    expect(sent.status).toBe(428);
  });

  it.each([
    '?limit=0',
    '?limit=201',
    '?limit=x',
    '?state=nowhere',
    '?state=asked&state=taken',
    '?sort=sideways',
    '?after=garbage',
    '?after=WzFd',
    `?subDistrict=${'x'.repeat(500)}`,
  ])('an address that cannot be understood: %s', async (query) => {
    const sent = await api.get(`/api/errands${query}`);
    expect([sent.status, sent.body.code]).toEqual([400, 'request/query']);
  });

  it.each(['%E0%A4%A', '..%2f..', "x'%20OR%201=1", '%00', 'a'.repeat(3_000), '漏水'])(
    'an id that cannot be one is not found: %s',
    async (one) => {
      const sent = await api.get(`/api/errands/${one}`);
      expect([400, 404]).toContain(sent.status);
    },
  );
});

describe('the language', () => {
  it.each([
    ['zh-CN', undefined],
    ['en', 'en'],
    ['en', 'en-GB,en;q=0.9,zh;q=0.8'],
    ['zh-CN', 'zh;q=1, en;q=0.5'],
    ['en', 'fr, en;q=0.2'],
    ['zh-CN', 'fr;q=1, *;q=0.5'],
    ['zh-CN', 'en;q=0'],
    ['zh-CN', ';;;,,,'],
  ])('is %s for %s', async (language, header) => {
    const sent = await api.get('/api/errands/unknown', {
      headers: header === undefined ? {} : { 'accept-language': header },
    });
    expect(sent.headers.get('content-language')).toBe(language);
    expect(sent.body.detail).toBe(
      language === 'en' ? 'Not found, or outside your jurisdiction' : '没有找到，或不在您的管辖范围内',
    );
  });

  it('of field errors is the same', async () => {
    const sent = await api.post(errand('comment'), {}, { headers: { 'accept-language': 'en' } });
    expect(sent.body.errors).toEqual([{ pointer: '/text', code: 'required', detail: 'Text is required' }]);
  });
});

describe('an answer', () => {
  it('carries the correlation id that the request brought', async () => {
    const given = randomUUID();
    const sent = await api.get('/api/errands/unknown', { headers: { 'x-correlation-id': given } });
    expect(sent.body.correlationId).toBe(given);
  });

  it('names the chain of its command, unless the request brought a name of its own', async () => {
    const chainOf = async (headers: Record<string, string>): Promise<[string | null, unknown]> => {
      const sent = await api.post('/api/errands', asked, { headers });
      const { items } = (await api.get(`/api/errands/${String(sent.body['id'])}/history`)).body;
      return [
        sent.headers.get('x-correlation-id'),
        (items as unknown as { correlationId: string }[])[0]?.correlationId,
      ];
    };
    const [made, chain] = await chainOf({});
    expect(made).toBe(chain);
    const key = randomUUID();
    expect(await chainOf({ 'idempotency-key': key })).toEqual([key, key]);
    const [brought, own] = await chainOf({ 'x-correlation-id': 'ticket-4711' });
    expect(brought).toBe('ticket-4711');
    expect(own).not.toBe(brought);
  });

  it('does not take a key for a name that is no id', async () => {
    const sent = await api.post('/api/errands', asked, { headers: { 'idempotency-key': '13800001111' } });
    expect(sent.status).toBe(422);
    expect(sent.headers.get('x-correlation-id')).not.toBe('13800001111');
  });
});
