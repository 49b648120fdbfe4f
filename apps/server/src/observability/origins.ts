/** The span that a chain began with, so that what follows from it later, in traces of its own, can point to it. */
import type { OpenSpan } from './spans.js';

/** The oldest gives way; nobody needs it but traces. */
const KEPT_MAX = 2_000;

export class Origins {
  readonly #spans = new Map<string, OpenSpan>();

  constructor(private readonly isOn: boolean) {}

  /** The first of a chain stays. */
  keep(correlationId: string | undefined, span: OpenSpan): void {
    if (!this.isOn || correlationId === undefined || this.#spans.has(correlationId)) return;
    this.#spans.set(correlationId, span);
    const oldest = this.#spans.keys().next();
    if (this.#spans.size > KEPT_MAX && !oldest.done) this.#spans.delete(oldest.value);
  }

  of(...correlationIds: readonly (string | undefined)[]): OpenSpan[] {
    if (!this.isOn) return [];
    return [...new Set(correlationIds)].flatMap((id) => {
      const span = id === undefined ? undefined : this.#spans.get(id);
      return span ? [span] : [];
    });
  }
}
