/**
 * What a case is late with: deadlines that were missed, were not excused, and that its state still waits for. A miss of an
 * earlier round is over once the same deadline runs anew. Without this the most urgent cases would be those without a date.
 */
import type { Declaration } from '../declare/declaration.js';
import type { Case } from '../decide/case.js';
import { waitsFor } from '../time/deadlines.js';

/** `dueAt` is the date that was missed. */
export interface LateDeadline {
  readonly name: string;
  readonly dueAt: string;
}

/** The oldest first. */
export function lateDeadlines(declaration: Declaration, one: Case): readonly LateDeadline[] {
  return missed(declaration, one, false);
}

/** What was missed and excused, and is still waited for: no longer late, but no less due. The oldest first. */
export function excusedDeadlines(declaration: Declaration, one: Case): readonly LateDeadline[] {
  return missed(declaration, one, true);
}

function missed(declaration: Declaration, one: Case, excused: boolean): readonly LateDeadline[] {
  return Object.values(declaration.deadlines)
    .flatMap((deadline): LateDeadline[] => {
      const miss = one.misses.findLast(({ name }) => name === deadline.name);
      const again = one.armed.some(({ name }) => name === deadline.name);
      return miss?.excused === excused && !again && waitsFor(deadline, one)
        ? [{ name: miss.name, dueAt: miss.dueAt }]
        : [];
    })
    .sort((a, b) => (a.dueAt < b.dueAt ? -1 : a.dueAt > b.dueAt ? 1 : 0));
}
