/**
 * The one subscription of a node: feeds every live projection. Events are gathered while more are at hand and applied
 * together; at the live edge, at once. Reads no further ahead than one batch.
 */
import type { EventStore, PositionedEvent } from '#libs/event-store';
import type { Applier } from './applier.js';
import { earliest } from './generation.js';
import { type Gate, yieldToOthers } from './pace.js';
import type { ViewsFile } from './views-file.js';

const BATCH_EVENTS = 256;
/** The longest that an event waits for company when the store falters on its way to the live edge. */
const BATCH_MS = 50;

export interface LiveFeedParts {
  readonly store: EventStore;
  readonly file: ViewsFile;
  readonly applier: Applier;
  readonly gate: Gate;
  /** After each commit; it took so long. */
  readonly onCommitted: (events: readonly PositionedEvent[], seconds: number) => void;
  /** All that was at hand is applied. */
  readonly onCaughtUp: () => void;
}

export class LiveFeed {
  readonly #pending: PositionedEvent[] = [];
  #flushing: Promise<void> | undefined;

  constructor(
    readonly parts: LiveFeedParts,
    readonly signal: AbortSignal,
  ) {}

  /** Runs from the earliest checkpoint until the signal aborts. @throws what ended it. */
  async run(): Promise<never> {
    const { store, file, onCaughtUp } = this.parts;
    const broken = new AbortController();
    const signal = AbortSignal.any([this.signal, broken.signal]);
    let timer: NodeJS.Timeout | undefined;
    let late: Promise<void> | undefined;
    const flushLate = (): void => {
      timer = undefined;
      late = this.#flush().catch((error: unknown) => broken.abort(error));
    };
    try {
      for await (const item of store.subscribe({ after: earliest(file.fed()), signal })) {
        if (item.kind === 'event') {
          this.#pending.push(item.event);
          timer ??= setTimeout(flushLate, BATCH_MS);
          if (this.#pending.length < BATCH_EVENTS) continue;
        }
        clearTimeout(timer);
        timer = undefined;
        await this.#flush();
        if (item.kind === 'caught-up') onCaughtUp();
      }
    } finally {
      clearTimeout(timer);
      await late;
    }
    signal.throwIfAborted();
    throw new Error('the subscription ended although nobody ended it');
  }

  /** Resolves when nothing is pending; all who call it meanwhile wait for the same work. */
  async #flush(): Promise<void> {
    while (this.#pending.length > 0 && !this.signal.aborted) {
      this.#flushing ??= this.#drain().finally(() => (this.#flushing = undefined));
      await this.#flushing;
    }
  }

  async #drain(): Promise<void> {
    const { applier, file, gate, onCommitted } = this.parts;
    while (this.#pending.length > 0 && !this.signal.aborted) {
      if (gate.isShut) {
        await gate.passed();
        continue;
      }
      const began = performance.now();
      const done = this.#pending.splice(0, applier.apply(file.fed(), this.#pending));
      onCommitted(done, (performance.now() - began) / 1_000);
      if (this.#pending.length > 0) await yieldToOthers();
    }
  }
}
