/** For whoever starts and watches the process: is it alive, can it serve, what does it measure. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { send } from '#libs/workflow/nest';
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

  /** 503 while views are built or have stopped; what is said stays the same. */
  @Get('health/ready')
  async ready(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    const { views } = this.composition;
    const { state } = views.health();
    const isReady = views.ready && state !== 'stopped';
    send(request, response, {
      status: isReady ? 200 : 503,
      body: { status: isReady ? 'ready' : 'not-ready', ...(await statusOf(this.composition)) },
    });
  }

  @Get('metrics')
  async measured(@Res() response: ServerResponse): Promise<void> {
    const { registry } = this.metrics;
    response.setHeader('Content-Type', registry.contentType);
    response.end(await registry.metrics());
  }
}
