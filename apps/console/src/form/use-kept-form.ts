/** What stands in a form made by hand, kept in this browser as every draft is until it was sent, with the id it is sent under. */
import { useCallback, useMemo } from 'react';
import { newId } from '../api/client.js';
import { beginDraft, type DraftKey } from './drafts.js';
import { useDraft, type DraftLife } from './use-draft.js';
import type { Values } from './values.js';

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
  /** Where it is drawn, what other tabs have of it. */
  readonly life: DraftLife;
}

/** @param initial as the form begins; a constant or remembered value */
export function useKeptForm<T extends object>(key: DraftKey, initial: T): KeptForm<T> {
  const life = useDraft(key, () => beginDraft(UNSEEN));
  const { draft, set: change, revise } = life;
  const values = useMemo((): T => ({ ...initial, ...(draft.values as Partial<T>) }), [initial, draft.values]);
  return {
    values,
    isKept: life.isBegun,
    hasRoom: life.isKept,
    commandId: draft.commandId,
    set: useCallback((more) => change((now) => ({ ...initial, ...now, ...(more as Values) })), [change, initial]),
    renew: useCallback(() => revise({ commandId: newId() }), [revise]),
    drop: life.begin,
    life,
  };
}

const UNSEEN = { revision: undefined, version: undefined };
