/** The register of numbers over HTTP. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { StationApi } from './station-api.fixture.js';
import { accepted } from './station.fixture.js';

let api: StationApi;
beforeAll(async () => {
  api = await StationApi.start();
});
afterAll(() => api.stop());

interface Told {
  readonly code?: string;
  readonly total: number;
  readonly next: string | null;
  readonly items: readonly { readonly id?: string; readonly text: string; readonly n: number }[];
}

function get(query: string, by = 'duan', path = '/numbers') {
  return api.asks<Told>(`${path}${query}`, { by });
}

describe('GET /api/complaints/numbers', () => {
  it('shows every number, void ones with the reason, to whoever sees the complaints of the station', async () => {
    const [undone, kept, moved] = [await accepted(api.world), await accepted(api.world), await accepted(api.world)];
    await moved.does('TransferComplaint', { subDistrict: 'beixia', community: 'c-beixia-1', reason: '属北下街' });
    const number = (n: number, complaint: string, voidedBy: string | null, voidReason: string | null) =>
      expect.objectContaining({ n, complaint, voidedBy, voidReason, station: 'nanguan', year: 2026 });
    const { status, body } = await get('?station=nanguan&year=2026');
    expect(status).toBe(200);
    expect(body).toMatchObject({ total: 3, next: null });
    expect(body.items).toEqual([
      number(1, undone.id, null, null),
      number(2, kept.id, null, null),
      number(3, moved.id, 'transferred', '属北下街'),
    ]);
    expect((await get('?station=nanguan&year=2026&after=2', 'ge')).body.items.map(({ n }) => n)).toEqual([3]);
    expect((await get('?station=nanguan&year=2025', 'yan')).body).toMatchObject({ items: [], total: 0 });
  });

  it.each([
    ['of another station', 'jiang'],
    ['of a department, who sees only what is referred to it', 'gong'],
    ['of the company', 'niu'],
  ])('is not there for people %s', async (_, by) => {
    expect(await get('?station=nanguan&year=2026', by)).toMatchObject({
      status: 404,
      body: { code: 'command/outside-jurisdiction' },
    });
  });

  it.each([
    '?year=2026',
    '?station=constructor&year=2026',
    '?station=nanguan',
    '?station=nanguan&year=26',
    '?station=nanguan&year=2026&after=-1',
  ])('refuses %s as an address that cannot be understood', async (query) => {
    expect(await get(query)).toMatchObject({ status: 400, body: { code: 'request/query' } });
  });

  it('leaves the complaints where they were', async () => {
    const { body } = await get('', 'duan', '');
    expect(body.items.length).toBeGreaterThan(0);
    expect((await get('', 'duan', `/${body.items[0]?.id}`)).status).toBe(200);
  });
});
