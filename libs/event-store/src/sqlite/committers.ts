/** Where groups are committed: on this thread, or on one beside it. Both run the same writer. */
import { once } from 'node:events';
import type { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { DURABLE, refuseUndurable } from './file.js';
import type { ThreadReady, ThreadTask } from './thread.js';
import { SqliteWriter, type CheckpointRequest, type GroupOutcome, type WriteRequest } from './writer.js';

export interface Committer {
  readonly where: 'main' | 'thread';
  /** Never rejects: what goes wrong is an outcome. One group at a time. */
  commit(group: readonly (WriteRequest | CheckpointRequest)[]): Promise<GroupOutcome>;
  close(): Promise<void>;
}

export class MainCommitter implements Committer {
  readonly where = 'main';
  private readonly writer: SqliteWriter;

  constructor(private readonly db: DatabaseSync) {
    this.writer = new SqliteWriter(db);
  }

  async commit(group: readonly (WriteRequest | CheckpointRequest)[]): Promise<GroupOutcome> {
    return this.writer.write(group);
  }

  async close(): Promise<void> {
    this.db.close();
    return Promise.resolve();
  }
}

/** The thread keeps the program alive only while it writes. */
export class ThreadCommitter implements Committer {
  readonly where = 'thread';
  private answer: ((outcome: GroupOutcome) => void) | undefined;
  private lost: string | undefined;

  /**
   * Resolves when the thread is ready to write; rejects with its error where it cannot be.
   * @param pragmas what its connection sets
   * @throws StoreFileProblem where it would not write durably; the thread has then ended.
   */
  static async start(file: string, pragmas = DURABLE): Promise<ThreadCommitter> {
    const worker = startThread({ task: 'write', file, pragmas });
    const [{ synchronous }] = (await once(worker, 'message')) as [ThreadReady];
    const committer = new ThreadCommitter(worker);
    try {
      refuseUndurable(synchronous, file);
    } catch (error) {
      await committer.close();
      throw error;
    }
    return committer;
  }

  private constructor(private readonly worker: Worker) {
    this.worker.on('message', (outcome: GroupOutcome) => this.settle(outcome));
    this.worker.on('error', (error) => this.lose(String(error)));
    this.worker.on('exit', () => this.lose('the writing thread ended'));
    this.worker.unref();
  }

  commit(group: readonly (WriteRequest | CheckpointRequest)[]): Promise<GroupOutcome> {
    if (this.lost !== undefined)
      return Promise.resolve({ kind: 'failed', outcome: 'nothing-written', reason: this.lost });
    this.worker.ref();
    return new Promise((resolve) => {
      this.answer = resolve;
      this.worker.postMessage(group);
    });
  }

  async close(): Promise<void> {
    if (this.lost !== undefined) return;
    const ended = once(this.worker, 'exit');
    this.worker.ref();
    this.worker.postMessage('close');
    await ended;
  }

  private settle(outcome: GroupOutcome): void {
    this.worker.unref();
    const answer = this.answer;
    this.answer = undefined;
    answer?.(outcome);
  }

  private lose(reason: string): void {
    this.lost ??= reason;
    this.settle({ kind: 'failed', outcome: 'unknown', reason: this.lost });
  }
}

/** Copies the file as it stands at one moment, on a thread of its own; writers go on meanwhile. */
export async function copyOnThread(file: string, into: string): Promise<void> {
  const worker = startThread({ task: 'copy', file, into });
  // Rejects with the error of the thread, if it ends by one.
  await once(worker, 'exit');
}

function startThread(task: ThreadTask): Worker {
  const extension = import.meta.url.slice(import.meta.url.lastIndexOf('.'));
  return new Worker(new URL(`./thread${extension}`, import.meta.url), { workerData: task });
}
