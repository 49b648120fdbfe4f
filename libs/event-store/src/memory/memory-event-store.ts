/**
 * The port without a disk: for tests of rules, and for whoever tries the engine out. It keeps the same promises as any
 * adapter (it runs the same contract suite) except that its events live as long as the array they are kept in.
 */
import { setImmediate } from 'node:timers/promises';
import {
  recordedFromTexts,
  type Position,
  type PositionedEvent,
  type ReadyEvent,
  type RecordedEvent,
} from '../envelope.js';
import {
  checkAppend,
  StoreUnavailable,
  type AppendResult,
  type EventStore,
  type ExpectedVersion,
  type SubscriptionItem,
} from '../port.js';
import { MemoryCheckpoints, type KeptCheckpoints } from './memory-checkpoints.js';

interface Kept {
  readonly stream: string;
  readonly version: number;
  readonly id: string;
  readonly envelopeText: string;
  dataText: string;
  readonly hash: string;
}

/** What outlives a store: open another one on it, and it is the same log. */
export type KeptEvents = Kept[];

const SLICE = 256;

export class MemoryEventStore implements EventStore {
  readonly #streams = new Map<string, number[]>();
  readonly #sleepers = new Set<() => void>();
  #closed = false;
  readonly checkpoints: MemoryCheckpoints;

  constructor(
    private readonly kept: KeptEvents = [],
    private readonly onFetched: (events: number) => void = () => undefined,
    checkpoints: KeptCheckpoints = new Map(),
  ) {
    this.checkpoints = new MemoryCheckpoints(checkpoints, () => this.#closed);
    kept.forEach((event, index) => this.#of(event.stream).push(index));
  }

  append(stream: string, expected: ExpectedVersion, events: readonly ReadyEvent[]): Promise<AppendResult> {
    return this.#asked(() => {
      checkAppend(stream, expected, events);
      const mine = this.#streams.get(stream) ?? [];
      const first = expected === 'none' ? 0 : expected + 1;
      if (first !== mine.length) return this.#again(mine, first, events);
      for (const event of events) {
        this.#of(stream).push(this.kept.length);
        const { envelope, envelopeText, dataText, hash } = event;
        this.kept.push({ stream, version: envelope.version, id: envelope.id, envelopeText, dataText, hash });
      }
      for (const wake of this.#sleepers) wake();
      return { kind: 'appended', version: first + events.length - 1, position: positionOf(this.kept.length - 1) };
    });
  }

  readStream(stream: string, { from = 0 }: { from?: number } = {}): Promise<RecordedEvent[]> {
    return this.#asked(() => (this.#streams.get(stream) ?? []).slice(from).map((index) => this.#at(index)));
  }

  async *readAll({
    after,
    signal,
  }: { after?: Position | undefined; signal?: AbortSignal } = {}): AsyncIterable<PositionedEvent> {
    this.#refuseWhenClosed();
    // A reader that asks again and again lets writers have their turn.
    await setImmediate();
    const end = this.kept.length;
    for (let index = indexAfter(after); index < end; index++) {
      signal?.throwIfAborted();
      if (index % SLICE === SLICE - 1) await setImmediate();
      this.onFetched(1);
      yield this.#at(index);
    }
  }

  async *subscribe({
    after,
    signal,
  }: {
    after?: Position | undefined;
    signal: AbortSignal;
  }): AsyncIterable<SubscriptionItem> {
    this.#refuseWhenClosed();
    let next = indexAfter(after);
    let newest = after;
    for (;;) {
      while (next < this.kept.length) {
        if (signal.aborted || this.#closed) return;
        if (next % SLICE === 0) await setImmediate();
        this.onFetched(1);
        const event = this.#at(next++);
        newest = event.position;
        yield { kind: 'event', event };
      }
      if (signal.aborted || this.#closed) return;
      yield { kind: 'caught-up', position: newest };
      // Who left while reading what was yielded is not waited for: an aborted signal says nothing more.
      if (next >= this.kept.length && !signal.aborted && !this.#closed) await this.#woken(signal);
    }
  }

  head(): Promise<Position | undefined> {
    return this.#asked(() => (this.kept.length === 0 ? undefined : positionOf(this.kept.length - 1)));
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const wake of this.#sleepers) wake();
    // Turns come in order: by this one, every call that was under way has had its own.
    await setImmediate();
  }

  /** A repeat of the very append that was written answers its first outcome; anything else is a conflict. */
  #again(mine: readonly number[], first: number, events: readonly ReadyEvent[]): AppendResult {
    const same = events.every(({ envelope, hash }, index) => {
      const there = this.kept[mine[first + index] ?? -1];
      return there?.id === envelope.id && there.hash === hash;
    });
    if (!same) return { kind: 'conflict', actual: mine.length === 0 ? 'none' : mine.length - 1 };
    return {
      kind: 'appended',
      version: first + events.length - 1,
      position: positionOf(mine[first + events.length - 1] as number),
    };
  }

  #at(index: number): PositionedEvent {
    const kept = this.kept[index];
    if (!kept) throw new RangeError(`no event at ${index}`);
    return { ...recordedFromTexts(kept, kept), position: positionOf(index) };
  }

  #of(stream: string): number[] {
    const known = this.#streams.get(stream);
    if (known) return known;
    const fresh: number[] = [];
    this.#streams.set(stream, fresh);
    return fresh;
  }

  /** Resolves with the next append, the end of the store or of the reader. */
  #woken(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#sleepers.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.#sleepers.add(wake);
      signal.addEventListener('abort', wake, { once: true });
    });
  }

  #refuseWhenClosed(): void {
    if (this.#closed) throw new StoreUnavailable('the store is closed', 'nothing-written');
  }

  async #asked<T>(work: () => T): Promise<T> {
    this.#refuseWhenClosed();
    await setImmediate();
    return work();
  }
}

function positionOf(index: number): Position {
  return String(index + 1).padStart(16, '0');
}

function indexAfter(after: Position | undefined): number {
  return after === undefined ? 0 : Number(after);
}
