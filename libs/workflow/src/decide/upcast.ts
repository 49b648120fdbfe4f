/** Old forms of events: whatever was ever written is read as the newest schema of its type (law 6). */
import type { JsonObject, RecordedEvent } from '#libs/event-store';
import type { Declaration, EventDeclaration } from '../declare/declaration.js';

/** An event that this release cannot understand: it stops rather than guesses. */
export class UnknownEvent extends Error {
  override readonly name = 'UnknownEvent';
}

/**
 * The declaration of an event's type, and its data in the newest schema.
 * @throws UnknownEvent for a type that was never declared, or a schema newer than this release.
 */
export function upcast(
  declaration: Declaration,
  event: RecordedEvent,
): { declared: EventDeclaration; data: JsonObject } {
  const { type, schema, stream, version } = event.envelope;
  const declared = Object.hasOwn(declaration.events, type) ? declaration.events[type] : undefined;
  if (!declared)
    throw new UnknownEvent(`event ${version} of ${stream} is a ${type}, which ${declaration.name} does not know`);
  if (schema > declared.schema)
    throw new UnknownEvent(
      `event ${version} of ${stream} is ${type} of schema ${schema}; known up to ${declared.schema}`,
    );
  let data = event.data;
  for (let from = schema; from < declared.schema; from++) {
    const up = declared.upcasters[from];
    if (!up) throw new UnknownEvent(`nothing turns ${type} of schema ${from} into ${from + 1}`);
    data = up(data);
  }
  return { declared, data };
}
