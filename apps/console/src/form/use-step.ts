/**
 * The life of one form: filled in, perhaps checked by a dry run, sent, answered. Its promises: what was typed is kept
 * until it is recorded; the same command id goes with every attempt, so it is done once; what is sent while the server is
 * out of reach waits in the outbox; what changed meanwhile is shown and never overwritten; an answer is on the screen at
 * once, before anything is read again.
 */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { isChanged } from '../api/changed.js';
import { ApiError, isPutOff, newId, write } from '../api/client.js';
import type { Case, Command, Problem, StepAnswer, Workflow } from '../api/types.js';
import { isWeighty } from '../actions/steps.js';
import { advance } from '../live/advance.js';
import { isConnected } from '../live/live.js';
import { entriesOf, onEnded, put, takeOut, useOutbox, type Entry } from '../live/outbox.js';
import { readAgain } from '../live/outdated.js';
import { beginDraft, draftFrom, draftOf, dropDraft, keepDraft, type Draft, type DraftKey } from './drafts.js';
import { bodyOf, isEmpty, missingIn, type Values } from './values.js';

export type Phase =
  | { readonly kind: 'filling' }
  | { readonly kind: 'sending' }
  | { readonly kind: 'checked'; readonly would: StepAnswer }
  /** Required fields are empty, by pointer. */
  | { readonly kind: 'incomplete'; readonly missing: readonly string[] }
  | { readonly kind: 'refused'; readonly problem: Problem }
  | { readonly kind: 'conflict'; readonly problem: Problem }
  /**
   * The server is out of reach. `queued`: it waits in the outbox and is sent by itself; otherwise what it would do could
   * not be checked, or the outbox takes no more, and sending it is the next thing to do.
   */
  | { readonly kind: 'lost'; readonly queued: boolean };

export interface FormLife {
  readonly values: Values;
  readonly phase: Phase;
  /** Something was typed that is not sent yet. */
  readonly isDrafted: boolean;
  /** What was typed last is kept: there is room for it. */
  readonly isKept: boolean;
  /** Restored from an earlier visit. */
  readonly restoredAt: string | undefined;
  /** The version that was seen when the form was begun. */
  readonly seenVersion: number | undefined;
  readonly set: (name: string, value: unknown) => void;
  readonly submit: () => Promise<void>;
  /** Back to filling in: from a check, or from the outbox. */
  readonly edit: () => void;
  /** After a conflict was shown: sends what was typed, on what the case is now. */
  readonly sendOnNow: () => Promise<void>;
  /** An empty form; what waits in the outbox is left there. */
  readonly drop: () => void;
}

interface Asked {
  readonly workflow: Workflow;
  readonly command: Command;
  readonly draftKey: DraftKey;
  readonly one: Case | undefined;
  readonly initial?: Values;
  /**
   * It holds whatever the case has become, and its line is free for the next one as soon as it is recorded or waits: what
   * waits is shown elsewhere.
   */
  readonly isRemark?: boolean;
  readonly onDone: (answer: StepAnswer) => void;
}

const NOTHING: Values = {};

