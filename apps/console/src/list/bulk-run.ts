/**
 * One step for many cases, a part of them at a time: first as a dry run, then in earnest. Each part goes under an id of
 * its own that stays the same however often it is sent, so that a lost answer is asked for again and nothing is done
 * twice; what was refused may be tried anew under another id.
 */
import { ApiError, ConnectionLost, knowOf, newId, write } from '../api/client.js';
import type { Answers, JsonObject, Problem } from '../api/types.js';

/** Far below what the server takes at once: progress is told after each part. */
const PART = 50;
/** What one person may mean by "all of these". */
export const BULK_MAX = 5_000;

export type BulkResult =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly why: string }
  /** The part was turned away as it came: of its cases nothing is known but what was known before. */
  | { readonly kind: 'turned-away'; readonly why: string }
  /** Nobody knows whether it was done. */
  | { readonly kind: 'lost' };

export type BulkResults = ReadonlyMap<string, BulkResult>;

/** Cases that share a form; its key makes a repeat safe. */
export interface BulkPart {
  readonly key: string;
  readonly ids: readonly string[];
  readonly form: JsonObject;
}

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
        results.set(id, problem ? { kind: 'refused', why: sentenceOf(problem) } : { kind: 'done' });
      }
    } catch (error) {
      const isStopped = signal?.aborted === true;
      if (error instanceof ApiError && ends && (results.size === 0 || dryRun)) throw error;
      if (!isStopped && !(error instanceof ApiError) && !(error instanceof ConnectionLost)) throw error;
      const result: BulkResult =
        error instanceof ApiError ? { kind: 'turned-away', why: sentenceOf(error.problem) } : { kind: 'lost' };
      for (const id of ids) results.set(id, result);
    }
    told?.(results.size);
  }
  return results;
}

/** A wrong member of the form says more than that the form is wrong. */
function sentenceOf({ detail, errors = [] }: Problem): string {
  return errors[0] ? errors.map((one) => one.detail).join('；') : detail;
}

/** What is known after another try: of cases without an answer, being turned away says nothing. */
export function resultsAfter(before: BulkResults, now: BulkResults): BulkResults {
  const says = ([id, { kind }]: readonly [string, BulkResult]): boolean =>
    kind !== 'turned-away' || before.get(id)?.kind !== 'lost';
  return new Map([...before, ...[...now].filter(says)]);
}

/** Why a case was not done, where that was said. */
export function whyOf(one: BulkResult | undefined): string | undefined {
  return one && 'why' in one ? one.why : undefined;
}

/** How often each reason was given, the most frequent first. */
export function reasonsIn(results: Iterable<BulkResult>): readonly (readonly [why: string, n: number])[] {
  const counts = new Map<string, number>();
  for (const one of results) {
    const why = whyOf(one);
    if (why !== undefined) counts.set(why, (counts.get(why) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a);
}

/** Parts to be sent again: those that were not answered case by case as they were, refused cases under new ids. */
export function partsAgain(parts: readonly BulkPart[], results: BulkResults): readonly BulkPart[] {
  const isRefused = (id: string): boolean => results.get(id)?.kind === 'refused';
  const isAnswered = ({ ids }: BulkPart): boolean =>
    ids.every((id) => isRefused(id) || results.get(id)?.kind === 'done');
  const refused = Map.groupBy(parts.filter(isAnswered), ({ form }) => form);
  return [
    ...parts.filter((part) => !isAnswered(part)),
    ...[...refused].flatMap(([form, of]) =>
      partsOf(
        of.flatMap(({ ids }) => ids.filter(isRefused)),
        form,
      ),
    ),
  ];
}
