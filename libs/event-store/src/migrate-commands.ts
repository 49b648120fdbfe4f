/**
 * A log read back as the appends it was written by (law 1: one command, one stream, one append), with the exact texts.
 * Whatever does not fit together is a broken promise of that log and named by its event.
 */
import { canonical } from './canonical.js';
import { CorruptEvent, leafHash, type PositionedEvent, type ReadyEvent } from './envelope.js';
import { sha256 } from './ids.js';
import type { ExpectedVersion } from './port.js';

export interface RecordedCommand {
  readonly id: string;
  readonly stream: string;
  /** What the command expected when it was appended. */
  readonly expected: ExpectedVersion;
  readonly recorded: readonly PositionedEvent[];
  readonly ready: readonly ReadyEvent[];
}

/** @throws CorruptEvent */
export async function* commandsOf(
  events: AsyncIterable<PositionedEvent>,
): AsyncGenerator<RecordedCommand, void, undefined> {
  let open: PositionedEvent[] = [];
  for await (const event of events) {
    const [first] = open;
    if (!isNext(first, open.length, event))
      throw first ? incomplete(open) : new CorruptEvent(...at(event), 'its command begins in the middle');
    open.push(event);
    if (open.length < event.envelope.command.of) continue;
    yield commandOf(open);
    open = [];
  }
  if (open.length > 0) throw incomplete(open);
}

function isNext(first: PositionedEvent | undefined, index: number, { envelope }: PositionedEvent): boolean {
  if (envelope.command.index !== index) return false;
  if (!first) return true;
  const { stream, version, command } = first.envelope;
  return (
    envelope.stream === stream &&
    envelope.version === version + index &&
    envelope.command.id === command.id &&
    envelope.command.of === command.of
  );
}

function commandOf(recorded: readonly PositionedEvent[]): RecordedCommand {
  const { stream, version, command } = (recorded[0] as PositionedEvent).envelope;
  const expected = version === 0 ? 'none' : version - 1;
  return { id: command.id, stream, expected, recorded, ready: recorded.map(readyAgain) };
}

/** The texts are canonical by construction, so writing them again gives the bytes that were hashed. */
function readyAgain(event: PositionedEvent): ReadyEvent {
  const { envelope, data, hash } = event;
  const envelopeText = canonical(envelope);
  const dataText = canonical(data);
  if (leafHash(envelopeText) !== hash || sha256(dataText) !== envelope.dataHash)
    throw new CorruptEvent(...at(event), 'its bytes are not canonical and cannot be moved as they are');
  return { envelope, data, envelopeText, dataText, hash };
}

function incomplete(open: readonly PositionedEvent[]): CorruptEvent {
  const last = open.at(-1) as PositionedEvent;
  const { id, of } = last.envelope.command;
  return new CorruptEvent(
    ...at(last),
    `is not followed by the rest of its command ${id}, ${open.length} of ${of} events`,
  );
}

function at({ envelope }: PositionedEvent): [stream: string, version: number] {
  return [envelope.stream, envelope.version];
}
