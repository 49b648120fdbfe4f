/** What the record of a case says about it: its facts by the step that brought them, its people, and the path it took. Pure. */
import { stepsOf } from '../actions/steps.js';
import type { Case, HistoryItem, Json, Workflow } from '../api/types.js';

/** What one event recorded of the case, as corrected since. */
export interface FactEntry {
  readonly id: string;
  readonly at: string;
  /** How many of its kind stood with it when it was recorded: the second agreement is the second. */
  readonly nth: number;
  readonly fields: readonly string[];
  readonly values: Readonly<Record<string, Json>>;
}

/** What one kind of event says of a case: the newest that stands, and those before it. */
export interface FactSection {
  readonly event: string;
  readonly now: FactEntry;
  /** Newest first. */
  readonly earlier: readonly FactEntry[];
}

/** Made with a step and kept when that is taken back. */
const REMARKS = ['Commented', 'RelatedLinked'];

/** What was taken back, each with the undo that did it: the events of a command go together. */
export function undoneIn(history: readonly HistoryItem[]): ReadonlyMap<string, HistoryItem> {
  const commandOf = new Map(history.map(({ id, command }) => [id, command.id]));
  const undos = new Map(
    history.flatMap((item): [string, HistoryItem][] => {
      const command = item.type === 'Undone' ? commandOf.get(textOf(item.data['event'])) : undefined;
      return command === undefined ? [] : [[command, item]];
    }),
  );
  return new Map(
    history.flatMap((item): [string, HistoryItem][] => {
      const undo = REMARKS.includes(item.type) ? undefined : undos.get(item.command.id);
      return undo ? [[item.id, undo]] : [];
    }),
  );
}

/** What was recorded and not taken back. */
export function lasting(history: readonly HistoryItem[]): readonly HistoryItem[] {
  const undone = undoneIn(history);
  return history.filter(({ id }) => !undone.has(id));
}

/** The event that an undo would take back now, as far as the record tells: the last step of a person. */
export function lastStep(history: readonly HistoryItem[]): HistoryItem | undefined {
  const last = lasting(history).findLast(({ type }) => !REMARKS.includes(type));
  return last?.actor.kind === 'person' && last.type !== 'Undone' ? last : undefined;
}

/** What a correction found: what is sealed is not told in it, but stands in the event that it names. */
export function beforeOf(correction: HistoryItem, history: readonly HistoryItem[]): Json | undefined {
  const { before, event, field } = correction.data;
  if (before !== undefined) return before;
  const named = history.find(({ id }) => id === event);
  return named?.type === 'Corrected' ? named.data['after'] : named?.data[textOf(field)];
}

/** What stands, each event with the values that it was corrected to since. */
function corrected(history: readonly HistoryItem[]): readonly HistoryItem[] {
  const origins = new Map<string, string>();
  const values = new Map<string, Record<string, Json>>();
  for (const { id, type, data } of lasting(history)) {
    if (type !== 'Corrected') continue;
    const origin = origins.get(textOf(data['event'])) ?? textOf(data['event']);
    origins.set(id, origin);
    if (data['after'] !== undefined)
      values.set(origin, { ...values.get(origin), [textOf(data['field'])]: data['after'] });
  }
  return lasting(history).map((item) => ({ ...item, data: { ...item.data, ...values.get(item.id) } }));
}

/** Where a correction of a field would land: the event that recorded it last, taken back or not. */
export function recordedLast(workflow: Workflow, history: readonly HistoryItem[]): ReadonlyMap<string, string> {
  const last = new Map<string, string>();
  for (const { id, type, data } of history) {
    if (tells(workflow, type)) for (const name of Object.keys(data)) last.set(name, id);
    // What was left empty at first, and filled in since.
    const filled = type === 'Corrected' ? textOf(data['field']) : '';
    if (filled !== '' && !last.has(filled)) last.set(filled, textOf(data['event']));
  }
  return last;
}

/**
 * Fields that a correction reaches, with what they say now; of somebody, only whom the record has named already.
 * What was left empty by the event that could have told it says nothing.
 */
export function correctableIn(
  workflow: Workflow,
  history: readonly HistoryItem[],
): ReadonlyMap<string, Json | undefined> {
  const standing = new Map(corrected(history).map((item) => [item.id, item]));
  const found = new Map<string, Json | undefined>();
  for (const { type } of standing.values())
    for (const name of tells(workflow, type) ? (workflow.events[type]?.fields ?? []) : [])
      if (workflow.fields[name]?.['x-linli-correctable'] && !found.has(name)) found.set(name, undefined);
  for (const [name, id] of recordedLast(workflow, history))
    if (found.has(name)) {
      const value = standing.get(id)?.data[name];
      if (value === undefined) found.delete(name);
      else found.set(name, value);
    }
  for (const [name, value] of found) if (value === undefined && workflow.fields[name]?.properties) found.delete(name);
  return found;
}

