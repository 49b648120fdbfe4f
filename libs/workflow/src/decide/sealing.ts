/** Which values of a form or an event are kept sealed, under whose key, and back again for those who may read (law 8). */
import type { Json, JsonObject } from '#libs/event-store';
import { isSealed, type KeyVault, type Opened, type SealedValue } from '#libs/sealed';
import type { Fields } from '../declare/fields/field.js';

export interface SealPlace {
  readonly pointer: string;
  readonly subject: string;
  readonly text: string;
  /** What lies on the way to the place is copied: whoever else holds the rest keeps it as it was. */
  replace(within: Record<string, Json>, by: Json): void;
}

/** The subject of a person of a case, as its key is called. */
export function personSubject(person: string): string {
  return `party-${person}`;
}

/** Every value to be sealed; values left out have no place. `under` is the stream, whose key seals what belongs to the case. */
export function placesToSeal(fields: Fields, data: JsonObject, under: string): SealPlace[] {
  return Object.entries(fields).flatMap(([name, field]) =>
    field.seals.flatMap((spot): SealPlace[] => {
      const path = [name, ...spot.path];
      const text = at(data, path);
      if (typeof text !== 'string') return [];
      const subject = spot.under === 'case' ? under : personSubject(at(data, [name, ...spot.under.personAt]) as string);
      return [{ pointer: `/${path.join('/')}`, subject, text, replace: (within, by) => put(within, path, by) }];
    }),
  );
}

/** The data with its secrets as ciphertext that opens only in this event at this field. The keys must have been prepared. */
export function sealData(places: readonly SealPlace[], data: JsonObject, eventId: string, vault: KeyVault): JsonObject {
  if (places.length === 0) return data;
  const sealed: Record<string, Json> = { ...data };
  for (const place of places)
    place.replace(sealed, vault.seal(place.subject, `${eventId}${place.pointer}`, place.text) as unknown as Json);
  return sealed;
}

/** The subjects under whose keys anything in these values is sealed: what is to be loaded before it is opened. */
export function subjectsIn(values: Iterable<Json>): string[] {
  const subjects = new Set<string>();
  const look = (value: Json): void => {
    if (value === null || typeof value !== 'object') return;
    if (isSealed(value)) subjects.add(value.key);
    else for (const one of Object.values(value)) look(one as Json);
  };
  for (const value of values) look(value);
  return [...subjects];
}

/** What stands where a value was sealed whose key no longer exists. */
export const ERASED = { $erased: true } as const;

/** What stands where a value is sealed that nobody may open just now: whether its key still counts cannot be asked. */
export const CLOSED = { $closed: true } as const;

/** A vault, or what takes its place while it cannot be asked. */
export interface Opener {
  open(value: SealedValue, associated: string): Opened | { readonly kind: 'closed' };
}

/** The data as people may read it: every sealed value opened, or said to be erased or closed. Its keys must have been loaded. */
export function openData(data: JsonObject, eventId: string, vault: Opener): JsonObject {
  return opened(data, eventId, '', vault) as JsonObject;
}

function opened(value: Json, eventId: string, pointer: string, vault: Opener): Json {
  if (value === null || typeof value !== 'object') return value;
  if (isSealed(value)) {
    const plain = vault.open(value as SealedValue, `${eventId}${pointer}`);
    if (plain.kind === 'closed') return CLOSED;
    return plain.kind === 'opened' ? plain.text : ERASED;
  }
  if (Array.isArray(value)) return value.map((one: Json, index) => opened(one, eventId, `${pointer}/${index}`, vault));
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, opened(one as Json, eventId, `${pointer}/${name}`, vault)]),
  );
}

function at(value: Json | undefined, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>(
    (one, name) => (typeof one === 'object' && one !== null ? (one as JsonObject)[name] : undefined),
    value,
  );
}

function put(within: Record<string, Json>, path: readonly string[], by: Json): void {
  const [first, ...rest] = path as [string, ...string[]];
  if (rest.length === 0) return void (within[first] = by);
  const copied: Record<string, Json> = { ...(within[first] as JsonObject) };
  within[first] = copied;
  put(copied, rest, by);
}
