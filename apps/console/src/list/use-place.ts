/**
 * Where somebody stands in a list: the row that keys act on, by its case rather than its place, so that it stays the same
 * one when rows come and go; and how far it was scrolled, for whoever comes back from a case.
 */
import { useCallback, useMemo, useState } from 'react';
import { rememberedOfLists } from './remembered.js';

interface Place {
  readonly id: string | undefined;
  /** The place itself, where its row is not loaded yet; -1 for none. */
  readonly index: number;
}

const NOWHERE: Place = { id: undefined, index: -1 };
const remembered = rememberedOfLists<Place & { readonly top: number }>();

/** @param key of the list: another list has another place */
export function usePlace(key: string) {
  const [kept, setKept] = useState<Place & { readonly key: string }>(() => ({
    ...NOWHERE,
    ...remembered.get(key),
    key,
  }));
  const [turn, setTurn] = useState(0);
  const place: Place = kept.key === key ? kept : (remembered.get(key) ?? NOWHERE);
  const move = useCallback(
    (id: string | undefined, index: number) => {
      remembered.set(key, { id, index, top: remembered.get(key)?.top ?? 0 });
      setKept({ id, index, key });
    },
    [key],
  );
  const scrolled = useCallback(
    (top: number) => remembered.set(key, { ...NOWHERE, ...remembered.get(key), top }),
    [key],
  );
  const top = useCallback(() => {
    remembered.set(key, { ...NOWHERE, top: 0 });
    setKept({ ...NOWHERE, key });
    setTurn((before) => before + 1);
  }, [key]);
  return useMemo(
    () => ({ id: place.id, index: place.index, turn, scrolledTo: remembered.get(key)?.top ?? 0, move, scrolled, top }),
    [place.id, place.index, turn, key, move, scrolled, top],
  );
}
