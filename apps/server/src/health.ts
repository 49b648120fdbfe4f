/** For whoever starts and watches the process: is it alive, can it serve, what does it measure. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { send } from '#libs/workflow/nest';
import { isReady } from './lagging.js';
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
   * 503 while views are built, have stopped or lie far behind, and once the log is known to be damaged; what is said stays
   * the same, but for a log out of reach.
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

  @Get('metrics')
  async measured(@Res() response: ServerResponse): Promise<void> {
    const { registry } = this.metrics;
    response.setHeader('Content-Type', registry.contentType);
    response.end(await registry.metrics());
  }
}
