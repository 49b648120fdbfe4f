/** Valid events for tests: real ids, real hashes, no meaning. */
import { randomUUID } from 'node:crypto';
import type { JsonObject } from '../canonical.js';
import { eventId, readyEvent, type ReadyEvent } from '../envelope.js';
import { sha256 } from '../ids.js';
import { APPEND_BYTES_MAX, appendBytes, streamName, type ExpectedVersion } from '../port.js';

export interface TestEventOptions {
  /** The command that records the events; a new one unless named. */
  readonly command?: string;
  readonly type?: string;
  readonly recordedAt?: string;
  readonly data?: JsonObject | ((index: number) => JsonObject);
}

/**
 * `count` events of one command that stand at `from`, `from + 1`, … of a stream.
 * @example await store.append(stream, 'none', testEvents(stream, 0, 3));
 */
export function testEvents(
  stream: string,
  from: number,
  count: number,
  options: TestEventOptions = {},
): readonly ReadyEvent[] {
  const command = options.command ?? randomUUID();
  const { data = (index: number): JsonObject => ({ index, note: '漏水' }) } = options;
  const recordedAt = options.recordedAt ?? '2026-11-24T08:12:45.123Z';
  return Array.from({ length: count }, (_, index) =>
    readyEvent(
      {
        id: eventId(command, stream, index),
        type: options.type ?? 'NoteTaken',
        schema: 1,
        stream,
        version: from + index,
        recordedAt,
        occurredAt: recordedAt,
        actor: {
          id: 'officer-nanguan-1',
          kind: 'person',
          roles: ['mediator'],
          jurisdiction: 'nanguan',
          authority: '0190a5b0-7c00-7000-8000-000000000003',
        },
        command: { id: command, name: 'TakeNote', digest: sha256(command), index, of: count },
        causationId: command,
        correlationId: command,
        depth: 0,
      },
      typeof data === 'function' ? data(index) : data,
    ),
  );
}

/** A stream name that no other test has used. */
export function testStream(workflow = 'note'): string {
  return streamName(workflow, randomUUID());
}

/** What a caller expects who wants its first event to stand at `version`. */
export function behind(version: number): ExpectedVersion {
  return version === 0 ? 'none' : version - 1;
}

/** One event whose append counts exactly `bytes`, most of it text of three bytes a sign. */
export function eventOfBytes(stream: string, bytes = APPEND_BYTES_MAX): ReadyEvent {
  const command = randomUUID();
  const withText = (text: string): readonly ReadyEvent[] => testEvents(stream, 0, 1, { command, data: { text } });
  const missing = bytes - appendBytes(withText(''));
  const events = withText('漏'.repeat(Math.floor(missing / 3)) + 'x'.repeat(missing % 3));
  return events[0] as ReadyEvent;
}
