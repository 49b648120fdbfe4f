/** The built command line as a process of its own. */
import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from '../support/until.js';
import { Program, type Ended } from './program.fixture.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const node = join(root, 'node_modules/.bin/node');

let built = false;

/** Starts `linli` as it is built now. */
export function startCli(args: readonly string[], env: NodeJS.ProcessEnv = {}): Program {
  if (!built) execFileSync(process.execPath, [join(root, 'tools/build.mjs')]);
  built = true;
  return started([join(root, 'dist/apps/cli/src/main.js'), ...args], env);
}

/** Runs `linli` to its end. */
export function linli(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return startCli(args, env).ended;
}

const HOLDER = `
import { lockFolder } from '#libs/event-store/sqlite';
lockFolder(process.argv[1]);
process.stdout.write('held');
setInterval(() => undefined, 1_000);
`;

/** Another process that has the folder's lock and answers nobody. */
export async function holderOf(folder: string): Promise<Program> {
  const program = started(['--input-type=module', '--eval', HOLDER, folder], {});
  await until(() => program.out === 'held');
  return program;
}

function started(args: readonly string[], env: NodeJS.ProcessEnv): Program {
  const { NODE_OPTIONS: _, ...inherited } = process.env;
  const others = Object.fromEntries(Object.entries(inherited).filter(([name]) => !name.startsWith('LINLI_')));
  return new Program(
    spawn(node, args, {
      cwd: root,
      env: { ...others, NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/compiled'), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );
}
