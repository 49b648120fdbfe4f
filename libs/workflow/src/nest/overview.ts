/**
 * What a page needs besides the cases of one workflow: how each workflow is described, what waits for whoever is signed
 * in, how many cases stand in which state, and what a reference may name.
 */
import type { ServerResponse } from 'node:http';
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { Controller, Get, Inject, Optional, Req, Res } from '@nestjs/common';
import type { Views } from '#libs/views';
import type { Declaration } from '../declare/declaration.js';
import { maySeeSome, type Identity } from '../decide/authorise.js';
import type { Engine } from '../decide/execute.js';
import { send, type Answer } from './answer.js';
import { badQuery, cursorIn, cursorOf, queried, readAfter, understood, type ApiRequest } from './api-request.js';
import { described, NO_WORDS, type Vocabulary } from './described.js';
import { countQueriesOf, filterOf, IDS_MAX, IDS_SIGNS_MAX } from './list-filters.js';
import { ENGINE, PEOPLE, SESSIONS, VIEWS, VOCABULARY, type People, type Sessions } from './ports.js';
import { requestProblem } from './problem.js';
import { ANY_QUERY, Queries } from './queries.js';
import { Reading } from './reading.js';
import { References } from './references.js';
import { identityOf, REGISTERED, signedIn, type Registered } from './registered.js';
import { countableBy, Tallies } from './tally.js';
import { WaitingList, type WaitingAfter, type WaitingFilter } from './waiting.js';

const WAITING_MAX = 200;

@Controller('api')
export class OverviewController {
  /** Written once: it is large, and every page that opens asks for it. */
  readonly #description: { readonly written: NonNullable<Answer['written']>; readonly etag: string };
  readonly #waiting: WaitingList;
  readonly #tallies: Tallies;
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
    const text = JSON.stringify(body);
    const hash = createHash('sha256').update(text).digest('base64url').slice(0, 22);
    // Weak: packed or not, it says the same.
    this.#description = { written: { text, gzip: gzipSync(text) }, etag: `W/"${hash}"` };
    this.#waiting = new WaitingList(engine, views, reading.lists);
    this.#tallies = new Tallies(engine, views);
    this.#references = new References(engine, views, reading.lists, people, vocabulary);
  }

  /** The same for everybody, so nobody need be signed in; a browser keeps it until a release changes it. */
  @Get('workflows')
  workflows(@Req() request: ApiRequest, @Res() response: ServerResponse): void {
    const { written, etag } = this.#description;
    const headers = { ETag: etag, 'Cache-Control': 'no-cache' };
    if (request.headers['if-none-match'] === etag) return send(request, response, { status: 304, headers });
    send(request, response, { status: 200, headers, written });
  }

  @Get('waiting')
  @Queries('limit', 'after', 'workflow', 'state', 'due', 'own', 'late')
  async waiting(@Req() request: ApiRequest, @Res() response: ServerResponse): Promise<void> {
    const identity = await this.#asker(request);
    const limit = queried(request, 'limit') ?? '50';
    if (!/^[1-9]\d{0,2}$/.test(limit) || Number(limit) > WAITING_MAX) throw badQuery('limit');
    const asked = { filter: this.#waitingFilter(request), limit: Number(limit), after: waitingAfter(request) };
    await this.reading.caughtUp(readAfter(request));
    const { next, ...page } = await this.#waiting.of(identity, this.registered, asked);
    send(request, response, { status: 200, body: { ...page, next: next && cursorOf([next.urgentAt, next.id]) } });
  }

  /** Numbers of one workflow, as far as the caller sees its cases. */
  @Get('overview')
  @Queries('workflow', 'by', 'state', 'subDistrict')
  async overview(@Req() request: ApiRequest, @Res() response: ServerResponse): Promise<void> {
    const identity = await this.#asker(request);
    const declaration = this.#declaration(queried(request, 'workflow') ?? '');
    const by = queried(request, 'by')?.split(',') ?? ['state'];
    if (new Set(by).size < by.length || !by.every((one) => countableBy(declaration).includes(one)))
      throw badQuery('by');
    const states = queried(request, 'state')?.split(',');
    if (states?.some((state) => !declaration.states.includes(state))) throw badQuery('state');
    const asked = { by, states, subDistrict: queried(request, 'subDistrict') };
    await this.reading.caughtUp(readAfter(request));
    send(request, response, { status: 200, body: await this.#tallies.of(declaration, identity, asked) });
  }

  /** Which filters it knows is said by the workflow that it is asked about. */
  @Get('counts')
  @Queries(ANY_QUERY)
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
      const readable = maySeeSome(declaration, identity, this.engine.ports.covers);
      items.push({ workflow: declaration.name, path: declaration.path, ...counts, readable });
    }
    send(request, response, { status: 200, body: { items, total: items.length, next: null, position: null } });
  }

  @Get('references/:to')
  @Queries('search', 'ids', 'jurisdiction', 'office', 'like')
  async references(@Req() request: ApiRequest, @Res() response: ServerResponse): Promise<void> {
    const identity = await this.#asker(request);
    const ids = queried(request, 'ids', IDS_SIGNS_MAX)?.split(',');
    if (ids && ids.length > IDS_MAX) throw badQuery('ids');
    const asked = {
      to: request.params?.['to'] ?? '',
      search: queried(request, 'search'),
      ids,
      jurisdiction: queried(request, 'jurisdiction'),
      office: queried(request, 'office'),
      like: queried(request, 'like'),
    };
    const items = await this.#references.find(asked, identity, this.registered);
    if (!items) throw requestProblem(404, 'request/no-such-path');
    send(request, response, { status: 200, body: { items, total: items.length, next: null, position: null } });
  }

  #declaration(name: string): Declaration {
    const found = this.registered.find(({ spoken }) => spoken.declaration.name === name);
    if (!found) throw badQuery('workflow');
    return found.spoken.declaration;
  }

  #waitingFilter(request: ApiRequest): WaitingFilter {
    const workflow = queried(request, 'workflow');
    const states = queried(request, 'state')?.split(',');
    const due = queried(request, 'due')?.split(',');
    const meant =
      workflow === undefined ? this.registered.map(({ spoken }) => spoken.declaration) : [this.#declaration(workflow)];
    if (states?.some((state) => !meant.some((one) => one.states.includes(state)))) throw badQuery('state');
    if (due?.some((name) => !meant.some((one) => Object.hasOwn(one.deadlines, name)))) throw badQuery('due');
    return { workflow, states, due, own: isSet(request, 'own'), late: isSet(request, 'late') };
  }

  async #asker(request: ApiRequest): Promise<Identity> {
    return identityOf(this.engine, await signedIn(this.sessions, request));
  }
}

function isSet(request: ApiRequest, name: string): boolean {
  const value = queried(request, name);
  if (value !== undefined && value !== '1' && value !== '0') throw badQuery(name);
  return value === '1';
}

function waitingAfter(request: ApiRequest): WaitingAfter | undefined {
  const parts = cursorIn(request, 2);
  if (parts === undefined) return undefined;
  const [urgentAt, id] = parts as [string, string];
  return { urgentAt, id };
}
