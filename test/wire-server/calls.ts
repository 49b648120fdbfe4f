/**
 * How the server answers calls of the `Streams` service: appends in one request stream, reads of one stream or of
 * everything in both directions, and subscriptions, each with the faults that stand in front of it.
 */
import { once } from 'node:events';
import type { Metadata, sendUnaryData, ServerReadableStream, ServerWritableStream } from '@grpc/grpc-js';
import streamsPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import type { Behaviour, CallKind, Fault, Faults } from './behaviour.js';
import type { WireLog } from './log.js';
import type { NewEvent, WireEvent } from './wire-event.js';
import {
  appendResponse,
  caughtUpResponse,
  checkpointResponse,
  confirmationResponse,
  eventResponse,
  expectedOf,
  failures,
  newEventOf,
  streamNotFoundResponse,
  streamOf,
  type AppendReq,
  type AppendResp,
  type ReadReq,
  type ReadResp,
} from './messages.js';

/**
 * Calls answered so far by kind, events sent in them, calls that any node may answer, and subscriptions that stand at this
 * moment.
 */
export type Counts = Record<CallKind | 'batchAppend' | 'eventsSent' | 'anyNode' | 'following', number>;

/** What a call needs to know of the server it runs in. */
export interface CallContext {
  readonly log: WireLog;
  readonly behaviour: Behaviour;
  readonly faults: Faults;
  readonly counts: Counts;
  /** Who leads, where that is somebody else; `none` while nobody does. */
  leaderElsewhere(): { readonly host: string; readonly port: number } | 'none' | undefined;
  /** Cuts every connection at once, as a cable would. */
  cut(): void;
}

type ReadCall = ServerWritableStream<ReadReq, ReadResp>;

export async function answerAppend(
  context: CallContext,
  call: ServerReadableStream<AppendReq, AppendResp>,
  answer: sendUnaryData<AppendResp>,
): Promise<void> {
  context.counts.append += 1;
  const turnedAway = refusedByFollower(context, call);
  if (turnedAway) return answer(turnedAway);
  const fault = context.faults.take('append');
  if (await stopsBefore(context, fault, answer)) return;
  let options: InstanceType<typeof streamsPb.AppendReq.Options> | undefined;
  const events: NewEvent[] = [];
  for await (const request of call as AsyncIterable<AppendReq>) {
    if (request.hasOptions()) options = request.getOptions();
    else events.push(newEventOf(request.getProposedMessage()!));
  }
  if (call.cancelled || !options) return;
  if (fault?.kind === 'timeout' && !fault.written) return answer(failures.timeout());
  const stream = streamOf(options.getStreamIdentifier());
  const expected = expectedOf(options);
  const { eventBytesMax } = context.behaviour;
  const large = events.find(({ data, metadata }) => data.length + metadata.length > eventBytesMax);
  if (large) return answer(failures.eventTooLarge(large.id, large.data.length + large.metadata.length, eventBytesMax));
  const written = context.log.append(stream, expected, events);
  if (fault?.kind === 'silence-after') return;
  if (fault?.kind === 'timeout') return answer(failures.timeout());
  if (fault?.kind === 'drop-after') return context.cut();
  if (written.kind === 'deleted') return answer(failures.streamDeleted(stream));
  if (written.kind === 'too-large') return answer(failures.tooLarge(context.log.appendBytesMax));
  answer(null, appendResponse(written, expected, context.behaviour));
}

export async function answerRead(context: CallContext, call: ReadCall): Promise<void> {
  const options = call.request.getOptions()!;
  const kind: CallKind = options.hasSubscription() ? 'subscribe' : options.hasAll() ? 'readAll' : 'readStream';
  context.counts[kind] += 1;
  const turnedAway = refusedByFollower(context, call);
  if (turnedAway) return void call.emit('error', turnedAway);
  const fault = context.faults.take(kind);
  if (await stopsBefore(context, fault, (error) => void call.emit('error', error))) return;
  if (kind === 'subscribe') {
    context.counts.following += 1;
    await follow(context, call, options, fault).finally(() => (context.counts.following -= 1));
  } else if (kind === 'readAll') await readAll(context, call, options, fault);
  else await readStream(context, call, options, fault);
}

