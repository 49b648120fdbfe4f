/** What a request says besides its form: which command it is, which revision was seen, how fresh a list must be. */
import { randomUUIDv7 } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { uuidVersion, type Json } from '#libs/event-store';
import { type ApiProblem, malformed, requestProblem } from './problem.js';
import { problem } from '../declare/fields/field.js';

/** A request after `prepareApi` has read its body; the router adds the named parts of its path and the query. */
export interface ApiRequest extends IncomingMessage {
  body?: unknown;
  /** What was sent is of a kind that only a route of its own may read. */
  otherMediaType?: boolean;
  correlationId?: string;
  /** It was made here, so nobody has used it before. */
  correlationMade?: boolean;
  params?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, unknown>>;
  /** Who sent it, where somebody on its way has asked for that already. */
  signedInAs?: string;
  /** `query` as it was read the first time: the router reads the address anew for everybody who asks. */
  queryRead?: Readonly<Record<string, unknown>>;
}

function queryOf(request: ApiRequest): Readonly<Record<string, unknown>> {
  return (request.queryRead ??= request.query ?? {});
}

/**
 * One id for everything that a request causes: the one it brought, else that of its command. Whoever sends neither finds
 * by the one answer's `X-Correlation-Id` the command, its events and all that follows from them.
 */
export function correlationIdOf(request: ApiRequest): string {
  if (request.correlationId !== undefined) return request.correlationId;
  const brought = given(request.headers['x-correlation-id']) ?? keyOf(request);
  request.correlationMade = brought === undefined;
  return (request.correlationId = brought ?? randomUUIDv7());
}

function keyOf(request: ApiRequest): string | undefined {
  const key = idempotencyKey(request);
  return key !== undefined && uuidVersion(key) !== undefined ? key : undefined;
}

/** The command's id: the key that was sent, else the id that was made for the request. Nothing where neither is there. */
export function commandIdOf(request: ApiRequest): string | undefined {
  const key = idempotencyKey(request);
  if (key !== undefined) return key;
  const made = correlationIdOf(request);
  return request.correlationMade ? made : undefined;
}

function given(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' && /^[A-Za-z0-9-]{8,64}$/.test(header) ? header : undefined;
}

/** The command's id, lower case, with or without the quotes of a structured field; the engine checks its form. */
function idempotencyKey(request: ApiRequest): string | undefined {
  const header = request.headers['idempotency-key'];
  if (header === undefined) return undefined;
  const text = String(header).trim();
  return (/^"(.*)"$/.exec(text)?.[1] ?? text).toLowerCase();
}

/** Nothing was demanded, any of these revisions, or a demand that no revision meets. */
export type Demanded = readonly number[] | undefined;

const ETAG = /^(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"$/;

/**
 * The revisions that `If-Match` names (RFC 9110 section 13.1.1). The comparison is strong, so a weak tag names none;
 * `*` demands nothing of a revision. Nothing where the header was not sent.
 * @throws ApiProblem 400 for what is no entity tag.
 */
export function ifMatch(request: ApiRequest): Demanded {
  const header = request.headers['if-match'];
  if (header === undefined) return undefined;
  const tags = header.split(',').map((one) => one.trim());
  if (tags.length === 1 && tags[0] === '*') return undefined;
  return tags.flatMap((tag) => {
    const parts = ETAG.exec(tag);
    if (!parts) throw requestProblem(400, 'request/if-match');
    const [, weak, opaque = ''] = parts;
    return weak === undefined && /^(0|[1-9]\d{0,9})$/.test(opaque) ? [Number(opaque)] : [];
  });
}

/** Positions as every store writes them: digits of a fixed length, so that their order is that of the log. */
const POSITION = /^\d{16,20}$/;

export function isPosition(given: unknown): given is string {
  return typeof given === 'string' && POSITION.test(given);
}

/**
 * The position that a read must not lie behind.
 * @throws ApiProblem 400 for what no answer can have told.
 */
export function readAfter(request: ApiRequest): string | undefined {
  const header = request.headers['x-linli-after'];
  if (header === undefined) return undefined;
  if (!isPosition(header)) throw requestProblem(400, 'request/after');
  return header;
}

/** Who is meant to have sent it, percent-encoded where an id is more than ASCII; nothing where anybody signed in is. */
export function personMeant(request: ApiRequest): string | undefined {
  const header = request.headers['x-linli-person'];
  return header === undefined ? undefined : String(header);
}

/**
 * What every route asks first: a part of the address that it does not know, or a position that is none, would be passed
 * over in silence, and the answer would be to another question.
 * @throws ApiProblem 400
 */
export function understood(request: ApiRequest, queries: readonly string[]): void {
  const unknown = Object.keys(queryOf(request)).find((name) => !queries.includes(name));
  if (unknown === 'asOf') throw requestProblem(400, 'request/as-of', { name: unknown });
  if (unknown !== undefined) throw badQuery(unknown.slice(0, 100));
  readAfter(request);
}

/** A part of the address after `?`; repeated or overlong ones are refused. */
export function queried(request: ApiRequest, name: string, signsMax = 400): string | undefined {
  const query = queryOf(request);
  const value = Object.hasOwn(query, name) ? query[name] : undefined;
  if (value === undefined || value === '') return undefined;
  if (typeof value !== 'string' || value.length > signsMax) throw badQuery(name);
  return value;
}

/** Where the next page begins, opaque to whoever sends it back as `after`. */
export function cursorOf(parts: readonly string[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** @throws ApiProblem 400 for an `after` that {@link cursorOf} did not make of so many parts. */
export function cursorIn(request: ApiRequest, length: number): readonly string[] | undefined {
  const text = queried(request, 'after');
  if (text === undefined) return undefined;
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    throw badQuery('after');
  }
  if (!Array.isArray(parts) || parts.length !== length || !parts.every((one) => typeof one === 'string'))
    throw badQuery('after');
  return parts;
}

export function badQuery(name: string): ApiProblem {
  return requestProblem(400, 'request/query', { name });
}

export function isDryRun(request: ApiRequest): boolean {
  const value = queried(request, 'dryRun');
  if (value === undefined || value === '0' || value === 'false') return false;
  if (value !== '1' && value !== 'true') throw badQuery('dryRun');
  return true;
}

/**
 * The JSON object that was sent; an empty one where nothing was.
 * @throws ApiProblem 415 for another media type, 422 for JSON that is no object.
 */
export function bodyOf(request: ApiRequest): Readonly<Record<string, Json>> {
  if (request.otherMediaType) throw requestProblem(415, 'request/media-type');
  const { body } = request;
  if (body === undefined) return {};
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw malformed([problem('', 'object')]);
  return body as Readonly<Record<string, Json>>;
}
