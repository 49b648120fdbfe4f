/**
 * What an adapter brings to its examination: a fresh store, a way to open the same data again, and what else it can do.
 */
import type { EventStore } from '../port.js';

/** One store under examination. Everything in it belongs to the test that opened it. */
export interface StoreHarness {
  /** A fresh store without events. */
  readonly store: EventStore;
  /** Closes the newest store of this harness and opens the same data as another process would. */
  reopen(): Promise<EventStore>;
  /** Closes what is still open and removes the data. */
  dispose(): Promise<void>;
  /**
   * Takes away for a moment what the newest store stands on, as a network does that drops every connection; the store
   * recovers by itself.
   */
  disconnect?(): Promise<void>;
  /** Events that readAll and subscriptions have fetched so far, delivered or not: shows how far a store reads ahead. */
  eventsFetched?(): number;
  /** Changes one letter of a stored event behind the store's back. */
  damage?(stream: string, version: number): Promise<void>;
}

export type Ability = 'disconnect' | 'eventsFetched' | 'damage';

/** One sentence that every store keeps, and the test that would fail if it did not. */
export interface StorePromise {
  readonly promise: string;
  /** Tested only where the harness can do this. */
  readonly needs?: Ability;
  test(harness: StoreHarness): Promise<void>;
}

/** The most events that a subscription may fetch ahead of a reader that stands still. */
export const READ_AHEAD_MAX = 1_024;
