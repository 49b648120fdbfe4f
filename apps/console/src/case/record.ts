/** What the record of a case says about it: its facts by the step that brought them, its people, and the path it took. Pure. */
import type { Case, HistoryItem, Workflow } from '../api/types.js';

/** Facts that one step recorded, as they are now. */
export interface FactSection {
  readonly event: string;
  readonly at: string;
  readonly fields: readonly string[];
}

/** Each field stands where it was recorded last; a correction leaves it where it was. */
export function sectionsOf(workflow: Workflow, one: Case, history: readonly HistoryItem[]): readonly FactSection[] {
  const latest = new Map<string, HistoryItem>();
  for (const item of history) {
    const kind = workflow.events[item.type];
    if (!kind || kind.standing) continue;
    for (const name of kind.fields) if (item.data[name] !== undefined) latest.set(name, item);
  }
  const sections = new Map<string, { event: string; at: string; fields: string[] }>();
  for (const item of history) {
    const fields = [...latest]
      .filter(([name, last]) => last === item && !isEmptyValue(one[name]))
      .map(([name]) => name);
    if (fields.length > 0) sections.set(item.id, { event: item.type, at: item.occurredAt, fields });
  }
  return [...sections.values()];
}

function isEmptyValue(value: unknown): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

/** Natural persons named anywhere in the record, by their id. */
export function personsOf(history: readonly HistoryItem[]): ReadonlyMap<string, string> {
  const persons = new Map<string, string>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const { person, name } = value as Readonly<Record<string, unknown>>;
    if (typeof person === 'string' && typeof name === 'string') persons.set(person, name);
    for (const below of Object.values(value)) visit(below);
  };
  // What an event says itself is of the case: somebody is named within one of its fields.
  for (const { data } of history) for (const value of Object.values(data)) visit(value);
  return persons;
}

export interface Passed {
  readonly state: string;
  readonly at: string;
  readonly what: string;
  readonly who: string;
}

/** The states it went through, in order; what an undo took back is no part of it. */
export function pathOf(workflow: Workflow, history: readonly HistoryItem[]): readonly Passed[] {
  const path: Passed[] = [];
  for (const item of history) {
    const to = item.to ?? workflow.events[item.type]?.to ?? undefined;
    if (to === undefined) continue;
    if (item.type === 'Undone') {
      const back = path.findLastIndex((passed) => passed.state === to);
      path.splice(back === -1 ? path.length : back + 1);
      continue;
    }
    if (path.at(-1)?.state !== to)
      path.push({ state: to, at: item.occurredAt, what: item.words.what, who: item.words.who });
  }
  return path;
}
