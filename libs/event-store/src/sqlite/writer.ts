/**
 * The one writer: takes appends in groups, commits each group in one transaction and gives the positions. It runs on the
 * thread that is given it, synchronously; `thread.ts` runs the very same class on a thread of its own, therefore this
 * file imports nothing of ours at run time and uses only syntax that Node can strip.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** One append, as plain data that can be sent to a thread. `expected` is −1 for a stream that must not exist. */
export interface WriteRequest {
  readonly stream: string;
  readonly expected: number;
  readonly events: readonly {
    readonly id: string;
    readonly envelope: string;
    readonly data: string;
    readonly hash: string;
  }[];
}

/** The newest value of a checkpoint, as canonical text; `expected` as above. */
export interface CheckpointRequest {
  readonly checkpoint: string;
  readonly expected: number;
  readonly value: string;
}

/**
 * `position` and `version` are those of the append's last event, or the head and the version of a
 * checkpoint; −1 says that there is no such stream or checkpoint.
 */
export type WriteOutcome =
  | { readonly kind: 'appended'; readonly version: number; readonly position: number }
  | { readonly kind: 'conflict'; readonly actual: number };

/** The answer to a whole group: either each append has its outcome, durably, or none of them was acknowledged. */
export type GroupOutcome =
  | { readonly kind: 'committed'; readonly outcomes: readonly WriteOutcome[]; readonly head: number }
  | { readonly kind: 'failed'; readonly outcome: 'nothing-written' | 'unknown'; readonly reason: string };

/** The most streams whose last version is remembered; the others are looked up. */
const REMEMBERED_MAX = 20_000;

export class SqliteWriter {
  private readonly db: DatabaseSync;
  private readonly begin: StatementSync;
  private readonly commitGroup: StatementSync;
  private readonly insert: StatementSync;
  private readonly lastOf: StatementSync;
  private readonly placed: StatementSync;
  private readonly newest: StatementSync;
  private readonly checkpoint: StatementSync;
  private readonly keep: StatementSync;
  private readonly versions = new Map<string, number>();
  /** The newest position given, or nothing where only the file knows: at the start and after each failure. */
  private counter: number | undefined;

  constructor(db: DatabaseSync) {
    this.db = db;
    this.begin = db.prepare('BEGIN IMMEDIATE');
    this.commitGroup = db.prepare('COMMIT');
    this.insert = db.prepare(
      'INSERT INTO events (position, stream, version, id, envelope, data, hash) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.lastOf = db.prepare('SELECT version FROM events WHERE stream = ? ORDER BY version DESC LIMIT 1');
    this.placed = db.prepare('SELECT id, hash, position FROM events WHERE stream = ? AND version = ?');
    this.newest = db.prepare('SELECT position FROM events ORDER BY position DESC LIMIT 1');
    this.checkpoint = db.prepare('SELECT version, value FROM checkpoints WHERE name = ?');
    this.keep = db.prepare(
      `INSERT INTO checkpoints (name, version, value) VALUES (?, ?, ?)
       ON CONFLICT (name) DO UPDATE SET version = excluded.version, value = excluded.value`,
    );
  }

  /**
   * Writes a group in one transaction. An append that conflicts is no part of it; any failure leaves out the whole group.
   * After a failed COMMIT the frames may lie in the log although this process does not see them, so the outcome is
   * unknown; the next group reads the newest position from the file again.
   */
  write(requests: readonly (WriteRequest | CheckpointRequest)[]): GroupOutcome {
    let committing = false;
    try {
      this.begin.run();
      this.counter ??= Number(this.newest.get()?.['position'] ?? 0);
      const outcomes: WriteOutcome[] = [];
      for (const request of requests) outcomes.push('checkpoint' in request ? this.move(request) : this.place(request));
      committing = true;
      this.commitGroup.run();
      if (this.versions.size > REMEMBERED_MAX) this.versions.clear();
      return { kind: 'committed', outcomes, head: this.counter };
    } catch (error) {
      const reason = [error instanceof Object && 'message' in error ? String(error.message) : String(error)];
      this.counter = undefined;
      this.versions.clear();
      try {
        if (this.db.isTransaction) this.db.exec('ROLLBACK');
      } catch (second) {
        reason.push(`and rolling back: ${String(second)}`);
      }
      return { kind: 'failed', outcome: committing ? 'unknown' : 'nothing-written', reason: reason.join(', ') };
    }
  }

  private place({ stream, expected, events }: WriteRequest): WriteOutcome {
    const actual = this.versions.get(stream) ?? Number(this.lastOf.get(stream)?.['version'] ?? -1);
    if (actual !== expected) return this.repeated(stream, expected, events) ?? { kind: 'conflict', actual };
    let version = expected;
    let position = this.counter as number;
    for (const { id, envelope, data, hash } of events)
      this.insert.run(++position, stream, ++version, id, envelope, data, hash);
    this.counter = position;
    this.versions.set(stream, version);
    return { kind: 'appended', version, position };
  }

  /** A value that stands where this write would put it was written by it before. */
  private move({ checkpoint, expected, value }: CheckpointRequest): WriteOutcome {
    const row = this.checkpoint.get(checkpoint);
    const actual = Number(row?.['version'] ?? -1);
    const version = expected + 1;
    if (actual === expected) this.keep.run(checkpoint, version, value);
    else if (actual !== version || row?.['value'] !== value) return { kind: 'conflict', actual };
    return { kind: 'appended', version, position: this.counter as number };
  }

  /** The first outcome of an append whose very events already stand where it would put them. */
  private repeated(stream: string, expected: number, events: WriteRequest['events']): WriteOutcome | undefined {
    let version = expected;
    let position = 0;
    for (const { id, hash } of events) {
      const row = this.placed.get(stream, ++version);
      if (row?.['id'] !== id || row['hash'] !== hash) return undefined;
      position = Number(row['position']);
    }
    return { kind: 'appended', version, position };
  }
}
