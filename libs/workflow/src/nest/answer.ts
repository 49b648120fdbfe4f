/** An answer as a value, and the one way it is written. Answers are written whole: no validator of the framework turns one into 304. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzip } from 'node:zlib';
import { encodingOf, mayBePacked, PACKED_FROM_BYTES } from './encoding.js';

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly type?: string;
  /** Nothing for an answer without content. */
  readonly body?: unknown;
  /** The body as it was written, and packed by gzip, before; instead of one. */
  readonly written?: { readonly text: string; readonly gzip: Buffer };
}

/** Quick rather than small: an answer waits for it. */
const GZIP_LEVEL = 4;

export function send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  response.statusCode = answer.status;
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
  const text = answer.written?.text ?? (answer.body === undefined ? undefined : JSON.stringify(answer.body));
  if (text === undefined) return void response.end();
  response.setHeader('Content-Type', `${answer.type ?? 'application/json'}; charset=utf-8`);
  const isLarge = text.length >= PACKED_FROM_BYTES || Buffer.byteLength(text) >= PACKED_FROM_BYTES;
  // A strong tag is that of the bytes as they are, and of a revision to be named in If-Match.
  if (!isLarge || /^"/.test(String(response.getHeader('ETag') ?? ''))) return write(request, response, text);
  response.appendHeader('Vary', 'Accept-Encoding');
  if (!mayBePacked(request) || encodingOf(request, ['gzip']) === undefined) return write(request, response, text);
  if (answer.written) return writePacked(request, response, answer.written.gzip);
  gzip(text, { level: GZIP_LEVEL }, (error, bytes) => {
    if (error) write(request, response, text);
    else writePacked(request, response, bytes);
  });
}

function writePacked(request: IncomingMessage, response: ServerResponse, bytes: Buffer): void {
  response.setHeader('Content-Encoding', 'gzip');
  write(request, response, bytes);
}

function write(request: IncomingMessage, response: ServerResponse, content: string | Buffer): void {
  response.setHeader('Content-Length', Buffer.byteLength(content));
  // The length is that of the content a GET would have (RFC 9110 section 9.3.2).
  response.end(request.method === 'HEAD' ? undefined : content);
}
