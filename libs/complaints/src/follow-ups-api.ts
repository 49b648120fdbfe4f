/**
 * Who is to be called after their complaint was dealt with, late ones first: with what they said, what they were promised
 * and how often they were tried already. Only for whoever may record the answer.
 */
import type { ServerResponse } from 'node:http';
import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import type { Json } from '#libs/event-store';
import type { KeyVault } from '#libs/sealed';
import type { Views } from '#libs/views';
import { instant, remembered, rolesIn, type CaseRow, type Engine } from '#libs/workflow';
import {
  caughtUp,
  ENGINE,
  identityOf,
  openedFields,
  readAfter,
  send,
  SESSIONS,
  signedIn,
  VAULT,
  VIEWS,
  type ApiRequest,
  type Sessions,
} from '#libs/workflow/nest';
import { complaint } from './complaint.js';
import { COLUMNS, TABLE, type Row } from './rows.js';

const LISTED_MAX = 200;
/** Looked at for one answer; beyond it the answer says that there are more. */
const LOOKED_AT_MAX = 1_000;
const STEP = 'record-follow-up';
const SHOWN = [
  'complainant',
  'category',
  'community',
  'place',
  'story',
  'wish',
  'outcome',
  'mediator',
  'measures',
  'reply',
  'terms',
  'manner',
  'performBy',
  'performedOn',
  'resolution',
];

type Due = Row &
  Pick<CaseRow, 'version' | 'revision' | 'deadlines' | 'late' | 'excused' | 'paused'> & { readonly memory: string };

@Controller('api/complaints')
export class FollowUpsController {
  constructor(
    @Inject(ENGINE) private readonly engine: Engine,
    @Inject(VIEWS) private readonly views: Views,
    @Inject(SESSIONS) private readonly sessions: Sessions,
    @Inject(VAULT) private readonly vault: KeyVault,
  ) {}

  /** `attempts` of at most `attemptsMax`: the last one that reaches nobody closes the case. */
  @Get('follow-ups')
  async followUps(@Req() request: ApiRequest, @Res() response: ServerResponse): Promise<void> {
    const { declaration } = complaint;
    const { ports } = this.engine;
    const identity = await identityOf(this.engine, await signedIn(this.sessions, request));
    await caughtUp(this.views, readAfter(request));
    const stations = this.views.read
      .all<{ jurisdiction: string }>(`SELECT DISTINCT jurisdiction FROM ${TABLE}`)
      .map(({ jurisdiction }) => jurisdiction)
      .filter((one) => rolesIn(identity, one, ports.covers).includes('mediator'));
    const rows = this.views.read.all<Due>(
      `SELECT ${COLUMNS}, c.version, c.revision, c.deadlines, c.late, c.excused, c.paused, c.memory FROM ${TABLE} c
         WHERE c.state = 'resolved' AND c.jurisdiction IN (SELECT value FROM json_each(?))
         ORDER BY c.urgentAt, c.id LIMIT ?`,
      JSON.stringify(stations),
      LOOKED_AT_MAX,
    );
    const due = rows
      .map((row) => ({ row, one: remembered(row.memory) }))
      .filter(({ one }) => this.engine.possible(declaration, one, identity).actions.includes(STEP));
    const position = this.views.position ?? null;
    const shown = due.slice(0, LISTED_MAX);
    const now = instant(ports.clock.now());
    const fields = await openedFields(
      shown.map(({ row }) => row),
      this.vault,
      SHOWN,
    );
    const items = shown.map(({ row, one }, index) => {
      const { fields: _, memory: __, deadlines, late, excused, paused, ...standing } = row;
      const { unreachable: attemptsMax } = ports.timeTable().allOf(declaration.name, now, row.jurisdiction);
      return {
        ...fields[index],
        ...standing,
        deadlines: JSON.parse(deadlines) as Json,
        late: JSON.parse(late) as Json,
        excused: JSON.parse(excused) as Json,
        paused: JSON.parse(paused) as Json,
        attempts: one.data['unreachable'],
        attemptsMax,
      };
    });
    send(request, response, {
      status: 200,
      body: { items, total: due.length, complete: rows.length < LOOKED_AT_MAX, next: null, position },
    });
  }
}
