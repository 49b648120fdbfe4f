/** The store itself, its appends timed, and every event that it finds damaged remembered. */
import { CorruptEvent, type Checkpoints, type EventStore } from '#libs/event-store';
import type { Observer } from './observer.js';

/** A log with both its ports. */
export type Store = EventStore & { readonly checkpoints: Checkpoints };

export type ObservedStore = Store & {
  /** The damaged events that were met, each once, the first of them if there are many. */
  readonly corrupt: readonly CorruptEvent[];
};

const REMEMBERED_MAX = 100;

export function observedStore(store: Store, observer: Pick<Observer, 'appended' | 'corrupt'>): ObservedStore {
  const corrupt: CorruptEvent[] = [];
  const met = (error: unknown): unknown => {
    if (!(error instanceof CorruptEvent)) return error;
    const { stream, version } = error;
    const isNews =
      corrupt.length < REMEMBERED_MAX && !corrupt.some((one) => one.stream === stream && one.version === version);
    if (isNews) corrupt.push(error);
    observer.corrupt(error, isNews);
    return error;
  };
  async function* watched<T>(items: AsyncIterable<T>): AsyncIterable<T> {
    try {
      yield* items;
    } catch (error) {
      throw met(error);
    }
  }
  return {
    async append(stream, expected, events) {
      const began = performance.now();
      try {
        return await store.append(stream, expected, events);
      } catch (error) {
        throw met(error);
      } finally {
        observer.appended({ seconds: (performance.now() - began) / 1_000, events: events.length });
      }
    },
    async readStream(stream, options) {
      try {
        return await store.readStream(stream, options);
      } catch (error) {
        throw met(error);
      }
    },
    readAll: (options) => watched(store.readAll(options)),
    subscribe: (options) => watched(store.subscribe(options)),
    head: () => store.head(),
    close: () => store.close(),
    checkpoints: store.checkpoints,
    corrupt,
  };
}
