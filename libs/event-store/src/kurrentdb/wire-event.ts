/**
 * Between the envelope and what a server keeps: a JSON event whose `id`, `type`, stream and revision are the server's own
 * fields, whose data is our data, and whose metadata is the rest of the envelope with its hash. Coming back, the envelope
 * is put together again and its canonical bytes are written and hashed again (law 7).
 */
import type { EventData, JSONType } from '@kurrent/kurrentdb-client';
import { CorruptEvent, recordedFromObjects, type Position, type ReadyEvent, type RecordedEvent } from '../envelope.js';
import { positionOf } from './position.js';

/** What the client hands over of one event, as far as it is used here. */
export interface ServerEvent {
  readonly streamId: string;
  readonly revision: bigint;
  readonly id: string;
  readonly type: string;
  readonly isJson: boolean;
  readonly data: unknown;
  readonly metadata: unknown;
  readonly position?: { readonly commit: bigint } | undefined;
}

export function toServer({ envelope, data, hash }: ReadyEvent): EventData {
  const { id, type, stream: _stream, version: _version, ...rest } = envelope;
  return { contentType: 'application/json', id, type, data: data as JSONType, metadata: { ...rest, hash } };
}

/** True for an event of one of our streams; false for system events, also those that a server puts into our streams. */
export function isOurs(prefix: string, event: ServerEvent): boolean {
  return event.streamId.startsWith(prefix) && !event.type.startsWith('$');
}

export function placeOf(event: ServerEvent): Position | undefined {
  return positionOf(event.position?.commit);
}

/** @throws CorruptEvent when the event is not what its hash promised, or never was one of ours. */
export function fromServer(prefix: string, event: ServerEvent): RecordedEvent {
  const at = { stream: event.streamId.slice(prefix.length), version: Number(event.revision) };
  if (!event.isJson || !isPlain(event.metadata)) throw new CorruptEvent(at.stream, at.version, 'carries no envelope');
  const { hash, ...rest } = event.metadata;
  const envelope = { ...rest, id: event.id, type: event.type, ...at };
  const recorded = recordedFromObjects(at, { envelope, data: event.data, hash });
  const position = placeOf(event);
  return position === undefined ? recorded : { ...recorded, position };
}

function isPlain(metadata: unknown): metadata is Record<string, unknown> {
  return typeof metadata === 'object' && metadata !== null && !(metadata instanceof Uint8Array);
}
