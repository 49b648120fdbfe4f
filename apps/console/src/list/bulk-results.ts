/** What came of a step for many cases, case by case, why, and what of it another try may help. Pure. */
import type { JsonObject, Problem } from '../api/types.js';

/** `again`: what was in the way passes by itself. */
interface Refused {
  readonly kind: 'refused';
  readonly why: string;
  readonly again: boolean;
  /** It is so already: nothing went wrong. */
  readonly same: boolean;
}

export type BulkResult =
  | { readonly kind: 'done' }
  | Refused
  /** The part was turned away as it came: of its cases nothing is known but what was known before. */
  | { readonly kind: 'turned-away'; readonly why: string; readonly again: boolean }
  /** Nobody knows whether it was done. */
  | { readonly kind: 'lost' };

export type BulkResults = ReadonlyMap<string, BulkResult>;

/** Cases that share a form; its key makes a repeat safe. */
export interface BulkPart {
  readonly key: string;
  readonly ids: readonly string[];
  readonly form: JsonObject;
}

export function refusedBy(problem: Problem): Refused {
  const same = problem.code.endsWith('nothing-changed');
  return { kind: 'refused', why: sentenceOf(problem), again: passes(problem), same };
}

export function turnedAwayBy(problem: Problem): BulkResult {
  return { kind: 'turned-away', why: sentenceOf(problem), again: passes(problem) };
}

/** Somebody else was quicker, or the server has too much to do: the next try may succeed. Rules stay as they are. */
function passes({ status }: Problem): boolean {
  return status === 408 || status === 412 || status === 429 || status >= 500;
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

/** What may succeed when it is tried again; what was not begun has no result. */
export function mayAgain(one: BulkResult | undefined): boolean {
  return one === undefined || one.kind === 'lost' || ('again' in one && one.again);
}

/** Of parts that were sent, those to be sent as they were; and of the others, whose cases were refused, what is tried anew. */
export function openOf(parts: readonly BulkPart[], results: BulkResults) {
  const isRefused = (id: string): boolean => results.get(id)?.kind === 'refused';
  const isOpen = ({ ids }: BulkPart): boolean => ids.some((id) => !isRefused(id) && mayAgain(results.get(id)));
  const byForm = Map.groupBy(
    parts.filter((part) => !isOpen(part)),
    ({ form }) => form,
  );
  const anew = [...byForm].map(([form, of]) => ({
    form,
    ids: of.flatMap(({ ids }) => ids.filter((id) => isRefused(id) && mayAgain(results.get(id)))),
  }));
  return { same: parts.filter(isOpen), anew: anew.filter(({ ids }) => ids.length > 0) };
}
