/** For whoever starts and watches the process: is it alive, can it serve, what does it measure. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ANY_QUERY, Queries, send } from '#libs/workflow/nest';
import { isReadable, isReady } from './lagging.js';
import { COMPOSITION, METRICS } from './tokens.js';
import type { Composition } from './compose.js';
import type { Metrics } from './metrics.js';
import { statusOf, type Status } from './operations.js';

/** Whoever scrapes or probes may add to the address what it likes. */
@Queries(ANY_QUERY)
@Controller()
export class HealthController {
  constructor(
    @Inject(COMPOSITION) private readonly composition: Composition,
    @Inject(METRICS) private readonly metrics: Metrics,
  ) {}

  @Get('health/live')
  live(@Req() request: IncomingMessage, @Res() response: ServerResponse): void {
    send(request, response, { status: 200, body: { status: 'alive' } });
  }

  /**
   * 503 while views are built, have stopped, lie far behind or show what a restored log has lost, and once the log is known
   * to be damaged; what is said stays the same, but for a log out of reach, whose head is null.
   */
  @Get('health/ready')
  async ready(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    const ready = isReady(this.composition);
    send(request, response, {
      status: ready ? 200 : 503,
      body: { status: ready ? 'ready' : 'not-ready', ...toldToAnybody(await statusOf(this.composition)) },
    });
  }

  /** For a door that finds no node ready, because the log is away for all of them: 200 where reading goes on from the views. */
  @Get('health/readable')
  readable(@Req() request: IncomingMessage, @Res() response: ServerResponse): void {
    const readable = isReadable(this.composition);
    send(request, response, {
      status: readable ? 200 : 503,
      body: { status: readable ? 'readable' : 'not-readable' },
    });
  }

  @Get('metrics')
  async measured(@Res() response: ServerResponse): Promise<void> {
    const { registry } = this.metrics;
    response.setHeader('Content-Type', registry.contentType);
    response.end(await registry.metrics());
  }
}

/**
 * State, lag and counts. Nobody need be signed in to ask, so what names a case, an event or a folder, and what an error
 * says, is told at `/api/admin`, by the command line's socket and in the program's log alone.
 */
function toldToAnybody({ kind, role, head, position, lagging, views, poison, corrupt, dueWork, reactions }: Status) {
  return {
    kind,
    role,
    head,
    position,
    lagging,
    views: {
      state: views.state,
      behindMs: views.behindMs,
      progress: views.progress.map(({ name, state, done, of }) => ({ name, state, done, of })),
    },
    poison: { events: poison.length },
    corrupt: { events: corrupt.events },
    dueWork: dueWork && {
      due: dueWork.due,
      lateMs: dueWork.lateMs,
      underWay: dueWork.underWay,
      failing: dueWork.failing.length,
    },
    reactions: reactions && {
      following: reactions.filter(({ state }) => state === 'following').length,
      failing: reactions.filter(({ failure }) => failure !== undefined).length,
    },
  };
}
