/**
 * One step for many cases, a part of them at a time: first as a dry run, then in earnest. Each part goes under an id of
 * its own that stays the same however often it is sent, so that a lost answer is asked for again and nothing is done
 * twice; what was refused may be tried anew under another id.
 */
import { ApiError, ConnectionLost, newId, write } from '../api/client.js';
import type { Answers, Command, JsonObject, Problem } from '../api/types.js';

/** Far below what the server takes at once: progress is told after each part. */
const PART = 50;
/** What one person may mean by "all of these". */
export const BULK_MAX = 5_000;

export type BulkResult =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly why: string }
  /** Nobody knows whether it was done. */
  | { readonly kind: 'lost' };

export interface BulkPart {
  readonly key: string;
  readonly ids: readonly string[];
}

export function partsOf(ids: readonly string[]): readonly BulkPart[] {
  return Array.from({ length: Math.ceil(ids.length / PART) }, (_, place) => ({
    key: newId(),
    ids: ids.slice(place * PART, (place + 1) * PART),
  }));
}

/**
 * @param told hears how many are through
 * @throws ApiError where the form itself is wrong, before anything was done
 */
export async function runBulk(
  command: Command,
  form: JsonObject,
  parts: readonly BulkPart[],
  { dryRun, signal, told }: { dryRun: boolean; signal: AbortSignal; told: (done: number) => void },
): Promise<ReadonlyMap<string, BulkResult>> {
  const results = new Map<string, BulkResult>();
  for (const { key, ids } of parts) {
    if (signal.aborted) break;
    try {
      const { items } = await write<Answers['Bulk'] & { readonly position?: null }>(
        `${command.bulkRoute ?? ''}${dryRun ? '?dryRun=1' : ''}`,
        { ids, form },
        { key, signal },
      );
      for (const { id, problem } of items)
        results.set(id, problem ? { kind: 'refused', why: sentenceOf(problem) } : { kind: 'done' });
    } catch (error) {
      if (signal.aborted) break;
      if (error instanceof ApiError && (results.size === 0 || dryRun)) throw error;
      if (!(error instanceof ApiError) && !(error instanceof ConnectionLost)) throw error;
      const result: BulkResult =
        error instanceof ApiError ? { kind: 'refused', why: error.problem.detail } : { kind: 'lost' };
      for (const id of ids) results.set(id, result);
    }
    told(results.size);
  }
  return results;
}

/** A wrong member of the form says more than that the form is wrong. */
function sentenceOf({ detail, errors = [] }: Problem): string {
  return errors[0] ? errors.map((one) => one.detail).join('；') : detail;
}

/** How often each reason was given, the most frequent first. */
export function reasonsIn(results: Iterable<BulkResult>): readonly (readonly [why: string, n: number])[] {
  const counts = new Map<string, number>();
  for (const one of results) if (one.kind === 'refused') counts.set(one.why, (counts.get(one.why) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a);
}

/** Parts to be sent again: lost ones as they were, refused ones under new ids. */
export function partsAgain(parts: readonly BulkPart[], results: ReadonlyMap<string, BulkResult>): readonly BulkPart[] {
  const isLost = ({ ids }: BulkPart): boolean => ids.some((id) => (results.get(id)?.kind ?? 'lost') === 'lost');
  const lost = parts.filter(isLost);
  const refused = parts
    .filter((part) => !isLost(part))
    .flatMap(({ ids }) => ids.filter((id) => results.get(id)?.kind === 'refused'));
  return [...lost, ...partsOf(refused)];
}
