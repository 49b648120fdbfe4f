import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderInUse, lockFolder, StoreFileProblem } from './index.js';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'event-store-lock-'));
});
afterEach(() => rm(root, { recursive: true }));

describe('law 12: one process owns a data folder', () => {
  it('law 12: who comes second is refused until the first lets go', async () => {
    const folder = join(root, 'data');
    const lock = lockFolder(folder);
    expect(() => lockFolder(folder)).toThrow(FolderInUse);
    expect(() => lockFolder(folder)).toThrow(`${folder} is in use by another process`);
    await symlink(folder, join(root, 'other-name'));
    expect(() => lockFolder(join(root, 'other-name'))).toThrow(FolderInUse);
    lock.release();
    lock.release();
    lockFolder(folder).release();
  });

  it('law 12: a folder that cannot be made, or a lock that is something else, is a problem of the file', async () => {
    await writeFile(join(root, 'plain'), '');
    expect(() => lockFolder(join(root, 'plain'))).toThrow(StoreFileProblem);
    await writeFile(join(root, 'lock.db'), 'not a database at all, but long enough to be read'.repeat(100));
    expect(() => lockFolder(root)).toThrow(StoreFileProblem);
  });
});
