/**
 * Everything people see of one case besides where it stands: its fields, what was remarked, what it is linked to. Pure
 * over (declaration, the whole stream, vault); read fresh for every answer, so it is never behind.
 */
import type { Json, JsonObject, RecordedEvent } from '#libs/event-store';
import type { KeyVault } from '#libs/sealed';
import type { Declaration } from '../declare/declaration.js';
import { openData } from '../decide/sealing.js';
import { noFields, openFields, shownFields, withEvent } from './recorded-fields.js';

/** `text` is erased with the case's key. */
export interface CommentSeen {
  readonly id: string;
  readonly text: Json;
  readonly by: string;
  readonly at: string;
}

export interface LinkSeen {
  readonly id: string;
  readonly workflow: string;
  readonly to: string;
  readonly reason?: string;
  readonly by: string;
  readonly at: string;
}

export interface Described {
  readonly fields: JsonObject;
  readonly comments: readonly CommentSeen[];
  readonly links: readonly LinkSeen[];
}

/**
 * `data` is the fold of the same events. The keys of what is sealed in the events must have been loaded.
 * @throws UnknownEvent, SealBroken
 * @example describeCase(complaint.declaration, await cases.events('complaint', id), one.data, vault).fields.story
 */
export function describeCase(
  declaration: Declaration,
  events: readonly RecordedEvent[],
  data: Readonly<Record<string, unknown>>,
  vault: KeyVault,
): Described {
  const soFar = events.reduce((before, event) => withEvent(declaration, before, event), noFields);
  return {
    fields: openFields(shownFields(declaration, soFar, data), vault),
    comments: ofType(events, 'Commented').map((event) => ({
      ...seen(event),
      text: openData(event.data, event.envelope.id, vault)['text'] as Json,
    })),
    links: ofType(events, 'RelatedLinked').map((event) => ({
      ...seen(event),
      ...(event.data as Pick<LinkSeen, 'workflow' | 'to' | 'reason'>),
    })),
  };
}

function ofType(events: readonly RecordedEvent[], type: string): readonly RecordedEvent[] {
  return events.filter((event) => event.envelope.type === type);
}

function seen({ envelope }: RecordedEvent): { id: string; by: string; at: string } {
  return { id: envelope.id, by: envelope.actor.id, at: envelope.occurredAt };
}
