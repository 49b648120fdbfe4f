/**
 * `tools/run.mjs`, examined in a small repository of its own: the real tools and packages, and a program of a few lines
 * in place of the server.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const home = join(import.meta.dirname, '../..');
let root = '';

const PROGRAM = `
import { greeting } from '#libs/greeting';
const stay = setInterval(() => undefined, 1_000);
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    process.stdout.write(signal + '\\n');
    process.exitCode = 7;
    setTimeout(() => clearInterval(stay), 300);
  });
process.stdout.write(JSON.stringify([greeting, ...process.argv.slice(2)]) + '\\n');
if (process.argv[2] === 'end') process.exit(Number(process.argv[3]));
`;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'linli-house-'));
  for (const path of ['tools', 'package.json', 'package-lock.json', '.swcrc']) {
    await cp(join(home, path), join(root, path), { recursive: true });
  }
  await symlink(join(home, 'node_modules'), join(root, 'node_modules'));
  await write('apps/server/src/main.ts', PROGRAM);
  await write('libs/greeting/src/index.ts', `export { greeting } from './words.js';\n`);
  await write('libs/greeting/src/words.ts', `export const greeting: string = 'hello';\n`);
});

afterAll(() => rm(root, { recursive: true, force: true }));

describe('a program that is started', () => {
  it('is built first, gets its arguments, and its exit code is the answer', async () => {
    const { code, output } = await finished(start('start', 'end', '3', '--port', '0'));
    expect(output).toBe('["hello","end","3","--port","0"]\n');
    expect(code).toBe(3);
  });

  it('runs on a Node that has node:sqlite, whichever Node began', async () => {
    await write('apps/cli/src/main.ts', `import 'node:sqlite';\nprocess.stdout.write('there');\n`);
    expect(await finished(start('linli'))).toEqual({ code: 0, output: 'there' });
  });

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'gets %s once although it is sent twice, and ends as it wants',
    async (signal) => {
      const child = start('start', 'stay');
      await once(child.stdout!, 'data');
      const end = finished(child);
      child.kill(signal);
      await once(child.stdout!, 'data');
      child.kill(signal);
      expect(await end).toEqual({ code: 7, output: `${signal}\n` });
    },
  );

  it('is refused in one sentence when there is no such program', async () => {
    const { code, output } = await finished(start('sing'));
    expect(code).toBe(1);
    expect(output).toMatch(/^Unknown program "sing"\. Known: start, .*\n$/);
  });

  it('is refused with the place of the fault when a source does not compile', async () => {
    await write('libs/greeting/src/broken.ts', 'export const = 1;\n');
    const { code, output } = await finished(start('start', 'end', '0'));
    await rm(join(root, 'libs/greeting/src/broken.ts'));
    expect(code).toBe(1);
    expect(output).toContain('libs/greeting/src/broken.ts');
  });
});

describe('packages', () => {
  it('are not installed through a link: what it points to is left as it is, in one sentence', async () => {
    const [own, elsewhere] = [join(root, 'linked'), join(root, 'elsewhere')];
    await cp(join(home, 'tools'), join(own, 'tools'), { recursive: true });
    await write('linked/package.json', '{ "name": "linked", "version": "1.0.0" }');
    const lock = { name: 'linked', version: '1.0.0', lockfileVersion: 3, packages: { '': { name: 'linked' } } };
    await write('linked/package-lock.json', JSON.stringify(lock));
    await write('elsewhere/theirs/package.json', '{ "name": "theirs" }');
    await symlink(elsewhere, join(own, 'node_modules'));
    const { code, output } = await finished(
      spawn(process.execPath, [join(own, 'tools/run.mjs'), 'start'], { stdio: ['ignore', 'pipe', 'pipe'] }),
    );
    expect(code).toBe(1);
    expect(output).toContain('node_modules is a link to another folder');
    expect(await readdir(elsewhere)).toEqual(['theirs']);
  });
});

describe('the build', () => {
  it('compiles what changed, removes what has no source any more, and leaves specs and type tests out', async () => {
    for (const name of ['gone.ts', 'greeting.spec.ts', 'greeting.test-d.ts']) {
      await write(`libs/greeting/src/${name}`, 'export const there = true;\n');
    }
    await finished(start('build'));
    expect(await readdir(join(root, 'dist/libs/greeting/src'))).toContain('gone.js');

    await rm(join(root, 'libs/greeting/src/gone.ts'));
    await write('libs/greeting/src/words.ts', `export const greeting = 'good evening';\n`);
    expect((await finished(start('build'))).output).toBe('1 files compiled, 1 removed, 0 failed\n');
    expect((await readdir(join(root, 'dist/libs/greeting/src'))).sort()).toEqual([
      'index.js',
      'index.js.map',
      'words.js',
      'words.js.map',
    ]);
    expect(await readFile(join(root, 'dist/libs/greeting/src/words.js'), 'utf8')).toContain('good evening');
    expect((await finished(start('build'))).output).toBe('0 files compiled, 0 removed, 0 failed\n');
  });
});

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

function start(...args: string[]): ChildProcess {
  return spawn(process.execPath, [join(root, 'tools/run.mjs'), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Everything the program says from now on, and how it ends. */
async function finished(child: ChildProcess): Promise<{ code: number | null; output: string }> {
  let output = '';
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
    });
  }
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}
