/**
 * From what was decided to the exact bytes (step 8): ids, deadlines into the events, secrets sealed, canonical form once.
 * After this nobody stamps or changes anything.
 */
import {
  eventId,
  readyEvent,
  type Actor,
  type DeadlineChanges,
  type Envelope,
  type Json,
  type ReadyEvent,
} from '#libs/event-store';
import type { KeyVault } from '#libs/sealed';
import type { CommandDeclaration, Declaration, Emitted, EventDeclaration } from '../declare/declaration.js';
import { parseForm, type Field } from '../declare/fields/field.js';
import { deadlineChanges } from '../time/deadlines.js';
import type { TimeTable } from '../time/timetable.js';
import { DISTRICT, jurisdictionOf } from './authorise.js';
import type { Case } from './case.js';
import { evolve } from './fold.js';
import { placesToSeal, sealData, type SealPlace } from './sealing.js';

/** A decide gave what its declaration does not allow. A mistake in the program: nothing is written. */
export class BrokenDecision extends Error {
  override readonly name = 'BrokenDecision';
}

/** What an event says besides its data and its clocks. */
export interface Drafting {
  readonly declaration: Declaration;
  readonly command: CommandDeclaration;
  readonly commandId: string;
  readonly actor: Actor;
  readonly recordedAt: string;
  readonly occurredAt: string;
  readonly cause: { readonly causationId: string; readonly correlationId: string; readonly depth: number };
}

export interface Completion extends Drafting {
  readonly digest: string;
  readonly timeTable: TimeTable;
  readonly vault: KeyVault;
}

/** The subjects whose keys the events of a decision need. */
export function subjectsOf(declaration: Declaration, stream: string, emitted: readonly Emitted[]): string[] {
  return [...new Set(emitted.flatMap((one) => placesOf(declaration, stream, one).map((place) => place.subject)))];
}

/**
 * The events, ready to be appended, and the case as they leave it.
 * @throws BrokenDecision
 */
export function complete(
  before: Case,
  emitted: readonly Emitted[],
  completion: Completion,
): { events: ReadyEvent[]; after: Case } {
  const events: ReadyEvent[] = [];
  let one = before;
  for (const [index, each] of emitted.entries()) {
    const ready = completeOne(one, each, index, emitted.length, completion);
    events.push(ready);
    one = evolve(completion.declaration, one, ready);
  }
  return { events, after: one };
}

/**
 * The case as these events would leave it, but for its clocks: nothing is sealed, so no key is needed.
 * @throws BrokenDecision
 */
export function foreseen(before: Case, emitted: readonly Emitted[], drafting: Drafting): Case {
  return emitted.reduce<Case>((one, each, index) => {
    const { envelope, emitted: own } = draft(one, each, index, emitted.length, { ...drafting, digest: '' });
    return evolve(drafting.declaration, one, {
      envelope: { ...envelope, v: 1, dataHash: '' },
      data: own.data,
      hash: '',
    });
  }, before);
}

function completeOne(before: Case, decided: Emitted, index: number, of: number, completion: Completion): ReadyEvent {
  const { declaration, vault } = completion;
  const { declared, emitted, envelope } = draft(before, decided, index, of, completion);
  const { id, to } = envelope;
  const data = sealData(placesOf(declaration, before.stream, emitted), emitted.data, id, vault);
  // The clocks are computed against the case as the event alone would leave it.
  const after = evolve(declaration, before, { envelope: { ...envelope, v: 1, dataHash: '' }, data, hash: '' });
  // Going back is no new entry: a case may return to where it stood before the state was retired.
  if (to === undefined && declaration.retired.includes(after.state) && after.state !== before.state)
    throw new BrokenDecision(`${declared.name} leads into ${after.state}, which is retired`);
  const jurisdiction = jurisdictionOf(declaration, after);
  const changes = deadlineChanges(before, after, {
    declaration,
    timeTable: completion.timeTable,
    jurisdiction: jurisdiction === DISTRICT ? jurisdictionOf(declaration, before) : jurisdiction,
    event: { id, declared, data: emitted.data, occurredAt: completion.occurredAt, recordedAt: completion.recordedAt },
  });
  return readyEvent({ ...envelope, ...(isEmpty(changes) ? {} : { deadlines: changes }) }, data);
}

