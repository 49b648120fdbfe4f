/** The store itself, its appends timed. */
import type { Checkpoints, EventStore } from '#libs/event-store';
import type { Observer } from './observer.js';

/** A log with both its ports. */
export type Store = EventStore & { readonly checkpoints: Checkpoints };

export function observedStore(store: Store, observer: Pick<Observer, 'appended'>): Store {
  return {
    async append(stream, expected, events) {
      const began = performance.now();
      try {
        return await store.append(stream, expected, events);
      } finally {
        observer.appended({ seconds: (performance.now() - began) / 1_000, events: events.length });
      }
    },
    readStream: (stream, options) => store.readStream(stream, options),
    readAll: (options) => store.readAll(options),
    subscribe: (options) => store.subscribe(options),
    head: () => store.head(),
    close: () => store.close(),
    checkpoints: store.checkpoints,
  };
}
