/**
 * The one loop that keeps a subscription to $all alive. It resumes behind the last event delivered whenever the
 * connection is lost, for as long as the reader wants, with pauses that grow to a bound; drops whatever it has delivered
 * already; and reads no further ahead than the buffers of one connection while the reader is slow. Each new connection is
 * asked first whether the event that was delivered last is still there: what a server tells behind a place that the log
 * had lost would fit no reader.
 *
 * `caught-up` comes from comparing with the head of the log, on every server alike: old ones have no message for it, and
 * where there is one it is said once a connection.
 */
import { START, streamNameFilter, type AllStreamSubscription, type KurrentDBClient } from '@kurrent/kurrentdb-client';
import { CorruptEvent, type Position, type PositionedEvent } from '../envelope.js';
import { LogRestored, StoreUnavailable, type SubscriptionItem } from '../port.js';
import { failureOf, sentence, unavailable } from './failures.js';
import { backOff, pause, type Patience } from './patience.js';
import { serverPosition } from './position.js';
import { placed } from './reads.js';
import { fromServer, isOurs, type ServerEvent } from './wire-event.js';

/** A head that was not reached for so long is read again: its event may have been deleted since. */
const HEAD_AGAIN_MS = 1_000;

/** Events that the server looks at before it says, unasked, how far it is; this adapter does not need to hear it. */
const CHECKPOINT_EVENTS = 1_024;

export interface SubscriptionContext {
  readonly client: KurrentDBClient;
  readonly prefix: string;
  readonly patience: Patience;
  /** The head as read after the call; calls at the same time share one read. */
  head(): Promise<Position | undefined>;
  /** The id of the event at exactly this position. @throws RangeError where the server knows no such position. */
  idAt(position: Position): Promise<string | undefined>;
  /** Is told of each lost connection before the loop tries again. */
  onDrop(cause: unknown, attempt: number): void;
}

/**
 * @throws CorruptEvent and stops at an event that is not what its hash promised.
 * @throws StoreUnavailable where trying again cannot help: the user is refused, or the position is not one of this log.
 * @throws LogRestored where the log has lost what was delivered or lies behind the reader.
 */
export async function* follow(
  context: SubscriptionContext,
  { after, signal }: { after: Position | undefined; signal: AbortSignal },
): AsyncGenerator<SubscriptionItem, void, void> {
  const reached = new Reached(context, after);
  let attempt = 0;
  while (!signal.aborted) {
    let standsSince: number | undefined;
    let cause: unknown = new Error('the server ended the subscription');
    try {
      for await (const item of oneConnection(context, reached, signal)) {
        if (item.kind === 'event') attempt = 0;
        standsSince ??= performance.now();
        yield item;
        if (signal.aborted) return;
      }
    } catch (error) {
      if (error instanceof CorruptEvent || error instanceof TypeError || error instanceof StoreUnavailable) throw error;
      const { kind } = failureOf(error);
      const what = `follow $all behind ${reached.last ?? 'its start'}`;
      if (!signal.aborted && kind === 'denied') throw unavailable(what, error);
      if (!signal.aborted && kind === 'foreign-position')
        throw new LogRestored(`${what}: ${sentence(error)}`, { cause: error });
      cause = error;
    }
    if (signal.aborted) return;
    // Standing at the live edge is no progress: a server that hangs up at once gets there each time.
    if (standsSince !== undefined && performance.now() - standsSince > context.patience.backoffMaxMs) attempt = 0;
    attempt += 1;
    context.onDrop(cause, attempt);
    await backOff(attempt, context.patience, signal);
  }
}

/** What arrives over one connection, until it is lost or the signal aborts. */
async function* oneConnection(
  context: SubscriptionContext,
  reached: Reached,
  signal: AbortSignal,
): AsyncGenerator<SubscriptionItem, void, void> {
  const { client, prefix } = context;
  const after = reached.last;
  const connection = new Connection(
    client.subscribeToAll({
      fromPosition: after === undefined ? START : serverPosition(after),
      filter: streamNameFilter({ prefixes: [prefix], maxSearchWindow: CHECKPOINT_EVENTS }),
    }),
    signal,
  );
  const edge = new Edge(context, signal, after);
  try {
    if (after !== undefined) {
      await Promise.race([connection.confirmed, connection.next()]);
      await Promise.race([reached.mustStillBeThere(), connection.aborted]);
    }
    for (;;) {
      const event = await Promise.race([connection.next(), edge.moved()]);
      if (event === 'ended' || signal.aborted) return;
      if (event !== 'moved') {
        connection.took();
        const position = isOurs(prefix, event) ? placed(event) : undefined;
        if (position === undefined || (reached.last !== undefined && position <= reached.last)) continue;
        const delivered = fromServer(prefix, event) as PositionedEvent;
        reached.by(delivered);
        yield { kind: 'event', event: delivered };
        edge.passed();
      }
      if (edge.reachedBy(reached.last)) yield { kind: 'caught-up', position: reached.last };
    }
  } finally {
    connection.leave();
  }
}

/** How far the reader is, over all connections, and which event stands there. */
class Reached {
  #id: string | undefined;

  constructor(
    private readonly context: SubscriptionContext,
    public last: Position | undefined,
  ) {}

  by({ position, envelope }: PositionedEvent): void {
    this.last = position;
    this.#id = envelope.id;
  }

