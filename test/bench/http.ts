/**
 * The same steps from outside: 64 connections kept open to the server as a process of its own. `http.c64` files
 * complaints, each durable before it is answered; `http.empty` asks the same route for a dry run, which reads the body,
 * checks rights and form and decides, but stores nothing.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rowOf, timed, type Row } from './rows.js';
import { RunningServer } from './running-server.js';

const CONNECTIONS = 64;
const WARM_UP = 500;
const REQUESTS = 6_000;

const filing = {
  source: 'window',
  category: 'facilities',
  community: 'c-nanguan-1',
  complainant: { name: '张三', phone: '13800001111' },
  story: '三单元楼道灯坏了，已经一周没有人来修',
};

export async function benchHttp(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-http-'));
  const server = await RunningServer.start(folder, CONNECTIONS);
  try {
    await server.signIn('officer-nanguan-1');
    const file = (query: string) => (): Promise<void> =>
      server.ask('POST', `/api/complaints${query}`, filing).then(() => undefined);
    const measure = async (name: string, query: string): Promise<Row> => {
      await timed(CONNECTIONS, WARM_UP, file(query));
      const { tookMs, each } = await timed(CONNECTIONS, REQUESTS, file(query));
      return rowOf(name, tookMs, each, 'requests/s over 64 connections');
    };
    return [await measure('http.empty', '?dryRun=1'), await measure('http.c64', '')];
  } finally {
    await server.stop();
    await rm(folder, { recursive: true });
  }
}
