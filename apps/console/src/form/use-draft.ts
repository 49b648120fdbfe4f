/**
 * The draft of one open form: read when it is opened, written as it is typed, in a slot that is this tab's for as long as
 * the form is open. What another tab has open stays there; what was left by a tab that is gone is offered.
 */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { heldElsewhere, hold, HOLDS } from '../live/holding.js';
import { DRAFT } from '../live/kept.js';
import { RENEW_MS } from '../live/tabs.js';
import {
  draftOf,
  dropDraft,
  forked,
  keepDraft,
  onBroughtBack,
  othersOf,
  sameForm,
  type Draft,
  type DraftKey,
  type OtherDrafts,
} from './drafts.js';
import { isEmpty, type Values } from './values.js';

/** What else was typed into the same form. */
export interface OthersOfForm extends OtherDrafts {
  /** In place of this one, which stays kept beside it. */
  readonly restore: (other: Draft) => void;
  readonly dropOther: (other: Draft) => void;
}

export interface DraftLife extends OthersOfForm {
  readonly draft: Draft;
  /** It is kept, for something was typed, or brought from an earlier visit. */
  readonly isBegun: boolean;
  /** What was typed last found room. */
  readonly isKept: boolean;
  /** Of an earlier visit: when it was written. */
  readonly restoredAt: string | undefined;
  readonly set: (values: (now: Values) => Values) => void;
  /** The same text, to be sent otherwise. */
  readonly revise: (more: Partial<Pick<Draft, 'commandId' | 'revision' | 'version'>>) => void;
  /** It is recorded, or waits elsewhere: it stays to be seen and is kept here no longer. */
  readonly letGo: () => void;
  /** Anew, with nothing in it. */
  readonly begin: () => void;
}

interface State {
  readonly draft: Draft;
  readonly isBegun: boolean;
  readonly restoredAt: string | undefined;
}

/** @param opened kept elsewhere, and shown where nothing is kept here */
export function useDraft(key: DraftKey, fresh: () => Draft, opened?: () => Draft | undefined): DraftLife {
  const open = (): State => {
    const kept = draftOf(key);
    const shown = kept ?? opened?.();
    return { draft: shown ?? fresh(), isBegun: kept !== undefined, restoredAt: shown?.savedAt };
  };
  const [state, setState] = useState(open);
  const [isKept, setKept] = useState(true);
  const { draft, isBegun } = state;
  const { slot } = draft;
  /** What this form read or wrote last: whatever else stands there was written by another tab. */
  const written = useRef<Pick<Draft, 'slot' | 'savedAt'>>(draft);
  const name = JSON.stringify(key);
  const now = useRef({ open, isBegun });
  useEffect(() => {
    now.current = { open, isBegun };
  });

  const show = useCallback((next: State) => {
    written.current = next.draft;
    setState(next);
    setKept(true);
  }, []);

  useEffect(() => (isBegun ? hold(slot) : undefined), [slot, isBegun]);
  // Keystrokes are kept as they come: a reload a second later must find them, and nothing of what was emptied.
  useEffect(() => {
    if (!isBegun) return;
    const at = JSON.parse(name) as DraftKey;
    if (isEmpty(draft.values)) return dropDraft(at, written.current);
    const kept = keepDraft(at, { ...draft, savedAt: written.current.savedAt });
    if (kept === 'taken') return show({ draft: forked(draft), isBegun, restoredAt: undefined });
    if (kept !== 'full') written.current = { slot: draft.slot, savedAt: kept.savedAt };
    setKept(kept !== 'full');
  }, [draft, name, isBegun, show]);
  useEffect(
    () =>
      onBroughtBack((back) => {
        const { isBegun: isInUse, open: again } = now.current;
        if (!isInUse && sameForm(back, JSON.parse(name) as DraftKey)) show(again());
      }),
    [name, show],
  );

  const others = useOthers(name, slot);
  return {
    ...state,
    ...others,
    isKept,
    set: useCallback((values) => {
      setState((one) => ({ ...one, isBegun: true, draft: { ...one.draft, values: values(one.draft.values) } }));
    }, []),
    revise: useCallback((more) => setState((one) => ({ ...one, draft: { ...one.draft, ...more } })), []),
    letGo: () => {
      dropDraft(key, written.current);
      setState((one) => ({ ...one, isBegun: false }));
    },
    begin: () => {
      dropDraft(key, written.current);
      show({ draft: fresh(), isBegun: false, restoredAt: undefined });
    },
    restore: (other) => {
      if (!heldElsewhere().has(other.slot)) show({ draft: other, isBegun: true, restoredAt: other.savedAt });
    },
    dropOther: (other) => {
      if (!heldElsewhere().has(other.slot)) dropDraft(key, other);
      others.look();
    },
  };
}

/** Other drafts of the same form, as other tabs write and leave them. */
function useOthers(name: string, slot: string): OtherDrafts & { readonly look: () => void } {
  const read = useCallback(() => JSON.stringify(othersOf(JSON.parse(name) as DraftKey, slot)), [name, slot]);
  const [told, setTold] = useState(read);
  const look = useCallback(() => setTold(read()), [read]);
  const others = useMemo(() => JSON.parse(told) as OtherDrafts, [told]);
  useEffect(() => {
    const hear = ({ key }: StorageEvent): void => {
      if (key === null || key.startsWith(DRAFT) || key.startsWith(HOLDS)) look();
    };
    look();
    addEventListener('storage', hear);
    return () => removeEventListener('storage', hear);
  }, [look]);
  // Of a tab that ended without a word nobody tells.
  useEffect(() => {
    if (!others.isOpenElsewhere) return;
    const looking = setInterval(look, RENEW_MS);
    return () => clearInterval(looking);
  }, [others.isOpenElsewhere, look]);
  return { ...others, look };
}
