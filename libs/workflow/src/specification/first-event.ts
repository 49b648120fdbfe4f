/** An event as somebody might have recorded it, made by hand: the beginning of a case that stands in any state. */
import * as fc from 'fast-check';
import { eventId, readyEvent, uuidV5, type ReadyEvent } from '#libs/event-store';
import { creates, type Declaration } from '../declare/declaration.js';
import { arbitraryForm, type Values } from './forms.js';
import { TUESDAY } from './world.js';

const NAMESPACE = '5f0c1d0e-6a55-4a1c-9d3b-1f7a5f1f2c11';

/**
 * The first event of a case, which says of itself that it led to the state given. Nothing in it is sealed and no clock
 * is armed: it serves what is refused before either is looked at.
 */
export function firstEvent(declaration: Declaration, id: string, state: string, known: Values): ReadyEvent {
  const begin = Object.values(declaration.commands).find(creates);
  const event = declaration.events[begin?.yields[0] ?? ''];
  if (!begin || !event) throw new RangeError(`no command begins a ${declaration.name}`);
  const [data = {}] = fc.sample(arbitraryForm(event.fields, known, Date.parse(TUESDAY)), { numRuns: 1, seed: 1 });
  const commandId = uuidV5(NAMESPACE, id);
  return readyEvent(
    {
      id: eventId(commandId, `${declaration.name}-${id}`, 0),
      type: event.name,
      schema: event.schema,
      stream: `${declaration.name}-${id}`,
      version: 0,
      recordedAt: TUESDAY,
      occurredAt: TUESDAY,
      actor: { id: 'beginner', kind: 'person', roles: [], jurisdiction: 'district', authority: NAMESPACE },
      command: { id: commandId, name: begin.name, digest: '0'.repeat(64), index: 0, of: 1 },
      causationId: commandId,
      correlationId: commandId,
      depth: 0,
      to: state,
    },
    data,
  );
}
