/** A choice that this browser remembers: which columns, how dense. */
import { useCallback, useState } from 'react';

export function useKept<T>(name: string, otherwise: T): [T, (value: T) => void] {
  const at = `linli.kept.${name}`;
  const [value, setValue] = useState<T>(() => {
    const text = localStorage.getItem(at);
    return text === null ? otherwise : (JSON.parse(text) as T);
  });
  const keep = useCallback(
    (chosen: T) => {
      localStorage.setItem(at, JSON.stringify(chosen));
      setValue(chosen);
    },
    [at],
  );
  return [value, keep];
}
