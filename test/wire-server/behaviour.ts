/**
 * In what the server differs from version to version, and what may go wrong on a call. A behaviour is chosen when the
 * server is made; a fault is put in front of the next calls of its kind and is used up by them.
 */
export interface Behaviour {
  readonly version: string;
  /** Says `CaughtUp` on subscriptions; servers before 23.10 have no such message. */
  readonly saysCaughtUp: boolean;
  /** Gives global positions on reads of one stream; servers before 22.6 answer with the largest number. */
  readonly positionOnStreamReads: boolean;
  /** Gives the position in the answer to an idempotent hit; otherwise the answer carries none. */
  readonly positionOnIdempotentHit: 'given' | 'none' | 'largest';
  /** Offers `BatchAppend`, so that a client may prefer it. */
  readonly offersBatchAppend: boolean;
  /** The largest single event that it takes; older servers have no such bound. */
  readonly eventBytesMax: number;
  /** Events that a filtered subscription considers before it tells how far it got. */
  readonly checkpointEvery: number;
}

export const MODERN: Behaviour = {
  version: '25.1.0',
  saysCaughtUp: true,
  positionOnStreamReads: true,
  positionOnIdempotentHit: 'given',
  offersBatchAppend: true,
  eventBytesMax: Infinity,
  checkpointEvery: 32,
};

export const LIKE_21_10: Behaviour = {
  version: '21.10.0',
  saysCaughtUp: false,
  positionOnStreamReads: false,
  positionOnIdempotentHit: 'none',
  offersBatchAppend: true,
  eventBytesMax: Infinity,
  checkpointEvery: 32,
};

export type CallKind = 'append' | 'readStream' | 'readAll' | 'subscribe';

export type Fault =
  /** The connection is cut before anything is done. */
  | { readonly kind: 'drop' }
  /** An append is written, a read half answered, and then the connection is cut. */
  | { readonly kind: 'drop-after' }
  | { readonly kind: 'delay'; readonly delayMs: number }
  | { readonly kind: 'not-leader'; readonly host: string; readonly port: number }
  | { readonly kind: 'unavailable' }
  /** The server's own answer after its commit timeout: not written, or written and not known to be. */
  | { readonly kind: 'timeout'; readonly written: boolean }
  /** Written, and never answered. */
  | { readonly kind: 'silence-after' }
  /** All that was asked for is sent, but a read ends only so much later: the server looks on for one event more. */
  | { readonly kind: 'lingers'; readonly delayMs: number }
  /** Every event of a subscription arrives twice. */
  | { readonly kind: 'duplicates' };

/** The faults in front of the next calls, in order, for each kind of call. */
export class Faults {
  readonly #next = new Map<CallKind, Fault[]>();

  add(call: CallKind, fault: Fault, times = 1): this {
    const queue = this.#next.get(call) ?? [];
    for (let i = 0; i < times; i += 1) queue.push(fault);
    this.#next.set(call, queue);
    return this;
  }

  take(call: CallKind): Fault | undefined {
    return this.#next.get(call)?.shift();
  }

  clear(): void {
    this.#next.clear();
  }
}
