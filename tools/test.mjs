/**
 * Every check of this repository in one order with one summary: `npm test`.
 *
 * Each part prints its name and time; a part that fails shows what it said. The last line is always
 * `N passed, N failed`, where N counts the tests and the other parts, and the exit code is 0 only when nothing failed
 * and something ran. `--only <part>` and `--without <part>` choose parts; what follows `--only jest` goes to jest.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { installMissingPrograms } from './debian.mjs';
import { root } from './runtime.mjs';

const bin = (path) => join(root, 'node_modules', path);

/** Parts without `alone` only read, so two of them run at a time. */
const parts = [
  {
    name: 'format',
    args: [bin('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '--cache', '.'],
  },
  { name: 'types', args: [bin('typescript/bin/tsc'), '--noEmit', '-p', 'tsconfig.base.json'] },
  { name: 'console-types', args: [bin('typescript/bin/tsc'), '-p', 'apps/console/tsconfig.json'] },
  { name: 'lint', args: [bin('eslint/bin/eslint.js'), '--max-warnings=0', '.'] },
  {
    name: 'imports',
    args: [
      bin('dependency-cruiser/bin/dependency-cruise.mjs'),
      '--config=.dependency-cruiser.mjs',
      '--output-type=err',
      ...['apps', 'libs', 'test'].filter((folder) => existsSync(join(root, folder))),
    ],
  },
  { name: 'house-rules', args: [join(root, 'tools/house-rules.mjs')] },
  { name: 'build', alone: true, args: [join(root, 'tools/build.mjs')] },
  { name: 'built-modules', alone: true, args: [join(root, 'tools/built-modules.mjs')] },
  { name: 'locks', alone: true, args: [join(root, 'tools/locks.mjs'), '--check'] },
  { name: 'jest', alone: true },
];

/** How long jest may take to end after its last test: whoever leaves a handle open must not make the run hang. */
const JEST_ENDS_WITHIN_MS = 15_000;
const PART_MINUTES_MAX = 10;
/** Jest says this of a worker that needs more than half a second to end: shown, but a busy machine is no fault. */
const SLOW_END = /^A worker process has failed to exit gracefully.*$/m;

/** What runs now, so that it ends with us when we are told to end; Ctrl-C reaches it through the terminal. */
const children = new Set();
for (const [signal, code] of [
  ['SIGTERM', 143],
  ['SIGHUP', 129],
]) {
  process.on(signal, () => {
    for (const child of children) child.kill('SIGTERM');
    process.exit(code);
  });
}

const { chosen, patterns } = choose(process.argv.slice(2));
const totals = { passed: 0, failed: 0 };
const began = performance.now();

const reading = chosen.filter((part) => !part.alone);
const running = [];
for (const part of reading) {
  running.push(start(part));
  if (running.length >= 2) await report(running.shift());
}
for (const entry of running) await report(entry);
for (const part of chosen.filter((each) => each.alone)) {
  if (part.name === 'jest') await runJest();
  else await report(start(part));
}

process.stdout.write(`\nAll of it took ${seconds(began)}.\n`);
process.stdout.write(`${totals.passed} passed, ${totals.failed} failed\n`);
process.exitCode = totals.failed === 0 && totals.passed > 0 ? 0 : 1;

/** An unknown word is refused rather than ignored: a check that was not run must not look like one that passed. */
function choose([way, name, ...rest]) {
  if (way === undefined) return { chosen: parts, patterns: [] };
  if (!['--only', '--without'].includes(way) || !parts.some((part) => part.name === name)) {
    fail(`Say --only or --without and one of these parts: ${parts.map((part) => part.name).join(', ')}.`);
  }
  if (way === '--only' && name === 'jest') return { chosen: parts.filter((part) => part.alone), patterns: rest };
  if (rest.length > 0) fail(`What is meant by ${rest.join(' ')}?`);
  return { chosen: parts.filter((part) => (part.name === name) === (way === '--only')), patterns: [] };
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
}

function start(part) {
  return { part, result: runPart(part.args) };
}

async function report({ part, result }) {
  const { ok, said, took } = await result;
  totals[ok ? 'passed' : 'failed'] += 1;
  line(ok, part.name, took);
  if (!ok) process.stdout.write(`${said.trimEnd()}\n\n`);
}

function runPart(args) {
  const started = performance.now();
  return new Promise((resolve) => {
    let said = '';
    const child = tracked(process.execPath, ['--no-warnings', ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: PART_MINUTES_MAX * 60_000,
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk) => {
        said = (said + chunk).slice(-100_000);
      });
    }
    child.once('error', (error) => resolve({ ok: false, said: String(error), took: seconds(started) }));
    child.once('close', (code, signal) => {
      if (signal !== null) said += `\nended by ${signal}\n`;
      resolve({ ok: code === 0, said, took: seconds(started) });
    });
  });
}

/**
 * The reporter sends a text for each file as it ends, then the counts; whatever else comes out of jest was printed by
 * a test. Without counts, jest itself is what failed.
 */
async function runJest() {
  const missing = installMissingPrograms();
  const started = performance.now();
  const workers = Math.max(1, Math.min(2, availableParallelism()));
  const reporter = `--reporters=${join(root, 'tools/jest-reporter.mjs')}`;
  const node = ['--experimental-vm-modules', '--no-warnings', bin('jest/bin/jest.js')];
  // The reporter comes first: jest would take the pattern that follows it for another one.
  const child = tracked(process.execPath, [...node, reporter, `--maxWorkers=${workers}`, ...patterns], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk) => {
      printed = (printed + chunk).slice(-20_000);
    });
  }
  let counts;
  let hanging;
  child.on('message', (message) => {
    if (message.text !== undefined) return process.stdout.write(message.text);
    counts = message;
    hanging = setTimeout(() => child.kill('SIGKILL'), JEST_ENDS_WITHIN_MS);
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  clearTimeout(hanging);

  const faults = [];
  if (missing !== undefined) faults.push(missing);
  if (counts === undefined) faults.push('jest itself failed');
  else if (counts.passed + counts.failed === 0) faults.push('no test ran');
  else if (code === null) faults.push('jest did not end: a test leaves something open');
  else if (code !== 0 && counts.failed === 0) faults.push(`jest ended with code ${code}`);
  const quiet = counts?.failed > 0 || faults.length > 0;
  if (!quiet && printed.replace(SLOW_END, '').trim() !== '') faults.push('a test prints');
  if (printed.trim() !== '') process.stdout.write(`${printed.trim()}\n`);
  for (const fault of faults) process.stdout.write(`      FAIL ${fault}\n`);
  totals.passed += counts?.passed ?? 0;
  totals.failed += (counts?.failed ?? 0) + faults.length;
  const size = counts && `${counts.passed + counts.failed} tests in ${counts.files} files`;
  line(code === 0 && faults.length === 0, 'jest', seconds(started), size);
}

function tracked(...args) {
  const child = spawn(...args);
  children.add(child);
  child.once('close', () => children.delete(child));
  return child;
}

function line(ok, name, took, more) {
  process.stdout.write(`${ok ? 'ok  ' : 'FAIL'}  ${name.padEnd(14)} ${took}${more ? `  ${more}` : ''}\n`);
}

function seconds(since) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`.padStart(7);
}
