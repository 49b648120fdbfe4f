/**
 * What is heard of a list in a burst is looked at in batches, one at a time; and what follows of it is asked for at most
 * so often, the last time included. Each belongs to one list and ends with it. Pure but for the timers.
 */

/** Changes are gathered so long before they are looked at, in milliseconds. */
const GATHER_MS = 300;
const BATCH = 100;
/** More than that are not looked at one by one. */
const WAITING_MAX = 2_000;

interface Gathering {
  /** @returns whether there was room; where there was none, nothing waits any more */
  add(id: string): boolean;
  clear(): void;
  /** @returns whether anything was left that nobody has looked at to its end */
  end(): boolean;
}

/**
 * @param look at this many at once; where it fails, `failed` is called and the next change is looked at again
 * @param done after everything that waited was looked at
 */
export function gather(
  look: (ids: readonly string[]) => Promise<void>,
  { done, failed }: { readonly done: () => void; readonly failed: () => void },
): Gathering {
  const waiting = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let looking = false;
  let ended = false;
  const lookAtAll = async (): Promise<void> => {
    timer = undefined;
    looking = true;
    try {
      while (waiting.size > 0 && !ended) {
        const ids = [...waiting].slice(0, BATCH);
        for (const id of ids) waiting.delete(id);
        await look(ids);
      }
      if (!ended) done();
    } catch {
      if (!ended) failed(); // whoever listens says so to people
    } finally {
      looking = false;
    }
    // Heard while the last look failed.
    if (waiting.size > 0) begin();
  };
  const begin = (): void => {
    if (!looking && !ended) timer ??= setTimeout(() => void lookAtAll(), GATHER_MS);
  };
  return {
    add: (id) => {
      if (waiting.size >= WAITING_MAX) {
        waiting.clear();
        return false;
      }
      waiting.add(id);
      begin();
      return true;
    },
    clear: () => waiting.clear(),
    end: () => {
      ended = true;
      clearTimeout(timer);
      return waiting.size > 0 || looking;
    },
  };
}

interface Paced {
  ask(): void;
  /** @returns whether it was asked for and did not run yet */
  end(): boolean;
}

/** Runs at once, then at most every `ms`; what was asked for in between runs once at the end. */
export function paced(ms: number, run: () => void): Paced {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = false;
  const turn = (): void => {
    timer = undefined;
    if (!asked) return;
    asked = false;
    timer = setTimeout(turn, ms);
    run();
  };
  return {
    ask: () => {
      asked = true;
      if (timer === undefined) turn();
    },
    end: () => {
      clearTimeout(timer);
      return asked;
    },
  };
}
