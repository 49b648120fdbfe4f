/** The demonstration itself, in short: what it shows is held here for as long as a test may take. */
import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../', import.meta.url));
const node = join(root, 'node_modules/.bin/node');

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
    expect(Object.values(starts)).toEqual([2, 2, 2, 2]);
  }, 240_000);
});
