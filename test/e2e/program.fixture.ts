/** The real built program as a process: started like `npm start` does, spoken to over HTTP, ended or killed. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const START_MS = 60_000;

export interface StartOptions {
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** As another user of this machine; only root may. */
  readonly uid?: number;
}

/** How a program ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly errors: string;
}

export class Program {
  #out = '';
  #errors = '';
  readonly ended: Promise<Ended>;

  constructor(private readonly child: ChildProcess) {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.#out += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.#errors += text));
    this.ended = once(child, 'close').then(([code, signal]) => ({
      code: code as number | null,
      signal: signal as NodeJS.Signals | null,
      out: this.#out,
      errors: this.#errors,
    }));
  }

  get out(): string {
    return this.#out;
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** The address it says it is ready at. @throws what it said where it ended instead. */
  async ready(): Promise<string> {
    const end = performance.now() + START_MS;
    for (;;) {
      const url = /^Linli is ready: (http:\/\/\S+)$/m.exec(this.#out)?.[1];
      if (url !== undefined) return url;
      if (this.child.exitCode !== null || performance.now() > end)
        throw new Error(`not ready: ${this.#out}${this.#errors}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

let built = false;

/** Starts the program as it is built now. */
export function startLinli({ args = ['--port', '0'], env = {}, uid }: StartOptions): Program {
  if (!built) execFileSync(process.execPath, [join(root, 'tools/build.mjs')]);
  built = true;
  const { NODE_OPTIONS: _, ...inherited } = process.env;
  const ours = Object.fromEntries(Object.entries(inherited).filter(([name]) => !name.startsWith('LINLI_')));
  const child = spawn(process.execPath, [join(root, 'dist/apps/server/src/main.js'), ...args], {
    env: { ...ours, NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/compiled'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid }),
  });
  return new Program(child);
}

/** A folder of the test's own, and how to be rid of it. */
export function ownFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'linli-e2e-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