  /**
   * Asks for the event once the server has taken the subscription, so that both answers are of one state of the log. Of
   * the place where the reader began it is first learnt which event stands there.
   * @throws LogRestored where it is gone, or another one stands there.
   */
  async mustStillBeThere(): Promise<void> {
    const { last } = this;
    if (last === undefined) return;
    let id: string | undefined;
    try {
      id = await this.context.idAt(last);
    } catch (cause) {
      if (cause instanceof RangeError) throw new LogRestored(cause.message, { cause });
      // To the loop this is a connection that was lost, whatever it is called elsewhere.
      throw new Error(`it could not be told whether the log still holds ${last}: ${sentence(cause)}`, { cause });
    }
    if (this.#id !== undefined && id !== this.#id)
      throw new LogRestored(`the log does not hold the event at ${last} any more: it is another log or a restored one`);
    this.#id = id;
  }
}

/** The client's subscription as something to pull from; whoever leaves takes its call on the server along. */
class Connection {
  /** Resolves when the server has taken the subscription; `next` tells where it does not. */
  readonly confirmed: Promise<void>;
  readonly #subscription: AllStreamSubscription;
  readonly #events: AsyncIterator<{ event?: unknown }>;
  readonly #signal: AbortSignal;
  readonly #abort = (): void => {
    this.#subscription.destroy();
    this.#aborted.resolve();
  };
  readonly #aborted = Promise.withResolvers<void>();
  #pending: Promise<ServerEvent | 'ended'> | undefined;

  constructor(subscription: AllStreamSubscription, signal: AbortSignal) {
    this.#subscription = subscription;
    this.#signal = signal;
    // The iterator hears of an error too; this one listens for those that come after it has ended.
    subscription.on('error', () => undefined);
    this.confirmed = new Promise((resolve) => subscription.once('confirmation', resolve));
    this.#events = subscription[Symbol.asyncIterator]() as AsyncIterator<{ event?: unknown }>;
    signal.addEventListener('abort', this.#abort, { once: true });
    if (signal.aborted) this.#abort();
  }

  /**
   * The same promise until {@link took} says that its answer was used: an answer that comes in the moment in which the
   * reader looks elsewhere is there when it comes back.
   */
  next(): Promise<ServerEvent | 'ended'> {
    this.#pending ??= this.#events.next().then(
      ({ done, value }) => (done === true ? 'ended' : (value as { event: ServerEvent }).event),
      (error: unknown) => {
        if (this.#signal.aborted) return 'ended';
        throw error;
      },
    );
    return this.#pending;
  }

  /** Resolves when the signal aborts. */
  get aborted(): Promise<void> {
    return this.#aborted.promise;
  }

  took(): void {
    this.#pending = undefined;
  }

  leave(): void {
    this.#signal.removeEventListener('abort', this.#abort);
    this.#pending?.catch(() => undefined); // the reader has left, or has heard of it
    this.#subscription.destroy();
    // Destroying lets go of the buffer; only cancelling ends the call on the server.
    this.#subscription.unsubscribe().catch(() => undefined); // without a call there is nothing to cancel
  }
}

/** Knows whether the reader stands at the live edge: it has delivered what was the head while it was reading. */
class Edge {
  #behind = true;
  #head: Position | undefined;
  #known = false;
  #reading: Promise<'moved'> | undefined;
  /** Counts the times the edge was reached, so that a head read for an earlier one is not taken for this one. */
  #round = 0;

  constructor(
    private readonly context: SubscriptionContext,
    private readonly signal: AbortSignal,
    /** Where the reader stood when the connection was made, so every head that is read since lies there or behind. */
    private readonly from: Position | undefined,
  ) {}

  /** An event was delivered, so `caught-up` has to be said again. */
  passed(): void {
    this.#behind = true;
  }

  /** Resolves when a head was read that is worth comparing with; never while the reader is at the edge. */
  moved(): Promise<'moved'> {
    if (!this.#behind) return new Promise(() => undefined);
    return (this.#reading ??= this.#read(this.#round, this.#known ? HEAD_AGAIN_MS : 0));
  }

  /**
   * True once for each time that the edge is reached.
   * @throws LogRestored where the log ends before the reader: it was restored to an earlier state. A server takes such
   *   a place for one to come, and would be silent about all that is recorded until it is reached.
   */
  reachedBy(last: Position | undefined): boolean {
    if (!this.#behind || !this.#known) return false;
    if (this.from !== undefined && (this.#head === undefined || this.#head < this.from))
      throw new LogRestored(
        `the log ends at ${this.#head ?? 'its start'}, but its reader stands at ${this.from}: it is another log or a restored one`,
      );
    if (this.#head !== undefined && (last === undefined || last < this.#head)) return false;
    this.#behind = false;
    this.#known = false;
    this.#reading = undefined;
    this.#round += 1;
    return true;
  }

  async #read(round: number, afterMs: number): Promise<'moved'> {
    if (afterMs > 0) await pause(afterMs, this.signal);
    try {
      const head = await this.context.head();
      if (round === this.#round) {
        this.#head = head;
        this.#known = true;
      }
    } catch {
      // Not having read the head only delays `caught-up`; the loss of the connection is noticed by whoever delivers.
      await pause(HEAD_AGAIN_MS, this.signal);
    }
    if (round === this.#round) this.#reading = undefined;
    return 'moved';
  }
}
