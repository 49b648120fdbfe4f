/**
 * The event store on a KurrentDB or EventStoreDB server, through the official client. It keeps every promise of the port
 * on servers from 21.10 on, without batch or multi-stream appends, and beside other users of the same server: all streams
 * carry one prefix, and nothing without it is ever read or written.
 */
import { KurrentDBClient } from '@kurrent/kurrentdb-client';
import { setTimeout as delay } from 'node:timers/promises';
import type { Position, PositionedEvent, ReadyEvent, RecordedEvent } from '../envelope.js';
import { CorruptEvent } from '../envelope.js';
import {
  checkAppend,
  StoreUnavailable,
  type AppendResult,
  type EventStore,
  type ExpectedVersion,
  type SubscriptionItem,
} from '../port.js';
import { Appends } from './appends.js';
import { addressOf, whyNot } from './diagnosis.js';
import { failureOf, sentence } from './failures.js';
import { KurrentCheckpoints } from './kurrent-checkpoints.js';
import type { Patience } from './patience.js';
import { commitOf } from './position.js';
import { placed, Reads } from './reads.js';
import { follow } from './subscription.js';
import { fromServer } from './wire-event.js';

/** Heads are read for subscriptions at most so often; whoever asks in between shares the next read. */
const HEAD_EVERY_MS = 20;

const CHANNEL_MS = 500;

export interface KurrentEventStoreOptions extends Partial<Patience> {
  /** `kurrentdb://name:password@host:2113?tls=true`, as the client takes it; `esdb://` is taken too. */
  readonly connectionString: string;
  /** What every stream's name begins with on the server; default `linli.` */
  readonly prefix?: string;
  /** Is told of each lost connection of a subscription, with the how-manieth attempt to resume comes next. */
  readonly onDrop?: (cause: unknown, attempt: number) => void;
}

const DEFAULTS: Patience = { attemptsMax: 6, backoffMs: 50, backoffMaxMs: 2_000, deadlineMs: 10_000 };
const OPTIONS = new Set(['connectionString', 'prefix', 'onDrop', ...Object.keys(DEFAULTS)]);

export class KurrentEventStore implements EventStore {
  /** Kept on the same server, under a prefix of their own. */
  readonly checkpoints: KurrentCheckpoints;
  readonly #client: KurrentDBClient;
  readonly #prefix: string;
  readonly #patience: Patience;
  readonly #reads: Reads;
  readonly #appends: Appends;
  readonly #onDrop: (cause: unknown, attempt: number) => void;
  readonly #closing = new AbortController();
  readonly #underWay = new Set<Promise<unknown>>();
  #closed: Promise<void> | undefined;
  #nextHead: Promise<Position | undefined> | undefined;
  #headReadAt = 0;

  /**
   * Connects and reads once, so that a wrong address, protocol, name or password is told here and not at the first event.
   * @throws RangeError where an option is not one, StoreUnavailable with a sentence where the server cannot be used.
   */
  static async connect(options: KurrentEventStoreOptions): Promise<KurrentEventStore> {
    const store = new KurrentEventStore(options);
    try {
      await store.head();
      return store;
    } catch (error) {
      await store.close();
      const address = addressOf(options.connectionString);
      const { cause = error } = error as Error;
      const reason = (failureOf(cause).kind === 'denied' ? undefined : await whyNot(address)) ?? sentence(cause);
      throw new StoreUnavailable(`no event store at ${address.host}:${address.port}: ${reason}`, 'nothing-written', {
        cause: error,
      });
    }
  }

