/**
 * The event store in one SQLite file. An append is acknowledged when the flush of its group has ended; the one writer
 * gives positions without a gap; subscriptions are woken by commits and read from the file, so they can lose nothing.
 * One process owns the file (law 12): see `lockFolder`.
 */
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Position, PositionedEvent, ReadyEvent, RecordedEvent } from '../envelope.js';
import {
  appendBytes,
  checkAppend,
  StoreUnavailable,
  type AppendResult,
  type EventStore,
  type ExpectedVersion,
  type SubscriptionItem,
} from '../port.js';
import { copyOnThread, MainCommitter, ThreadCommitter, type Committer } from './committers.js';
import { asFileProblem, medianFlushMs, openForReading, openForWriting, sqliteCode, StoreFileProblem } from './file.js';
import { GroupCommit, type CommitGroup } from './group-commit.js';
import { positionNumber, positionText, SqliteReader } from './reader.js';
import { SqliteCheckpoints } from './sqlite-checkpoints.js';

/** A flush slower than this would hold up everyone on the program's own thread. */
const FLUSH_ON_MAIN_MS = 1;

export interface SqliteEventStoreOptions {
  /** The data folder; the events lie in its `events.db`. Created where it is missing. */
  readonly folder?: string;
  /** The file itself, instead of a folder. */
  readonly file?: string;
  /** The thread that writes; by default `main` where a flush takes less than 1 ms, measured when opening. */
  readonly writer?: 'main' | 'thread' | 'measured';
  /** Hears how many events each batch of readAll and of subscriptions fetched. */
  readonly onFetched?: (events: number) => void;
  /** Hears of each transaction that made appends durable; it must not throw. */
  readonly onCommitted?: (group: CommitGroup) => void;
}

export class SqliteEventStore implements EventStore {
  /** Kept in the same file, outside the log. */
  readonly checkpoints: SqliteCheckpoints;
  private readonly group: GroupCommit;
  private readonly waiting = new Set<() => void>();
  private newest: number;
  private closing: Promise<void> | undefined;

  private constructor(
    readonly file: string,
    private readonly committer: Committer,
    private readonly reader: SqliteReader,
    private readonly onFetched: (events: number) => void,
    onCommitted: (group: CommitGroup) => void,
  ) {
    this.newest = reader.head();
    this.group = new GroupCommit(committer, (head, group) => {
      this.newest = head;
      this.wake();
      if (group.appends > 0) onCommitted(group);
    });
    this.checkpoints = new SqliteCheckpoints(this.group, (question) => this.read(question));
  }

  /**
   * Opens the file, or makes it. Nobody else may write to it meanwhile.
   * @throws StoreFileProblem when the file is newer, damaged, foreign or not writable; TypeError for unknown options.
   * @example const store = await SqliteEventStore.open({ folder: 'data' });
   */
  static async open(options: SqliteEventStoreOptions): Promise<SqliteEventStore> {
    const { file, writer, onFetched, onCommitted } = checked(options);
    makeFolder(dirname(file), file);
    const db = openForWriting(file);
    let reader: DatabaseSync | undefined;
    try {
      const onMain = writer === 'measured' ? medianFlushMs(db) < FLUSH_ON_MAIN_MS : writer === 'main';
      reader = openForReading(file);
      const rows = new SqliteReader(reader);
      rows.head();
      if (onMain) return new SqliteEventStore(file, new MainCommitter(db), rows, onFetched, onCommitted);
      const store = new SqliteEventStore(file, await ThreadCommitter.start(file), rows, onFetched, onCommitted);
      db.close();
      return store;
    } catch (error) {
      reader?.close();
      db.close();
      throw asFileProblem(file, error);
    }
  }

  /** Where the writer runs. */
  get writer(): 'main' | 'thread' {
    return this.committer.where;
  }

  async append(stream: string, expected: ExpectedVersion, events: readonly ReadyEvent[]): Promise<AppendResult> {
    this.refuseIfClosed();
    checkAppend(stream, expected, events);
    const outcome = await this.group.write(
      {
        stream,
        expected: expected === 'none' ? -1 : expected,
        events: events.map(({ envelope, envelopeText, dataText, hash }) => ({
          id: envelope.id,
          envelope: envelopeText,
          data: dataText,
          hash,
        })),
      },
      appendBytes(events),
    );
    return outcome.kind === 'appended'
      ? { kind: 'appended', version: outcome.version, position: positionText(outcome.position) }
      : { kind: 'conflict', actual: outcome.actual < 0 ? 'none' : outcome.actual };
  }

