/** The open cases of a person, all of them, and what handing them over comes to, piece by piece. */
import { queryOptions } from '@tanstack/react-query';
import { opensOf } from '../../api/list-address.js';
import type { JsonObject, Workflow } from '../../api/types.js';
import type { BulkPart, BulkResult, BulkResults } from '../../list/bulk-results.js';
import { partsOf, runBulk } from '../../list/bulk-run.js';
import { everyRow } from '../../list/every-row.js';

/** A person with more open cases than this is handed over in several goes. */
export const CASES_MAX = 2_000;

export function openCasesOf(workflow: Workflow, person: string) {
  return queryOptions({
    queryKey: ['open-cases-of', workflow.path, person],
    queryFn: ({ signal }) => {
      const meant = new URLSearchParams({ mediator: person, state: opensOf(workflow) });
      return everyRow({ path: workflow.path, meant, sort: 'due', signal, max: CASES_MAX });
    },
    refetchOnWindowFocus: false,
  });
}

/** What all cases of one go share. */
export interface Slip extends JsonObject {
  readonly giver: string;
  readonly signedOn: string;
  readonly witness?: string;
  readonly reason?: string;
}

/** What is sent at once, and again under the same keys. @param receivers by the id of the case */
export function piecesOf(receivers: ReadonlyMap<string, string>, slip: Slip): readonly BulkPart[] {
  const byReceiver = Map.groupBy(receivers, ([, to]) => to);
  return [...byReceiver].flatMap(([mediator, cases]) =>
    partsOf(
      cases.map(([id]) => id),
      { ...slip, mediator },
    ),
  );
}

/**
 * Hands the pieces over in order, or only says what would come of it.
 * @param told hears how many cases are through
 * @returns nothing when an answer was lost and nobody knows whether it was done; the same pieces may be sent again
 */
export async function handOver(
  workflow: Workflow,
  pieces: readonly BulkPart[],
  dryRun: boolean,
  told: (done: number) => void,
): Promise<BulkResults | undefined> {
  const found = new Map<string, BulkResult>();
  for (const piece of pieces) {
    const results = await runBulk(`/api/${workflow.path}/bulk/hand-over`, [piece], { dryRun });
    for (const [id, result] of results) {
      if (result.kind === 'lost') return undefined;
      found.set(id, result);
    }
    told(found.size);
  }
  return found;
}
