/** What stands in one of our own forms, kept in this browser as every draft is until it was sent. */
import { useCallback, useState } from 'react';
import { beginDraft, draftOf, dropDraft, keepDraft, type DraftKey } from '../../form/drafts.js';

export interface KeptForm<T extends object> {
  readonly values: T;
  readonly isKept: boolean;
  readonly set: (change: Partial<T>) => void;
  readonly drop: () => void;
}

/** @param initial as the form begins; a constant or remembered value */
export function useKeptForm<T extends object>(key: DraftKey, initial: T): KeptForm<T> {
  const [state, setState] = useState(() => {
    const kept = draftOf(key)?.values as Partial<T> | undefined;
    return { values: { ...initial, ...kept }, isKept: kept !== undefined };
  });
  const name = JSON.stringify(key);
  const set = useCallback(
    (change: Partial<T>) => {
      setState((before) => {
        const values = { ...before.values, ...change };
        keepDraft(JSON.parse(name) as DraftKey, { ...beginDraft(NEW), values: { ...values } });
        return { values, isKept: true };
      });
    },
    [name],
  );
  const drop = useCallback(() => {
    dropDraft(JSON.parse(name) as DraftKey);
    setState({ values: initial, isKept: false });
  }, [name, initial]);
  return { ...state, set, drop };
}

const NEW = { revision: undefined, version: undefined };
