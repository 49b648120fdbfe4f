/** In which order what was found is offered: what is called just so, then what begins so, then what holds it, then the rest. */

/** Letters, digits and brackets of every width are the same to whoever types. */
function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** The last digits of what something is called: `20` of `(2026)管南调字第20号`. */
function ordinalOf(name: string): string | undefined {
  return /(\d+)\D*$/.exec(name)?.[1];
}

export function isDigits(typed: string): boolean {
  return /^\d+$/.test(folded(typed));
}

/** 0 best. */
export function rankOf(typed: string, names: readonly string[]): number {
  const asked = folded(typed);
  const called = names.map(folded);
  if (called.some((name) => name === asked || (isDigits(asked) && ordinalOf(name) === asked))) return 0;
  if (called.some((name) => name.startsWith(asked))) return 1;
  return called.some((name) => name.includes(asked)) ? 2 : 3;
}

interface Ranked {
  /** What it is called, in whichever language. */
  readonly names: readonly string[];
}

/** The best first, in their groups and of the groups; among equals the order stays. */
export function ranked<E extends Ranked, G extends { readonly entries: readonly E[] }>(
  typed: string,
  groups: readonly G[],
): readonly G[] {
  if (typed === '') return groups;
  return groups
    .map((group) => {
      const entries = group.entries.map((entry) => ({ entry, rank: rankOf(typed, entry.names) }));
      const sorted = entries.sort((a, b) => a.rank - b.rank);
      return { group: { ...group, entries: sorted.map(({ entry }) => entry) }, rank: sorted[0]?.rank ?? 3 };
    })
    .sort((a, b) => a.rank - b.rank)
    .map(({ group }) => group);
}
