/**
 * Looks at timers that failed too often, listed for the administrator, who orders upkeep to try one again or to drop it.
 * They stand in Redis; where due work runs in one process without it, a timer is tried for ever and nothing dies.
 */
import type { ServerResponse } from 'node:http';
import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { send, SESSIONS, type ApiRequest, type Sessions } from '#libs/workflow/nest';
import { onlyAdmins } from './only-admins.js';
import type { Composition } from './compose.js';
import type { Letters } from './letters.js';
import { COMPOSITION } from './tokens.js';

@Controller('api/dead-letters')
export class DeadLettersController {
  constructor(
    @Inject(SESSIONS) private readonly sessions: Sessions,
    @Inject(COMPOSITION) private readonly composition: Composition,
  ) {}

  @Get()
  async list(@Req() request: ApiRequest, @Res() response: ServerResponse): Promise<void> {
    await onlyAdmins(this.sessions, this.composition.engine, request);
    const items = await this.#letters().list();
    send(request, response, { status: 200, body: { items, total: items.length, next: null, position: null } });
  }

  /** This controller stands only where the node has a Redis. */
  #letters(): Letters {
    const { letters } = this.composition;
    if (!letters) throw new RangeError('there are no dead letters without Redis');
    return letters;
  }
}
