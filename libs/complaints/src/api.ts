/**
 * What can be read of complaints beside the cases themselves: the register of numbers that a station gave in a year, void
 * ones with the reason, so that no gap in it needs an explanation from elsewhere.
 */
import type { ServerResponse } from 'node:http';
import { Controller, Get, Inject, Module, Req, Res } from '@nestjs/common';
import { isSubDistrict } from '#libs/district';
import type { Views } from '#libs/views';
import { rolesIn, seesAll, type Engine } from '#libs/workflow';
import {
  ApiProblem,
  caughtUp,
  ENGINE,
  identityOf,
  Queries,
  queried,
  readAfter,
  requestProblem,
  send,
  SESSIONS,
  signedIn,
  VIEWS,
  type ApiRequest,
  type Sessions,
} from '#libs/workflow/nest';
import { complaint } from './complaint.js';
import { FollowUpsController } from './follow-ups-api.js';
import { countNumbers, numberRegister } from './views.js';
import { WindowController } from './window-api.js';

/** Numbers in one answer. */
const PAGE = 200;

@Controller('api/complaints')
export class ComplaintNumbersController {
  constructor(
    @Inject(ENGINE) private readonly engine: Engine,
    @Inject(VIEWS) private readonly views: Views,
    @Inject(SESSIONS) private readonly sessions: Sessions,
  ) {}

  /** `after` is the `next` of the page before; whoever sees every complaint of the sub-district may read it. */
  @Get('numbers')
  @Queries('station', 'year', 'after')
  async numbers(@Req() request: ApiRequest, @Res() response: ServerResponse): Promise<void> {
    const identity = await identityOf(this.engine, await signedIn(this.sessions, request));
    const station = asked(request, 'station', isSubDistrict) ?? missing('station');
    const year = Number(asked(request, 'year', (text) => /^[1-9]\d{3}$/.test(text)) ?? missing('year'));
    const after = Number(asked(request, 'after', (text) => /^(0|[1-9]\d{0,8})$/.test(text)) ?? -1);
    if (!seesAll(complaint.declaration, rolesIn(identity, station, this.engine.ports.covers)))
      throw new ApiProblem(404, 'command/outside-jurisdiction', { params: { jurisdiction: station } });
    await caughtUp(this.views, readAfter(request));
    const found = numberRegister(this.views.read, { station, year, from: after + 1, limit: PAGE + 1 });
    const shown = found.slice(0, PAGE);
    send(request, response, {
      status: 200,
      body: {
        items: shown.map((one) => ({ ...one, station, year })),
        total: countNumbers(this.views.read, { station, year }),
        next: found.length > shown.length ? String(shown.at(-1)?.n) : null,
        position: this.views.position ?? null,
      },
    });
  }
}

/** Imported before the routes of workflows, or `numbers` would be taken for the id of a complaint. */
@Module({ controllers: [ComplaintNumbersController, WindowController, FollowUpsController] })
export class ComplaintsModule {}

function asked(request: ApiRequest, name: string, fits: (text: string) => boolean): string | undefined {
  const text = queried(request, name);
  if (text !== undefined && !fits(text)) missing(name);
  return text;
}

function missing(name: string): never {
  throw requestProblem(400, 'request/query', { name });
}
