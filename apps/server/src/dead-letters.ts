/**
 * Looks at timers that failed too often, for the administrator: listed, tried again or dropped. They stand in Redis; where
 * due work runs in one process without it, a timer is tried for ever and nothing dies.
 */
import type { ServerResponse } from 'node:http';
import { Controller, Get, HttpCode, Inject, Injectable, Post, Req, Res, type OnModuleDestroy } from '@nestjs/common';
import type { DeadLetters } from '#libs/scheduling/bullmq';
import { problem } from '#libs/workflow';
import {
  ApiProblem,
  bodyOf,
  malformed,
  requestProblem,
  send,
  SESSIONS,
  type ApiRequest,
  type Sessions,
} from '#libs/workflow/nest';
import { onlyAdmins } from './only-admins.js';
import type { Composition } from './compose.js';
import { COMPOSITION } from './tokens.js';

@Injectable()
export class Letters implements OnModuleDestroy {
  readonly #letters: DeadLetters;

  /** Only where the node has a Redis. */
  constructor(@Inject(COMPOSITION) { redis, log }: Composition) {
    if (!redis) throw new RangeError('there are no dead letters without Redis');
    const { bullmq, connections, prefix } = redis;
    const onError = (error: Error): void => log.warn({ err: error }, 'dead letters cannot be read for a moment');
    this.#letters = new bullmq.DeadLetters({ redis: connections, prefix, onError });
  }

  list(): ReturnType<DeadLetters['list']> {
    return asked(this.#letters.list());
  }

  /** @returns whether there is such a letter */
  change(how: 'retry' | 'drop', key: string): Promise<boolean> {
    return asked(this.#letters[how](key));
  }

  async onModuleDestroy(): Promise<void> {
    await this.#letters.close();
  }
}

async function asked<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw new ApiProblem(503, 'timetable/unavailable', { headers: { 'Retry-After': '1' }, cause: error });
  }
}

@Controller('api/dead-letters')
export class DeadLettersController {
  constructor(
    @Inject(Letters) private readonly letters: Letters,
    @Inject(SESSIONS) private readonly sessions: Sessions,
    @Inject(COMPOSITION) private readonly composition: Composition,
  ) {}

  @Get()
  async list(@Req() request: ApiRequest, @Res() response: ServerResponse): Promise<void> {
    await onlyAdmins(this.sessions, this.composition.engine, request);
    const items = await this.letters.list();
    send(request, response, { status: 200, body: { items, total: items.length, next: null, position: null } });
  }

  @Post('retry')
  @HttpCode(204)
  retry(@Req() request: ApiRequest, @Res() response: ServerResponse): Promise<void> {
    return this.#change('retry', request, response);
  }

  @Post('drop')
  @HttpCode(204)
  drop(@Req() request: ApiRequest, @Res() response: ServerResponse): Promise<void> {
    return this.#change('drop', request, response);
  }

  async #change(how: 'retry' | 'drop', request: ApiRequest, response: ServerResponse): Promise<void> {
    await onlyAdmins(this.sessions, this.composition.engine, request);
    const { key } = bodyOf(request);
    if (typeof key !== 'string') throw malformed([problem('/key', 'required')]);
    if (!(await this.letters.change(how, key))) throw requestProblem(404, 'request/no-such-letter');
    send(request, response, { status: 204 });
  }
}
