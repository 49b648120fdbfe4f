/**
 * The one way to the server. An answer is a value, a problem document an `ApiError`, a connection that broke a
 * `ConnectionLost`: then nobody knows whether it was done, and only the same command id may be sent again. What was
 * written is read back: every read names the newest position that this page knows of, its own or one it was told.
 */
import { chosenLanguage } from '../words/language.js';
import type { Problem } from './types.js';

export class ApiError extends Error {
  override readonly name = 'ApiError';
  constructor(
    readonly problem: Problem,
    /** The server asks not to come again sooner. */
    readonly retryAfterMs?: number,
  ) {
    super(problem.detail);
  }

  /** Not now, rather than no: nothing was recorded, and the same may be sent again. */
  get isBusy(): boolean {
    return this.problem.status === 429 || this.problem.status === 503;
  }
}

export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
}

/** Not now: nobody knows whether it was done, or nothing was; the same may be sent again under its id. */
export function isPutOff(error: unknown): boolean {
  return error instanceof ConnectionLost || (error instanceof ApiError && error.isBusy);
}

/** Slow enough for a slow line, soon enough for somebody who waits. */
const ANSWER_MS = 20_000;

let newest: string | undefined;
let standing: string | undefined;

/** What an answer says beside its content. */
interface Answered {
  readonly status: number;
  /** Seconds that the node which answered lies behind; nothing where it does not. */
  readonly behindS: number | undefined;
  /** When it was answered, as the server's clock has it; nothing where it does not say. */
  readonly servedAt: number | undefined;
  /** From asking to hearing. */
  readonly tookMs: number;
  /** Why not, where it was no. */
  readonly code: string | undefined;
}

type Witness = (answered: Answered) => void;
const witnesses = new Set<Witness>();

/** @returns how to hear no more */
export function witnessAnswers(witness: Witness): () => void {
  witnesses.add(witness);
  return () => witnesses.delete(witness);
}

/** From now on nothing older is read, whichever node answers. */
export function knowOf(position: unknown): void {
  if (typeof position !== 'string' || position === '') return;
  if (newest === undefined || position > newest) newest = position;
}

/**
 * The person for whom the page stands is named with everything that is sent: where somebody else is signed in meanwhile,
 * the server refuses it. Nobody on the page where one signs in.
 */
export function standFor(person: string | undefined): void {
  standing = person;
}

export interface Sending {
  /** The person it was entered by, where that may not be the one for whom the page stands. */
  readonly person?: string;
  /** The id of the command. */
  readonly key?: string;
  /** The revision that was seen. */
  readonly revision?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

export function read<T>(path: string, signal?: AbortSignal): Promise<T> {
  return request<T>('GET', path, undefined, { signal });
}

/** @throws ApiError, ConnectionLost */
export async function write<T extends { readonly position?: string | null }>(
  path: string,
  body: unknown,
  sending: Sending = {},
): Promise<T> {
  const answer = await request<T>('POST', path, body, sending);
  knowOf(answer.position);
  return answer;
}

export function remove(path: string): Promise<unknown> {
  return request('DELETE', path, undefined, {});
}

async function request<T>(method: string, path: string, body: unknown, sending: Sending): Promise<T> {
  const { key, revision, signal, person = standing } = sending;
  const headers = {
    Accept: 'application/json',
    'Accept-Language': chosenLanguage(),
    ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    ...(key === undefined ? {} : { 'Idempotency-Key': key }),
    ...(revision === undefined ? {} : { 'If-Match': `"${revision}"` }),
    ...(method === 'GET' || person === undefined ? {} : { 'X-Linli-Person': encodeURIComponent(person) }),
    ...(method === 'GET' && newest !== undefined ? { 'X-Linli-After': newest } : {}),
  };
  const bounds = AbortSignal.timeout(ANSWER_MS);
  const askedAt = performance.now();
  let response: Response;
  let text: string;
  try {
    response = await fetch(path, {
      method,
      headers,
      credentials: 'same-origin',
      signal: signal ? AbortSignal.any([signal, bounds]) : bounds,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    text = await response.text();
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ConnectionLost('no answer', { cause });
  }
  const { status } = response;
  const answer: unknown = text === '' ? {} : parsed(text);
  // The server answers in JSON or not at all: this was said by something in between, and nobody knows of what was sent.
  if (response.ok && answer === undefined) throw new ConnectionLost('an answer of something in between');
  const answered: Answered = {
    status,
    behindS: finite(Number(response.headers.get('x-linli-lagging') ?? Number.NaN)),
    servedAt: finite(Date.parse(response.headers.get('date') ?? '')),
    tookMs: performance.now() - askedAt,
    code: isProblem(answer) ? answer.code : undefined,
  };
  for (const witness of witnesses) witness(answered);
  if (response.ok) return answer as T;
  // A proxy that found no node to ask, or lost it: that is a lost connection, whatever it calls it.
  if (!isProblem(answer) && GATEWAY.includes(status)) throw new ConnectionLost(`gateway ${status}`);
  throw new ApiError(isProblem(answer) ? answer : unexplained(response), retryAfter(response));
}

const GATEWAY = [502, 503, 504];
/** Nobody is made to wait longer, whatever is asked for. */
const RETRY_AFTER_MAX_MS = 60_000;

function retryAfter({ headers }: Response): number | undefined {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds * 1_000, RETRY_AFTER_MAX_MS) : undefined;
}

function finite(n: number): number | undefined {
  return Number.isFinite(n) ? n : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // what is no JSON explains nothing: the status speaks
  }
}

function isProblem(answer: unknown): answer is Problem {
  return typeof answer === 'object' && answer !== null && 'code' in answer && 'detail' in answer;
}

function unexplained({ status, statusText, headers }: Response): Problem {
  const correlationId = headers.get('x-correlation-id') ?? '';
  const code = `http/${status}`;
  return { type: 'about:blank', title: statusText, status, detail: statusText, code, params: {}, correlationId };
}

/** A random UUID of version 4; `crypto.randomUUID` is missing on plain addresses within an office. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
