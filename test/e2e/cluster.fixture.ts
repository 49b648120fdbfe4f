/**
 * Several nodes of one log and one Redis in this process: real sockets, real protocols, each node with a folder, views and
 * an engine of its own; and a door that hands each request to the next of them, as a proxy does.
 */
import { createServer, request as ask, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Clock } from '#libs/workflow';
import type { Config } from '#server/config';
import { contexts, type Contexts } from '#server/contexts';
import { openDataFolder } from '#server/data-folder';
import { serve, type RunningServer } from '#server/server';
import { startRedis, type TestRedis } from '../support/redis.js';
import { SharedLog } from '../support/shared-log.js';
import { ownFolder, type StartOptions } from './program.fixture.js';

/** People and communities are there, no complaints: tests make their own. */
const withPeople: Contexts = { ...contexts, sample: contexts.sample.slice(0, 2) };

const MASTER_KEY = '4c'.repeat(32);

export interface NodeOptions {
  readonly clock?: Clock;
  /** Instead of the address of the log itself. */
  readonly eventStore?: string;
}

export class Cluster {
  readonly nodes: RunningServer[] = [];
  readonly #folder = ownFolder();
  readonly #doors: Server[] = [];
  #count = 0;

  private constructor(
    readonly log: SharedLog,
    readonly redis: TestRedis,
  ) {}

  static async start(): Promise<Cluster> {
    return new Cluster(await SharedLog.start(), await startRedis());
  }

  /** Further nodes find what the first has recorded. */
  async node(role: Config['role'], { clock, eventStore = this.log.connectionString }: NodeOptions = {}) {
    const isFirst = this.#count++ === 0;
    const folder = openDataFolder(join(this.#folder.path, `${role}-${this.#count}`), { create: 'sample' });
    if (!isFirst) folder.begun();
    const node = await serve({
      folder,
      config: {
        eventStore,
        streamPrefix: this.log.prefix,
        masterKey: MASTER_KEY,
        role,
        nodeName: `${role}-${this.#count}`,
        redisUrl: this.redis.url,
        host: '127.0.0.1',
        port: 0,
      },
      log: pino({ level: 'silent' }),
      contexts: withPeople,
      ...(clock ? { clock } : {}),
    });
    this.nodes.push(node);
    return node;
  }

  /** What starts one more node as a program of its own, after the first; whoever starts it ends it. */
  program(role: Config['role']): StartOptions {
    const name = `${role}-${++this.#count}`;
    const folder = openDataFolder(join(this.#folder.path, name), { create: 'sample' });
    folder.begun();
    folder.release();
    return {
      args: ['--port', '0', '--data', folder.path],
      env: {
        ...this.log.settings,
        LINLI_REDIS_URL: this.redis.url,
        LINLI_MASTER_KEY: MASTER_KEY,
        LINLI_ROLE: role,
        LINLI_NODE_NAME: name,
      },
    };
  }

  /** The address of a proxy that asks the nodes by turns. */
  async door(...nodes: readonly RunningServer[]): Promise<string> {
    let turn = 0;
    const door = createServer((request, response) => {
      const { hostname, port } = new URL(nodes[turn++ % nodes.length]?.url ?? '');
      const onward = ask(
        { hostname, port, method: request.method, path: request.url, headers: request.headers },
        (answer) => {
          response.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(response);
        },
      );
      onward.once('error', () => response.destroy());
      request.pipe(onward);
    }).listen(0, '127.0.0.1');
    await once(door, 'listening');
    this.#doors.push(door);
    return `http://127.0.0.1:${(door.address() as AddressInfo).port}`;
  }

  /** Types of all events of the log, or of one stream, in order. */
  async recorded(stream?: string): Promise<string[]> {
    const events = stream === undefined ? await this.log.events() : await this.log.stream(stream);
    return events.map(({ envelope }) => envelope.type);
  }

  async stop(): Promise<void> {
    for (const door of this.#doors) {
      door.closeAllConnections();
      door.close();
    }
    for (const node of this.nodes) await node.close();
    await this.log.stop();
    await this.redis.stop();
    this.#folder.remove();
  }
}
