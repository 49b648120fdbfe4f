/**
 * One step for many cases, a part of them at a time: first as a dry run, then in earnest. Each part goes under an id of
 * its own that stays the same however often it is sent, so that a lost answer is asked for again and nothing is done
 * twice; what was refused may be tried anew under another id.
 */
import { ApiError, ConnectionLost, knowOf, newId, write } from '../api/client.js';
import type { Answers, JsonObject } from '../api/types.js';
import { openOf, refusedBy, turnedAwayBy, type BulkPart, type BulkResult, type BulkResults } from './bulk-results.js';

/** Far below what the server takes at once: progress is told after each part. */
const PART = 50;
/** What one person may mean by "all of these". */
export const BULK_MAX = 5_000;

export function partsOf(ids: readonly string[], form: JsonObject): readonly BulkPart[] {
  return Array.from({ length: Math.ceil(ids.length / PART) }, (_, place) => ({
    key: newId(),
    ids: ids.slice(place * PART, (place + 1) * PART),
    form,
  }));
}

interface BulkRun {
  readonly dryRun: boolean;
  /** A part that is turned away before anything was done ends it: one form for all is wrong for all. */
  readonly ends?: boolean;
  /** Parts that were not begun then have no result. */
  readonly signal?: AbortSignal;
  /** Hears how many are through. */
  readonly told?: (done: number) => void;
}

/** @throws ApiError where that ends it */
export async function runBulk(
  route: string,
  parts: readonly BulkPart[],
  { dryRun, ends = false, signal, told }: BulkRun,
): Promise<BulkResults> {
  const results = new Map<string, BulkResult>();
  for (const { key, ids, form } of parts) {
    if (signal?.aborted) break;
    try {
      const { items } = await write<Answers['Bulk'] & { readonly position?: null }>(
        `${route}${dryRun ? '?dryRun=1' : ''}`,
        { ids, form },
        { key, signal },
      );
      for (const { id, problem, done } of items) {
        if (!dryRun) knowOf(done?.position);
        results.set(id, problem ? refusedBy(problem) : { kind: 'done' });
      }
    } catch (error) {
      const isStopped = signal?.aborted === true;
      if (error instanceof ApiError && ends && (results.size === 0 || dryRun)) throw error;
      if (!isStopped && !(error instanceof ApiError) && !(error instanceof ConnectionLost)) throw error;
      const result: BulkResult = error instanceof ApiError ? turnedAwayBy(error.problem) : { kind: 'lost' };
      for (const id of ids) results.set(id, result);
    }
    told?.(results.size);
  }
  return results;
}

/** Parts to be sent again: those that were not answered case by case as they were, refused cases under new ids. */
export function partsAgain(parts: readonly BulkPart[], results: BulkResults): readonly BulkPart[] {
  const { same, anew } = openOf(parts, results);
  return [...same, ...anew.flatMap(({ ids, form }) => partsOf(ids, form))];
}
