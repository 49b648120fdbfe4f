/** Sample sign-in: whoever opens the sample chooses one of its people; a real data folder has none of this. */
import type { ServerResponse } from 'node:http';
import { Controller, Delete, Get, Inject, Post, Req, Res, type OnModuleDestroy } from '@nestjs/common';
import { samplePeople } from '#libs/district';
import type { Json } from '#libs/event-store';
import { problem, type Engine, type Grant } from '#libs/workflow';
import {
  bodyOf,
  ENGINE,
  identityOf,
  malformed,
  requestProblem,
  send,
  SESSIONS,
  signedIn,
  type ApiRequest,
} from '#libs/workflow/nest';
import type { SessionKeeper } from './session-keeper.js';
import { COMPOSITION } from './tokens.js';
import type { Composition } from './compose.js';

@Controller('api/session')
export class SessionController implements OnModuleDestroy {
  constructor(
    @Inject(SESSIONS) private readonly sessions: SessionKeeper,
    @Inject(ENGINE) private readonly engine: Engine,
    @Inject(COMPOSITION) private readonly composition: Pick<Composition, 'folder'>,
  ) {}

  @Get('people')
  async people(@Req() request: ApiRequest, @Res() response: ServerResponse): Promise<void> {
    this.#sampleOnly();
    const items = await Promise.all(samplePeople.map(({ id }) => this.#personOf(id)));
    const known = items.filter((item) => item !== undefined);
    send(request, response, { status: 200, body: { items: known, total: known.length, next: null, position: null } });
  }

  @Get()
  async whoAmI(@Req() request: ApiRequest, @Res() response: ServerResponse): Promise<void> {
    const person = await signedIn(this.sessions, request);
    await identityOf(this.engine, person);
    send(request, response, { status: 200, body: await this.#personOf(person) });
  }

  @Post()
  async signIn(@Req() request: ApiRequest, @Res() response: ServerResponse): Promise<void> {
    this.#sampleOnly();
    const { person, ...more } = bodyOf(request);
    const problems = Object.keys(more).map((name) => problem(`/${name}`, 'unknown-field'));
    if (person === undefined) problems.push(problem('/person', 'required'));
    const known = typeof person === 'string' ? await this.#personOf(person) : undefined;
    if (person !== undefined && !known)
      problems.push(problem('/person', 'unknown-reference', { to: 'person', id: textOf(person) }));
    if (problems.length > 0 || !known) throw malformed(problems);
    await this.sessions.begin(request, response, known.id);
    send(request, response, { status: 201, body: known });
  }

  @Delete()
  async signOut(@Req() request: ApiRequest, @Res() response: ServerResponse): Promise<void> {
    await this.sessions.end(request, response);
    send(request, response, { status: 204 });
  }

  onModuleDestroy(): void {
    this.sessions.close();
  }

  #sampleOnly(): void {
    if (this.composition.folder.kind !== 'sample') throw requestProblem(404, 'request/no-such-path');
  }

  /** A sample person with the rights that are recorded now, or nothing where there is none. */
  async #personOf(id: string): Promise<SignedIn | undefined> {
    const sample = samplePeople.find((each) => each.id === id);
    const identity = sample && (await this.engine.ports.identities.find(id, 'seen'));
    if (!sample || !identity?.active) return undefined;
    const { name, organisation } = sample;
    const { grants } = identity;
    return {
      id,
      name,
      organisation,
      roles: [...new Set(grants.map(({ role }) => role))].sort(),
      jurisdictions: [...new Set(grants.map(({ jurisdiction }) => jurisdiction))].sort(),
      grants,
    };
  }
}

interface SignedIn {
  readonly id: string;
  readonly name: string;
  readonly organisation: string;
  readonly roles: readonly string[];
  readonly jurisdictions: readonly string[];
  readonly grants: readonly Grant[];
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value.slice(0, 100) : typeof value;
}
