/** For whoever starts and watches the process: is it alive, can it serve, what does it measure. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { send } from '#libs/workflow/nest';
import { isReadable, isReady } from './lagging.js';
import { COMPOSITION, METRICS } from './tokens.js';
import type { Composition } from './compose.js';
import type { Metrics } from './metrics.js';
import { statusOf } from './operations.js';

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
    // Anybody may ask: where the data lies is nobody's business.
    const { data: _, ...status } = await statusOf(this.composition);
    send(request, response, {
      status: ready ? 200 : 503,
      body: { status: ready ? 'ready' : 'not-ready', ...status },
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
