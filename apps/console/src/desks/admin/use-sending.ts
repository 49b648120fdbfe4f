/**
 * One command of these pages: sent under one id until an answer comes, so that a lost connection or a second press does it
 * once. What was refused is kept as it was said.
 */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import { ApiError, ConnectionLost, newId, write } from '../../api/client.js';
import type { Problem, StepAnswer } from '../../api/types.js';
import { refreshAdmin } from './api.js';

export interface Sending {
  readonly sending: boolean;
  readonly lost: boolean;
  readonly problem: Problem | undefined;
  /** Resolves to nothing where it was refused or the answer is lost. */
  readonly send: (path: string, body: object, revision?: number) => Promise<StepAnswer | undefined>;
  readonly clear: () => void;
}

export function useSending(): Sending {
  const queries = useQueryClient();
  const key = useRef<string>(undefined);
  const underWay = useRef(false);
  const [state, setState] = useState<Pick<Sending, 'sending' | 'lost' | 'problem'>>(IDLE);
  const send = useCallback(
    async (path: string, body: object, revision?: number): Promise<StepAnswer | undefined> => {
      if (underWay.current) return undefined;
      underWay.current = true;
      key.current ??= newId();
      setState({ ...IDLE, sending: true });
      try {
        const answer = await write<StepAnswer>(path, body, { key: key.current, revision });
        key.current = undefined;
        setState(IDLE);
        await refreshAdmin(queries);
        return answer;
      } catch (error) {
        if (error instanceof ConnectionLost) setState({ ...IDLE, lost: true });
        else if (error instanceof ApiError) {
          // What is sent next is another command.
          key.current = undefined;
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
    [queries],
  );
  const clear = useCallback(() => {
    key.current = undefined;
    setState(IDLE);
  }, []);
  return { ...state, send, clear };
}

const IDLE = { sending: false, lost: false, problem: undefined };
