/**
 * What a page needs besides the cases of one workflow: how each workflow is described, what waits for whoever is signed
 * in, how many cases stand in which state, and what a reference may name.
 */
import type { ServerResponse } from 'node:http';
import { createHash } from 'node:crypto';
import { Controller, Get, Inject, Optional, Req, Res } from '@nestjs/common';
import type { Views } from '#libs/views';
import type { Identity } from '../decide/authorise.js';
import type { Engine } from '../decide/execute.js';
import { send } from './answer.js';
import { badQuery, queried, readAfter, understood, type ApiRequest } from './api-request.js';
import { described, NO_WORDS, type Vocabulary } from './described.js';
import { countQueriesOf, filterOf } from './list-filters.js';
import { ENGINE, PEOPLE, SESSIONS, VIEWS, VOCABULARY, type People, type Sessions } from './ports.js';
import { requestProblem } from './problem.js';
import { Reading } from './reading.js';
import { References } from './references.js';
import { identityOf, REGISTERED, signedIn, type Registered } from './registered.js';
import { WaitingList } from './waiting.js';

const WAITING_MAX = 200;
const IDS_MAX = 100;

@Controller('api')
export class OverviewController {
  readonly #description: { readonly body: unknown; readonly etag: string };
  readonly #waiting: WaitingList;
  readonly #references: References;

  constructor(
    @Inject(REGISTERED) private readonly registered: readonly Registered[],
    @Inject(ENGINE) private readonly engine: Engine,
    @Inject(VIEWS) views: Views,
    @Inject(SESSIONS) private readonly sessions: Sessions,
    @Inject(Reading) private readonly reading: Reading,
    @Optional() @Inject(PEOPLE) people: People = { nameOf: () => undefined },
    @Optional() @Inject(VOCABULARY) vocabulary: Vocabulary = NO_WORDS,
  ) {
    const body = described(
      registered.map(({ spoken }) => spoken),
      vocabulary,
    );
    const hash = createHash('sha256').update(JSON.stringify(body)).digest('base64url').slice(0, 22);
    this.#description = { body, etag: `"${hash}"` };
    this.#waiting = new WaitingList(engine, views, reading.lists);
    this.#references = new References(engine, views, reading.lists, people, vocabulary);
  }

  /** The same for everybody, so nobody need be signed in; a browser keeps it until a release changes it. */
  @Get('workflows')
  workflows(@Req() request: ApiRequest, @Res() response: ServerResponse): void {
    understood(request, []);
    const { body, etag } = this.#description;
    const headers = { ETag: etag, 'Cache-Control': 'no-cache' };
    if (request.headers['if-none-match'] === etag) return send(request, response, { status: 304, headers });
    send(request, response, { status: 200, headers, body });
  }

  @Get('waiting')
  async waiting(@Req() request: ApiRequest, @Res() response: ServerResponse): Promise<void> {
    understood(request, ['limit']);
    const identity = await this.#asker(request);
    const limit = queried(request, 'limit') ?? '50';
    if (!/^[1-9]\d{0,2}$/.test(limit) || Number(limit) > WAITING_MAX) throw badQuery('limit');
    await this.reading.caughtUp(readAfter(request));
    const body = await this.#waiting.of(identity, this.registered, Number(limit));
    send(request, response, { status: 200, body });
  }

  @Get('counts')
  async counts(@Req() request: ApiRequest, @Res() response: ServerResponse): Promise<void> {
    const path = queried(request, 'path');
    const only = this.registered.find(({ spoken: { declaration } }) => declaration.path === path);
    if (path !== undefined && !only) throw badQuery('path');
    // Filters are a workflow's own; what every workflow knows narrows them all.
    understood(request, only ? ['path', ...countQueriesOf(only.spoken.declaration)] : ['subDistrict']);
    const identity = await this.#asker(request);
    await this.reading.caughtUp(readAfter(request));
    const items = [];
    for (const each of only ? [only] : this.registered) {
      const { declaration } = each.spoken;
      const filter = only ? filterOf(declaration, request) : { subDistrict: queried(request, 'subDistrict') };
      const counts = await this.reading.lists.counts(each, identity, filter);
      items.push({ workflow: declaration.name, path: declaration.path, ...counts });
    }
    send(request, response, { status: 200, body: { items, total: items.length, next: null, position: null } });
  }

  @Get('references/:to')
  async references(@Req() request: ApiRequest, @Res() response: ServerResponse): Promise<void> {
    understood(request, ['search', 'ids', 'jurisdiction', 'office']);
    const identity = await this.#asker(request);
    const ids = queried(request, 'ids')?.split(',');
    if (ids && ids.length > IDS_MAX) throw badQuery('ids');
    const asked = {
      to: request.params?.['to'] ?? '',
      search: queried(request, 'search'),
      ids,
      jurisdiction: queried(request, 'jurisdiction'),
      office: queried(request, 'office'),
    };
    const items = await this.#references.find(asked, identity, this.registered);
    if (!items) throw requestProblem(404, 'request/no-such-path');
    send(request, response, { status: 200, body: { items, total: items.length, next: null, position: null } });
  }

  async #asker(request: ApiRequest): Promise<Identity> {
    return identityOf(this.engine, await signedIn(this.sessions, request));
  }
}
