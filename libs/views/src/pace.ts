/** How the loops of this library wait for each other: nothing here measures time. */
import { once } from 'node:events';

/** Lets other work of the event loop in. */
export function yieldToOthers(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** A door that one loop shuts while it needs another to stand still. */
export class Gate {
  #shut: PromiseWithResolvers<void> | undefined;

  get isShut(): boolean {
    return this.#shut !== undefined;
  }

  shut(): void {
    this.#shut ??= Promise.withResolvers();
  }

  open(): void {
    this.#shut?.resolve();
    this.#shut = undefined;
  }

  async passed(): Promise<void> {
    while (this.#shut) await this.#shut.promise;
  }
}

/** Wakes those who wait for a condition to be looked at again. */
export class Bell {
  readonly #target = new EventTarget();

  ring(): void {
    this.#target.dispatchEvent(new Event('ring'));
  }

  /** Resolves once the condition holds. @throws the signal's reason when it aborts. */
  async until(condition: () => boolean, signal: AbortSignal): Promise<void> {
    while (!condition()) await once(this.#target, 'ring', { signal });
  }
}
