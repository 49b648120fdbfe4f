/**
 * Who is signed in. Sessions of a single node live in its memory; those of several nodes in Redis, so that each node knows
 * who signed in at another. Both may be lost at any time, which means signing in again.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Redis } from 'ioredis';
import { ApiProblem, type Sessions } from '#libs/workflow/nest';

const COOKIE = 'linli_session';
const TOKEN_BYTES = 32;
/** A working day and a bit. */
const SESSION_MS = 12 * 3_600_000;
/** The oldest gives way. */
const SESSIONS_MAX = 10_000;

export interface SessionKeeper extends Sessions {
  /** Begins a session; the one that the request belonged to ends, so that a token never changes its person. */
  begin(request: IncomingMessage, response: ServerResponse, person: string): Promise<void>;
  end(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Tells one session from another without being a way in; nothing where there is none. */
  keyOf(request: IncomingMessage): string | undefined;
  close(): void;
}

/** Where tokens stand for people. What it throws is answered as "not just now". */
interface Tokens {
  person(token: string): string | undefined | Promise<string | undefined>;
  keep(token: string, person: string): void | Promise<void>;
  drop(token: string): void | Promise<void>;
  close(): void;
}

class Keeper implements SessionKeeper {
  constructor(private readonly tokens: Tokens) {}

  async personOf(request: IncomingMessage): Promise<string | undefined> {
    const token = tokenOf(request);
    return token === undefined ? undefined : this.tokens.person(token);
  }

  async begin(request: IncomingMessage, response: ServerResponse, person: string): Promise<void> {
    await this.#drop(request);
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    await this.tokens.keep(token, person);
    response.setHeader('Set-Cookie', cookie(token, SESSION_MS / 1_000));
  }

  async end(request: IncomingMessage, response: ServerResponse): Promise<void> {
    await this.#drop(request);
    response.setHeader('Set-Cookie', cookie('', 0));
  }

  keyOf(request: IncomingMessage): string | undefined {
    const token = tokenOf(request);
    return token === undefined ? undefined : hashed(token);
  }

  close(): void {
    this.tokens.close();
  }

  async #drop(request: IncomingMessage): Promise<void> {
    const token = tokenOf(request);
    if (token !== undefined) await this.tokens.drop(token);
  }
}

/** In the memory of this process. */
export function sessionsInMemory(now: () => number = Date.now): SessionKeeper {
  const sessions = new Map<string, { readonly person: string; readonly untilMs: number }>();
  return new Keeper({
    person(token) {
      const session = sessions.get(token);
      if (!session) return undefined;
      if (session.untilMs > now()) return session.person;
      sessions.delete(token);
      return undefined;
    },
    keep(token, person) {
      sessions.set(token, { person, untilMs: now() + SESSION_MS });
      const oldest = sessions.keys().next();
      if (sessions.size > SESSIONS_MAX && !oldest.done) sessions.delete(oldest.value);
    },
    drop: (token) => void sessions.delete(token),
    close: () => undefined,
  });
}

/**
 * In Redis, under a hash of the token: whoever reads Redis cannot sign in with what is there.
 * @param redis closed with the keeper; fails at once while it is away, and then nobody is taken for signed in or out
 */
export function sessionsInRedis(redis: Redis, prefix: string): SessionKeeper {
  const key = (token: string): string => `${prefix}:session:${hashed(token)}`;
  const asked = async <T>(answer: Promise<T>): Promise<T> => {
    try {
      return await answer;
    } catch (error) {
      throw unavailable(error);
    }
  };
  return new Keeper({
    person: async (token) => (await asked(redis.get(key(token)))) ?? undefined,
    keep: async (token, person) => void (await asked(redis.set(key(token), person, 'PX', SESSION_MS))),
    drop: async (token) => void (await asked(redis.del(key(token)))),
    close: () => redis.disconnect(),
  });
}

function hashed(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

function unavailable(cause: unknown): ApiProblem {
  return new ApiProblem(503, 'session/unavailable', { headers: { 'Retry-After': '1' }, cause });
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
