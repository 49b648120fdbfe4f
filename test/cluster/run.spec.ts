/** The demonstration itself, in short: what it shows is held here for as long as a test may take. */
import { describe, expect, it } from '@jest/globals';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../', import.meta.url));
const node = join(root, 'node_modules/.bin/node');

/** A log server of somebody's own is neither started nor killed. */
const isGiven = process.env['LINLI_TEST_KURRENTDB'] !== undefined;

interface Told {
  readonly allRight: boolean;
  readonly counted: Record<'acknowledged' | 'deadlines' | 'absorbed', { expected: number; once: number }>;
  readonly starts: Readonly<Record<string, number>>;
}

describe('nodes, log server and Redis under blows', () => {
  it('lose nothing and double nothing, counted from the log', async () => {
    await promisify(execFile)(node, [join(root, 'tools/build.mjs')]);
    const program = join(root, 'dist/test/cluster/main.js');
    const args = ['--enable-source-maps', program, '--seconds', '24', '--people', '6', '--json'];
    const { NODE_OPTIONS: _, ...env } = process.env;
    // Where a count is wrong it ends with 1, and what it counted is what there is to see.
    const { stdout } = await promisify(execFile)(node, args, { env }).catch((error: { stdout: string }) => error);
    const { allRight, counted, starts } = JSON.parse(stdout) as Told;
    expect(allRight).toBe(true);
    for (const { expected, once } of [counted.acknowledged, counted.deadlines, counted.absorbed]) {
      expect(expected).toBeGreaterThan(0);
      expect(once).toBe(expected);
    }
    // Killed once each; one that came back while the log server was away ended and was started once more.
    const ours = isGiven ? [] : ['log server'];
    expect(Object.keys(starts)).toEqual(['api-1', 'api-2', 'worker-1', 'worker-2', ...ours]);
    expect(Math.min(...Object.values(starts))).toBe(2);
  }, 600_000);

  it('leave no process and nothing on disk when somebody presses Ctrl-C', async () => {
    const own = mkdtempSync(join(tmpdir(), 'linli-interrupted-'));
    const { NODE_OPTIONS: _, ...env } = process.env;
    const child = spawn(node, [join(root, 'dist/test/cluster/main.js'), '--seconds', '60'], {
      env: { ...env, TMPDIR: own },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    const closed = once(child, 'close') as Promise<[number | null]>;
    // The log server and four folders that are being made name where they work, Redis where it listens.
    const running = async (): Promise<string[]> => {
      const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'args']);
      const redis = /Redis at (\S+)\n/.exec(said)?.[1] ?? own;
      return stdout.split('\n').filter((line) => line.includes(own) || line.includes(redis));
    };
    try {
      for (const end = performance.now() + 60_000; (await running()).length < (isGiven ? 5 : 6); await delay(50))
        if (performance.now() > end) throw new Error(`not all of them run: ${said}`);
    } finally {
      child.kill('SIGINT');
    }
    expect((await closed)[0]).toBe(130);
    expect(said).toMatch(/stopping everything\n.* stopped: no process is left, and nothing on disk\n$/);
    expect(await running()).toEqual([]);
    expect(readdirSync(own)).toEqual([]);
    rmSync(own, { recursive: true });
  }, 120_000);
});
