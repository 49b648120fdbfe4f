/**
 * Turns `apps/console` into the files that a browser loads, under `dist/console`: hashed names, each also compressed.
 *
 * Nothing is done while no source changed. A build is made beside the old one and takes its place by a rename, so a
 * server that runs meanwhile never serves a half one.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const SOURCES = 'apps/console';
const OUT = 'dist/console';
const STAMP = '.built.json';
/** What the result depends on besides the sources. */
const TOOLS = [
  'tools/build-console.mjs',
  ...['vite', 'antd', 'react', 'react-dom', 'react-router', '@tanstack/react-query', '@ant-design/icons'].map(
    (name) => `node_modules/${name}/package.json`,
  ),
];
/** Smaller files gain nothing by being compressed. */
const COMPRESSED_FROM = 1_000;
const COMPRESSED = /\.(js|css|svg|json)$/;

const brotli = promisify(brotliCompress);
const gzipped = promisify(gzip);

/** Resolves to whether it was built anew; a copy of the repository without a console needs none. */
export async function buildConsole(root) {
  if (!existsSync(join(root, SOURCES, 'index.html'))) return false;
  const stamp = stampOf(root);
  const out = join(root, OUT);
  const stampPath = join(out, STAMP);
  if (existsSync(stampPath) && readFileSync(stampPath, 'utf8') === stamp) return false;
  const { build } = await import('vite');
  const { NODE_ENV } = process.env;
  // Whoever builds may run under test; what is built never does.
  process.env.NODE_ENV = 'production';
  const next = `${out}.${process.pid}`;
  try {
    await build({
      configFile: join(root, SOURCES, 'vite.config.mjs'),
      logLevel: 'error',
      build: { outDir: next, emptyOutDir: true },
    });
    await Promise.all(filesIn(next).map(compress));
    writeFileSync(join(next, STAMP), stamp);
    replace(next, out);
  } finally {
    if (NODE_ENV === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = NODE_ENV;
    rmSync(next, { recursive: true, force: true });
  }
  return true;
}

async function compress(path) {
  if (!COMPRESSED.test(path)) return;
  const bytes = readFileSync(path);
  if (bytes.length < COMPRESSED_FROM) return;
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  writeFileSync(`${path}.gz`, await gzipped(bytes, { level: 9 }));
  writeFileSync(`${path}.br`, await brotli(bytes, { params }));
}

function replace(next, out) {
  const old = `${out}.old.${process.pid}`;
  mkdirSync(join(out, '..'), { recursive: true });
  if (existsSync(out)) renameSync(out, old);
  renameSync(next, out);
  rmSync(old, { recursive: true, force: true });
}

function stampOf(root) {
  const hash = createHash('sha256');
  for (const path of filesIn(join(root, SOURCES))
    .filter((one) => !/\.spec\.tsx?$/.test(one))
    .sort()) {
    const { mtimeMs, size } = statSync(path);
    hash.update(`${path} ${mtimeMs} ${size}\n`);
  }
  for (const path of TOOLS) hash.update(readFileSync(join(root, path)));
  return hash.digest('hex');
}

function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}
