/**
 * Loads every entry point that package.json names, as built and without the `source` condition.
 *
 * The specs run from sources, where a wrong extension or a wrong name in `imports` goes unnoticed; a program that is
 * started would not even begin. So each `#libs/…` entry is imported here the way the started program does.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './runtime.mjs';

const { imports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const folders = readdirSync(join(root, 'libs'));
const named = Object.entries(imports)
  .filter(([name, { source }]) => !name.includes('*') && existsSync(join(root, source)))
  .map(([name]) => name);
const main = folders
  .filter((name) => existsSync(join(root, 'libs', name, 'src/index.ts')))
  .map((name) => `#libs/${name}`);
const failures = [];
for (const name of [...main, ...named].filter((each) => !forTestsOnly(each))) {
  try {
    await import(name);
  } catch (error) {
    failures.push(`${name}: ${error.stack ?? error}`);
  }
}
process.stdout.write(failures.join('\n'));
process.exitCode = failures.length === 0 ? 0 : 1;

/** A contract suite declares tests when it is loaded, which only jest can take. */
function forTestsOnly(name) {
  return name.endsWith('/contract') || name.endsWith('/specification');
}
