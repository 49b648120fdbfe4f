/**
 * The console's files: its one page at every address that is no API's, with a nonce of its own for each answer, and its
 * assets, whose names change with their content, for as long as a browser likes. Nothing inline is ever allowed to run.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodingOf, requestProblem } from '#libs/workflow/nest';

/** Where the build puts them, seen from the built file and from the source. */
export const consoleFolder = fileURLToPath(
  new URL(import.meta.url.includes('/dist/') ? '../../../console/' : '../../../dist/console/', import.meta.url),
);

const PAGE = 'index.html';
/** Stands in the built page where each answer puts its nonce. */
const PLACEHOLDER = '__NONCE__';
const NONCE_BYTES = 18;
const YEAR_S = 31_536_000;
/** Addresses that are never the console's. */
const NOT_OURS = /^\/(api|health|metrics|admin\/queues)(\/|$)/;

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** By how the name of a packed file ends, in order of preference. */
const ENCODINGS = { br: '.br', gzip: '.gz' } as const;
type Encoding = keyof typeof ENCODINGS;

type Next = (error?: unknown) => void;
export type Handler = (request: IncomingMessage, response: ServerResponse, next: Next) => void;

/** Middleware, or nothing where the console was not built: then there is only the API. */
export function consoleFrom(folder: string): Handler | undefined {
  if (!existsSync(join(folder, PAGE))) return undefined;
  const page = readFileSync(join(folder, PAGE), 'utf8');
  const files = new Set(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== PAGE && !entry.name.startsWith('.'))
      .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, '/').length).replaceAll('\\', '/')),
  );
  /** Bounded by the files that there are. */
  const read = new Map<string, Buffer>();
  const bytesOf = (name: string): Buffer => {
    const bytes = read.get(name) ?? readFileSync(join(folder, name));
    read.set(name, bytes);
    return bytes;
  };
  return (request, response, next) => {
    const { method = '', url = '/' } = request;
    const path = url.split('?', 1)[0] ?? '/';
    if ((method !== 'GET' && method !== 'HEAD') || NOT_OURS.test(path)) return next();
    const name = path.slice(1);
    const type = TYPES[extname(name)];
    if (files.has(name) && type !== undefined) {
      sendFile(request, response, { name, type, files, bytesOf }, next);
      return;
    }
    // What looks like a file is missing, rather than the page in disguise.
    if (name.startsWith('assets/') || type !== undefined) return next();
    if (takesPage(request, path)) sendPage(request, response, page);
    else next(path === '/' ? requestProblem(406, 'request/page-only') : undefined);
  };
}

interface Asked {
  readonly name: string;
  readonly type: string;
  readonly files: ReadonlySet<string>;
  readonly bytesOf: (name: string) => Buffer;
}

function sendFile(request: IncomingMessage, response: ServerResponse, asked: Asked, next: Next): void {
  const { name, type, files, bytesOf } = asked;
  const packed = (Object.keys(ENCODINGS) as Encoding[]).filter((one) => files.has(name + ENCODINGS[one]));
  const encoding = encodingOf(request, packed);
  let bytes: Buffer;
  try {
    bytes = bytesOf(name + (encoding ? ENCODINGS[encoding] : ''));
  } catch (error) {
    // A build took the place of the one that was there at the start.
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? next() : next(error);
  }
  response.setHeader('Content-Type', type);
  response.setHeader('Vary', 'Accept-Encoding');
  response.setHeader(
    'Cache-Control',
    name.startsWith('assets/') ? `public, max-age=${YEAR_S}, immutable` : 'public, max-age=3600',
  );
  if (encoding) response.setHeader('Content-Encoding', encoding);
  response.setHeader('Content-Length', bytes.length);
  response.end(request.method === 'HEAD' ? undefined : bytes);
}

function sendPage(request: IncomingMessage, response: ServerResponse, page: string): void {
  const nonce = randomBytes(NONCE_BYTES).toString('base64');
  response.setHeader('Content-Security-Policy', policy(nonce));
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Vary', 'Accept');
  response.end(request.method === 'HEAD' ? undefined : page.replaceAll(PLACEHOLDER, nonce));
}

function policy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/**
 * Browsers ask for a page by its type. Whoever takes anything, or does not say, gets it at the first address only: at
 * any other such a program is told what is missing.
 */
function takesPage({ headers }: IncomingMessage, path: string): boolean {
  const { accept = '*/*' } = headers;
  return (path === '/' ? /text\/html|text\/\*|\*\/\*/ : /text\/html/).test(accept);
}
