/** How many appends one flush of the disk serves can be told, so that an operator sees it. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testEvents } from '../contract/index.js';
import type { CommitGroup } from './group-commit.js';
import { SqliteEventStore } from './sqlite-event-store.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'group-commit-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe.each(['main', 'thread'] as const)('groups committed on %s', (writer) => {
  it('are told with the number of their appends; checkpoints alone are none', async () => {
    const groups: CommitGroup[] = [];
    const store = await SqliteEventStore.open({ folder, writer, onCommitted: (group) => groups.push(group) });
    const streams = Array.from({ length: 20 }, (_, index) => `note-${index}`);
    await Promise.all(streams.map((stream) => store.append(stream, 'none', testEvents(stream, 0, 3))));
    const appends = groups.reduce((sum, group) => sum + group.appends, 0);
    expect(appends).toBe(20);
    expect(Math.max(...groups.map((group) => group.appends))).toBeGreaterThan(1);
    expect(groups.every(({ seconds }) => seconds > 0)).toBe(true);
    const before = groups.length;
    await store.checkpoints.write('somebody', 'none', { at: null });
    expect(groups).toHaveLength(before);
    await store.close();
  });
});
