/** From an event of the log to what a reaction is told, and to the commands that follow from it. Pure. */
import { uuidV5, type RecordedEvent } from '#libs/event-store';
import type { CommandRequest } from '../decide/request.js';
import { upcast } from '../decide/upcast.js';
import type { Reaction, ToldEvent } from './reaction.js';

/** The workflow in a stream's name, and the case. */
export function placeOf(stream: string): { workflow: string; id: string } {
  const hyphen = stream.indexOf('-');
  return { workflow: stream.slice(0, hyphen), id: stream.slice(hyphen + 1) };
}

/** Whether the event is the one that the reaction listens to. */
export function concerns({ on }: Pick<Reaction, 'on'>, { envelope }: Pick<RecordedEvent, 'envelope'>): boolean {
  return envelope.type === on.event && placeOf(envelope.stream).workflow === on.declaration.name;
}

/** @throws UnknownEvent for a schema newer than this release. */
export function told({ on }: Pick<Reaction, 'on'>, event: RecordedEvent): ToldEvent {
  const { declared, data } = upcast(on.declaration, event);
  const { id, type, stream, occurredAt, recordedAt } = event.envelope;
  const settled = Object.entries(data).filter(([name]) => {
    const traits = declared.fields[name]?.traits;
    return traits !== undefined && !traits.note && !traits.sealed;
  });
  return { id: placeOf(stream).id, event: id, type, occurredAt, recordedAt, data: Object.fromEntries(settled) };
}

/** The id of the command that follows: the same for ever, so it takes effect once. It also names its incident. */
export function orderId(event: string, { name }: Pick<Reaction, 'name'>, oneOfMany?: string): string {
  return uuidV5(event, oneOfMany === undefined ? name : `${name}#${oneOfMany}`);
}

/**
 * The command that follows from the event, in the case that it names itself or in one of many.
 * @throws what the reaction's own functions throw.
 */
export function orderOf(reaction: Reaction, event: RecordedEvent, oneOfMany?: string): CommandRequest {
  const { id, correlationId, depth } = event.envelope;
  const about = told(reaction, event);
  const target = oneOfMany ?? reaction.to?.(about) ?? '';
  return {
    workflow: reaction.send.declaration.name,
    command: reaction.send.command,
    id: orderId(id, reaction, oneOfMany),
    target,
    form: reaction.form(about, target),
    requester: { kind: 'reaction', id: reaction.name },
    cause: { id, correlationId, depth: depth + 1 },
  };
}
