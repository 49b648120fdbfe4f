/** What was read of the views, kept for the next who asks the same, until the views show more of the log. */
import type { Position } from '#libs/event-store';
import type { Views } from '#libs/views';
import type { Identity } from '../decide/authorise.js';

export class KeptAtPosition<T> {
  readonly #kept = new Map<string, { readonly at: Position | undefined; readonly value: T }>();

  /** @param max answers kept; the one unused longest goes first */
  constructor(
    private readonly views: Pick<Views, 'position'>,
    private readonly max: number,
  ) {}

  /** What `read` answered under this key while the views stood where they stand now, or answers now. */
  async of(key: string, read: () => T | Promise<T>): Promise<T> {
    const at = this.views.position;
    const kept = this.#kept.get(key);
    this.#kept.delete(key);
    const value = kept && kept.at === at ? kept.value : await read();
    this.#kept.set(key, { at, value });
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= this.max) break;
      this.#kept.delete(oldest);
    }
    return value;
  }
}

/** Whoever asks, with the rights they have now: of other rights nothing that was kept is told. */
export function askerOf({ id, version }: Identity): string {
  return `${id} ${version}`;
}
