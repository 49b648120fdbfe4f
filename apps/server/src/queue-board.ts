/**
 * The queues in Redis as a page (bull-board), for administrators and to look at only: what is to be tried again is said to
 * `/api/dead-letters`. It is loaded only where there is a Redis.
 */
import type { ServerResponse } from 'node:http';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { SESSIONS, type ApiRequest, type Sessions } from '#libs/workflow/nest';
import type { Composition } from './compose.js';
import { onlyAdmins } from './only-admins.js';

const BOARD_PATH = '/admin/queues';

/** Everything from here, and nothing from anywhere else. */
const POLICY = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'self'",
].join('; ');

/** @returns closes its connection; does nothing on a node without Redis. */
export async function openQueueBoard(app: NestExpressApplication, node: Composition): Promise<() => Promise<void>> {
  const { redis, engine, log } = node;
  if (!redis) return () => Promise.resolve();
  const [{ Queue }, { createBullBoard }, { BullMQAdapter }, { ExpressAdapter }] = await Promise.all([
    import('bullmq'),
    import('@bull-board/api'),
    import('@bull-board/api/bullMQAdapter'),
    import('@bull-board/express'),
  ]);
  const { bullmq, prefix } = redis;
  const connection = await redis.connect();
  const queues = [bullmq.TIMERS_QUEUE, bullmq.WORK_QUEUE].map((name) => new Queue(name, { connection, prefix }));
  let told = false;
  connection.on('ready', () => (told = false));
  for (const queue of queues)
    queue.on('error', (error) => {
      if (!told) log.warn({ err: error }, 'the queues cannot be shown for a moment'); // one line an outage
      told = true;
    });
  const serverAdapter = new ExpressAdapter().setBasePath(BOARD_PATH);
  createBullBoard({ queues: queues.map((queue) => new BullMQAdapter(queue, { readOnlyMode: true })), serverAdapter });
  const sessions = app.get<Sessions>(SESSIONS);
  app.use(BOARD_PATH, (request: ApiRequest, response: ServerResponse, next: (error?: unknown) => void) => {
    // Its page asks a server of others for a typeface: the systems of the city do without.
    response.setHeader('Content-Security-Policy', POLICY);
    onlyAdmins(sessions, engine, request).then(() => next(), next);
  });
  app.use(BOARD_PATH, serverAdapter.getRouter());
  return async () => {
    for (const queue of queues) await queue.close();
    connection.disconnect();
  };
}
