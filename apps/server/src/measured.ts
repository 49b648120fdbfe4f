/** The engine and the store, with somebody who hears how long each call took: metrics change nothing of what is done. */
import type { Checkpoints, EventStore } from '#libs/event-store';
import { Engine, type CommandRequest, type EnginePorts, type Outcome } from '#libs/workflow';

export interface Measures {
  executed(request: CommandRequest, outcome: Outcome, seconds: number): void;
  /** `events` is the size of one append; `together` how many appends were under way when it ended, itself included. */
  appended(append: { readonly seconds: number; readonly events: number; readonly together: number }): void;
  acted(lateMs: number): void;
}

export const unmeasured: Measures = {
  executed: () => undefined,
  appended: () => undefined,
  acted: () => undefined,
};

export class MeasuredEngine extends Engine {
  constructor(
    ports: EnginePorts,
    private readonly measures: Measures,
  ) {
    super(ports);
  }

  override async execute(request: CommandRequest): Promise<Outcome> {
    const began = performance.now();
    const outcome = await super.execute(request);
    this.measures.executed(request, outcome, (performance.now() - began) / 1_000);
    return outcome;
  }
}

/** A log with both its ports. */
export type Store = EventStore & { readonly checkpoints: Checkpoints };

/** The store itself, its appends timed. */
export function measuredStore(store: Store, measures: Measures): Store {
  let together = 0;
  return {
    async append(stream, expected, events) {
      const began = performance.now();
      together++;
      try {
        return await store.append(stream, expected, events);
      } finally {
        measures.appended({ seconds: (performance.now() - began) / 1_000, events: events.length, together });
        together--;
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