/** What a node answers that does not lead, where the call asks for the leader. */
function refusedByFollower(
  { counts, leaderElsewhere }: CallContext,
  call: { readonly metadata: Metadata },
): ReturnType<typeof failures.noLeader> | undefined {
  if (!call.metadata.get('requires-leader').includes('true')) {
    counts.anyNode += 1;
    return undefined;
  }
  const leader = leaderElsewhere();
  if (leader === undefined) return undefined;
  return leader === 'none' ? failures.noLeader() : failures.notLeader(leader.host, leader.port);
}

type ReadOptions = InstanceType<typeof streamsPb.ReadReq.Options>;

async function readStream(context: CallContext, call: ReadCall, options: ReadOptions, fault?: Fault): Promise<void> {
  const from = options.getStream()!;
  const stream = streamOf(from.getStreamIdentifier());
  const there = context.log.stream(stream);
  if (there === 'tombstoned') return void call.emit('error', failures.streamDeleted(stream));
  if (there === 'none') {
    await write(context, call, streamNotFoundResponse(stream));
    return void call.end();
  }
  const first = there[0]!.revision;
  const revision = from.hasRevision() ? Number(from.getRevision()) : from.hasEnd() ? Infinity : 0;
  const at = revision < first ? 0 : revision - first;
  const events = isBackwards(options)
    ? taken(there, { from: Math.min(at, there.length - 1), step: -1, count: Number(options.getCount()) })
    : taken(there, { from: at, step: 1, count: Number(options.getCount()) });
  await send(context, call, events, context.behaviour.positionOnStreamReads, fault);
}

async function readAll(context: CallContext, call: ReadCall, options: ReadOptions, fault?: Fault): Promise<void> {
  const all = options.getAll()!;
  const position = all.hasPosition() ? BigInt(all.getPosition()!.getCommitPosition()) : undefined;
  const { log } = context;
  const end = log.all.length;
  const isBeyond = position !== undefined && position > (log.all.at(-1)?.position ?? -1n);
  if (position !== undefined && !isBeyond && log.all[log.indexBehind(position) - 1]?.position !== position)
    return void call.emit('error', failures.invalidPosition());
  // A read begins with the event at the position forwards, and with the one before it backwards.
  const at = position === undefined ? (all.hasEnd() ? end : 0) : isBeyond ? end : log.indexBehind(position) - 1;
  const matches = filterOf(options);
  const count = Number(options.getCount());
  const range = isBackwards(options) ? { from: at - 1, step: -1, count } : { from: at, step: 1, count };
  await send(context, call, taken(log.all, range, matches), true, fault);
}

function isBackwards(options: ReadOptions): boolean {
  return options.getReadDirection() === streamsPb.ReadReq.Options.ReadDirection.BACKWARDS;
}

/** So many events that match, from one place on, without looking at those behind the last of them. */
function taken(
  events: readonly WireEvent[],
  { from, step, count }: { from: number; step: number; count: number },
  matches: (event: WireEvent) => boolean = () => true,
): WireEvent[] {
  const found: WireEvent[] = [];
  for (let index = from; index >= 0 && index < events.length && found.length < count; index += step)
    if (matches(events[index]!)) found.push(events[index]!);
  return found;
}

async function send(
  context: CallContext,
  call: ReadCall,
  events: readonly WireEvent[],
  positioned: boolean,
  fault?: Fault,
): Promise<void> {
  const until = fault?.kind === 'drop-after' ? Math.floor(events.length / 2) : events.length;
  for (const event of events.slice(0, until)) {
    if (!(await write(context, call, eventResponse(event, positioned)))) return;
  }
  if (fault?.kind === 'lingers') await new Promise((resolve) => setTimeout(resolve, fault.delayMs).unref());
  if (fault?.kind === 'drop-after') await cutAfterSending(context);
  else if (!call.cancelled) call.end();
}

