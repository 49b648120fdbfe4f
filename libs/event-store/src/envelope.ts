/**
 * Envelope version 1: what stands beside the data of every event, for good. Its bytes are canonical JSON, its leaf is
 * SHA-256(0x00 ‖ envelope), and both are checked again on every read (law 7).
 */
import { hash } from 'node:crypto';
import { canonical, type JsonObject } from './canonical.js';
import { canonicalHash, sha256, uuidV5, uuidVersion } from './ids.js';

export const ENVELOPE_VERSION = 1;

/** Who acted. `roles` are sorted; `authority` is the id of the newest identity event that was seen. */
export interface Actor {
  readonly id: string;
  readonly kind: 'person' | 'timer' | 'reaction' | 'system';
  readonly roles: readonly string[];
  readonly jurisdiction: string;
  readonly authority: string;
  readonly onBehalfOf?: string;
}

/** Which of how many events of which command this is. `digest` is that of type, target and form. */
export interface CommandMark {
  readonly id: string;
  readonly name: string;
  readonly digest: string;
  readonly index: number;
  readonly of: number;
}

/** A deadline as it was computed; `setting` and `calendar` are the editions it was computed with. */
export interface ArmedDeadline {
  readonly name: string;
  readonly timerId: string;
  readonly dueAt: string;
  readonly remindAt?: string;
  readonly setting: number;
  readonly calendar: string;
}

export interface MovedDeadline {
  readonly timerId: string;
  readonly dueAt: string;
  readonly calendar: string;
}

export interface DeadlineChanges {
  readonly armed?: readonly ArmedDeadline[];
  readonly stopped?: readonly string[];
  readonly moved?: readonly MovedDeadline[];
}

/** Times are `2026-11-24T08:12:45.123Z`: always milliseconds, always Z. Versions count from 0. */
export interface Envelope {
  readonly v: typeof ENVELOPE_VERSION;
  readonly id: string;
  readonly type: string;
  readonly schema: number;
  readonly stream: string;
  readonly version: number;
  readonly recordedAt: string;
  readonly occurredAt: string;
  readonly actor: Actor;
  readonly command: CommandMark;
  readonly causationId: string;
  readonly correlationId: string;
  readonly depth: number;
  /** The state after the event, only where it was computed (undo, resume). */
  readonly to?: string;
  readonly deadlines?: DeadlineChanges;
  readonly dataHash: string;
}

/** Where an event stands in the global order of one store: opaque, but plain string comparison orders it. */
export type Position = string;

/** An event ready to be appended: the exact texts, made once, and their hash. */
export interface ReadyEvent {
  readonly envelope: Envelope;
  readonly data: JsonObject;
  readonly envelopeText: string;
  readonly dataText: string;
  readonly hash: string;
}

/** An event as read back. `position` is absent only where a store cannot tell it from a read of one stream. */
export interface RecordedEvent {
  readonly envelope: Envelope;
  readonly data: JsonObject;
  readonly hash: string;
  readonly position?: Position;
}

/** The event at a known place of the global order. */
export type PositionedEvent = RecordedEvent & { readonly position: Position };

/** A stored event whose bytes are not what its hash promised. The part that reads it stops rather than goes on. */
export class CorruptEvent extends Error {
  override readonly name = 'CorruptEvent';
  constructor(
    readonly stream: string,
    readonly version: number,
    readonly rule: string,
  ) {
    super(`event ${version} of ${stream}: ${rule}`);
  }
}

/** The id of the event that a command records at this index of this stream (law 2). */
export function eventId(commandId: string, stream: string, index: number): string {
  return uuidV5(commandId, `${stream}#${index}`);
}

/** The id of the timer that an event arms under a deadline's name. */
export function timerId(armingEventId: string, deadline: string): string {
  return uuidV5(armingEventId, deadline);
}

export function leafHash(envelopeText: string): string {
  return hash('sha256', `\0${envelopeText}`);
}

/**
 * Completes an envelope with the hash of its data and fixes the exact bytes.
 * @throws NotCanonical where a value cannot be carried, RangeError where the envelope breaks its own rules.
 */
