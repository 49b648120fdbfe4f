/** Between the generated message classes of the official client's package and the plain values of the wire server. */
import { Metadata, status, type ServiceError } from '@grpc/grpc-js';
import sharedPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js';
import streamsPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import type { Behaviour } from './behaviour.js';
import type { Expected, Written } from './log.js';
import type { NewEvent, WireEvent } from './wire-event.js';

/** What a server puts where it has no position: −1 as an unsigned number. */
export const LARGEST = '18446744073709551615';

export type AppendReq = InstanceType<typeof streamsPb.AppendReq>;
export type AppendResp = InstanceType<typeof streamsPb.AppendResp>;
export type ReadReq = InstanceType<typeof streamsPb.ReadReq>;
export type ReadResp = InstanceType<typeof streamsPb.ReadResp>;

export function streamOf(identifier: InstanceType<typeof sharedPb.StreamIdentifier> | undefined): string {
  return Buffer.from(identifier?.getStreamName_asU8() ?? []).toString('utf8');
}

export function expectedOf(options: InstanceType<typeof streamsPb.AppendReq.Options>): Expected {
  if (options.hasRevision()) return Number(options.getRevision());
  if (options.hasNoStream()) return -1;
  if (options.hasStreamExists()) return 'exists';
  return 'any';
}

export function newEventOf(message: InstanceType<typeof streamsPb.AppendReq.ProposedMessage>): NewEvent {
  const described = message.getMetadataMap();
  return {
    id: uuidOf(message.getId()!),
    type: described.get('type') ?? '',
    contentType: described.get('content-type') ?? 'application/octet-stream',
    data: Buffer.from(message.getData_asU8()),
    metadata: Buffer.from(message.getCustomMetadata_asU8()),
  };
}

export function appendResponse(written: Written, expected: Expected, behaviour: Behaviour): AppendResp {
  const response = new streamsPb.AppendResp();
  if (written.kind === 'written' || written.kind === 'idempotent') {
    const success = new streamsPb.AppendResp.Success();
    success.setCurrentRevision(String(written.revision));
    const given = written.kind === 'written' ? 'given' : behaviour.positionOnIdempotentHit;
    if (given === 'none') success.setNoPosition(new sharedPb.Empty());
    else {
      const position = new streamsPb.AppendResp.Position();
      const text = given === 'largest' ? LARGEST : String(written.position);
      position.setCommitPosition(text);
      position.setPreparePosition(text);
      success.setPosition(position);
    }
    response.setSuccess(success);
    return response;
  }
  const wrong = new streamsPb.AppendResp.WrongExpectedVersion();
  const current = written.kind === 'wrong-version' ? written.current : -1;
  if (current < 0) wrong.setCurrentNoStream(new sharedPb.Empty());
  else wrong.setCurrentRevision(String(current));
  if (expected === 'any') wrong.setExpectedAny(new sharedPb.Empty());
  else if (expected === 'exists') wrong.setExpectedStreamExists(new sharedPb.Empty());
  else if (expected < 0) wrong.setExpectedNoStream(new sharedPb.Empty());
  else wrong.setExpectedRevision(String(expected));
  response.setWrongExpectedVersion(wrong);
  return response;
}

/** `positioned` is false on reads of one stream by a server that has no positions there. */
export function eventResponse(event: WireEvent, positioned: boolean): ReadResp {
  const recorded = new streamsPb.ReadResp.ReadEvent.RecordedEvent();
  const id = new sharedPb.UUID();
  id.setString(event.id);
  recorded.setId(id);
  recorded.setStreamIdentifier(identifierOf(event.stream));
  recorded.setStreamRevision(String(event.revision));
  recorded.setCommitPosition(positioned ? String(event.position) : LARGEST);
  recorded.setPreparePosition(positioned ? String(event.position) : LARGEST);
  recorded.getMetadataMap().set('type', event.type);
  recorded.getMetadataMap().set('content-type', event.contentType);
  recorded.getMetadataMap().set('created', String(BigInt(event.createdMs) * 10_000n));
  recorded.setData(event.data);
  recorded.setCustomMetadata(event.metadata);
  const read = new streamsPb.ReadResp.ReadEvent();
  read.setEvent(recorded);
  if (positioned) read.setCommitPosition(String(event.position));
  else read.setNoPosition(new sharedPb.Empty());
  const response = new streamsPb.ReadResp();
  response.setEvent(read);
  return response;
}

