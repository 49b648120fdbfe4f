/** What is remembered of each list while the page lives: of so many of them, what was set longest ago given up. Pure. */

const LISTS_MAX = 30;

interface Remembered<T> {
  get(key: string): T | undefined;
  /** @param what nothing where there is nothing to remember */
  set(key: string, what: T | undefined): void;
}

export function rememberedOfLists<T extends object>(): Remembered<T> {
  const kept = new Map<string, T>();
  return {
    get: (key) => kept.get(key),
    set: (key, what) => {
      kept.delete(key);
      if (what !== undefined) kept.set(key, what);
      for (const oldest of kept.keys()) {
        if (kept.size <= LISTS_MAX) break;
        kept.delete(oldest);
      }
    },
  };
}
