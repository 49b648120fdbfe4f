/**
 * Reads the JSON of a request, within bounds: 256 KiB, UTF-8, at most 32 deep. Other media types are left unread for
 * routes of their own; who wants JSON and got something else answers 415.
 */
import { isUtf8 } from 'node:buffer';
import type { ServerResponse } from 'node:http';
import type { ApiRequest } from './api-request.js';
import { ApiProblem, requestProblem } from './problem.js';

/** Bytes of a body. */
export const BODY_BYTES_MAX = 262_144;
/** Levels of arrays and objects. */
const BODY_DEPTH_MAX = 32;
/** A body that is too large is read to its end and dropped, so that the sender can hear why; beyond this it is cut. */
const DROPPED_BYTES_MAX = 16 * 1_048_576;

const JSON_TYPE = /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;

/** Middleware; what it finds wrong goes to the filter. */
export function jsonBody(request: ApiRequest, _response: ServerResponse, next: (error?: unknown) => void): void {
  if (request.headers['content-length'] === '0' || !hasBody(request)) return next();
  if (!JSON_TYPE.test(request.headers['content-type'] ?? '') || request.headers['content-encoding'] !== undefined) {
    request.otherMediaType = true;
    return next();
  }
  readJson(request).then(() => next(), next);
}

async function readJson(request: ApiRequest): Promise<void> {
  request.body = parsed(await read(request));
}

function hasBody({ headers }: ApiRequest): boolean {
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
}

async function read(request: ApiRequest): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes <= BODY_BYTES_MAX) chunks.push(chunk);
      else if (bytes > DROPPED_BYTES_MAX) break;
    }
  } catch (cause) {
    // The sender left in the middle.
    throw new ApiProblem(400, 'request/rejected', { cause });
  }
  if (bytes > BODY_BYTES_MAX) throw requestProblem(413, 'request/too-large', { max: BODY_BYTES_MAX });
  return Buffer.concat(chunks);
}

function parsed(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  if (!isUtf8(bytes)) throw requestProblem(400, 'request/not-utf8');
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8').replace(/^\ufeff/, ''));
  } catch {
    throw requestProblem(400, 'request/not-json');
  }
  if (deeperThan(value, BODY_DEPTH_MAX)) throw requestProblem(400, 'request/nested-too-deep', { max: BODY_DEPTH_MAX });
  return value;
}

/** Level by level, so that depth costs no stack. */
function deeperThan(value: unknown, max: number): boolean {
  let level = [value].filter(isContainer);
  for (let depth = 0; depth < max && level.length > 0; depth++)
    level = level.flatMap((one) => (Object.values(one) as unknown[]).filter(isContainer));
  return level.length > 0;
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
