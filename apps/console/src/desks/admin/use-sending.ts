/**
 * One command of these pages: sent under one id until an answer comes, so that a lost connection or a second press does it
 * once; where a form is kept over a reload, under the form's own. What was refused is kept as it was said.
 */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import { ApiError, ConnectionLost, newId, write } from '../../api/client.js';
import type { Problem, StepAnswer } from '../../api/types.js';
import { refreshAdmin } from './api.js';
import type { KeptForm } from '../../form/use-kept-form.js';

export interface Sending {
  readonly sending: boolean;
  readonly lost: boolean;
  readonly problem: Problem | undefined;
  /** Resolves to nothing where it was refused or the answer is lost. */
  readonly send: (path: string, body: object, revision?: number) => Promise<StepAnswer | undefined>;
  /** Forgets what was said of the last attempt. */
  readonly clear: () => void;
}

export function useSending(form?: Pick<KeptForm<object>, 'commandId' | 'renew'>): Sending {
  const queries = useQueryClient();
  const [own, setOwn] = useState(newId);
  const renewOwn = useCallback(() => setOwn(newId()), []);
  const { commandId: key, renew } = form ?? { commandId: own, renew: renewOwn };
  const underWay = useRef(false);
  const [state, setState] = useState<Pick<Sending, 'sending' | 'lost' | 'problem'>>(IDLE);
  const send = useCallback(
    async (path: string, body: object, revision?: number): Promise<StepAnswer | undefined> => {
      if (underWay.current) return undefined;
      underWay.current = true;
      setState({ ...IDLE, sending: true });
      try {
        const answer = await write<StepAnswer>(path, body, { key, revision });
        renew();
        setState(IDLE);
        await refreshAdmin(queries);
        return answer;
      } catch (error) {
        if (error instanceof ConnectionLost) setState({ ...IDLE, lost: true });
        else if (error instanceof ApiError) {
          // Recorded once already with another content.
          if (error.problem.code === 'command/id-reused') renew();
          setState({ ...IDLE, problem: error.problem });
        } else {
          setState(IDLE);
          throw error;
        }
        return undefined;
      } finally {
        underWay.current = false;
      }
    },
    [queries, key, renew],
  );
  const clear = useCallback(() => setState(IDLE), []);
  return { ...state, send, clear };
}

const IDLE = { sending: false, lost: false, problem: undefined };
