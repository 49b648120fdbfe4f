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
import { addressesOf, inWords, mustBeThere, nobodyThere, whyNot, type Addresses } from './diagnosis.js';
import { failureOf, sentence } from './failures.js';
import { KurrentCheckpoints } from './kurrent-checkpoints.js';
import { backOff, type Patience } from './patience.js';
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
  readonly #addresses: Addresses;
  readonly #prefix: string;
  readonly #patience: Patience;
  readonly #reads: Reads;
  readonly #appends: Appends;
  readonly #onDrop: (cause: unknown, attempt: number) => void;
  readonly #closing = new AbortController();
  readonly #underWay = new Set<Promise<unknown>>();
  #closed: Promise<void> | undefined;
  #wasReached = false;
  #nextHead: Promise<Position | undefined> | undefined;
  #headReadAt = 0;

  /**
   * Connects and reads once, so that a wrong address, protocol, name or password is told here and not at the first event.
   * @throws RangeError where an option is not one, StoreUnavailable with a sentence where no server can be used.
   */
  static async connect(options: KurrentEventStoreOptions): Promise<KurrentEventStore> {
    const store = new KurrentEventStore(options);
    const addresses = store.#addresses;
    const refused = (reason: string, cause?: unknown): StoreUnavailable =>
      new StoreUnavailable(`no event store at ${inWords(addresses)}: ${reason}`, 'nothing-written', { cause });
    try {
      const absent = await store.#whileNobodyIsThere();
      if (absent !== undefined) throw refused(absent);
      await store.head();
      store.#wasReached = true;
      return store;
    } catch (error) {
      await store.close();
      const { cause = error } = error as Error;
      if (!(error instanceof StoreUnavailable) || cause === undefined) throw error;
      const isDenied = failureOf(cause).kind === 'denied';
      throw refused((isDenied ? undefined : await whyNot(addresses)) ?? sentence(cause), error);
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
    this.#addresses = addressesOf(connectionString);
    mustBeThere(this.#addresses);
    try {
      this.#client = KurrentDBClient.connectionString(asTheClientTakesIt(connectionString));
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

  /** A sentence where nobody is there and nobody has come within the attempts, or the deadline, of one read. */
  async #whileNobodyIsThere(): Promise<string | undefined> {
    const until = performance.now() + this.#patience.deadlineMs;
    for (let attempt = 1; ; attempt += 1) {
      const absent = await nobodyThere(this.#addresses);
      if (absent === undefined || attempt >= this.#patience.attemptsMax || performance.now() > until) return absent;
      await backOff(attempt, this.#patience);
    }
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
        idAt: (position) => this.#whileOpen(() => this.#reads.idAt(position)),
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
      // Nobody waits for a cluster that was never found, and asking for its channel would look for it again.
      if (this.#addresses.isCluster && !this.#wasReached) return;
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

/** Its older names for itself, and the slash that addresses have before their options. */
function asTheClientTakesIt(connectionString: string): string {
  return connectionString.replace(/^esdb(\+discover)?:/, 'kurrentdb$1:').replace(/\/(?=\?|$)/, '');
}
