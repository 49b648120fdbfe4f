/**
 * A thread beside the program's: runs the writer where a flush of the disk would hold up everyone else, or makes one
 * backup. Started by `threads.ts`. Our own files are imported by this file's own extension, so that it runs both compiled
 * and as it stands.
 */
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import type { CheckpointRequest, WriteRequest } from './writer.js';

export type ThreadTask =
  | { readonly task: 'write'; readonly file: string; readonly pragmas: string }
  | { readonly task: 'copy'; readonly file: string; readonly into: string };

/** The first that a writing thread says: how durably it writes, as SQLite numbers it. */
export interface ThreadReady {
  readonly synchronous: number;
}

const task = workerData as ThreadTask;
const port = parentPort;
if (!port) throw new Error('runs on a thread only');

if (task.task === 'copy') {
  const db = new DatabaseSync(task.file, { readOnly: true, timeout: 5_000 });
  try {
    db.prepare('VACUUM INTO ?').run(task.into);
  } finally {
    db.close();
  }
} else {
  const extension = import.meta.url.slice(import.meta.url.lastIndexOf('.'));
  const { SqliteWriter } = (await import(
    new URL(`./writer${extension}`, import.meta.url).href
  )) as typeof import('./writer.js');
  const db = new DatabaseSync(task.file, { timeout: 20 });
  db.exec(task.pragmas);
  const writer = new SqliteWriter(db);
  // What was set is read back, and judged by whoever started this thread.
  const { synchronous } = db.prepare('PRAGMA synchronous').get() as { synchronous: number };
  port.postMessage({ synchronous } satisfies ThreadReady);
  port.on('message', (group: readonly (WriteRequest | CheckpointRequest)[] | 'close') => {
    if (group === 'close') {
      db.close();
      port.close();
    } else {
      port.postMessage(writer.write(group));
    }
  });
}
