/** What stands in one of our own forms, kept in this browser as every draft is until it was sent, with the id it is sent under. */
import { useCallback, useEffect, useState } from 'react';
import { newId } from '../../api/client.js';
import { draftOf, dropDraft, keepDraft, type DraftKey } from '../../form/drafts.js';
import type { Values } from '../../form/values.js';

export interface KeptForm<T extends object> {
  readonly values: T;
  readonly isKept: boolean;
  /** What was typed last found room. */
  readonly hasRoom: boolean;
  readonly commandId: string;
  readonly set: (change: Partial<T>) => void;
  /** What is sent next is another command. */
  readonly renew: () => void;
  readonly drop: () => void;
}

/** @param initial as the form begins; a constant or remembered value */
export function useKeptForm<T extends object>(key: DraftKey, initial: T): KeptForm<T> {
  const [state, setState] = useState(() => {
    const kept = draftOf(key);
    const values: T = { ...initial, ...(kept?.values as Partial<T> | undefined) };
    return { values, commandId: kept?.commandId ?? newId(), isKept: kept !== undefined };
  });
  const [hasRoom, setRoom] = useState(true);
  const name = JSON.stringify(key);
  useEffect(() => {
    const { values, commandId, isKept } = state;
    if (isKept) setRoom(keepDraft(JSON.parse(name) as DraftKey, { ...UNSEEN, commandId, values: values as Values }));
  }, [state, name]);
  const set = useCallback((change: Partial<T>) => {
    setState((now) => ({ ...now, values: { ...now.values, ...change }, isKept: true }));
  }, []);
  const renew = useCallback(() => {
    const commandId = newId();
    setState((now) => ({ ...now, commandId }));
  }, []);
  const drop = useCallback(() => {
    dropDraft(JSON.parse(name) as DraftKey);
    setState({ values: initial, commandId: newId(), isKept: false });
  }, [name, initial]);
  return { ...state, hasRoom, set, renew, drop };
}

const UNSEEN = { revision: undefined, version: undefined };
