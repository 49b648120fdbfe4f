/**
 * The programs of this repository and how each is started.
 *
 * It works on any Node from 20 and needs no package. It promises that the packages are those of the lock file, that
 * what runs is built from the sources as they are now, and that the program runs on a Node that has `node:sqlite`;
 * it then hands over arguments, terminal and signals, and ends with the program's own exit code.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { installPackages, packagesAreCurrent } from './install.mjs';
import { launch } from './launch.mjs';
import { cacheFolder, chooseNode, root } from './runtime.mjs';

/**
 * `source` is what the program is written in; a program with a source is built before it runs, and the console with it
 * where it serves `pages`.
 */
const programs = {
  start: { source: 'apps/server/src/main.ts', pages: true },
  linli: { source: 'apps/cli/src/main.ts' },
  bench: { source: 'test/bench/main.ts', pages: true },
  cluster: { source: 'test/cluster/main.ts' },
  test: { script: 'tools/test.mjs' },
  check: { script: 'tools/test.mjs', before: ['--without', 'jest'] },
  build: { script: 'tools/build.mjs' },
  locks: { script: 'tools/locks.mjs' },
};

/** Prepares the named program and runs it; resolves to its exit code. */
export async function run(name, args) {
  const program = programs[name];
  if (program === undefined) return refuse(`Unknown program "${name}". Known: ${Object.keys(programs).join(', ')}.`);
  if (Number(process.versions.node.split('.')[0]) < 20) {
    return refuse(`Node ${process.versions.node} is too old: install Node 20 or newer and run the same command again.`);
  }
  if (!packagesAreCurrent(root)) {
    const trouble = await installPackages(root);
    if (trouble !== undefined) return refuse(trouble);
  }
  const node = chooseNode(root);
  if (node === undefined) {
    return refuse(
      `There is no packaged Node for ${process.platform}-${process.arch}, and Node ${process.versions.node} lacks ` +
        'what is needed: install Node 24 or newer and run the same command again.',
    );
  }
  let script = program.script;
  if (program.source !== undefined) {
    if (!existsSync(join(root, program.source))) return refuse(`This copy has no ${program.source}.`);
    const { build, builtFile } = await import('./build.mjs');
    const { failures } = await build(root);
    if (failures.length > 0) return refuse(`The sources do not compile:\n${failures.join('\n')}`);
    script = builtFile(program.source);
  }
  if (program.pages) {
    const { buildConsole } = await import('./build-console.mjs');
    try {
      await buildConsole(root);
    } catch (error) {
      return refuse(`The console does not build:\n${error instanceof Error ? error.message : error}`);
    }
  }
  return launch(node, ['--enable-source-maps', join(root, script), ...(program.before ?? []), ...args], {
    ...process.env,
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(cacheFolder(root), 'compiled'),
  });
}

function refuse(sentence) {
  process.stderr.write(`${sentence}\n`);
  return 1;
}
