/** How the examination looks at a store: it waits for conditions with a bound and says where two lists part. */
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { Position, PositionedEvent, ReadyEvent, RecordedEvent } from '../envelope.js';
import { canonical } from '../canonical.js';
import type { AppendResult, EventStore, ExpectedVersion, SubscriptionItem } from '../port.js';

/** No condition of the examination may take longer than this. */
const PATIENCE_MS = 20_000;

/** @throws when the work has not ended in time. */
export async function inTime<T>(what: string, work: Promise<T>): Promise<T> {
  const bound = new AbortController();
  const late = delay(PATIENCE_MS, undefined, { signal: bound.signal }).then(
    () => assert.fail(`not within ${PATIENCE_MS} ms: ${what}`),
    () => new Promise<never>(() => undefined),
  );
  try {
    return await Promise.race([work, late]);
  } finally {
    bound.abort();
  }
}

export async function everything(store: EventStore, after?: Position): Promise<PositionedEvent[]> {
  const events: PositionedEvent[] = [];
  for await (const event of store.readAll({ after })) events.push(event);
  return events;
}

/** Appends where no conflict can be, and says what was answered. */
export async function appended(
  store: EventStore,
  stream: string,
  expected: ExpectedVersion,
  events: readonly ReadyEvent[],
): Promise<Extract<AppendResult, { kind: 'appended' }>> {
  const result = await store.append(stream, expected, events);
  assert(result.kind === 'appended', `append to ${stream} behind ${expected}: ${JSON.stringify(result)}`);
  return result;
}

export const hashes = (events: Iterable<ReadyEvent | RecordedEvent>): string[] => Array.from(events, (e) => e.hash);
export const positions = (events: Iterable<PositionedEvent>): string[] => Array.from(events, (e) => e.position);

/** @throws naming the first place where two lists differ. */
export function sameList(what: string, actual: readonly unknown[], expected: readonly unknown[]): void {
  const bound = Math.max(actual.length, expected.length);
  for (let index = 0; index < bound; index++)
    if (actual[index] !== expected[index])
      assert.fail(
        `${what}: item ${index} of ${actual.length} is ${String(actual[index])}, not ${String(expected[index])} of ${expected.length}`,
      );
}

/** @throws unless the event read is the event written, letter by letter. */
export function sameBytes(read: RecordedEvent | undefined, written: ReadyEvent): void {
  assert(read, 'the event is there');
  assert(canonical(read.data) === written.dataText, 'the data is what was written');
  assert(canonical(read.envelope) === written.envelopeText, 'the envelope is what was written');
  assert.equal(read.hash, written.hash);
}

/** A subscription read in the background. */
export class Following {
  readonly items: SubscriptionItem[] = [];
  readonly events: PositionedEvent[] = [];
  private readonly leaving = new AbortController();
  private readonly waiting = new Set<() => void>();
  private failure: unknown;
  private over = false;
  private readonly ended: Promise<void>;

  constructor(store: EventStore, after?: Position, onEvent?: (event: PositionedEvent) => Promise<void>) {
    this.ended = this.run(store.subscribe({ after, signal: this.leaving.signal }), onEvent);
  }

  private async run(
    items: AsyncIterable<SubscriptionItem>,
    onEvent: ((event: PositionedEvent) => Promise<void>) | undefined,
  ): Promise<void> {
    try {
      for await (const item of items) {
        this.items.push(item);
        if (item.kind === 'event') {
          this.events.push(item.event);
          await onEvent?.(item.event);
        }
        this.wake();
      }
    } catch (cause) {
      this.failure = cause;
    } finally {
      this.over = true;
      this.wake();
    }
  }

  private wake(): void {
    for (const resolve of this.waiting) resolve();
    this.waiting.clear();
  }

  /** Resolves as soon as the condition holds, tested at each item delivered. */
  async until(what: string, condition: (soFar: this) => boolean): Promise<void> {
    while (!condition(this)) {
      if (this.failure) throw this.failure;
      assert(!this.over, `the subscription ended before: ${what}`);
      await inTime(what, new Promise<void>((resolve) => this.waiting.add(resolve)));
    }
  }

  /** Resolves when the subscription has ended by itself. */
  async end(): Promise<void> {
    await inTime('the subscription ends', this.ended);
    if (this.failure) throw this.failure;
  }

  async stop(): Promise<void> {
    this.leaving.abort();
    await this.end();
  }
}
