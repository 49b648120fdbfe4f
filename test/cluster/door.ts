/**
 * The one door of the cluster, as small as a proxy can be: each request goes to the next node that says it is ready. Like
 * any careful proxy it sends a request on once; only a connection that was never made goes to another node.
 */
import { Agent, createServer, request as ask, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

export interface Behind {
  readonly name: string;
  readonly url: string | undefined;
}

const LOOK_EVERY_MS = 500;
const LOOK_MS = 2_000;
const ANSWER_MS = 20_000;

export class Door {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 });
  readonly #server: Server;
  readonly #stopping = new AbortController();
  #ready: readonly string[] = [];
  #turn = 0;
  #watching: Promise<void> | undefined;

  private constructor(private readonly nodes: readonly Behind[]) {
    this.#server = createServer((request, response) => this.#pass(request, response));
  }

  static async open(nodes: readonly Behind[]): Promise<Door> {
    const door = new Door(nodes);
    door.#server.listen(0, '127.0.0.1');
    await once(door.#server, 'listening');
    await door.#look();
    door.#watching = door.#watch();
    return door;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#stopping.abort();
    this.#server.closeAllConnections();
    this.#server.close();
    await this.#watching;
    this.#agent.destroy();
  }

  #pass(request: IncomingMessage, response: ServerResponse): void {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.once('end', () => this.#send(request, Buffer.concat(chunks), response, this.#ready.length));
  }

  #send(request: IncomingMessage, body: Buffer, response: ServerResponse, nodesLeft: number): void {
    const url = this.#ready[this.#turn++ % this.#ready.length];
    if (url === undefined || nodesLeft === 0) return unanswered(response, 503);
    const { hostname, port } = new URL(url);
    const { method, headers, url: path } = request;
    const onward = ask({ agent: this.#agent, hostname, port, method, path, headers, timeout: ANSWER_MS }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.once('error', () => response.destroy());
      answer.pipe(response);
    });
    // Whoever left waits for nothing any more: a live connection would stay open behind us.
    response.once('close', () => onward.destroy());
    onward.once('timeout', () => onward.destroy(new Error('no answer')));
    onward.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED') return this.#send(request, body, response, nodesLeft - 1);
      return response.headersSent || response.destroyed ? void response.destroy() : unanswered(response, 502);
    });
    onward.end(body);
  }

  async #watch(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      await delay(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined); // aborted: the loop sees it
      if (!signal.aborted) await this.#look();
    }
  }

  async #look(): Promise<void> {
    const urls = await Promise.all(
      this.nodes.map(async ({ url }) => (url !== undefined && (await isReady(url)) ? url : undefined)),
    );
    this.#ready = urls.filter((url) => url !== undefined);
  }
}

function unanswered(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'Retry-After': '1' }).end();
}

async function isReady(url: string): Promise<boolean> {
  try {
    const { ok, body } = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(LOOK_MS) });
    await body?.cancel();
    return ok;
  } catch {
    return false; // what cannot be asked is not ready
  }
}
