/**
 * What a declaration has promised to the log and to its callers, as a plain value that is committed beside it (law 6).
 * The build compares: adding is free, and whatever else has changed is said in words. What only the next case notices
 * (who may issue a command, how long a deadline is) is no promise and stands nowhere here.
 */
import type { Json, JsonObject } from '#libs/event-store';
import type { Declaration, EventDeclaration } from './declaration.js';
import type { Field } from './fields/field.js';

export interface LockedField {
  readonly kind: string;
  readonly required: boolean;
  /** May be corrected, so it is never folded. */
  readonly note?: true;
  /** Where a part of it is sealed, and under whom: `name: person`. */
  readonly sealed?: readonly string[];
  /** JSON Schema of what is accepted, so that a rule that became narrower is seen. */
  readonly schema: JsonObject;
}

export interface LockedEvent {
  readonly move: string;
  readonly to?: string;
  readonly pausesClocks?: true;
  readonly schema: number;
  readonly fields: Readonly<Record<string, LockedField>>;
}

export interface Lock {
  readonly format: 1;
  readonly workflow: string;
  /** How its streams are called: `rating_entry-<cycle>.<community>`. */
  readonly stream: string;
  readonly path: string;
  readonly states: Readonly<Record<string, { readonly end?: true; readonly retired?: true }>>;
  readonly events: Readonly<Record<string, LockedEvent>>;
  readonly commands: Readonly<Record<string, { readonly path: string; readonly yields: readonly string[] }>>;
  readonly deadlines: Readonly<Record<string, { readonly setting?: string; readonly until?: string }>>;
  /** Settings by full name, each a length of time or a number. */
  readonly settings: Readonly<Record<string, 'span' | 'number'>>;
  readonly refusals: readonly string[];
}

/** The promises of a declaration as it is now. Parts of the engine's own are the engine's promise, made in `setting.lock.json` and by its tests. */
export function lockOf(declaration: Declaration): Lock {
  const { name, path, key, ends, retired } = declaration;
  const commands = Object.values(declaration.commands).filter((command) => !command.standing);
  return {
    format: 1,
    workflow: name,
    stream: `${name}-${key ? key.map((field) => `<${field}>`).join('.') : '<id>'}`,
    path,
    states: sorted(
      declaration.states,
      (state) => state,
      (state) => ({
        ...(ends.includes(state) ? { end: true } : {}),
        ...(retired.includes(state) ? { retired: true } : {}),
      }),
    ),
    events: sorted(
      Object.values(declaration.events).filter((event) => !event.standing),
      (event) => event.name,
      lockedEvent,
    ),
    commands: sorted(
      commands,
      (command) => command.name,
      (command) => ({
        path: command.path,
        yields: [...command.yields].sort(),
      }),
    ),
    deadlines: sorted(
      Object.values(declaration.deadlines),
      (deadline) => deadline.name,
      ({ setting, until }) => ({
        ...(setting === undefined ? {} : { setting }),
        ...(until ? { until: `${until.event}.${until.field}` } : {}),
      }),
    ),
    settings: sorted(
      Object.entries(declaration.settings),
      ([setting]) => setting,
      ([, value]) => (typeof value === 'number' ? 'number' : 'span'),
    ),
    refusals: [...new Set(commands.flatMap((command) => Object.keys(command.refuses)))].sort(),
  };
}

/** The one text of a lock file: members in the order of their names, so that a difference shows what changed. */
export function lockText(lock: Lock): string {
  return `${JSON.stringify(ordered(lock as unknown as Json), undefined, 2)}\n`;
}

/**
 * A lock file as it was written.
 * @throws RangeError when the text is no lock of this format
 */
export function parseLock(text: string): Lock {
  const read = JSON.parse(text) as Partial<Lock> | null;
  if (read?.format !== 1) throw new RangeError('this is no lock file of format 1');
  return read as Lock;
}

function lockedEvent(event: EventDeclaration): LockedEvent {
  return {
    move: event.move,
    ...(event.to === undefined ? {} : { to: event.to }),
    ...(event.pausesClocks ? { pausesClocks: true } : {}),
    schema: event.schema,
    fields: sorted(
      Object.entries(event.fields),
      ([name]) => name,
      ([, field]) => lockedField(field),
    ),
  };
}

function lockedField(field: Field): LockedField {
  return {
    kind: field.kind,
    required: !field.traits.optional,
    ...(field.traits.note ? { note: true } : {}),
    ...(field.seals.length > 0
      ? {
          sealed: field.seals
            .map(({ path, under }) => [...path, under === 'case' ? 'case' : 'person'].join(': '))
            .sort(),
        }
      : {}),
    schema: field.schema(),
  };
}

function sorted<T, V>(
  values: readonly T[],
  nameOf: (value: T) => string,
  valueOf: (value: T) => V,
): Readonly<Record<string, V>> {
  return Object.fromEntries(
    values.map((value) => [nameOf(value), valueOf(value)] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

function ordered(value: Json): Json {
  if (Array.isArray(value)) return value.map((one: Json) => ordered(one));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, one]) => [name, ordered(one as Json)]),
  );
}