/** An event of a decision, checked, before anything of it is sealed. */
function draft(
  before: Case,
  decided: Emitted,
  index: number,
  of: number,
  drafting: Drafting & { readonly digest: string },
): { declared: EventDeclaration; emitted: Emitted; envelope: Omit<Envelope, 'v' | 'dataHash'> } {
  const { command } = drafting;
  const { declared, emitted } = checked(drafting.declaration, command, decided);
  const to = computedState(before, declared);
  const envelope = {
    id: eventId(drafting.commandId, before.stream, index),
    type: declared.name,
    schema: declared.schema,
    stream: before.stream,
    version: before.version + 1,
    recordedAt: drafting.recordedAt,
    occurredAt: drafting.occurredAt,
    actor: drafting.actor,
    command: { id: drafting.commandId, name: command.name, digest: drafting.digest, index, of },
    ...drafting.cause,
    ...(to === undefined ? {} : { to }),
  };
  return { declared, emitted, envelope };
}

/** What may be recorded, each value in its stored form: a set sorted, a text normalised, whoever wrote the decider. */
function checked(
  declaration: Declaration,
  command: CommandDeclaration,
  emitted: Emitted,
): { declared: EventDeclaration; emitted: Emitted } {
  const declared = declaration.events[emitted.event];
  const allowed = declared && (command.yields.includes(emitted.event) || emitted.event === 'Commented');
  if (!declared || !allowed)
    throw new BrokenDecision(`${command.name} recorded ${emitted.event}, which it does not yield`);
  const { before, after, ...own } = emitted.data;
  const corrects = emitted.event === 'Corrected';
  const { value, problems } = parseForm(declared.fields, corrects ? own : emitted.data);
  if (problems.length > 0)
    throw new BrokenDecision(
      `${command.name} recorded ${emitted.event} with ${problems.map((one) => `${one.pointer}: ${one.rule}`).join(', ')}`,
    );
  const ends = corrects
    ? { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }
    : {};
  return { declared, emitted: { event: emitted.event, data: { ...value, ...ends } } };
}

function computedState(before: Case, declared: EventDeclaration): string | undefined {
  if (declared.name === 'Undone') return before.last?.before.state;
  if (declared.move !== 'back') return undefined;
  if (before.heldFrom === undefined) throw new BrokenDecision(`${declared.name} leads back, but nothing was held`);
  return before.heldFrom;
}

/** Sealed values of an event; a correction is sealed as the field is that it corrects. */
function placesOf(declaration: Declaration, stream: string, emitted: Emitted): SealPlace[] {
  const declared = declaration.events[emitted.event];
  if (!declared) return [];
  if (emitted.event !== 'Corrected') return placesToSeal(declared.fields, emitted.data, stream);
  const target = noteFields(declaration)[emitted.data['field'] as string];
  return target ? placesToSeal({ after: target }, { after: emitted.data['after'] as Json }, stream) : [];
}

/** Views ask for it with each event. */
const notes = new WeakMap<Declaration, Readonly<Record<string, Field>>>();

/** Fields of the workflow that may be corrected, by name. */
export function noteFields(declaration: Declaration): Readonly<Record<string, Field>> {
  const known = notes.get(declaration);
  if (known) return known;
  const own = Object.values(declaration.events).filter((event) => !event.standing);
  const found = Object.fromEntries(
    own.flatMap((event) => Object.entries(event.fields).filter(([, field]) => field.traits.note)),
  );
  notes.set(declaration, found);
  return found;
}

function isEmpty(changes: DeadlineChanges): boolean {
  return Object.keys(changes).length === 0;
}
