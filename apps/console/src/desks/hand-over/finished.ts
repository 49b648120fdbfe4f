/** The hand-over that was done last, kept in this browser so that its result and its list are there after a reload. */
import { queryOptions } from '@tanstack/react-query';
import type { Workflow } from '../../api/types.js';
import type { BulkResult } from '../../list/bulk-results.js';
import { rowsById } from '../../list/every-row.js';
import { FINISHED, keep, keptAt, nameIn } from '../../live/kept.js';
import { unstore } from '../../words/storage.js';
import type { Typed } from './choice.js';

/** Ids only: what the cases and the people are called is read again. */
export interface Finished {
  readonly typed: Typed;
  /** By the id of the case, in the order of the list. */
  readonly results: readonly (readonly [id: string, result: BulkResult])[];
  readonly savedAt: string;
}

const nameOf = (person: string) => nameIn(FINISHED, person, 'hand-over');

export const finishedOf = (person: string) => keptAt<Finished>(nameOf(person));

/** In the place of the one before. */
export function keepFinished(person: string, finished: Finished): void {
  keep(nameOf(person), finished);
}

export function dropFinished(person: string): void {
  unstore(nameOf(person));
}

export function finishedCases(workflow: Workflow, finished: Finished | undefined) {
  const ids = (finished?.results ?? []).map(([id]) => id);
  return queryOptions({
    queryKey: ['handed-over', workflow.path, finished?.savedAt],
    queryFn: ({ signal }) => rowsById(workflow.path, ids, signal),
    enabled: finished !== undefined,
  });
}
