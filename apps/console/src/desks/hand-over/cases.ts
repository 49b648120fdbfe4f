/** The open cases of a person, all of them, and what handing them over comes to, piece by piece. */
import { queryOptions } from '@tanstack/react-query';
import { ApiError, ConnectionLost, knowOf, newId, write } from '../../api/client.js';
import type { Answers, Problem, Workflow } from '../../api/types.js';
import { everyRow } from '../../list/every-row.js';

/** A person with more open cases than this is handed over in several goes. */
export const CASES_MAX = 2_000;
/** Cases sent at once: few enough that something moves on the screen. */
const PIECE = 20;

export function openCasesOf(workflow: Workflow, person: string) {
  const states = workflow.states.filter((one) => !one.end).map((one) => one.name);
  return queryOptions({
    queryKey: ['open-cases-of', workflow.path, person],
    queryFn: ({ signal }) => {
      const meant = new URLSearchParams({ mediator: person, state: states.join(',') });
      return everyRow({ path: workflow.path, meant, sort: 'due', signal, max: CASES_MAX });
    },
    refetchOnWindowFocus: false,
  });
}

/** What all cases of one go share. */
export interface Slip {
  readonly giver: string;
  readonly signedOn: string;
  readonly witness?: string;
  readonly reason?: string;
}

/** Some cases for one receiver; its key makes a repeat safe. */
export interface Piece {
  readonly key: string;
  readonly to: string;
  readonly ids: readonly string[];
}

export type Result = { readonly kind: 'done' } | { readonly kind: 'no'; readonly problem: Problem };

/** @param receivers by the id of the case */
export function piecesOf(receivers: ReadonlyMap<string, string>): readonly Piece[] {
  const byReceiver = new Map<string, string[]>();
  for (const [id, to] of receivers) byReceiver.set(to, [...(byReceiver.get(to) ?? []), id]);
  return [...byReceiver].flatMap(([to, ids]) => {
    return Array.from({ length: Math.ceil(ids.length / PIECE) }, (_, index) => ({
      key: newId(),
      to,
      ids: ids.slice(index * PIECE, (index + 1) * PIECE),
    }));
  });
}

/**
 * Hands one piece over, or only says what would come of it.
 * @throws ConnectionLost when nobody knows whether it was done; the same piece may be sent again
 */
export async function send(
  workflow: Workflow,
  { key, to, ids }: Piece,
  slip: Slip,
  dryRun: boolean,
): Promise<ReadonlyMap<string, Result>> {
  const path = `/api/${workflow.path}/bulk/hand-over${dryRun ? '?dryRun=1' : ''}`;
  try {
    const answer = await write<Answers['Bulk'] & { readonly position?: string }>(
      path,
      { ids, form: { ...slip, mediator: to } },
      { key },
    );
    for (const { done } of answer.items) if (!dryRun) knowOf(done?.position);
    return new Map(
      answer.items.map(({ id, problem }): [string, Result] => [
        id,
        problem ? { kind: 'no', problem } : { kind: 'done' },
      ]),
    );
  } catch (error) {
    if (error instanceof ConnectionLost || !(error instanceof ApiError)) throw error;
    const { problem } = error;
    return new Map(ids.map((id): [string, Result] => [id, { kind: 'no', problem }]));
  }
}
