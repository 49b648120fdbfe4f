/** Nodes of one log on a server: the first begins it, further ones get a folder of their own and record nothing. */
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { linli } from './cli.fixture.js';
import { ownFolder } from './program.fixture.js';
import { SharedLog } from '../support/shared-log.js';

const MASTER_KEY = '7e'.repeat(32);

// Each test runs the program several times.
jest.setTimeout(90_000);

let folder: ReturnType<typeof ownFolder>;
let log: SharedLog;
beforeEach(async () => {
  folder = ownFolder();
  log = await SharedLog.start();
});
afterEach(async () => {
  await log.stop();
  folder.remove();
});

const init = (node: string, ...words: string[]): ReturnType<typeof linli> =>
  linli(['init', '--trial', '--data', join(folder.path, node), ...words], {
    ...log.settings,
    LINLI_MASTER_KEY: MASTER_KEY,
  });
const recorded = async (): Promise<number> => (await log.events()).length;

describe('init on a shared log', () => {
  it('begins it once; a further node joins, and neither is made twice', async () => {
    expect((await init('first')).out).toMatch(/administrator admin-1\./);
    const events = await recorded();
    expect(events).toBeGreaterThan(10);
    const second = await init('second');
    expect(second).toMatchObject({ code: 0, errors: '' });
    expect(second.out).toMatch(/second for a further node of a log that is there already; nothing was recorded\.\n$/);
    expect(JSON.parse((await init('third', '--json')).out)).toMatchObject({ joined: true });
    for (const node of ['first', 'second', 'third'])
      expect(JSON.parse(readFileSync(join(folder.path, node, 'linli.json'), 'utf8'))).toMatchObject({
        format: 1,
        data: 'real',
      });
    expect(await init('second')).toMatchObject({ code: 1, out: '' });
    expect(await recorded()).toBe(events);
  });
});
