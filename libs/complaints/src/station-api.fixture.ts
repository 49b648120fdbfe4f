/** A station over HTTP: the real routes of complaints, on stores in memory and real views. */
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Global, Module, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Views } from '#libs/views';
import { caseView, reactionViews } from '#libs/workflow';
import { ENGINE, prepareApi, SESSIONS, VAULT, VIEWS, WorkflowModule } from '#libs/workflow/nest';
import type { World } from '#libs/workflow/specification';
import { ComplaintsModule } from './api.js';
import { complaintReactions } from './reactions.js';
import { station } from './station.fixture.js';
import { complaintSpoken } from './texts.js';
import { complaintNumbered, complaintViews } from './views.js';

interface Request {
  readonly headers: Readonly<Record<string, string | undefined>>;
}

export interface Asking {
  /** 段, the officer, where nobody is named. */
  readonly by?: string;
  readonly method?: 'GET' | 'POST';
  readonly body?: unknown;
}

export class StationApi {
  private constructor(
    readonly world: World,
    private readonly views: Views,
    private readonly app: INestApplication,
    private readonly folder: string,
  ) {}

  static async start(): Promise<StationApi> {
    const world = await station();
    const folder = mkdtempSync(join(tmpdir(), 'linli-station-api-'));
    const views = Views.open({
      folder,
      store: world.store,
      projections: [...complaintViews, ...reactionViews(complaintReactions), caseView(complaintSpoken.declaration)],
    });
    await views.whenReady();
    const provided = [
      { provide: ENGINE, useValue: world.engine },
      { provide: VIEWS, useValue: views },
      { provide: VAULT, useValue: world.engine.ports.vault },
      { provide: SESSIONS, useValue: { personOf: ({ headers }: Request) => headers['x-test-person'] || undefined } },
    ];
    @Global()
    @Module({ providers: provided, exports: provided.map(({ provide }) => provide) })
    class Ports {}
    @Module({
      imports: [
        Ports,
        ComplaintsModule,
        WorkflowModule.register({ spoken: [complaintSpoken], numbers: { complaint: complaintNumbered } }),
      ],
    })
    class Application {}
    const app = await NestFactory.create(Application, { bodyParser: false, logger: false });
    prepareApi(app as never);
    await app.listen(0, '127.0.0.1');
    return new StationApi(world, views, app, folder);
  }

  /** Asks below `/api/complaints`, never behind what was recorded. */
  async asks<Told>(
    path: string,
    { by = 'duan', method = 'GET', body }: Asking = {},
  ): Promise<{ status: number; body: Told }> {
    const { port } = (this.app.getHttpServer() as { address(): AddressInfo }).address();
    const after = (await this.world.store.head()) ?? '';
    await this.views.waitFor(after, 10_000);
    const response = await fetch(`http://127.0.0.1:${port}/api/complaints${path}`, {
      method,
      headers: { 'x-test-person': by, 'x-linli-after': after, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Told };
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.views.close();
    await this.world.store.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
