/** A real application for the specs of this folder: the tiny errand workflow over HTTP, on stores in memory and real views. */
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module, type INestApplication, type LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { EventStore } from '#libs/event-store';
import { Views, type Projection } from '#libs/views';
import { World, type WorldOptions } from '../specification.js';
import { errand } from '../tiny.fixture.js';
import { errandTexts } from '../tiny-texts.fixture.js';
import { caseView } from '../views/case-view.js';
import { NO_WORDS, type Vocabulary } from './described.js';
import { ENGINE, PEOPLE, prepareApi, SESSIONS, VAULT, VIEWS, VOCABULARY, WorkflowModule } from './index.js';
import { serveOpenApi } from './openapi-page.js';
import type { Spoken } from '../words/sentence.js';

export const spoken = { declaration: errand.declaration, texts: errandTexts };

export const people = {
  li: ['clerk@nanguan'],
  wang: ['clerk@nanguan'],
  zhou: ['officer@nanguan'],
  chief: ['officer@district'],
  far: ['clerk@beixia'],
};

export const asked = {
  area: 'nanguan',
  what: '换灯泡',
  story: '三单元楼道灯坏了',
  caller: { name: '张三', phone: '13800001111' },
};

/** Numbers as a context would give them: in the order of the log. */
const numbers: Projection = {
  name: 'errand_numbers',
  version: 1,
  categories: ['errand'],
  tables: [{ name: 'errand_numbers', columns: 'id TEXT PRIMARY KEY, n INTEGER NOT NULL, text TEXT NOT NULL' }],
  apply(event, db) {
    if (event.envelope.version > 0) return;
    const n = (db.get<{ n: number }>('SELECT coalesce(max(n), 0) AS n FROM {errand_numbers}')?.n ?? 0) + 1;
    db.run(
      'INSERT INTO {errand_numbers} VALUES (?, ?, ?)',
      event.envelope.stream.slice('errand-'.length),
      n,
      `跑〔2026〕${n}`,
    );
  },
};

/** What answers may hold; a test names what it looks at. */
export interface Body {
  readonly id: string;
  readonly number: string | null;
  readonly version: number;
  readonly revision: number;
  readonly position: string;
  readonly state: string;
  readonly actions: readonly string[];
  readonly refusals: readonly { readonly action: string; readonly code: string }[];
  readonly deadlines: readonly unknown[];
  readonly what: string;
  readonly items: readonly Body[];
  readonly total: number;
  readonly next: string | null;
  readonly words: { readonly who: string; readonly when: string; readonly what: string };
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly errors: readonly { readonly pointer: string; readonly code: string; readonly detail: string }[];
  readonly correlationId: string;
  readonly done?: Body;
  readonly problem?: Body;
}

export interface Sent {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Empty where the answer was no JSON. */
  readonly body: Body;
}

export interface Sending {
  readonly by?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A value to be sent as JSON. */
  readonly form?: unknown;
  /** Bytes to be sent as they are. */
  readonly raw?: string | Uint8Array<ArrayBuffer>;
}

export class Api {
  /** What the application logged as an error. */
  readonly logged: unknown[] = [];

  private constructor(
    readonly world: World,
    readonly views: Views,
    private readonly folder: string,
    private readonly log: unknown[],
    private readonly app: INestApplication,
  ) {
    this.logged = log;
  }

  static async start(
    options: Partial<WorldOptions> & {
      viewsOn?: (store: EventStore) => EventStore;
      words?: Spoken;
      vocabulary?: Vocabulary;
    } = {},
  ): Promise<Api> {
    const world = await World.begin({
      workflows: [errand],
      people,
      registers: { area: (id) => ['nanguan', 'beixia'].includes(id) },
      ...options,
    });
    const folder = await mkdtemp(join(tmpdir(), 'api-'));
    const views = Views.open({
      folder,
      store: options.viewsOn?.(world.store) ?? world.store,
      projections: [caseView(errand.declaration), numbers],
    });
    const provided = [
      { provide: ENGINE, useValue: world.engine },
      { provide: VIEWS, useValue: views },
      { provide: VAULT, useValue: world.vault },
      {
        provide: SESSIONS,
        useValue: {
          personOf: (request: { headers: Record<string, string | undefined> }) => request.headers['x-test-person'],
        },
      },
      { provide: PEOPLE, useValue: { nameOf: (person: string) => (person === 'li' ? '李明' : undefined) } },
      { provide: VOCABULARY, useValue: options.vocabulary ?? NO_WORDS },
    ];
    @Module({})
    class Around {}
    @Module({})
    class Whole {}
    const log: unknown[] = [];
    const quiet: LoggerService = {
      log: () => undefined,
      warn: () => undefined,
      error: (...said: unknown[]) => void log.push(said),
    };
    const app = await NestFactory.create(
      {
        module: Whole,
        imports: [
          { module: Around, global: true, providers: provided, exports: provided.map(({ provide }) => provide) },
          WorkflowModule.register({
            spoken: [options.words ?? spoken],
            numbers: { errand: { table: 'errand_numbers' } },
          }),
        ],
      },
      { bodyParser: false, logger: quiet },
    );
    prepareApi(app);
    serveOpenApi(app, [spoken], { title: 'Errands', version: '1' });
    await app.listen(0, '127.0.0.1');
    return new Api(world, views, folder, log, app);
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.views.close();
    await rm(this.folder, { recursive: true });
  }

  get address(): string {
    return `http://127.0.0.1:${(this.app.getHttpServer() as { address(): AddressInfo }).address().port}`;
  }

  async send(method: string, path: string, { by = 'li', headers, form, raw }: Sending = {}): Promise<Sent> {
    const response = await fetch(this.address + path, {
      method,
      headers: {
        ...(by === '' ? {} : { 'x-test-person': by }),
        ...(form === undefined && raw === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(raw !== undefined ? { body: raw } : form !== undefined ? { body: JSON.stringify(form) } : {}),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '') && text !== '';
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: (isJson ? JSON.parse(text) : {}) as Body,
    };
  }

  get(path: string, sending?: Sending): Promise<Sent> {
    return this.send('GET', path, sending);
  }

  post(path: string, form?: unknown, sending?: Omit<Sending, 'form'>): Promise<Sent> {
    return this.send('POST', path, { ...sending, form });
  }

  /** A new errand, and its id. */
  async asked(more: object = {}, sending?: Omit<Sending, 'form'>): Promise<string> {
    const sent = await this.post('/api/errands', { ...asked, ...more }, sending);
    if (sent.status !== 201) throw new Error(`not asked: ${sent.text}`);
    return sent.body.id;
  }

  /** A new errand that li has taken on. */
  async taken(): Promise<string> {
    const id = await this.asked();
    const sent = await this.post(`/api/errands/${id}/take`, { runner: 'li' });
    if (sent.status !== 200) throw new Error(`not taken: ${sent.text}`);
    return id;
  }

  /** How many events are recorded of a case. */
  async recorded(id: string): Promise<number> {
    return (await this.world.events('errand', id)).length;
  }
}
