/** What is told of a node whose log keeps silent: everything but what only the log could tell, and that in time. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { Composition } from '../compose.js';
import { contexts } from '../contexts.js';
import { openDataFolder } from '../data-folder.js';
import { statusOf } from '../operations.js';
import { watchNode } from './gauges.js';

let path: string;
let node: Composition;
beforeAll(async () => {
  path = mkdtempSync(join(tmpdir(), 'gauges-'));
  node = await Composition.open({
    folder: openDataFolder(join(path, 'data'), { create: 'real' }),
    config: { eventStore: undefined, streamPrefix: 'linli.', masterKey: undefined },
    log: pino({ level: 'silent' }),
    contexts,
  });
});
afterAll(async () => {
  await node.close();
  rmSync(path, { recursive: true });
});

describe('a log that keeps silent', () => {
  it('is told as what it is: nothing is said of its end, no 0 and no failure', async () => {
    let isSilent = false;
    const { store, views, work, folder, role, redis } = node;
    const head = (): Promise<string | undefined> => (isSilent ? new Promise(() => undefined) : store.head());
    const watched = { store: { ...store, head }, views, work, behindMs: 0 };
    const registry = new Registry();
    watchNode(watched, registry);
    const behind = async (): Promise<string[]> =>
      (await registry.metrics()).split('\n').filter((line) => line.startsWith('linli_view_behind_events'));
    expect(await behind()).toEqual(['linli_view_behind_events 0']);
    isSilent = true;
    const [told, status] = await Promise.all([behind(), statusOf({ ...watched, folder, role, redis })]);
    expect(told).toEqual([]);
    expect(status).toMatchObject({ head: null, position: views.position, views: { state: 'live' } });
    isSilent = false;
    expect(await behind()).toEqual(['linli_view_behind_events 0']);
  });
});
