/**
 * Which rows are chosen, each by its id: what comes to a list later is never among them. It survives live updates, more
 * pages, another order, and going to a case and back; it is forgotten with the page.
 */
import { useCallback, useEffect, useMemo, useState } from 'react';
import { rememberedOfLists } from './remembered.js';

export interface Selection {
  readonly count: number;
  readonly ids: ReadonlySet<string>;
  readonly has: (id: string) => boolean;
  readonly toggle: (id: string) => void;
  readonly add: (ids: readonly string[]) => void;
  readonly drop: (ids: readonly string[]) => void;
  readonly none: () => void;
}

const NONE: ReadonlySet<string> = new Set();
const remembered = rememberedOfLists<ReadonlySet<string>>();

/** @param key of the list and of whoever looks at it: another list has another selection */
export function useSelection(key: string): Selection {
  const [kept, setKept] = useState(() => ({ key, ids: remembered.get(key) ?? NONE }));
  const ids = kept.key === key ? kept.ids : (remembered.get(key) ?? NONE);
  useEffect(() => remembered.set(key, ids.size > 0 ? ids : undefined), [key, ids]);
  const change = useCallback(
    (how: (now: Set<string>) => void) =>
      setKept((before) => {
        const now = new Set(before.key === key ? before.ids : remembered.get(key));
        how(now);
        return { key, ids: now };
      }),
    [key],
  );
  return useMemo(
    () => ({
      count: ids.size,
      ids,
      has: (id) => ids.has(id),
      toggle: (id) =>
        change((now) => {
          if (!now.delete(id)) now.add(id);
        }),
      add: (more) =>
        change((now) => {
          for (const id of more) now.add(id);
        }),
      drop: (some) =>
        change((now) => {
          for (const id of some) now.delete(id);
        }),
      none: () => change((now) => now.clear()),
    }),
    [ids, change],
  );
}