export function useStep(asked: Asked): FormLife {
  const { workflow, command, draftKey, one, initial = NOTHING, isRemark = false, onDone } = asked;
  const queries = useQueryClient();
  const seen = isRemark ? UNSEEN : { revision: one?.revision, version: one?.version };
  const [kept] = useState(() => draftOf(draftKey) ?? (isRemark ? undefined : waitingDraft(draftKey)));
  const [restoredAt, setRestoredAt] = useState(kept?.savedAt);
  const [draft, setDraft] = useState<Draft>(() => kept ?? { ...beginDraft(seen), values: initial });
  const [phase, setPhase] = useState<Phase>({ kind: 'filling' });
  const [isKept, setKept] = useState(true);
  const underWay = useRef(false);
  const touched = useRef(kept !== undefined);
  const key = JSON.stringify(draftKey);
  const outbox = useOutbox(draftKey.person);
  const waiting = outbox.find(({ commandId }) => commandId === draft.commandId);
  const isWaiting = waiting !== undefined;

  // Keystrokes are kept as they come: a reload a second later must find them, and nothing of what was emptied.
  useEffect(() => {
    if (!touched.current || isWaiting) return;
    if (isEmpty(draft.values)) dropDraft(JSON.parse(key) as DraftKey);
    else setKept(keepDraft(JSON.parse(key) as DraftKey, draft));
  }, [draft, key, isWaiting]);
  // Taken back from the outbox by a button elsewhere: it comes back to where it was entered, unless that is in use.
  useEffect(() => {
    const back = touched.current ? undefined : draftOf(JSON.parse(key) as DraftKey);
    if (!back) return;
    touched.current = true;
    setDraft(back);
  }, [outbox, key]);

  const empty = (): void => {
    touched.current = false;
    dropDraft(draftKey);
    setDraft({ ...beginDraft(seen), values: initial });
    setRestoredAt(undefined);
    setPhase({ kind: 'filling' });
  };
  const finish = (answer: StepAnswer): void => {
    touched.current = false;
    dropDraft(draftKey);
    if (isRemark) empty();
    advance(queries, workflow.path, answer);
    onDone(answer);
  };
  const finished = useRef(finish);
  useEffect(() => {
    finished.current = finish;
  });
  // Sent by whichever tab empties the outbox.
  const { commandId } = draft;
  useEffect(
    () =>
      onEnded((ended) => {
        if (ended.kind === 'sent' && ended.entry.commandId === commandId) finished.current(ended.answer);
      }),
    [commandId],
  );

  const takeBack = useCallback(() => {
    if (!waiting) return;
    // A draft again, and kept as one.
    touched.current = true;
    takeOut(waiting);
  }, [waiting]);

  const set = useCallback(
    (name: string, value: unknown) => {
      touched.current = true;
      takeBack();
      setDraft((now) => ({ ...now, values: { ...now.values, [name]: value } }));
      setPhase((now) => (now.kind === 'sending' || now.kind === 'lost' ? now : { kind: 'filling' }));
    },
    [takeBack],
  );

  const route = command.route.replace('{id}', encodeURIComponent(one?.id ?? ''));

  const queue = (revision: number | undefined): Phase => {
    const { person, path, id, step } = draftKey;
    const taken = put({
      ...{ person, path, id, step, route, revision },
      commandId: draft.commandId,
      what: command.words,
      called: typeof one?.number === 'string' ? one.number : null,
      body: { ...bodyOf(draft.values), ...command.fixed },
      values: draft.values,
      version: draft.version,
    });
    if (!taken) return { kind: 'lost', queued: false };
    touched.current = false;
    dropDraft(draftKey);
    if (!isRemark) return { kind: 'lost', queued: true };
    empty();
    return { kind: 'filling' };
  };

  const send = async (dryRun: boolean, revision: number | undefined): Promise<void> => {
    // In order: what waits for the same case goes first. Where nothing is in reach nobody is made to wait for that.
    const goesBehind = one !== undefined && entriesOf(draftKey.person).some((entry) => isBefore(entry, draft, one.id));
    if (!dryRun && (goesBehind || !isConnected())) return setPhase(queue(revision));
    const answer = await write<StepAnswer>(
      `${route}${dryRun ? '?dryRun=1' : ''}`,
      { ...bodyOf(draft.values), ...command.fixed },
      { key: draft.commandId, revision },
    );
    if (dryRun) setPhase({ kind: 'checked', would: answer });
    else finish(answer);
  };

  const attempt = async (revision: number | undefined): Promise<void> => {
    if (underWay.current) return;
    const missing = missingIn(command.form, draft.values);
    if (missing.length > 0) return setPhase({ kind: 'incomplete', missing });
    underWay.current = true;
    takeBack();
    setPhase({ kind: 'sending' });
    const dryRun = isWeighty(workflow, command, one?.state) && phase.kind !== 'checked' && phase.kind !== 'lost';
    try {
      await send(dryRun, revision);
    } catch (error) {
      setPhase(await failed(error, dryRun, revision));
    } finally {
      underWay.current = false;
    }
  };

  const failed = async (error: unknown, dryRun: boolean, revision: number | undefined): Promise<Phase> => {
    if (isPutOff(error)) return dryRun ? { kind: 'lost', queued: false } : queue(revision);
    if (!(error instanceof ApiError)) {
      setPhase({ kind: 'filling' });
      throw error;
    }
    const { problem } = error;
    // The page asks to sign in again; the form stays as it is.
    if (problem.status === 401) return { kind: 'filling' };
    if (isChanged(problem)) {
      await readAgain(queries);
      return { kind: 'conflict', problem };
    }
    // Recorded once already with another content: what is sent next is another command.
    if (problem.code === 'command/id-reused') {
      setDraft((now) => ({ ...now, commandId: newId() }));
      await readAgain(queries);
    }
    return { kind: 'refused', problem };
  };

  const shown = useMemo((): Phase => {
    if (!waiting) return phase.kind === 'lost' && phase.queued ? { kind: 'filling' } : phase;
    const { trouble } = waiting;
    if (!trouble) return { kind: 'lost', queued: true };
    return { kind: trouble.kind === 'changed' ? 'conflict' : 'refused', problem: trouble.problem };
  }, [waiting, phase]);

  return {
    values: draft.values,
    isDrafted: draft.values !== initial && !isEmpty(draft.values),
    isKept,
    phase: shown,
    restoredAt: isWaiting ? undefined : restoredAt,
    seenVersion: draft.version,
    set,
    submit: () => attempt(draft.revision),
    edit: () => {
      takeBack();
      setPhase({ kind: 'filling' });
    },
    sendOnNow: () => {
      setDraft((now) => ({ ...now, ...seen }));
      return attempt(seen.revision);
    },
    drop: empty,
  };
}

const UNSEEN = { revision: undefined, version: undefined };

/** A step of a case that waits to be sent is shown where it was entered; a new case begins with an empty form. */
function waitingDraft({ person, path, id, step }: DraftKey): Draft | undefined {
  if (id === '') return undefined;
  const entry = entriesOf(person).find((one) => one.path === path && one.id === id && one.step === step);
  return entry && draftFrom(entry);
}

function isBefore(entry: Entry, draft: Draft, id: string): boolean {
  return entry.id === id && entry.commandId !== draft.commandId && entry.trouble === undefined;
}
