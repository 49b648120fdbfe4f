/**
 * Sample sign-in: whoever opens the sample chooses one of its people. Sessions live in memory and are lost with the
 * process, which means signing in again; a real data folder has none of this.
 */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Controller, Delete, Get, Inject, Injectable, Post, Req, Res } from '@nestjs/common';
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
  type Sessions,
} from '#libs/workflow/nest';
import { COMPOSITION } from './tokens.js';
import type { Composition } from './compose.js';

export const COOKIE = 'linli_session';
const TOKEN_BYTES = 32;
/** A working day and a bit. */
const SESSION_MS = 12 * 3_600_000;
/** The oldest gives way. */
const SESSIONS_MAX = 10_000;

interface Session {
  readonly person: string;
  readonly untilMs: number;
}

@Injectable()
export class SampleSessions implements Sessions {
  readonly #sessions = new Map<string, Session>();

  constructor(private readonly now: () => number = Date.now) {}

  personOf(request: IncomingMessage): string | undefined {
    const token = tokenOf(request);
    const session = token === undefined ? undefined : this.#sessions.get(token);
    if (!session || token === undefined) return undefined;
    if (session.untilMs > this.now()) return session.person;
    this.#sessions.delete(token);
    return undefined;
  }

  /** Begins a session; the one that the request belonged to ends, so that a token never changes its person. */
  begin(request: IncomingMessage, response: ServerResponse, person: string): void {
    this.end(request);
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    this.#sessions.set(token, { person, untilMs: this.now() + SESSION_MS });
    const oldest = this.#sessions.keys().next();
    if (this.#sessions.size > SESSIONS_MAX && !oldest.done) this.#sessions.delete(oldest.value);
    response.setHeader('Set-Cookie', cookie(token, SESSION_MS / 1_000));
  }

  end(request: IncomingMessage, response?: ServerResponse): void {
    const token = tokenOf(request);
    if (token !== undefined) this.#sessions.delete(token);
    response?.setHeader('Set-Cookie', cookie('', 0));
  }
}

function cookie(token: string, seconds: number): string {
  return `${COOKIE}=${token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}`;
}

function tokenOf({ headers }: IncomingMessage): string | undefined {
  for (const part of (headers.cookie ?? '').split(';')) {
    const [name, value] = part.trim().split('=', 2);
    if (name === COOKIE && value !== undefined && value.length <= 100) return value;
  }
  return undefined;
}

@Controller('api/session')
export class SessionController {
  constructor(
    @Inject(SESSIONS) private readonly sessions: SampleSessions,
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
    this.sessions.begin(request, response, known.id);
    send(request, response, { status: 201, body: known });
  }

  @Delete()
  signOut(@Req() request: ApiRequest, @Res() response: ServerResponse): void {
    this.sessions.end(request, response);
    send(request, response, { status: 204 });
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
      person: id,
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
  readonly person: string;
  readonly name: string;
  readonly organisation: string;
  readonly roles: readonly string[];
  readonly jurisdictions: readonly string[];
  readonly grants: readonly Grant[];
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value.slice(0, 100) : typeof value;
}