export function streamNotFoundResponse(stream: string): ReadResp {
  const missing = new streamsPb.ReadResp.StreamNotFound();
  missing.setStreamIdentifier(identifierOf(stream));
  const response = new streamsPb.ReadResp();
  response.setStreamNotFound(missing);
  return response;
}

export function confirmationResponse(): ReadResp {
  const confirmation = new streamsPb.ReadResp.SubscriptionConfirmation();
  confirmation.setSubscriptionId(crypto.randomUUID());
  const response = new streamsPb.ReadResp();
  response.setConfirmation(confirmation);
  return response;
}

export function checkpointResponse(position: bigint): ReadResp {
  const checkpoint = new streamsPb.ReadResp.Checkpoint();
  checkpoint.setCommitPosition(String(position));
  checkpoint.setPreparePosition(String(position));
  const response = new streamsPb.ReadResp();
  response.setCheckpoint(checkpoint);
  return response;
}

export function caughtUpResponse(): ReadResp {
  const response = new streamsPb.ReadResp();
  response.setCaughtUp(new streamsPb.ReadResp.CaughtUp());
  return response;
}

/** An error as the server words it: a status, and its own kind in the trailers. */
export function failure(
  code: status,
  details: string,
  exception?: string,
  more: Record<string, string> = {},
): ServiceError {
  const metadata = new Metadata();
  if (exception) metadata.set('exception', exception);
  for (const [name, value] of Object.entries(more)) metadata.set(name, value);
  return Object.assign(new Error(details), { code, details, metadata });
}

export const failures = {
  streamDeleted: (stream: string) =>
    failure(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, 'stream-deleted', {
      'stream-name': stream,
    }),
  tooLarge: (max: number) =>
    failure(status.INVALID_ARGUMENT, `Maximum Append Size of ${max} Exceeded.`, 'maximum-append-size-exceeded', {
      'maximum-append-size': String(max),
    }),
  notLeader: (host: string, port: number) =>
    failure(status.NOT_FOUND, 'Leader info available', 'not-leader', {
      'leader-endpoint-host': host,
      'leader-endpoint-port': String(port),
    }),
  noLeader: () => failure(status.UNKNOWN, 'No leader info available in response'),
  accessDenied: () => failure(status.PERMISSION_DENIED, 'Access Denied', 'access-denied'),
  unauthenticated: () => failure(status.UNAUTHENTICATED, 'Unauthenticated'),
  unavailable: () => failure(status.UNAVAILABLE, 'Server Is Not Ready'),
  eventTooLarge: (id: string, size: number, max: number) =>
    failure(
      status.INVALID_ARGUMENT,
      `Event with Id: ${id}, Size: ${size}, exceeds Maximum Append Event Size of ${max}.`,
      'maximum-append-event-size-exceeded',
    ),
  timeout: () => failure(status.ABORTED, 'Operation timed out: Commit phase timeout.'),
  /** As a read says it; a subscription takes any position. */
  invalidPosition: () =>
    failure(status.UNKNOWN, 'Unexpected FilteredReadAllResult: InvalidPosition >> no record there'),
};

function identifierOf(stream: string): InstanceType<typeof sharedPb.StreamIdentifier> {
  const identifier = new sharedPb.StreamIdentifier();
  identifier.setStreamName(Buffer.from(stream, 'utf8').toString('base64'));
  return identifier;
}

function uuidOf(id: InstanceType<typeof sharedPb.UUID>): string {
  if (!id.hasStructured()) return id.getString();
  const { mostSignificantBits, leastSignificantBits } = id.getStructured()!.toObject();
  const half = (bits: string | number): string => BigInt.asUintN(64, BigInt(bits)).toString(16).padStart(16, '0');
  const hex = half(mostSignificantBits) + half(leastSignificantBits);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
