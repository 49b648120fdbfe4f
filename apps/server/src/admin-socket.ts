/**
 * The door for the command line beside a running server: HTTP over a socket file in the data folder that only its owner
 * may open (a named pipe on Windows). `POST /<operation>` with a JSON object answers lines of JSON: any number of
 * `{"progress":…}`, then one `{"result":…}` or `{"refused":"…"}`.
 */
import { createHash } from 'node:crypto';
import { chmodSync, rmSync } from 'node:fs';
import { createServer, request as ask, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import type { Composition } from './compose.js';
import { OperationRefused } from './operation-refused.js';
import { operationNamed, type Report } from './operations.js';

const BODY_BYTES_MAX = 65_536;
/** The longest path of a socket: 104 bytes on macOS, 108 on Linux, with the terminating zero. */
const PATH_BYTES_MAX = 103;

/** Where a server on this folder listens. The folder is given as an absolute path. */
export function socketPath(folder: string): string {
  const named = createHash('sha256').update(folder).digest('hex').slice(0, 24);
  if (process.platform === 'win32') return `\\\\.\\pipe\\linli-${named}`;
  const path = join(folder, 'linli.sock');
  return Buffer.byteLength(path) <= PATH_BYTES_MAX ? path : join(tmpdir(), `linli-${named}.sock`);
}

export interface AdminSocket {
  readonly path: string;
  /** Ends what is under way. */
  close(): Promise<void>;
}

/** Opens the door; the folder's lock is held, so a socket file that is there was left by a dead process. */
export async function openAdminSocket(node: Composition): Promise<AdminSocket> {
  const path = socketPath(node.folder.path);
  const isFile = process.platform !== 'win32';
  if (isFile) rmSync(path, { force: true });
  const server = createServer((request, response) => void answer(node, request, response));
  // The file is made with the rights of the process: nobody else may reach it, not even for a moment.
  const before = process.umask(0o177);
  try {
    await listening(server, path);
  } finally {
    process.umask(before);
  }
  if (isFile) chmodSync(path, 0o600);
  return {
    path,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listening(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function answer(node: Composition, request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.setHeader('Content-Type', 'application/x-ndjson; charset=utf-8');
  const line = (value: object): void => void (response.writable && response.write(`${JSON.stringify(value)}\n`));
  try {
    if (request.method !== 'POST') throw new OperationRefused('Operations are asked for by POST.');
    const operation = operationNamed((request.url ?? '/').slice(1));
    const input = await readInput(request);
    line({ result: (await operation(node, input, (progress) => line({ progress }))) ?? null });
  } catch (error) {
    if (!(error instanceof OperationRefused)) node.log.error({ err: error }, 'an operation failed');
    line({ refused: error instanceof Error ? error.message : String(error) });
  }
  response.end();
}

async function readInput(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8') as AsyncIterable<string>) {
    text += chunk;
    if (text.length > BODY_BYTES_MAX) throw new OperationRefused('What was sent is too long.');
  }
  if (text === '') return {};
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch {
    throw new OperationRefused('What was sent is not JSON.');
  }
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    throw new OperationRefused('What was sent is no JSON object.');
  return input as Readonly<Record<string, unknown>>;
}

/**
 * Asks the server that runs on this folder.
 * @returns the result, or `undefined` where no server answers there.
 * @throws OperationRefused with what the server said.
 */
export async function askServer(
  folder: string,
  operation: string,
  input: Readonly<Record<string, unknown>>,
  report: Report = () => undefined,
): Promise<{ readonly result: unknown } | undefined> {
  const response = await send(socketPath(folder), operation, JSON.stringify(input));
  if (!response) return undefined;
  for await (const text of createInterface({ input: response })) {
    const said = JSON.parse(text) as { progress?: Parameters<Report>[0]; result?: unknown; refused?: string };
    if (said.progress) report(said.progress);
    else if (said.refused !== undefined) throw new OperationRefused(said.refused);
    else return { result: said.result };
  }
  throw new OperationRefused('The server ended before it had answered.');
}

function send(path: string, operation: string, body: string): Promise<IncomingMessage | undefined> {
  return new Promise((resolve, reject) => {
    const request = ask({ socketPath: path, path: `/${operation}`, method: 'POST' }, resolve);
    request.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ENOENT' || error.code === 'ECONNREFUSED' ? resolve(undefined) : reject(error),
    );
    request.end(body);
  });
}
