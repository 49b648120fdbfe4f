/**
 * The life of one form: filled in, perhaps checked by a dry run, sent, answered. Its promises: what was typed is kept
 * until it is recorded; the same command id goes with every attempt, so it is done once; what changed meanwhile is shown
 * and never overwritten.
 */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiError, ConnectionLost, newId, write } from '../api/client.js';
import type { Case, Command, Problem, StepAnswer, Workflow } from '../api/types.js';
import { isWeighty } from '../actions/steps.js';
import { beginDraft, draftOf, dropDraft, keepDraft, type Draft, type DraftKey } from './drafts.js';
import { bodyOf, isEmpty, missingIn, type Values } from './values.js';

export type Phase =
  | { readonly kind: 'filling' }
  | { readonly kind: 'sending' }
  | { readonly kind: 'checked'; readonly would: StepAnswer }
  /** Required fields are empty, by pointer. */
  | { readonly kind: 'incomplete'; readonly missing: readonly string[] }
  | { readonly kind: 'refused'; readonly problem: Problem }
  | { readonly kind: 'conflict'; readonly problem: Problem }
  | { readonly kind: 'lost' };

export interface StepForm {
  readonly values: Values;
  readonly phase: Phase;
  /** Something was typed that is not sent yet. */
  readonly isDrafted: boolean;
  /** Restored from an earlier visit. */
  readonly restoredAt: string | undefined;
  /** The version that was seen when the form was begun. */
  readonly seenVersion: number | undefined;
  readonly set: (name: string, value: unknown) => void;
  readonly submit: () => Promise<void>;
  readonly edit: () => void;
  /** After a conflict was shown: sends what was typed, on what the case is now. */
  readonly sendOnNow: () => Promise<void>;
  readonly drop: () => void;
}

interface Asked {
  readonly workflow: Workflow;
  readonly command: Command;
  readonly draftKey: DraftKey;
  readonly one: Case | undefined;
  readonly initial?: Values;
  readonly onDone: (answer: StepAnswer) => void;
}

export function useStep({ workflow, command, draftKey, one, initial = {}, onDone }: Asked): StepForm {
  const queries = useQueryClient();
  const seen = { revision: one?.revision, version: one?.version };
  const [kept] = useState(() => draftOf(draftKey));
  const [draft, setDraft] = useState<Draft>(() => kept ?? { ...beginDraft(seen), values: initial });
  const [phase, setPhase] = useState<Phase>({ kind: 'filling' });
  const underWay = useRef(false);
  const touched = useRef(kept !== undefined);
  const key = JSON.stringify(draftKey);

  // Keystrokes are kept as they come: a reload a second later must find them.
  useEffect(() => {
    if (touched.current && !isEmpty(draft.values)) keepDraft(JSON.parse(key) as DraftKey, draft);
  }, [draft, key]);

  const set = useCallback((name: string, value: unknown) => {
    touched.current = true;
    setDraft((now) => ({ ...now, values: { ...now.values, [name]: value } }));
    setPhase((now) => (now.kind === 'sending' || now.kind === 'lost' ? now : { kind: 'filling' }));
  }, []);

  const send = async (dryRun: boolean, revision: number | undefined): Promise<void> => {
    const route = command.route.replace('{id}', encodeURIComponent(one?.id ?? ''));
    const answer = await write<StepAnswer>(
      `${route}${dryRun ? '?dryRun=1' : ''}`,
      { ...bodyOf(draft.values), ...command.fixed },
      {
        key: draft.commandId,
        revision,
      },
    );
    if (dryRun) return setPhase({ kind: 'checked', would: answer });
    dropDraft(draftKey);
    // The case is shown as soon as it is read; lists follow by themselves.
    const isCase = (kind: unknown): boolean => kind === 'case' || kind === 'history';
    void queries.invalidateQueries({ predicate: ({ queryKey }) => !isCase(queryKey[0]) });
    await queries.invalidateQueries({ predicate: ({ queryKey }) => isCase(queryKey[0]) });
    onDone(answer);
  };

  const attempt = async (revision: number | undefined): Promise<void> => {
    if (underWay.current) return;
    const missing = missingIn(command.form, draft.values);
    if (missing.length > 0) return setPhase({ kind: 'incomplete', missing });
    underWay.current = true;
    setPhase({ kind: 'sending' });
    try {
      await send(
        isWeighty(workflow, command, one?.state) && phase.kind !== 'checked' && phase.kind !== 'lost',
        revision,
      );
    } catch (error) {
      setPhase(await failed(error));
    } finally {
      underWay.current = false;
    }
  };

  const failed = async (error: unknown): Promise<Phase> => {
    if (error instanceof ConnectionLost) return { kind: 'lost' };
    if (!(error instanceof ApiError)) throw error;
    const { problem } = error;
    if (problem.code === 'command/changed-meanwhile' || problem.code.endsWith('-wrong-state')) {
      await queries.invalidateQueries();
      return { kind: 'conflict', problem };
    }
    // Recorded once already with another content: what is sent next is another command.
    if (problem.code === 'command/id-reused') {
      setDraft((now) => ({ ...now, commandId: newId() }));
      await queries.invalidateQueries();
    }
    return { kind: 'refused', problem };
  };

  return {
    values: draft.values,
    isDrafted: draft.values !== initial && !isEmpty(draft.values),
    phase,
    restoredAt: kept?.savedAt,
    seenVersion: draft.version,
    set,
    submit: () => attempt(draft.revision),
    edit: () => setPhase({ kind: 'filling' }),
    sendOnNow: () => {
      setDraft((now) => ({ ...now, ...seen }));
      return attempt(seen.revision);
    },
    drop: () => {
      touched.current = false;
      dropDraft(draftKey);
      setDraft({ ...beginDraft(seen), values: initial });
      setPhase({ kind: 'filling' });
    },
  };
}
