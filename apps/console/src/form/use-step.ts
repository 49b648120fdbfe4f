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
import { beginDraft, draftFrom, type Draft, type DraftKey } from './drafts.js';
import { useDraft, type OthersOfForm } from './use-draft.js';
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
  /** What else was typed into the same form. */
  readonly others: OthersOfForm;
  /** The version that was seen when the form was begun. */
  readonly seenVersion: number | undefined;
  readonly set: (name: string, value: unknown) => void;
  readonly submit: () => Promise<void>;
  /** Back to filling in: from a check, or from the outbox. */
  readonly edit: () => void;
  /** After a conflict was shown: sends what was typed, on what the case is now. */
  readonly sendOnNow: () => Promise<void>;
  /** An empty form: what was typed is gone, from the outbox too. */
  readonly drop: () => void;
  /** An empty form for the next one; what waits in the outbox is sent. */
  readonly another: () => void;
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
  const life = useDraft(
    draftKey,
    () => beginDraft(seen, initial),
    () => (isRemark ? undefined : waitingDraft(draftKey)),
  );
  const { draft, isBegun } = life;
  const { commandId } = draft;
  const [phase, setPhase] = useState<Phase>({ kind: 'filling' });
  const underWay = useRef(false);
  const outbox = useOutbox(draftKey.person);
  const waiting = outbox.find((entry) => entry.commandId === commandId);
  /** The id under which it waited last. */
  const waited = useRef<string>(undefined);

  const begin = (): void => {
    life.begin();
    setPhase({ kind: 'filling' });
  };
  const finish = (answer: StepAnswer, sentAs: string): void => {
    if (isRemark) begin();
    else if (sentAs === commandId) life.letGo();
    advance(queries, workflow.path, answer);
    onDone(answer);
  };
  const now = useRef({ finish, begin });
  useEffect(() => {
    now.current = { finish, begin };
  });
  // Sent by whichever tab empties the outbox.
  useEffect(
    () =>
      onEnded((ended) => {
        const sentAs = ended.entry.commandId;
        if (ended.kind === 'sent' && !isRemark && (sentAs === commandId || sentAs === waited.current))
          now.current.finish(ended.answer, sentAs);
      }),
    [commandId, isRemark],
  );
  // Dropped elsewhere, or taken back by another tab: there it is, and not here as well.
  useEffect(() => {
    if (waiting) waited.current = commandId;
    else if (waited.current === commandId && !isBegun) now.current.begin();
  }, [waiting, commandId, isBegun]);

  const { set: change } = life;
  const takeBack = useCallback(() => {
    if (!waiting) return;
    // A draft again, and kept as one.
    change((values) => values);
    takeOut(waiting);
  }, [waiting, change]);

  const set = useCallback(
    (name: string, value: unknown) => {
      takeBack();
      change((values) => ({ ...values, [name]: value }));
      setPhase((now) => (now.kind === 'sending' || now.kind === 'lost' ? now : { kind: 'filling' }));
    },
    [takeBack, change],
  );

  const route = command.route.replace('{id}', encodeURIComponent(one?.id ?? ''));

  const queue = (revision: number | undefined): Phase => {
    const { person, path, id, step } = draftKey;
    const taken = put({
      ...{ person, path, id, step, route, revision },
      commandId,
      what: command.words,
      called: typeof one?.number === 'string' ? one.number : null,
      body: { ...bodyOf(draft.values), ...command.fixed },
      values: draft.values,
      version: draft.version,
    });
    if (!taken) return { kind: 'lost', queued: false };
    if (isRemark) life.begin();
    else life.letGo();
    return isRemark ? { kind: 'filling' } : { kind: 'lost', queued: true };
  };

  const send = async (dryRun: boolean, revision: number | undefined): Promise<void> => {
    // In order: what waits for the same case goes first. Where nothing is in reach nobody is made to wait for that.
    const goesBehind = one !== undefined && entriesOf(draftKey.person).some((entry) => isBefore(entry, draft, one.id));
    if (!dryRun && (goesBehind || !isConnected())) return setPhase(queue(revision));
    const answer = await write<StepAnswer>(
      `${route}${dryRun ? '?dryRun=1' : ''}`,
      { ...bodyOf(draft.values), ...command.fixed },
      { key: commandId, revision },
    );
    if (dryRun) setPhase({ kind: 'checked', would: answer });
    else finish(answer, commandId);
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
      life.revise({ commandId: newId() });
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
    isKept: life.isKept,
    phase: shown,
    restoredAt: waiting ? undefined : life.restoredAt,
    others: life,
    seenVersion: draft.version,
    set,
    submit: () => attempt(draft.revision),
    edit: () => {
      takeBack();
      setPhase({ kind: 'filling' });
    },
    sendOnNow: () => {
      life.revise(seen);
      return attempt(seen.revision);
    },
    drop: () => {
      if (waiting) takeOut(waiting);
      begin();
    },
    another: begin,
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
