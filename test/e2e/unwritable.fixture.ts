/** A start by somebody who may not write its folder. Nothing is forbidden to root, so root lets another user try. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startLinli, type Ended } from './program.fixture.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const NOBODY = 65_534;

/** What the program does at its start, loaded before the rights are given up. */
const OPENS = `
import { openDataFolder } from '#server/data-folder';
import { sentenceFor } from '#server/start-refused';
process.setgroups([]);
process.setgid(${NOBODY});
process.setuid(${NOBODY});
try {
  openDataFolder(process.argv[1], { create: 'sample' });
} catch (error) {
  console.error(sentenceFor(error)?.toReversed().join('\\n') ?? error);
  process.exitCode = 1;
}
`;

/** How the start ends. */
export async function mayNotWrite(data: string): Promise<Ended> {
  const args = ['--port', '0', '--data', data];
  if (process.getuid?.() !== 0) return startLinli({ args }).ended;
  await startLinli({ args: ['--help'] }).ended; // which builds it
  if (isReachable()) return startLinli({ args, uid: NOBODY }).ended;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', OPENS, data], { cwd: root });
  let out = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { code, signal, out, errors };
}

/** Whether another user can start Linli at all: not where it lies below a folder of root's own. */
function isReachable(): boolean {
  const { status } = spawnSync(process.execPath, [join(root, 'dist/apps/server/src/main.js'), '--help'], {
    uid: NOBODY,
    cwd: '/',
    stdio: 'ignore',
  });
  return status === 0;
}
