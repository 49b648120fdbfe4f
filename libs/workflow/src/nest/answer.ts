/** An answer as a value, and the one way it is written. Answers are written whole: no validator of the framework turns one into 304. */
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly type?: string;
  /** Nothing for an answer without content. */
  readonly body?: unknown;
  /** The body as it was written before, instead of one. */
  readonly written?: string;
}

export function send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  response.statusCode = answer.status;
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
  const text = answer.written ?? (answer.body === undefined ? undefined : JSON.stringify(answer.body));
  if (text === undefined) return void response.end();
  response.setHeader('Content-Type', `${answer.type ?? 'application/json'}; charset=utf-8`);
  response.setHeader('Content-Length', Buffer.byteLength(text));
  // The length is that of the content a GET would have (RFC 9110 section 9.3.2).
  response.end(request.method === 'HEAD' ? undefined : text);
}
