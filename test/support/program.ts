/** Starts a TypeScript program of ours as a process of its own, so that a test may kill it as a machine does. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface ProgramOptions {
  /** Hears each line of standard output, also those that were still on their way when the program was killed. */
  readonly onLine?: (line: string, program: Program) => void;
  /** The largest file that the program may write, in KiB: the disk that is full. */
  readonly fileKiBMax?: number;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly errors: string;
}

export interface Program {
  kill(signal: NodeJS.Signals): void;
  /** Resolves when the process is gone and all that it said was heard. */
  readonly ended: Promise<Ended>;
}

const hooks = new URL('./typescript.mjs', import.meta.url).href;

/** @param program the file, as a URL: `new URL('./writer.ts', import.meta.url)` */
export function startProgram(program: URL, args: readonly string[], options: ProgramOptions = {}): Program {
  const command = [
    process.execPath,
    '--conditions=source',
    '--no-warnings',
    `--import=${hooks}`,
    fileURLToPath(program),
    ...args,
  ];
  if (options.fileKiBMax !== undefined)
    command.unshift('bash', '-c', `ulimit -f ${options.fileKiBMax}; exec "$@"`, 'limited');
  const [file, ...rest] = command as [string, ...string[]];
  const { NODE_OPTIONS: _, ...env } = process.env;
  const child = spawn(file, rest, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const running: Program = { kill: (signal) => void child.kill(signal), ended: end(child) };
  createInterface({ input: child.stdout }).on('line', (line) => options.onLine?.(line, running));
  return running;
}

async function end(child: ChildProcess): Promise<Ended> {
  let errors = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { code, signal, errors };
}
