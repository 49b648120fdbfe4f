/** "Why this date?" over HTTP: each running deadline with what it was counted from and the days that were counted. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ExplainedDeadline } from '../time/explained.js';
import { Api } from './api.fixture.js';

let api: Api;
beforeAll(async () => {
  api = await Api.start();
});
afterAll(async () => {
  await api.stop();
  expect(api.logged).toEqual([]);
});

const why = async (id: string | undefined, by = 'li') => {
  const { status, body } = await api.get(`/api/errands/${id}/deadlines`, { by });
  return { status, items: body.items as unknown as readonly ExplainedDeadline[] };
};

describe('the days of a deadline', () => {
  it('lead from the moment it counts from to the date that was recorded', async () => {
    const id = await api.asked();
    await api.post(`/api/errands/${id}/take`, { runner: 'li' });
    const { body } = await api.get(`/api/errands/${id}`);
    const { status, items } = await why(id);
    expect(status).toBe(200);
    expect(items.map(({ name }) => name)).toEqual(['finish']);
    const [finish] = items;
    expect(body.deadlines).toMatchObject([{ name: 'finish', dueAt: finish?.dueAt }]);
    expect(finish).toMatchObject({
      setting: { name: 'errand.finish', span: { unit: 'working-days', count: 5 } },
      extended: false,
      pausedAt: null,
    });
    const last = finish?.days.at(-1);
    expect(last).toMatchObject({ working: true, count: 5 });
    // 24:00 of the last day, in Beijing.
    expect(Date.parse(finish?.dueAt ?? '')).toBe(Date.parse(`${last?.day}T16:00:00Z`));
  });

  it('say that a pause moved the date, and from where', async () => {
    const id = await api.asked();
    await api.post(`/api/errands/${id}/take`, { runner: 'li' });
    const before = (await why(id)).items[0];
    await api.post(`/api/errands/${id}/pause-clock`, { why: 'awaiting-citizen' });
    expect((await why(id)).items).toEqual([]);
    await api.world.clock.advance(3 * 86_400_000);
    await api.post(`/api/errands/${id}/resume-clock`, {});
    const [after] = (await why(id)).items;
    expect(after).toMatchObject({ name: 'finish', dueBefore: before?.dueAt });
    expect(after?.pausedAt).not.toBeNull();
    expect(Date.parse(after?.dueAt ?? '')).toBeGreaterThan(Date.parse(before?.dueAt ?? ''));
  });

  it('are told only to whoever may see the case', async () => {
    const id = await api.asked();
    expect((await why(id, 'far')).status).toBe(404);
    expect((await api.get(`/api/errands/${id}/deadlines?days=9`)).status).toBe(400);
  });
});
