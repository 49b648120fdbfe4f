/**
 * What a correction needs to know before it is decided: the field meant, where it was last recorded, and whose secret it
 * is. Only fields that the workflow itself marks as notes are ever reached.
 */
import { canonical, type Json, type JsonObject, type RecordedEvent } from '#libs/event-store';
import type { Declaration } from '../declare/declaration.js';
import { problem, type Field, type Problem } from '../declare/fields/field.js';
import type { StandingInput } from '../standing/standing.js';
import type { Case } from './case.js';
import type { Cases } from './cases.js';
import { noteFields } from './complete.js';
import type { Malformed } from './refusal.js';
import { personSubject, type SealPlace } from './sealing.js';

interface Recorded {
  readonly field: Field;
  readonly event: RecordedEvent;
  readonly value: Json | undefined;
}

/** The field meant, its own rules applied to the new value, and where it was last recorded. */
export async function correctable(
  declaration: Declaration,
  form: JsonObject,
  one: Case,
  cases: Cases,
): Promise<Pick<StandingInput, 'recorded' | 'form'> | Malformed> {
  const name = form['field'] as string;
  const last = await lastRecorded(declaration, name, one.id, one.version, cases);
  if (!last) return { recorded: { correctable: {} }, form };
  const { field, event, value: before } = last;
  const problems: Problem[] = [];
  let value = field.parse(form['value'], '/value', problems) as Json | undefined;
  if (problems.length > 0 || value === undefined)
    return { kind: 'malformed', problems: problems.length > 0 ? problems : [problem('/value', 'required')] };
  // A person keeps their id, and with it the key, whatever their name is corrected to.
  if (field.mint) value = { ...(value as JsonObject), person: personIn(before) };
  const secret = field.seals.length > 0;
  return {
    form: { ...form, value },
    recorded: {
      correctable: {
        [name]: {
          event: event.envelope.id,
          before: secret ? undefined : before,
          same: (other) => !secret && before !== undefined && canonical(other) === canonical(before),
        },
      },
    },
  };
}

/** The secrets of a correction's form, under the keys that seal the field which is corrected. */
export async function correctedSecrets(
  declaration: Declaration,
  form: JsonObject,
  id: string,
  stream: string,
  cases: Cases,
): Promise<SealPlace[]> {
  const last = await lastRecorded(declaration, form['field'] as string, id, Infinity, cases);
  const [spot] = last?.field.seals ?? [];
  if (!last || !spot) return [];
  return [
    {
      pointer: '/value',
      subject: spot.under === 'case' ? stream : personSubject(personIn(last.value)),
      text: canonical(form['value']),
      replace: (within, by) => void (within['value'] = by),
    },
  ];
}

async function lastRecorded(
  declaration: Declaration,
  name: string,
  id: string,
  version: number,
  cases: Cases,
): Promise<Recorded | undefined> {
  const notes = noteFields(declaration);
  // The name comes from outside: `__proto__` names no field.
  const field = Object.hasOwn(notes, name) ? notes[name] : undefined;
  if (!field) return undefined;
  const events = await cases.events(declaration.name, id);
  /** It could have said it and left it empty. Of somebody nobody named there is no key to seal with. */
  const left = ({ envelope: { type } }: RecordedEvent): boolean =>
    field.mint === undefined && field.seals.every(({ under }) => under === 'case') && hasNote(declaration, type, name);
  const known = events.filter((each) => each.envelope.version <= version);
  const event = known.findLast((each) => records(declaration, each, name)) ?? known.findLast((each) => left(each));
  if (!event) return undefined;
  return { field, event, value: event.envelope.type === 'Corrected' ? event.data['after'] : event.data[name] };
}

/** Whether an event is the workflow's own with this note, or a correction of it. */
function records(declaration: Declaration, { envelope, data }: RecordedEvent, name: string): boolean {
  if (envelope.type === 'Corrected') return data['field'] === name;
  return hasNote(declaration, envelope.type, name) && name in data;
}

function hasNote(declaration: Declaration, type: string, name: string): boolean {
  const declared = declaration.events[type];
  return declared !== undefined && !declared.standing && declared.fields[name]?.traits.note === true;
}

function personIn(value: Json | undefined): string {
  return (value as { readonly person: string }).person;
}
