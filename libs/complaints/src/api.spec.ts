/** The register of numbers over HTTP: the real routes of complaints, on stores in memory and real views. */
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Global, Module, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Views } from '#libs/views';
import { caseView } from '#libs/workflow';
import { ENGINE, prepareApi, SESSIONS, VIEWS, WorkflowModule } from '#libs/workflow/nest';
import type { World } from '#libs/workflow/specification';
import { ComplaintsModule } from './api.js';
import { accepted, station } from './station.fixture.js';
import { complaintSpoken } from './texts.js';
import { complaintViews } from './views.js';

let world: World;
let views: Views;
let folder: string;
let app: INestApplication;

beforeAll(async () => {
  world = await station();
  folder = mkdtempSync(join(tmpdir(), 'linli-numbers-api-'));
  views = Views.open({
    folder,
    store: world.store,
    projections: [...complaintViews, caseView(complaintSpoken.declaration)],
  });
  await views.whenReady();
  const provided = [
    { provide: ENGINE, useValue: world.engine },
    { provide: VIEWS, useValue: views },
    { provide: SESSIONS, useValue: { personOf: ({ headers }: Request) => headers['x-test-person'] } },
  ];
  @Global()
  @Module({ providers: provided, exports: provided.map(({ provide }) => provide) })
  class Ports {}
  @Module({ imports: [Ports, ComplaintsModule, WorkflowModule.register({ spoken: [complaintSpoken] })] })
  class Application {}
  app = await NestFactory.create(Application, { bodyParser: false, logger: false });
  prepareApi(app as never);
  await app.listen(0, '127.0.0.1');
});

afterAll(async () => {
  await app.close();
  await views.close();
  await world.store.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Request {
  readonly headers: Readonly<Record<string, string | undefined>>;
}

interface Told {
  readonly code?: string;
  readonly total: number;
  readonly next: string | null;
  readonly items: readonly { readonly id?: string; readonly text: string; readonly n: number }[];
}

async function get(query: string, by = 'duan', path = '/numbers'): Promise<{ status: number; body: Told }> {
  const { port } = (app.getHttpServer() as { address(): AddressInfo }).address();
  const after = (await world.store.head()) ?? '';
  const headers = { 'x-test-person': by, 'x-linli-after': after };
  const response = await fetch(`http://127.0.0.1:${port}/api/complaints${path}${query}`, { headers });
  return { status: response.status, body: (await response.json()) as Told };
}

describe('GET /api/complaints/numbers', () => {
  it('shows every number, void ones with the reason, to whoever sees the complaints of the station', async () => {
    const [undone, kept, moved] = [await accepted(world), await accepted(world), await accepted(world)];
    await moved.does('TransferComplaint', { subDistrict: 'beixia', reason: '属北下街' });
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
