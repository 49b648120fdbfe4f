/**
 * One bounded read, sent by the half of the client that also writes and follows. The client's own `readStream` and
 * `readAll` go through a native module with a second connection: it cannot be cancelled, has no deadline, waits half a
 * second before it connects, and holds back the second packet of each request until the first is acknowledged, which
 * makes a read take 40 ms that takes one here.
 */
import type { CallOptions, ClientReadableStream, Metadata } from '@grpc/grpc-js';
import { convertToCommandError, type KurrentDBClient } from '@kurrent/kurrentdb-client';
import { convertGrpcEvent } from '@kurrent/kurrentdb-client/dist/utils/convertGrpcEvent.js';
import sharedPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js';
import streamsGrpc from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_grpc_pb.js';
import streamsPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import type { Position } from '../envelope.js';
import { serverPosition } from './position.js';
import type { ServerEvent } from './wire-event.js';

export interface Read {
  /** One stream from a revision on, or everything whose stream begins with a prefix, from a position or from one end. */
  readonly of:
    | { readonly stream: string; readonly from: number }
    | { readonly prefix: string; readonly from: Position | undefined };
  readonly backwards?: boolean;
  readonly count: number;
}

const { Options } = streamsPb.ReadReq;

/**
 * Events of everybody that the server looks at in one step of a read with a filter. Its default is 32, with which a read
 * past a million events of others takes longer than its deadline.
 */
const SEARCH_EVENTS = 4_096;

type Responses = ClientReadableStream<InstanceType<typeof streamsPb.ReadResp>>;

/** What the client keeps to itself, and every call of it uses: its channel, its credentials, its way to a new leader. */
interface Inside {
  GRPCStreamCreator(
    service: typeof streamsGrpc.StreamsClient,
    name: string,
    call: (service: InstanceType<typeof streamsGrpc.StreamsClient>) => Responses,
  ): () => Promise<Responses>;
  callArguments(base: { requiresLeader: boolean; deadline: number }, options: CallOptions): [Metadata, CallOptions];
}

/**
 * The events, in the order of the read; none where there is no such stream.
 * @throws what the client makes of a gRPC error.
 */
export async function readEvents(client: KurrentDBClient, read: Read, deadlineMs: number): Promise<ServerEvent[]> {
  const inside = client as unknown as Inside;
  const call = inside.GRPCStreamCreator(streamsGrpc.StreamsClient, 'read', (service) =>
    service.read(requestOf(read), ...inside.callArguments({ requiresLeader: true, deadline: deadlineMs }, {})),
  );
  const responses = await call();
  const events: ServerEvent[] = [];
  await new Promise<void>((resolve, reject) => {
    responses.on('data', (response: InstanceType<typeof streamsPb.ReadResp>) => {
      const { event } = response.hasEvent() ? convertGrpcEvent(response.getEvent()!) : {};
      if (!event || events.length === read.count) return;
      events.push(event as ServerEvent);
      // A server ends a read with a filter only when it has found one event more or has come to the end of its log.
      if (events.length < read.count || !('prefix' in read.of)) return;
      resolve();
      responses.cancel();
    });
    responses.on('end', resolve);
    responses.on('error', (error: Error) => reject(convertToCommandError(error) as Error));
  });
  return events;
}

function requestOf({ of, backwards = false, count }: Read): InstanceType<typeof streamsPb.ReadReq> {
  const options = new Options();
  if ('stream' in of) {
    const stream = new Options.StreamOptions();
    const identifier = new sharedPb.StreamIdentifier();
    identifier.setStreamName(Buffer.from(of.stream).toString('base64'));
    stream.setStreamIdentifier(identifier);
    stream.setRevision(String(of.from));
    options.setStream(stream);
    options.setNoFilter(new sharedPb.Empty());
  } else {
    const all = new Options.AllOptions();
    if (of.from !== undefined) {
      const { commit, prepare } = serverPosition(of.from);
      const position = new Options.Position();
      position.setCommitPosition(String(commit));
      position.setPreparePosition(String(prepare));
      all.setPosition(position);
    } else if (backwards) all.setEnd(new sharedPb.Empty());
    else all.setStart(new sharedPb.Empty());
    options.setAll(all);
    const expression = new Options.FilterOptions.Expression();
    expression.setPrefixList([of.prefix]);
    const filter = new Options.FilterOptions();
    filter.setStreamIdentifier(expression);
    filter.setMax(SEARCH_EVENTS);
    filter.setCheckpointintervalmultiplier(1);
    options.setFilter(filter);
  }
  options.setReadDirection(backwards ? Options.ReadDirection.BACKWARDS : Options.ReadDirection.FORWARDS);
  options.setCount(String(count));
  const uuid = new Options.UUIDOption();
  uuid.setString(new sharedPb.Empty());
  options.setUuidOption(uuid);
  const request = new streamsPb.ReadReq();
  request.setOptions(options);
  return request;
}
