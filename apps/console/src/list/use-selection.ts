/** Which rows are chosen: some of them, or everything that fits but some. It survives live updates and more pages. */
import { useCallback, useMemo, useState } from 'react';

export interface Selection {
  readonly count: number;
  /** Everything that fits is meant, whether or not it is loaded. */
  readonly all: boolean;
  readonly has: (id: string) => boolean;
  readonly toggle: (id: string) => void;
  readonly add: (ids: readonly string[]) => void;
  readonly everything: () => void;
  readonly none: () => void;
  /** The ids chosen; with `all`, those left out. */
  readonly ids: ReadonlySet<string>;
}

interface Chosen {
  readonly key: string;
  readonly all: boolean;
  readonly ids: ReadonlySet<string>;
}

/** @param key of the list: another list has another selection */
export function useSelection(key: string, total: number): Selection {
  const [kept, setChosen] = useState<Chosen>({ key, all: false, ids: new Set() });
  const { all, ids } = useMemo(
    (): Chosen => (kept.key === key ? kept : { key, all: false, ids: new Set() }),
    [kept, key],
  );
  const change = useCallback(
    (how: (now: Chosen) => Omit<Chosen, 'key'>) =>
      setChosen((before) => ({ key, ...how(before.key === key ? before : { key, all: false, ids: new Set() }) })),
    [key],
  );
  return useMemo(
    () => ({
      count: all ? Math.max(0, total - ids.size) : ids.size,
      all,
      ids,
      has: (id) => ids.has(id) !== all,
      toggle: (id) =>
        change((now) => {
          const next = new Set(now.ids);
          if (!next.delete(id)) next.add(id);
          return { all: now.all, ids: next };
        }),
      add: (more) =>
        change((now) => {
          const next = new Set(now.ids);
          for (const id of more) {
            if (now.all) next.delete(id);
            else next.add(id);
          }
          return { all: now.all, ids: next };
        }),
      everything: () => change(() => ({ all: true, ids: new Set() })),
      none: () => change(() => ({ all: false, ids: new Set() })),
    }),
    [all, ids, total, change],
  );
}