  async readStream(stream: string, { from = 0 }: { from?: number } = {}): Promise<RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    for (;;) {
      const batch = this.read((reader) => reader.stream(stream, from + events.length));
      events.push(...batch.events);
      if (batch.last) return events;
      await nextTurn();
    }
  }

  async *readAll({ after, signal }: { after?: Position | undefined; signal?: AbortSignal } = {}): AsyncGenerator<
    PositionedEvent,
    void,
    undefined
  > {
    const upTo = this.read((reader) => reader.head());
    let last = placeInLog(after, upTo);
    while (last < upTo) {
      signal?.throwIfAborted();
      const { events } = this.fetch(last, upTo);
      for (const event of events) {
        signal?.throwIfAborted();
        yield event;
      }
      last += events.length;
      await nextTurn();
    }
    signal?.throwIfAborted();
  }

  async *subscribe({
    after,
    signal,
  }: {
    after?: Position | undefined;
    signal: AbortSignal;
  }): AsyncGenerator<SubscriptionItem, void, undefined> {
    this.refuseIfClosed();
    let last = placeInLog(after, this.newest);
    let told: number | undefined;
    while (!signal.aborted && !this.closing) {
      if (last < this.newest) {
        for (const event of this.fetch(last, this.newest).events) {
          yield { kind: 'event', event };
          if (signal.aborted || this.closing) return;
          last++;
        }
        if (last < this.newest) await nextTurn();
      } else if (told !== last) {
        told = last;
        yield { kind: 'caught-up', position: last === 0 ? undefined : positionText(last) };
      } else {
        await this.commitBehind(last, signal);
      }
    }
  }

  async head(): Promise<Position | undefined> {
    const head = this.read((reader) => reader.head());
    return Promise.resolve(head === 0 ? undefined : positionText(head));
  }

  close(): Promise<void> {
    this.closing ??= this.finish();
    return this.closing;
  }

  /**
   * Copies everything committed so far into a new file, while writers go on (law 12). The copy is complete and flushed
   * before it carries its name, and opens as a store of its own.
   * @throws StoreFileProblem `not-writable` when the file exists or cannot be made; StoreUnavailable when copying fails (nothing is
   *   left of it) or the store is closed.
   */
  async vacuumInto(file: string): Promise<void> {
    this.refuseIfClosed();
    const unfinished = join(dirname(file), `.${basename(file)}.part`);
    try {
      rmSync(unfinished, { force: true });
      closeSync(openSync(file, 'wx'));
    } catch (cause) {
      throw new StoreFileProblem('not-writable', file, 'exists already or cannot be made', { cause });
    }
    try {
      await copyOnThread(this.file, unfinished);
      flush(unfinished);
      renameSync(unfinished, file);
      flush(dirname(file));
    } catch (cause) {
      rmSync(unfinished, { force: true });
      rmSync(file, { force: true });
      throw new StoreUnavailable(`copying ${this.file} to ${file}: ${String(cause)}`, 'nothing-written', { cause });
    }
  }

  private async finish(): Promise<void> {
    this.wake();
    await this.group.idle();
    // The writer closes last, because only it can fold the write-ahead log back into the file.
    this.reader.close();
    await this.committer.close();
  }

  private fetch(after: number, upTo: number): ReturnType<SqliteReader['all']> {
    const batch = this.read((reader) => reader.all(after, upTo));
    if (batch.events.length === 0)
      throw new StoreUnavailable(`${this.file} lost the events behind position ${after}`, 'nothing-written');
    this.onFetched(batch.events.length);
    return batch;
  }

  private read<T>(ask: (reader: SqliteReader) => T): T {
    this.refuseIfClosed();
    try {
      return ask(this.reader);
    } catch (cause) {
      if (sqliteCode(cause) === undefined) throw cause;
      throw new StoreUnavailable(`reading ${this.file}: ${String(cause)}`, 'nothing-written', { cause });
    }
  }

  private refuseIfClosed(): void {
    if (this.closing) throw new StoreUnavailable(`${this.file} is closed`, 'nothing-written');
  }

  private wake(): void {
    for (const resolve of this.waiting) resolve();
  }

  /** Resolves when the head is no longer there, when the signal aborts or when the store closes. */
  private async commitBehind(position: number, signal: AbortSignal): Promise<void> {
    if (this.newest > position || signal.aborted || this.closing) return;
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        this.waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.waiting.add(wake);
      signal.addEventListener('abort', wake, { once: true });
    });
  }
}

function checked(options: SqliteEventStoreOptions): {
  file: string;
  writer: 'main' | 'thread' | 'measured';
  onFetched: (events: number) => void;
  onCommitted: (group: CommitGroup) => void;
} {
  const nobody = (): undefined => undefined;
  const { folder, file, writer = 'measured', onFetched = nobody, onCommitted = nobody, ...unknown } = options;
  const [name] = Object.keys(unknown);
  if (name !== undefined) throw new TypeError(`SqliteEventStore has no option ${name}`);
  if ((folder === undefined) === (file === undefined)) throw new TypeError('either folder or file says where');
  if (!['main', 'thread', 'measured'].includes(writer)) throw new TypeError(`writer cannot be ${String(writer)}`);
  return { file: file ?? join(folder as string, 'events.db'), writer, onFetched, onCommitted };
}

/** @throws RangeError where the log does not reach the position: a restored log that is shorter than its reader. */
function placeInLog(after: Position | undefined, head: number): number {
  const place = positionNumber(after);
  if (place > head) throw new RangeError(`position ${String(after)} lies beyond the log, which ends at ${head}`);
  return place;
}

function makeFolder(folder: string, file: string): void {
  try {
    const made = mkdirSync(folder, { recursive: true });
    if (made !== undefined) flush(dirname(made));
  } catch (cause) {
    throw new StoreFileProblem('not-writable', file, 'cannot be made: its folder cannot be', { cause });
  }
}

/** Makes durable what a file holds, or which names a folder holds. */
function flush(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