export function readyEvent(envelope: Omit<Envelope, 'v' | 'dataHash'>, data: JsonObject): ReadyEvent {
  const dataText = canonical(data);
  const whole: Envelope = { v: ENVELOPE_VERSION, ...envelope, dataHash: sha256(dataText) };
  const broken = brokenRule(whole);
  if (broken) throw new RangeError(`event ${whole.version} of ${whole.stream}: ${broken}`);
  const envelopeText = canonical(whole);
  return { envelope: whole, data, envelopeText, dataText, hash: leafHash(envelopeText) };
}

/**
 * Parses and checks an event kept as texts.
 * @throws CorruptEvent when a hash differs or the envelope is not one of this version.
 */
export function recordedFromTexts(
  at: { stream: string; version: number },
  texts: { envelopeText: string; dataText: string; hash: string },
): RecordedEvent {
  if (leafHash(texts.envelopeText) !== texts.hash)
    throw new CorruptEvent(at.stream, at.version, 'the envelope does not match its hash');
  const envelope = parse(at, texts.envelopeText) as unknown as Envelope;
  checkPlace(at, envelope);
  if (sha256(texts.dataText) !== envelope.dataHash)
    throw new CorruptEvent(at.stream, at.version, 'the data does not match its hash');
  return { envelope, data: parse(at, texts.dataText), hash: texts.hash };
}

/**
 * Checks an event that a client handed over already parsed, by writing its canonical form again.
 * @throws CorruptEvent as above.
 */
export function recordedFromObjects(
  at: { stream: string; version: number },
  parsed: { envelope: unknown; data: unknown; hash: unknown },
): RecordedEvent {
  let leaf: string, dataHash: string;
  try {
    leaf = leafHash(canonical(parsed.envelope));
    dataHash = canonicalHash(parsed.data);
  } catch (cause) {
    throw new CorruptEvent(at.stream, at.version, `not canonical: ${(cause as Error).message}`);
  }
  if (leaf !== parsed.hash) throw new CorruptEvent(at.stream, at.version, 'the envelope does not match its hash');
  const envelope = parsed.envelope as Envelope;
  checkPlace(at, envelope);
  if (dataHash !== envelope.dataHash) throw new CorruptEvent(at.stream, at.version, 'the data does not match its hash');
  return { envelope, data: parsed.data as JsonObject, hash: leaf };
}

function parse(at: { stream: string; version: number }, text: string): JsonObject {
  try {
    return JSON.parse(text) as JsonObject;
  } catch {
    throw new CorruptEvent(at.stream, at.version, 'not JSON');
  }
}

function checkPlace(at: { stream: string; version: number }, envelope: Envelope): void {
  if (envelope.v !== ENVELOPE_VERSION)
    throw new CorruptEvent(at.stream, at.version, `envelope version ${String(envelope.v)} is not known here`);
  if (envelope.stream !== at.stream || envelope.version !== at.version)
    throw new CorruptEvent(at.stream, at.version, `says it is event ${envelope.version} of ${envelope.stream}`);
  const broken = brokenRule(envelope);
  if (broken) throw new CorruptEvent(at.stream, at.version, broken);
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** What must hold of every envelope, on its way in and on its way out. */
function brokenRule(e: Envelope): string | undefined {
  if (uuidVersion(e.id) !== 5) return 'the event id is no UUID of version 5';
  if (!INSTANT.test(e.recordedAt)) return 'recordedAt is no instant in milliseconds and Z';
  if (!INSTANT.test(e.occurredAt)) return 'occurredAt is no instant in milliseconds and Z';
  if (!Number.isSafeInteger(e.version) || e.version < 0) return 'the version does not count from 0';
  if (!Number.isSafeInteger(e.schema) || e.schema < 1) return 'the schema does not count from 1';
  if (!(e.depth >= 0 && e.depth <= 8)) return 'a chain of causes is at most 8 deep';
  if (!(e.command.index >= 0 && e.command.index < e.command.of)) return 'the index lies outside its command';
  if (e.id !== eventId(e.command.id, e.stream, e.command.index)) return 'the event id does not follow from its command';
  return undefined;
}
