/** A node with its doors open: HTTP for people, a socket for the command line. Opens in one order and closes in the other. */
import 'reflect-metadata';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import { ReadingRecorder } from '#libs/readings';
import { prepareApi, serveOpenApi, SESSIONS, type Sessions } from '#libs/workflow/nest';
import { openAdminSocket } from './admin-socket.js';
import { carries } from './carries.js';
import { AppModule, WorkerModule } from './app.module.js';
import { Composition, type ComposeOptions, type NodeConfig } from './compose.js';
import type { Config } from './config.js';
import { consoleFolder, consoleFrom } from './console.js';
import { sayLagging } from './lagging.js';
import { Metrics } from './metrics.js';
import { NodeObserver } from './observability/node-observer.js';
import { observeRequests } from './observability/requests.js';
import type { Spans } from './observability/spans.js';
import { NestLog } from './nest-log.js';
import { besideWorkflows } from './own-paths.js';
import { openQueueBoard } from './queue-board.js';
import { sameOrigin } from './same-origin.js';
import { codeOf, StartRefused } from './start-refused.js';
import { witness, type WitnessOptions } from './witness.js';
import { Upkeep } from './upkeep.js';

export interface ServeOptions extends Omit<ComposeOptions, 'observer'> {
  /** Closed by whoever opened them. */
  readonly spans?: Spans;
  readonly config: NodeConfig & Pick<Config, 'host' | 'port'>;
  readonly log: Logger;
}

export interface RunningServer {
  readonly composition: Composition;
  /** `http://127.0.0.1:3000` */
  readonly url: string;
  /** Answers what is under way, ends live connections, closes everything. Repeating it waits for the same end. */
  close(): Promise<void>;
}

/** How long requests under way may take to end. */
const DRAIN_MS = 5_000;

/** @throws what `Composition.open` throws, and StartRefused where the port cannot be had. */
export async function serve(options: ServeOptions): Promise<RunningServer> {
  const metrics = new Metrics();
  const observer = new NodeObserver({ ...options, metrics });
  const composition = await Composition.open({ ...options, observer });
  const undo: (() => unknown)[] = [() => composition.close()];
  try {
    metrics.watch(composition);
    const answers = composition.role !== 'worker';
    const module = (answers ? AppModule : WorkerModule).of(composition, metrics);
    const app = await NestFactory.create<NestExpressApplication>(module, {
      bodyParser: false,
      abortOnError: false,
      logger: new NestLog(options.log),
    });
    undo.push(() => app.close());
    app.disable('x-powered-by');
    app.use(observeRequests(observer));
    // Encryption ends before this program, if there is any: it demands none of a plain address. What is no page shows
    // nothing and stands in none; a page says itself what it needs.
    app.use(
      helmet({
        strictTransportSecurity: false,
        contentSecurityPolicy: {
          useDefaults: false,
          directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
        },
      }),
    );
    if (answers) openApi(app, composition);
    const closeBoard = answers ? await openQueueBoard(app, composition) : undefined;
    undo.push(() => closeBoard?.());
    await app.init();
    const http = app.getHttpServer() as Server;
    await listen(http, options.config);
    undo.push(() => http.closeAllConnections());
    const socket = await openAdminSocket(composition);
    composition.begin();
    const upkeep = new Upkeep({
      node: composition.name,
      carry: carries(composition),
      engine: composition.engine,
      views: composition.views,
      log: options.log,
    });
    upkeep.begin();
    undo.push(() => upkeep.stop());
    let closing: Promise<void> | undefined;
    const close = async (): Promise<void> => {
      await socket.close();
      const drained = setTimeout(() => http.closeAllConnections(), DRAIN_MS);
      await app.close();
      clearTimeout(drained);
      await closeBoard?.();
      upkeep.stop();
      await composition.close();
      await upkeep.ended();
    };
    return { composition, url: urlOf(http, options.config.host), close: () => (closing ??= close()) };
  } catch (error) {
    for (const end of undo.reverse()) await end();
    throw error;
  }
}

/** What programs find under `/api`, and people at every other address. A node that only works has none of it. */
function openApi(app: NestExpressApplication, composition: Composition): void {
  app.use(sameOrigin);
  app.use('/api', sayLagging(composition));
  prepareApi(app);
  app.use('/api', witness(witnessOf(app, composition)));
  const { contexts } = composition;
  serveOpenApi(app, contexts.spoken, { title: 'Linli 邻里', version: '1' }, besideWorkflows(contexts));
  const pages = consoleFrom(consoleFolder);
  if (pages) app.use(pages);
}

function witnessOf(app: NestExpressApplication, { engine, views, contexts }: Composition): WitnessOptions {
  const paths = contexts.spoken.map(({ declaration }) => declaration.path);
  return {
    sessions: app.get<Sessions>(SESSIONS, { strict: false }),
    identities: engine.ports.identities,
    recorder: new ReadingRecorder({ engine, position: () => views.position }),
    kinds: new Set([...paths, 'admin', 'counts', 'live', 'references', 'waiting']),
  };
}

/** @throws StartRefused where the port cannot be had just now. */
export async function tryPort(config: Pick<Config, 'host' | 'port'>): Promise<void> {
  const probe = createServer();
  await listen(probe, config);
  await new Promise((resolve) => probe.close(resolve));
}

function listen(http: Server, { host, port }: Pick<Config, 'host' | 'port'>): Promise<void> {
  return new Promise((resolve, reject) => {
    http.once('error', (error: Error) => reject(portRefused(error, host, port)));
    http.listen(port, host, resolve);
  });
}

function portRefused(error: Error, host: string, port: number): Error {
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return new StartRefused(
        [
          `${host} 的端口 ${port} 已被占用：请停止占用它的程序，或用 --port 另选端口。`,
          `Port ${port} of ${host} is in use: stop the program that uses it, or choose another port with --port.`,
        ],
        { cause: error },
      );
    case 'EACCES':
      return new StartRefused(
        [
          `当前用户无权使用端口 ${port}：请用 --port 选择 1023 以上的端口。`,
          `Port ${port} may not be opened by this user: choose one above 1023 with --port.`,
        ],
        { cause: error },
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new StartRefused(
        [
          `${host} 不是本机地址：请用 --host 另选。`,
          `${host} is no address of this machine: choose another with --host.`,
        ],
        { cause: error },
      );
    default:
      return error;
  }
}

function urlOf(http: Server, host: string): string {
  const { port } = http.address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