  private constructor({ connectionString, prefix = 'linli.', onDrop, ...patience }: KurrentEventStoreOptions) {
    const unknown = Object.keys({ ...patience }).find((name) => !OPTIONS.has(name));
    if (unknown) throw new RangeError(`${unknown} is no option of the KurrentDB event store`);
    if (!/^[a-z][a-z0-9.-]*\.$/.test(prefix))
      throw new RangeError(`a prefix is lower-case letters, digits, hyphens and dots and ends in a dot, not ${prefix}`);
    this.#prefix = prefix;
    this.#patience = { ...DEFAULTS, ...patience };
    for (const [name, value] of Object.entries(this.#patience))
      if (!(Number.isInteger(value) && value >= 1)) throw new RangeError(`${name} is a whole number from 1 on`);
    try {
      this.#client = KurrentDBClient.connectionString(connectionString.replace(/^esdb(\+discover)?:/, 'kurrentdb$1:'));
    } catch {
      // The client's own error quotes the string, which may hold a password.
      throw new RangeError(
        'the connection string is not one that the KurrentDB client understands: kurrentdb://name:password@host:port?tls=true',
      );
    }
    this.#onDrop = onDrop ?? (() => undefined);
    this.#reads = new Reads(this.#client, prefix, this.#patience);
    this.#appends = new Appends(this.#client, prefix, this.#patience, this.#reads);
    this.checkpoints = new KurrentCheckpoints(this.#client, prefix, this.#patience, (work) => this.#whileOpen(work));
  }

  async append(stream: string, expected: ExpectedVersion, events: readonly ReadyEvent[]): Promise<AppendResult> {
    checkAppend(stream, expected, events);
    return this.#whileOpen(this.#appends.append.bind(this.#appends, stream, expected, events));
  }

  async readStream(stream: string, { from = 0 }: { from?: number } = {}): Promise<RecordedEvent[]> {
    const read = await this.#whileOpen(() => this.#reads.stream(stream, from));
    return read.map((event, index) => {
      if (Number(event.revision) !== from + index)
        throw new CorruptEvent(stream, from + index, 'is missing: the stream was truncated or deleted on the server');
      return fromServer(this.#prefix, event);
    });
  }

  async *readAll({ after, signal }: { after?: Position | undefined; signal?: AbortSignal } = {}): AsyncGenerator<
    PositionedEvent,
    void,
    void
  > {
    signal?.throwIfAborted();
    const end = await this.head();
    if (after !== undefined) commitOf(after);
    if (end === undefined || (after !== undefined && after >= end)) return;
    for (let next = after, more = true; more;) {
      const behind = next;
      const page = await this.#whileOpen(() => this.#reads.page(behind));
      for (const event of page.events) {
        signal?.throwIfAborted();
        if (placed(event) > end) return;
        yield fromServer(this.#prefix, event) as PositionedEvent;
      }
      signal?.throwIfAborted();
      next = page.next;
      more = next !== undefined && next < end;
    }
  }

  async *subscribe({
    after,
    signal,
  }: {
    after?: Position | undefined;
    signal: AbortSignal;
  }): AsyncGenerator<SubscriptionItem, void, void> {
    this.#mustBeOpen();
    if (after !== undefined) commitOf(after);
    yield* follow(
      {
        client: this.#client,
        prefix: this.#prefix,
        patience: this.#patience,
        head: () => this.#sharedHead(),
        onDrop: this.#onDrop,
      },
      { after, signal: AbortSignal.any([signal, this.#closing.signal]) },
    );
  }

  async head(): Promise<Position | undefined> {
    return this.#whileOpen(() => this.#reads.head());
  }

  close(): Promise<void> {
    this.#closing.abort();
    return (this.#closed ??= (async () => {
      await Promise.allSettled(this.#underWay);
      await this.#client.dispose();
      // The client keeps its channel to itself, and one that is not closed stays connected. Without a channel yet, it would
      // first look for a server; that is not waited for.
      const { getChannel } = this.#client as unknown as { getChannel(): Promise<{ close(): void }> };
      const closing = getChannel().then(
        (channel) => channel.close(),
        () => undefined,
      );
      await Promise.race([closing, delay(CHANNEL_MS, undefined, { ref: false })]);
    })());
  }

  /** Each of these is bounded by attempts and deadlines, so that close waits for a bounded time. */
  async #whileOpen<T>(work: () => Promise<T>): Promise<T> {
    this.#mustBeOpen();
    const working = work();
    this.#underWay.add(working);
    try {
      return await working;
    } finally {
      this.#underWay.delete(working);
    }
  }

  #mustBeOpen(): void {
    if (this.#closing.signal.aborted) throw new StoreUnavailable('the event store is closed', 'nothing-written');
  }

  /** A head that is read after the call. */
  #sharedHead(): Promise<Position | undefined> {
    return (this.#nextHead ??= (async () => {
      const pauseMs = this.#headReadAt + HEAD_EVERY_MS - performance.now();
      await delay(Math.max(0, pauseMs));
      this.#nextHead = undefined;
      this.#headReadAt = performance.now();
      return this.head();
    })());
  }
}
