/** What is typed for many cases at once: kept in this browser, as every draft is, until it was sent or dropped. */
import { useCallback, useState } from 'react';
import { serverNow } from '../live/clock.js';
import { DRAFT, keep, keptAt, nameIn } from '../live/kept.js';
import type { Values } from '../form/values.js';
import { unstore } from '../words/storage.js';

interface Kept {
  readonly values: Values;
  readonly savedAt: string;
}

const NOTHING: Values = {};

export function useBulkDraft(person: string, path: string, step: string) {
  const name = nameIn(DRAFT, person, ['bulk', path, step].map(encodeURIComponent).join('/'));
  const [typed, setTyped] = useState<Values>(() => keptAt<Kept>(name)?.values ?? NOTHING);
  const [isRestored, setRestored] = useState(typed !== NOTHING);
  const type = (field: string, value: unknown): void => {
    const values = { ...typed, [field]: value };
    setTyped(values);
    keep(name, { values, savedAt: new Date(serverNow()).toISOString() } satisfies Kept);
  };
  const drop = useCallback(() => {
    unstore(name);
    setTyped(NOTHING);
    setRestored(false);
  }, [name]);
  return { typed, isRestored, type, drop };
}