/** The kinds of events that tell of the case itself, in the order of the newest of each. What is told of a party stands with them. */
export function sectionsOf(workflow: Workflow, history: readonly HistoryItem[]): readonly FactSection[] {
  const kinds = new Map<string, FactEntry[]>();
  for (const { id, type, occurredAt, data } of corrected(history)) {
    const kind = workflow.events[type];
    if (!kind || !tells(workflow, type) || isAboutParty(kind)) continue;
    const fields = kind.fields.filter(
      (name) => name !== PARTY && workflow.fields[name]?.['x-linli-kind'] !== 'id' && !isEmptyValue(data[name]),
    );
    if (fields.length === 0) continue;
    const entries = kinds.get(type) ?? [];
    entries.push({ id, at: occurredAt, nth: entries.length + 1, fields, values: data });
    // The newest kind is the last.
    kinds.delete(type);
    kinds.set(type, entries);
  }
  return [...kinds].flatMap(([event, entries]) => {
    const [now, ...earlier] = entries.reverse();
    return now ? [{ event, now, earlier }] : [];
  });
}

/**
 * What a case is by now where another kind of event changed it: amounts, choices and references. Days and texts under one
 * name, such as a reason, are of their own event.
 */
export function changedSince(
  workflow: Workflow,
  sections: readonly FactSection[],
  section: FactSection,
  name: string,
): Json | undefined {
  const { type, enum: choices, 'x-linli-ref': to } = workflow.fields[name] ?? {};
  if (type !== 'integer' && type !== 'boolean' && choices === undefined && to === undefined) return undefined;
  const value = sections
    .filter((each) => each !== section)
    .flatMap(({ now, earlier }) => [now, ...earlier].find(({ fields }) => fields.includes(name)) ?? [])
    .filter(({ at }) => at > section.now.at)
    .reduce<FactEntry | undefined>((last, one) => (last && last.at > one.at ? last : one), undefined)?.values[name];
  return value === section.now.values[name] ? undefined : value;
}

/** A text of an event, or none. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Whether an event says something of its own workflow's. */
function tells(workflow: Workflow, type: string): boolean {
  return workflow.events[type]?.standing === false;
}

function isAboutParty({ fields, move }: Workflow['events'][string]): boolean {
  return move === 'stay' && fields.includes(PARTY);
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
  readonly phone?: string;
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
  for (const item of corrected(history)) {
    const { [PARTY]: id, ...data } = item.data;
    if (typeof id !== 'string') continue;
    if (item.type === REMOVED) {
      parties.delete(id);
      continue;
    }
    const namedIn = Object.keys(data).find((name) => membersOf(data[name])['person'] === id);
    const phone = namedIn === undefined ? '' : textOf(membersOf(data[namedIn])['phone']);
    const known = parties.get(id) ?? { id, namedIn: namedIn ?? PARTY, ...(phone && { phone }), told: {} };
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

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
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

/** What became of the deadline that an event moved or extended: its date, and the one it had. Nothing where none moved. */
export function movedBy(
  item: HistoryItem,
  history: readonly HistoryItem[],
): { readonly from: string | undefined; readonly to: string } | undefined {
  const [to] = datesIn(item.deadlines?.['moved']);
  if (!to) return undefined;
  const { name } = item.data;
  const from = history
    .filter(({ version }) => version < item.version)
    .flatMap(({ data, deadlines }) => [
      ...datesIn(deadlines?.['armed']).filter((one) => one.name === name),
      ...(data['name'] === name ? datesIn(deadlines?.['moved']) : []),
    ])
    .at(-1)?.dueAt;
  return { from, to: to.dueAt };
}

/**
 * Where the case may go next: by what is possible now, and by the ordinary step that only lacks something. Whoever may do
 * nothing is shown every way that the declaration knows.
 */
export function nextStates(workflow: Workflow, one: Case): readonly string[] {
  const { missing } = stepsOf(workflow, one);
  const names = workflow.commands.flatMap(({ path, name }) => (one.actions.includes(path) ? [name] : []));
  const ways = workflow.moves.filter(({ from, to }) => from === one.state && to !== one.state);
  const open = ways.filter(({ commands }) =>
    commands.some((name) => names.includes(name) || name === missing?.command.name),
  );
  return [...new Set((open.length > 0 ? open : ways).map(({ to }) => to))];
}

interface Dated {
  readonly name?: string;
  readonly dueAt: string;
}

function datesIn(value: Json | undefined): readonly Dated[] {
  return Array.isArray(value) ? (value as unknown as readonly Dated[]) : [];
}
