/**
 * The newest value of each field of a case, by name, as its events left it: a correction takes the place of what it
 * corrects, an undone step takes its values back, and an event replaces all that an earlier one of its type said. Values
 * stay as stored; a sealed one remembers the event and the member it was sealed in, without which it cannot be opened (law
 * 8). Pure, event by event, so a projection and a whole stream come to the same.
 */
import type { Json, JsonObject, RecordedEvent } from '#libs/event-store';
import { isSealed } from '#libs/sealed';
import type { Declaration } from '../declare/declaration.js';
import { noteFields } from '../decide/complete.js';
import { openData, type Opener } from '../decide/sealing.js';
import { upcast } from '../decide/upcast.js';
import { REMARKS } from '../standing/standing.js';

/** `event` and `member` only where something in the value is sealed. */
export interface RecordedField {
  readonly value: Json;
  readonly event?: string;
  readonly member?: string;
}

export type RecordedFields = Readonly<Record<string, RecordedField>>;

/** With the type of the event that recorded it. */
type FieldsByType = Readonly<Record<string, RecordedField & { readonly of: string }>>;

/** `before` is what stood before the newest step that could still be undone, and whose step that is. */
export interface FieldsSoFar {
  readonly fields: FieldsByType;
  readonly before?: { readonly command: string; readonly fields: FieldsByType };
}

export const noFields: FieldsSoFar = { fields: {} };

/** @throws UnknownEvent for an event that this release does not know. */
export function withEvent(declaration: Declaration, soFar: FieldsSoFar, event: RecordedEvent): FieldsSoFar {
  const { id, type, command } = event.envelope;
  if (REMARKS.includes(type)) return soFar;
  if (type === 'Undone') return { fields: soFar.before?.fields ?? soFar.fields };
  const before = soFar.before?.command === command.id ? soFar.before : { command: command.id, fields: soFar.fields };
  const { declared, data } = upcast(declaration, event);
  if (type === 'Corrected') {
    const name = data['field'] as string;
    const of = soFar.fields[name]?.of ?? type;
    return { before, fields: { ...soFar.fields, [name]: { ...recorded(data['after'], id, 'after'), of } } };
  }
  if (declared.standing) return { before, fields: soFar.fields };
  // A second agreement is not signed by whoever signed the first, nor has it what a correction added to that one. What the
  // fold keeps, the fold empties.
  const isReplaced = (name: string, of: string): boolean =>
    of === type || (of === 'Corrected' && Object.hasOwn(declared.fields, name));
  const others = Object.entries(soFar.fields).filter(
    ([name, { of }]) => !isReplaced(name, of) || Object.hasOwn(declaration.initial, name),
  );
  const own = Object.entries(data).map(
    ([name, value]) => [declared.shownAs?.[name] ?? name, { ...recorded(value, id, name), of: type }] as const,
  );
  return { before, fields: Object.fromEntries([...others, ...own]) };
}

/**
 * The fields as they are shown: of what the fold also keeps, the fold says what it is now, and an empty text that it is
 * nothing any more. Descriptive and sealed values are never in the fold, whatever it calls its own.
 */
export function shownFields(
  declaration: Declaration,
  { fields }: FieldsSoFar,
  data: Readonly<Record<string, unknown>>,
): RecordedFields {
  const notes = noteFields(declaration);
  const keeper = (name: string): string => declaration.shownBy?.[name] ?? name;
  const ofFold = (name: string): [string, RecordedField][] => {
    const value = data[keeper(name)] as Json | undefined;
    return value === undefined || value === '' ? [] : [[name, { value }]];
  };
  const known = Object.entries(fields).flatMap(([name, { of: _, ...one }]): [string, RecordedField][] => {
    const kept = !Object.hasOwn(notes, name) && one.event === undefined && Object.hasOwn(data, keeper(name));
    return kept ? ofFold(name) : [[name, one]];
  });
  const apart = Object.keys(declaration.shownBy ?? {}).filter((name) => !Object.hasOwn(fields, name));
  return Object.fromEntries([...known, ...apart.flatMap(ofFold)]);
}

/** Values as people may read them: opened, or said to be erased or closed. Their keys must have been loaded. */
export function openFields(fields: RecordedFields, vault: Opener): JsonObject {
  return Object.fromEntries(Object.entries(fields).map(([name, one]) => [name, openField(one, vault)]));
}

function openField({ value, event, member }: RecordedField, vault: Opener): Json {
  if (event === undefined || member === undefined) return value;
  return openData({ [member]: value }, event, vault)[member] as Json;
}

function recorded(value: Json | undefined, event: string, member: string): RecordedField {
  if (value === undefined) return { value: null };
  return holdsSecret(value) ? { value, event, member } : { value };
}

function holdsSecret(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return isSealed(value) || Object.values(value).some((one) => holdsSecret(one as Json));
}
