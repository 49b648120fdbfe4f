/** A choice that this browser remembers: which columns, how dense. Nothing typed is kept so: it stays after signing out. */
import { useCallback, useState } from 'react';
import { keep as keepAt, keptAt } from '../live/kept.js';

export function useKept<T extends object | string>(name: string, otherwise: T): [T, (value: T) => void] {
  const at = `linli.kept.${name}`;
  const [value, setValue] = useState<T>(() => keptAt<T>(at) ?? otherwise);
  const keep = useCallback(
    (chosen: T) => {
      // Where there is no room for it, it holds until the page is left.
      keepAt(at, chosen);
      setValue(chosen);
    },
    [at],
  );
  return [value, keep];
}
