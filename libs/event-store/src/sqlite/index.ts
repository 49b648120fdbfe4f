export type { CommitGroup } from './group-commit.js';
export { FolderInUse, lockFolder, type FolderLock } from './folder-lock.js';
export { StoreFileProblem } from './file.js';
export { SqliteEventStore, type SqliteEventStoreOptions } from './sqlite-event-store.js';
