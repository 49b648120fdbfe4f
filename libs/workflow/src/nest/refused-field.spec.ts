/** A refusal that is about a field of the form says which, so that a page can show it there. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Api } from './api.fixture.js';

let api: Api;
beforeAll(async () => {
  api = await Api.start({});
});
afterAll(() => api.stop());

it('stands beside the field, in the words of the whole refusal; one that is about none has no errors', async () => {
  const id = await api.taken();
  const form = { name: 'finish', until: '2026-12-10', reason: '材料未齐', consent: false };
  const { status, body } = await api.post(`/api/errands/${id}/extend-deadline`, form);
  expect(status).toBe(409);
  expect(body.errors).toEqual([{ pointer: '/consent', code: body.code, detail: body.detail }]);
  const wrong = await api.post(`/api/errands/${id}/take`, { runner: 'li' });
  expect(wrong.status).toBe(409);
  expect(wrong.body).not.toHaveProperty('errors');
});
