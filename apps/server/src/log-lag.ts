/**
 * How far this node's views lie behind a log that others write too. The views alone cannot tell: a subscription that hears
 * nothing looks like a log in which nothing happens. So the end of the log is looked up now and then, and a node that does
 * not get there, or cannot even look, lags and says so. So does one that shows more than the log holds: it was restored.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { EventStore, Position } from '#libs/event-store';
import type { Views } from '#libs/views';

export interface LagOptions {
  readonly store: Pick<EventStore, 'head'>;
  readonly views: Pick<Views, 'position'>;
  /** Milliseconds that only grow. */
  readonly now?: () => number;
}

const LOOK_EVERY_MS = 1_000;
/** A look that is under way for no longer says nothing yet. */
const LOOK_MS = 1_000;

export class LogLag {
  readonly #options: LagOptions;
  readonly #now: () => number;
  /** An end of the log that was seen and that the views have not reached yet. */
  #awaited: { readonly position: Position; readonly sinceMs: number } | undefined;
  #unseenSinceMs: number | undefined;
  /** When the look began that has not ended yet: a log that keeps silent answers no sooner than one that is away. */
  #lookingSinceMs: number | undefined;
  #beyondSinceMs: number | undefined;

  constructor(options: LagOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
  }

  /** How long the views have not shown what was there to see, in milliseconds; 0 where they do. */
  get behindMs(): number {
    this.#compare();
    const now = this.#now();
    const looking = this.#lookingSinceMs ?? Infinity;
    const since = Math.min(
      this.#awaited?.sinceMs ?? Infinity,
      this.#unseenSinceMs ?? Infinity,
      this.#beyondSinceMs ?? Infinity,
      now - looking > LOOK_MS ? looking : Infinity,
    );
    return since === Infinity ? 0 : Math.max(0, now - since);
  }

  /** Whether the views show what the log was seen not to hold any more. */
  get isBeyond(): boolean {
    return this.#beyondSinceMs !== undefined;
  }

  /** Looks once. */
  async look(): Promise<void> {
    const beganMs = this.#now();
    this.#lookingSinceMs = beganMs;
    const { position } = this.#options.views;
    try {
      const head = await this.#options.store.head();
      this.#unseenSinceMs = undefined;
      if (position === undefined || (head !== undefined && head >= position)) this.#beyondSinceMs = undefined;
      else this.#beyondSinceMs ??= beganMs;
      this.#compare();
      if (head !== undefined && !this.#awaited) this.#awaited = { position: head, sinceMs: this.#now() };
      this.#compare();
    } catch {
      // That it cannot be read is what there is to say; the store's own log says why.
      this.#unseenSinceMs ??= beganMs;
    } finally {
      this.#lookingSinceMs = undefined;
    }
  }

  /** Looks once a second until the signal aborts. */
  async watch(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.look();
      await delay(LOOK_EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined); // aborted: the loop sees it
    }
  }

  #compare(): void {
    const { position } = this.#options.views;
    if (this.#awaited && position !== undefined && position >= this.#awaited.position) this.#awaited = undefined;
  }
}
