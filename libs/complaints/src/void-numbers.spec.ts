/** A number that became void stays with the case that had it: it still stands on papers, and people ask by it. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { StationApi } from './station-api.fixture.js';
import { accepted, forms } from './station.fixture.js';

let api: StationApi;
beforeAll(async () => {
  api = await StationApi.start();
});
afterAll(() => api.stop());

interface Told {
  readonly number: string | null;
  readonly voidNumbers: readonly object[];
  readonly items: readonly { readonly id: string }[];
}

it('is told of the case with why, for what reason and since when, and the case is found by it', async () => {
  const story = await accepted(api.world);
  const other = await accepted(api.world);
  await other.does('UndoLast', { reason: '选错小区' });
  await other.does('AcceptComplaint', forms.accept);
  await api.world.clock.set('2026-11-25T02:00:00.000Z');
  const there = { subDistrict: 'beixia', community: 'c-beixia-1', reason: '属北下街' };
  await other.does('TransferComplaint', there);
  const told = async (id: string) => (await api.asks<Told>(`/${id}`, { by: 'yan' })).body;
  expect(await told(story.id)).toMatchObject({ number: '(2026)管南调字第1号', voidNumbers: [] });
  expect(await told(other.id)).toMatchObject({
    number: null,
    voidNumbers: [
      { number: '(2026)管南调字第2号', why: 'undone', reason: '选错小区', at: expect.stringMatching(/^2026-11-24T/) },
      { number: '(2026)管南调字第3号', why: 'transferred', reason: '属北下街', at: '2026-11-25T02:00:00.000Z' },
    ],
  });
  const found = async (q: string) => {
    const { body } = await api.asks<Told>(`?q=${encodeURIComponent(q)}`, { by: 'yan' });
    return body.items.map(({ id }) => id);
  };
  expect(await found('第2号')).toEqual([other.id]);
  expect(await found('第1号')).toEqual([story.id]);
});
