/**
 * Turns the TypeScript under apps, libs and test into plain modules under `dist`, file by file, in the same tree.
 *
 * Only files that changed are compiled, each is put in place by a rename, and what has no source any more is removed:
 * a program that runs from `dist` meanwhile never sees a missing or a half file. Specs and type tests are not built.
 * Types are not checked here; that is a part of its own.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildConsole } from './build-console.mjs';
import { root as here } from './runtime.mjs';

const FOLDERS = ['apps', 'libs', 'test'];
const OUT = 'dist';
/** The console is for browsers: `build-console.mjs` bundles it. */
const isSource = (path) =>
  path.endsWith('.ts') && !path.startsWith('apps/console/') && !/\.(spec|test-d|d)\.ts$/.test(path);

/** The built file of a source, both relative to the root. */
export const builtFile = (source) => join(OUT, source.replace(/\.ts$/, '.js'));

/** Resolves to how many files were compiled and removed, and to one text for each file that does not compile. */
export async function build(root) {
  const manifestPath = join(root, OUT, '.built.json');
  const settings = settingsHash(root);
  const before = readManifest(manifestPath);
  const known = before.settings === settings ? before.files : {};
  const files = {};
  for (const path of FOLDERS.flatMap((folder) => listFiles(root, folder)).filter(isSource)) {
    const { mtimeMs, size } = statSync(join(root, path));
    files[path] = `${mtimeMs} ${size}`;
  }
  const stale = Object.keys(files).filter(
    (path) => known[path] !== files[path] || !existsSync(join(root, builtFile(path))),
  );
  const gone = Object.keys(before.files).filter((path) => !(path in files));
  if (stale.length === 0 && gone.length === 0 && before.settings === settings) {
    return { compiled: 0, removed: 0, failures: [] };
  }

  const failures = [];
  if (stale.length > 0) {
    const { transformFile } = await import('@swc/core');
    await Promise.all(
      stale.map((path) => compile(root, path, transformFile).catch((error) => failures.push(`${error}`))),
    );
  }
  for (const path of gone) {
    for (const end of ['', '.map']) rmSync(join(root, builtFile(path) + end), { force: true });
  }
  // After a failure nothing is remembered, so that the next build tries again.
  if (failures.length === 0) replaceFile(manifestPath, JSON.stringify({ settings, files }));
  return { compiled: stale.length - failures.length, removed: gone.length, failures };
}

async function compile(root, path, transformFile) {
  const out = join(root, builtFile(path));
  const { code, map } = await transformFile(join(root, path), {
    configFile: join(root, '.swcrc'),
    sourceFileName: relative(dirname(out), join(root, path)).split(sep).join('/'),
  });
  replaceFile(`${out}.map`, map);
  replaceFile(out, `${code}//# sourceMappingURL=${out.slice(out.lastIndexOf(sep) + 1)}.map\n`);
}

function replaceFile(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  const next = `${path}.${process.pid}`;
  writeFileSync(next, text);
  renameSync(next, path);
}

/** A changed compiler, compiler setting or build program makes every built file stale. */
function settingsHash(root) {
  const hash = createHash('sha256');
  for (const path of ['.swcrc', 'tools/build.mjs', 'node_modules/@swc/core/package.json']) {
    hash.update(readFileSync(join(root, path)));
  }
  return hash.digest('hex');
}

function readManifest(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : { settings: '', files: {} };
}

function listFiles(root, folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      relative(root, join(entry.parentPath ?? entry.path, entry.name))
        .split(sep)
        .join('/'),
    );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { compiled, removed, failures } = await build(here);
  for (const failure of failures) process.stderr.write(`${failure}\n`);
  process.stdout.write(`${compiled} files compiled, ${removed} removed, ${failures.length} failed\n`);
  if (await buildConsole(here)) process.stdout.write('the console was built anew\n');
  process.exitCode = failures.length === 0 ? 0 : 1;
}
