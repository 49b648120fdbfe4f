/**
 * A real Redis of a test's own: on a free port, with its own folder, killed and started again at will. It keeps nothing
 * across a kill, as the worst Redis does.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.js';

export interface TestRedis {
  /** The same through every restart. */
  readonly url: string;
  /** By SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** After a kill; empty. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

const READY_MS = 10_000;
const ATTEMPTS = 5;

/** @param settings as on the command line: `['--maxmemory-policy', 'allkeys-lru']` */
export async function startRedis(settings: readonly string[] = []): Promise<TestRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'linli-redis-'));
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no'];
    try {
      let child = await launch([...args, ...settings]);
      const kill = async (): Promise<void> => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const gone = once(child, 'close');
        child.kill('SIGKILL');
        await gone;
      };
      return {
        url: `redis://127.0.0.1:${port}`,
        kill,
        start: async () => void (child = await launch([...args, ...settings])),
        stop: async () => {
          await kill();
          await rm(folder, { recursive: true });
        },
      };
    } catch (error) {
      // Somebody took the port between our asking and Redis's.
      if (attempt >= ATTEMPTS || !String(error).includes('Address already in use')) throw error;
    }
  }
}

async function launch(args: readonly string[]): Promise<ChildProcess> {
  const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let said = '';
  child.once('error', (error) =>
    reject(
      new Error('redis-server does not run: install it (on Debian: apt-get install redis-server)', { cause: error }),
    ),
  );
  child.once('close', () => reject(new Error(`redis-server ended: ${said.slice(-1_000)}`)));
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-10_000);
    if (said.includes('Ready to accept connections')) resolve();
  });
  const timeout = setTimeout(() => reject(new Error(`redis-server is not ready: ${said}`)), READY_MS);
  try {
    await promise;
    return child;
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  } finally {
    clearTimeout(timeout);
  }
}
