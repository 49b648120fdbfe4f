/** What the record of a case says about it: its facts by the step that brought them, its people, and the path it took. Pure. */
import type { Case, HistoryItem, Json, Workflow } from '../api/types.js';

/** Facts that one step recorded, as they are now. */
interface FactSection {
  readonly event: string;
  readonly at: string;
  readonly fields: readonly string[];
}

/** What was recorded and not taken back. */
export function lasting(history: readonly HistoryItem[]): readonly HistoryItem[] {
  const undone = new Set(history.flatMap(({ type, data }) => (type === 'Undone' ? [data['event']] : [])));
  return history.filter(({ id }) => !undone.has(id));
}

/** Each field stands where it was recorded last and not taken back; a correction leaves it where it was. */
export function sectionsOf(
  workflow: Workflow,
  one: Case,
  history: readonly HistoryItem[],
  /** Fields that are told elsewhere. */
  except: readonly string[] = [],
): readonly FactSection[] {
  const latest = new Map<string, HistoryItem>();
  for (const item of lasting(history)) {
    const kind = workflow.events[item.type];
    if (!kind || kind.standing) continue;
    for (const name of kind.fields) if (item.data[name] !== undefined && !except.includes(name)) latest.set(name, item);
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
export function personsOf(history: readonly Pick<HistoryItem, 'data'>[]): ReadonlyMap<string, string> {
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

/** A party of a case, with what the record last tells of them. */
export interface Party {
  readonly id: string;
  /** The field in which they were named, such as `complainant`. */
  readonly namedIn: string;
  readonly told: Readonly<Record<string, Json>>;
}

export interface Parties {
  readonly parties: readonly Party[];
  /** What is told of them: columns, in the order of the record. */
  readonly columns: readonly string[];
}

/** By convention an event is about the party in its field `party`; it is one until `PartyRemoved`. */
const PARTY = 'party';
const REMOVED = 'PartyRemoved';

/** The parties in the order in which they came, each with what was said of them last: one's consent is not another's. */
export function partiesOf(workflow: Workflow, history: readonly HistoryItem[]): Parties {
  const parties = new Map<string, Party>();
  const columns = new Set<string>();
  for (const item of lasting(history)) {
    const { [PARTY]: id, ...data } = item.data;
    if (typeof id !== 'string') continue;
    if (item.type === REMOVED) {
      parties.delete(id);
      continue;
    }
    const namedIn = Object.keys(data).find((name) => personIn(data[name]) === id);
    const known = parties.get(id) ?? { id, namedIn: namedIn ?? PARTY, told: {} };
    // What else an event says that begins or moves a case is about the case.
    if (workflow.events[item.type]?.move !== 'stay') {
      parties.set(id, known);
      continue;
    }
    const told = Object.fromEntries(Object.entries(data).filter(([name]) => name !== namedIn));
    for (const name of Object.keys(told)) columns.add(name);
    parties.set(id, { ...known, told: { ...known.told, ...told } });
  }
  return { parties: [...parties.values()], columns: [...columns] };
}

/** Fields of which a case has one value for each party. */
export function partyFields(workflow: Workflow): readonly string[] {
  const about = Object.entries(workflow.events).filter(
    ([name, kind]) => kind.fields.includes(PARTY) && kind.move === 'stay' && !kind.standing && name !== REMOVED,
  );
  return [PARTY, ...about.flatMap(([, kind]) => kind.fields)];
}

function personIn(value: unknown): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)['person']
    : undefined;
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
