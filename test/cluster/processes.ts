/**
 * The nodes and the log server as processes of their own: started, killed without warning, and started again as a supervisor
 * would. None outlives this process, however it ends: nodes are killed as it exits, the log server ends with its input.
 */
import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const server = fileURLToPath(new URL('../../apps/server/src/main.js', import.meta.url));
const linli = fileURLToPath(new URL('../../apps/cli/src/main.js', import.meta.url));
const logServer = fileURLToPath(new URL('../wire-server/main.js', import.meta.url));

const READY = /^Linli is ready: (http:\/\/\S+)$/m;
/** What a supervisor waits before it starts again what has ended. */
const AGAIN_MS = 500;
/** Of what a process says, the newest part is kept. */
const SAID_MAX = 4_000;

/** `LINLI_*` for a node, beside what the machine's own environment says. */
export type Settings = Readonly<Record<string, string>>;

function environment(settings: Settings): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, ...inherited } = process.env;
  const others = Object.entries(inherited).filter(([name]) => !name.startsWith('LINLI_'));
  return { ...Object.fromEntries(others), ...settings };
}

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Kills what still runs of what was started here; resolves when it is gone. */
export async function killAll(): Promise<void> {
  const gone = [...running].map((child) => once(child, 'exit'));
  for (const child of running) child.kill('SIGKILL');
  await Promise.all(gone);
}

function launched(args: readonly string[], options: SpawnOptions): ChildProcess {
  const child = spawn(process.execPath, args, options);
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

/** The log server of the tests, with its log in a file: killed as a machine dies, and started again on the same port. */
export class LogServer {
  #child: ChildProcess | undefined;
  #address: URL | undefined;
  #starts = 0;

  /** @param file where its log lies, or will lie */
  constructor(private readonly file: string) {}

  /** Where it is reached, through every restart. */
  get connectionString(): string {
    return this.#address?.href ?? '';
  }

  get starts(): number {
    return this.#starts;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** @throws Error with what it said where it does not start. */
  async start(): Promise<void> {
    const port = this.#address === undefined ? [] : ['--port', this.#address.port];
    const child = launched(['--no-warnings', '--enable-source-maps', logServer, '--file', this.file, ...port], {
      env: environment({}),
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#child = child;
    let errors = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (errors = (errors + text).slice(-SAID_MAX)));
    const closed = once(child, 'close').then(() => undefined);
    const said = once(createInterface({ input: child.stdout! }), 'line') as Promise<[string]>;
    const [line] = (await Promise.race([said, closed])) ?? [];
    if (line === undefined) throw new Error(`the log server did not start: ${errors}`);
    this.#address = new URL(line);
    this.#starts++;
  }

  /** By SIGKILL, as a machine dies; resolves when it is gone. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }
}

/** Runs the command line to its end. @throws Error with what it said where it does not end well. */
export async function run(args: readonly string[], settings: Settings): Promise<void> {
  const child = launched([linli, ...args], { env: environment(settings), stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`linli ${args.join(' ')} ended with ${code}: ${errors}`);
}

/** One node, kept up until it is stopped. */
export class NodeProcess {
  #child: ChildProcess | undefined;
  #url: string | undefined;
  #said = '';
  #isStopping = false;
  #starts = 0;
  readonly #running: Promise<void>;

  constructor(
    readonly name: string,
    private readonly settings: Settings,
  ) {
    this.#running = this.#keepUp();
  }

  /** Where it answers at the moment; nothing while it is down or not ready yet. */
  get url(): string | undefined {
    return this.#url;
  }

  get starts(): number {
    return this.#starts;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** The newest of what it said. */
  get said(): string {
    return this.#said;
  }

  /** As a machine dies. It is started again. */
  kill(): void {
    this.#url = undefined;
    this.#child?.kill('SIGKILL');
  }

  /** @throws Error with what it said where it is not ready in time. */
  async ready(withinMs: number): Promise<string> {
    for (const end = performance.now() + withinMs; this.#url === undefined; await delay(20))
      if (performance.now() > end) throw new Error(`${this.name} is not ready: ${this.#said}`);
    return this.#url;
  }

  /** Lets it end its work; what does not end in time is killed. @returns whether it ended well by itself. */
  async stop(withinMs: number): Promise<boolean> {
    this.#isStopping = true;
    const child = this.#child;
    child?.kill('SIGTERM');
    const late = setTimeout(() => child?.kill('SIGKILL'), withinMs);
    await this.#running;
    clearTimeout(late);
    return child === undefined || child.exitCode === 0;
  }

  async #keepUp(): Promise<void> {
    while (!this.#isStopping) {
      this.#starts++;
      const child = launched(['--enable-source-maps', server], {
        env: environment({ ...this.settings, LINLI_NODE_NAME: this.name, LINLI_PORT: '0' }),
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      this.#child = child;
      let out = '';
      for (const stream of [child.stdout, child.stderr])
        stream?.setEncoding('utf8').on('data', (text: string) => (this.#said = (this.#said + text).slice(-SAID_MAX)));
      child.stdout?.on('data', (text: string) => {
        if (this.#url !== undefined) return;
        out = (out + text).slice(-SAID_MAX);
        this.#url = READY.exec(out)?.[1];
      });
      await once(child, 'close');
      this.#url = undefined;
      if (!this.#isStopping) await delay(AGAIN_MS);
    }
  }
}