/** A subscription to everything: what lies behind the position, then what comes, in one order. */
async function follow(context: CallContext, call: ReadCall, options: ReadOptions, fault?: Fault): Promise<void> {
  const { log, behaviour } = context;
  const all = options.getAll()!;
  const matches = filterOf(options);
  const filter = options.getFilter();
  const every = filter
    ? (filter.hasMax() ? filter.getMax() : behaviour.checkpointEvery) * filter.getCheckpointintervalmultiplier()
    : Infinity;
  const behind = all.hasPosition() ? BigInt(all.getPosition()!.getCommitPosition()) : -1n;
  let index = all.hasPosition() ? log.indexBehind(behind) : all.hasEnd() ? log.all.length : 0;
  let considered = 0;
  let live = false;
  let sent = 0;
  if (!(await write(context, call, confirmationResponse()))) return;
  for (;;) {
    for (; index < log.all.length; index += 1) {
      const event = log.all[index]!;
      // A position beyond the end is taken for one to come: what is recorded before it is kept back.
      if (event.position <= behind) continue;
      if (matches(event)) {
        for (let copies = fault?.kind === 'duplicates' ? 2 : 1; copies > 0; copies -= 1)
          if (!(await write(context, call, eventResponse(event, true)))) return;
        sent += 1;
        if (fault?.kind === 'drop-after' && sent === 3) return cutAfterSending(context);
      }
      considered += 1;
      if (considered % every === 0 && !(await write(context, call, checkpointResponse(event.position)))) return;
    }
    if (!live) {
      live = true;
      const last = log.all.at(-1);
      if (filter && last && !(await write(context, call, checkpointResponse(last.position)))) return;
      if (behaviour.saysCaughtUp && !(await write(context, call, caughtUpResponse()))) return;
    }
    if (index >= log.all.length && !(await grown(log, call))) return;
  }
}

function filterOf(options: ReadOptions): (event: WireEvent) => boolean {
  const expression = options.getFilter()?.getStreamIdentifier();
  if (!options.hasFilter()) return () => true;
  if (!expression) throw new Error('the wire server filters by the name of the stream only');
  const prefixes = expression.getPrefixList();
  return (event) => prefixes.some((prefix) => event.stream.startsWith(prefix));
}

/** Cuts the connections when what was written has had the time to leave. */
async function cutAfterSending(context: CallContext): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 10));
  context.cut();
}

/** False once the other side is gone. Waits while it does not read. */
async function write(context: CallContext, call: ReadCall, response: ReadResp): Promise<boolean> {
  if (call.cancelled || call.destroyed) return false;
  if (response.hasEvent()) context.counts.eventsSent += 1;
  if (!call.write(response)) await firstOf(call, ['drain', 'cancelled', 'close']);
  return !call.cancelled && !call.destroyed;
}

async function grown(log: WireLog, call: ReadCall): Promise<boolean> {
  const gone = new AbortController();
  const leave = (): void => gone.abort();
  call.once('cancelled', leave);
  call.once('close', leave);
  try {
    await once(log, 'grown', { signal: gone.signal });
  } catch {
    return false;
  } finally {
    call.off('cancelled', leave);
    call.off('close', leave);
  }
  return !call.cancelled;
}

function firstOf(call: ReadCall, events: readonly string[]): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      for (const event of events) call.off(event, done);
      resolve();
    };
    for (const event of events) call.on(event, done);
  });
}

async function stopsBefore(
  context: CallContext,
  fault: Fault | undefined,
  answer: (error: ReturnType<typeof failures.unavailable>) => void,
): Promise<boolean> {
  if (fault?.kind === 'delay') await new Promise((resolve) => setTimeout(resolve, fault.delayMs).unref());
  if (fault?.kind === 'drop') context.cut();
  else if (fault?.kind === 'unavailable') answer(failures.unavailable());
  else if (fault?.kind === 'not-leader') answer(failures.notLeader(fault.host, fault.port));
  else return false;
  return true;
}
