/** What an answer says is on the screen at once; everything else is read again behind it. */
import type { QueryClient } from '@tanstack/react-query';
import { caseQuery } from '../api/queries.js';
import type { Case, StepAnswer } from '../api/types.js';
import { readAgain } from './outdated.js';

export function advance(queries: QueryClient, path: string, answer: StepAnswer): void {
  const { id, number, version, revision, state, actions, next, refusals, deadlines, paused } = answer;
  queries.setQueryData<Case>(caseQuery(path, id).queryKey, (now) =>
    // What was read later than this answer is newer than it.
    now && now.version < version
      ? { ...now, number: number ?? now.number, version, revision, state, actions, next, refusals, deadlines, paused }
      : now,
  );
  void readAgain(queries);
}
