/**
 * What the window asks while somebody speaks: have they been here before, is this known already. Asked by POST where a
 * telephone is sent, so that none stands in an address or a log; and each is told only what their office sees.
 */
import type { ServerResponse } from 'node:http';
import { Controller, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import type { KeyVault } from '#libs/sealed';
import type { Views } from '#libs/views';
import { parseForm, phone, problem, rolesIn, seesAll, type Engine } from '#libs/workflow';
import {
  bodyOf,
  caughtUp,
  ENGINE,
  identityOf,
  malformed,
  openedFields,
  Queries,
  queried,
  readAfter,
  requestProblem,
  send,
  SESSIONS,
  signedIn,
  VAULT,
  VIEWS,
  type ApiRequest,
  type Sessions,
} from '#libs/workflow/nest';
import { Callers, dialled } from './callers.js';
import { complaint } from './complaint.js';
import { COLUMNS, TABLE, type Row } from './rows.js';

/** A whole number has at least as many digits: what is still being typed is not looked up. */
const DIGITS_MIN = 7;
const SHOWN_MAX = 20;
const LOOKED_AT_MAX = 500;
const SHOWN = ['category', 'community', 'place', 'story', 'mediator'];
const ID = /^[A-Za-z0-9_-]{1,80}$/;

@Controller('api/complaints')
export class WindowController {
  readonly #callers: Callers;

  constructor(
    @Inject(ENGINE) private readonly engine: Engine,
    @Inject(VIEWS) private readonly views: Views,
    @Inject(SESSIONS) private readonly sessions: Sessions,
    @Inject(VAULT) private readonly vault: KeyVault,
  ) {
    this.#callers = new Callers(views, vault, engine.ports.covers);
  }

  /** Earlier complaints of a whole telephone number, newest first, with the name that was given then. */
  @Post('of-phone')
  @HttpCode(200)
  async ofPhone(@Req() request: ApiRequest, @Res() response: ServerResponse): Promise<void> {
    const identity = await identityOf(this.engine, await signedIn(this.sessions, request));
    const { value, problems } = parseForm({ phone: phone() }, bodyOf(request));
    if (problems.length > 0) throw malformed(problems);
    const number = dialled(value['phone'] as string);
    if (number.length < DIGITS_MIN) throw malformed([problem('/phone', 'phone')]);
    const found = await this.#callers.of(number, identity);
    send(request, response, {
      status: 200,
      body: { ...found, next: null, position: this.views.position ?? null },
    });
  }

  /** Open complaints of a community, those of the category first, then the newest. */
  @Get('open-nearby')
  @Queries('community', 'category')
  async openNearby(@Req() request: ApiRequest, @Res() response: ServerResponse): Promise<void> {
    const identity = await identityOf(this.engine, await signedIn(this.sessions, request));
    await caughtUp(this.views, readAfter(request));
    const community = queried(request, 'community');
    const category = queried(request, 'category');
    if (community === undefined || !ID.test(community))
      throw requestProblem(400, 'request/query', { name: 'community' });
    if (category !== undefined && !ID.test(category)) throw requestProblem(400, 'request/query', { name: 'category' });
    const seen = this.views.read
      .all<Row>(
        `SELECT ${COLUMNS} FROM complaint_places p JOIN ${TABLE} c ON c.id = p.id
         WHERE p.community = ? AND p.open = 1
         ORDER BY json_extract(c.fields, '$.category.value') IS ? DESC, c.openedAt DESC, c.id LIMIT ?`,
        community,
        category ?? null,
        LOOKED_AT_MAX,
      )
      .filter(({ jurisdiction }) =>
        seesAll(complaint.declaration, rolesIn(identity, jurisdiction, this.engine.ports.covers)),
      );
    const position = this.views.position ?? null;
    const shown = seen.slice(0, SHOWN_MAX);
    const fields = await openedFields(shown, this.vault, SHOWN);
    const items = shown.map(({ id, number, state, jurisdiction, openedAt }, index) => ({
      ...fields[index],
      id,
      number,
      state,
      jurisdiction,
      openedAt,
    }));
    send(request, response, { status: 200, body: { items, total: seen.length, next: null, position } });
  }
}
