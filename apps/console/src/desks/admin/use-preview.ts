/** The preview of a change, and whether it still is of what stands in the form. */
import { useCallback, useRef, useState } from 'react';
import { ApiError, ConnectionLost, write } from '../../api/client.js';
import type { Problem } from '../../api/types.js';
import type { Foretold } from './api.js';

export interface Preview {
  readonly foretold: Foretold | undefined;
  readonly looking: boolean;
  readonly lost: boolean;
  readonly problem: Problem | undefined;
  /** What stands in the form is not what was previewed. */
  readonly isOld: (body: object) => boolean;
  readonly look: (path: string, body: object) => Promise<void>;
  readonly clear: () => void;
}

interface State {
  readonly foretold?: Foretold;
  readonly of?: string;
  readonly looking: boolean;
  readonly lost: boolean;
  readonly problem?: Problem;
}

const NOTHING: State = { looking: false, lost: false };

export function usePreview(): Preview {
  const [state, setState] = useState<State>(NOTHING);
  const newest = useRef(0);
  const look = useCallback(async (path: string, body: object): Promise<void> => {
    const mine = ++newest.current;
    setState({ ...NOTHING, looking: true });
    const say = (next: State): void => {
      // A later question has the say.
      if (mine === newest.current) setState(next);
    };
    try {
      const foretold = await write<Foretold & { readonly position?: null }>(path, body);
      say({ ...NOTHING, foretold, of: JSON.stringify(body) });
    } catch (error) {
      if (error instanceof ConnectionLost) say({ ...NOTHING, lost: true });
      else if (error instanceof ApiError) say({ ...NOTHING, problem: error.problem });
      else throw error;
    }
  }, []);
  const clear = useCallback(() => {
    newest.current++;
    setState(NOTHING);
  }, []);
  return {
    foretold: state.foretold,
    looking: state.looking,
    lost: state.lost,
    problem: state.problem,
    isOld: (body) => state.of !== JSON.stringify(body),
    look,
    clear,
  };
}
