/**
 * Requests for subjects, gathered into rounds: one round at a time, so that whatever is asked for twice meanwhile is
 * asked of the register once, and each round begins after all its requests, so that none is answered by an older read.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';

/** What failed, by subject; whoever asked for others does not suffer. */
export type Failures = ReadonlyMap<string, unknown>;

export class Rounds {
  #next: { readonly subjects: Set<string>; readonly done: Promise<Failures> } | undefined;
  #running: Promise<unknown> = Promise.resolve();

  constructor(private readonly work: (subjects: readonly string[]) => Promise<Failures>) {}

  /** @throws what failed for one of these subjects. */
  async ask(subjects: readonly string[]): Promise<void> {
    const round = (this.#next ??= this.#begin());
    for (const subject of subjects) round.subjects.add(subject);
    const failures = await round.done;
    for (const subject of subjects) if (failures.has(subject)) throw failures.get(subject);
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    while (this.#next) await this.#next.done.catch(() => undefined); // whoever asked hears of it
    await this.#running;
  }

  #begin() {
    const subjects = new Set<string>();
    const done = this.#running.then(async () => {
      await nextTurn();
      this.#next = undefined;
      return this.work([...subjects]);
    });
    this.#running = done.catch(() => undefined); // whoever asked hears of it
    return { subjects, done };
  }
}

/** Does the work for each item, a bounded number at a time. */
export async function sideBySide<T>(
  items: readonly T[],
  most: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  let next = 0;
  const turn = async (): Promise<void> => {
    while (next < items.length) await work(items[next++] as T);
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, turn));
}
