/**
 * A server that speaks the wire protocol of KurrentDB well enough for the official client, on a real socket. Its data
 * outlives a stop and a start on the same port; its connections can be cut at any moment.
 */
import { createServer, type AddressInfo, type Server as Listener, type Socket } from 'node:net';
import {
  Server,
  ServerCredentials,
  type sendUnaryData,
  type ServerReadableStream,
  type ServerUnaryCall,
  type ServerWritableStream,
} from '@grpc/grpc-js';
import gossipGrpc from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/gossip_grpc_pb.js';
import gossipPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/gossip_pb.js';
import featuresGrpc from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_grpc_pb.js';
import featuresPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_pb.js';
import sharedPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js';
import streamsGrpc from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_grpc_pb.js';
import streamsPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import { Faults, MODERN, type Behaviour } from './behaviour.js';
import { answerAppend, answerRead, type CallContext, type Counts } from './calls.js';
import { WireLog } from './log.js';
import { failures, streamOf, type AppendReq, type AppendResp, type ReadReq, type ReadResp } from './messages.js';

/** One node of a cluster, as the others tell of it. */
export interface Member {
  readonly host: string;
  readonly port: number;
  readonly state: 'leader' | 'follower' | 'electing';
  readonly isAlive: boolean;
}

export interface WireServerOptions {
  readonly behaviour?: Partial<Behaviour>;
  readonly appendBytesMax?: number;
  /** Where the log lies on disk; without it, it ends with this process. */
  readonly file?: string;
  /** Listens there; by default, where the system chooses. */
  readonly port?: number;
  /** Makes it one node of several on one log, of which the one that leads writes. */
  readonly cluster?: { readonly log: WireLog; members(): readonly Member[] };
  /** Serves TLS with these PEM texts; with `users`, asks for a name and a password of theirs. */
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly users?: Readonly<Record<string, string>>;
}

export class WireServer {
  readonly log: WireLog;
  readonly faults = new Faults();
  readonly behaviour: Behaviour;
  readonly counts: Counts = {
    append: 0,
    readStream: 0,
    readAll: 0,
    subscribe: 0,
    batchAppend: 0,
    eventsSent: 0,
    anyNode: 0,
    following: 0,
  };
  readonly #options: WireServerOptions;
  readonly #sockets = new Set<Socket>();
  #port = 0;
  #running: { listener: Listener; grpc: Server } | undefined;

  constructor(options: WireServerOptions = {}) {
    this.#options = options;
    this.behaviour = { ...MODERN, ...options.behaviour };
    this.log = options.cluster?.log ?? new WireLog(options.appendBytesMax, options.file);
    this.#port = options.port ?? 0;
  }

  get port(): number {
    return this.#port;
  }

  get connectionString(): string {
    const { tls } = this.#options;
    return `kurrentdb://${tls ? 'localhost' : '127.0.0.1'}:${this.#port}?tls=${tls ? 'true' : 'false'}`;
  }

  /** How many connections stand at this moment. */
  get connections(): number {
    return this.#sockets.size;
  }

  /** Listens, on the port it had before if it had one. */
  async start(): Promise<this> {
    const { tls } = this.#options;
    const grpc = new Server({ 'grpc.max_receive_message_length': 32 * 1024 * 1024 });
    this.#serve(grpc);
    const credentials = tls
      ? ServerCredentials.createSsl(null, [{ private_key: Buffer.from(tls.key), cert_chain: Buffer.from(tls.cert) }])
      : ServerCredentials.createInsecure();
    const injector = grpc.createConnectionInjector(credentials);
    const listener = createServer({ noDelay: true }, (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      socket.on('error', () => socket.destroy());
      injector.injectConnection(socket);
    });
    await new Promise<void>((resolve, reject) => {
      listener.once('error', reject);
      listener.listen(this.#port, '127.0.0.1', resolve);
    });
    this.#port = (listener.address() as AddressInfo).port;
    this.#running = { listener, grpc };
    return this;
  }

  /** Cuts everything and stops listening; the data stays. */
  async stop(): Promise<void> {
    if (!this.#running) return;
    const { listener, grpc } = this.#running;
    this.#running = undefined;
    const closed = new Promise<void>((resolve) => listener.close(() => resolve()));
    grpc.forceShutdown();
    this.dropConnections();
    await closed;
  }

  dropConnections(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #serve(grpc: Server): void {
    const context: CallContext = {
      log: this.log,
      behaviour: this.behaviour,
      faults: this.faults,
      counts: this.counts,
      leaderElsewhere: () => this.#leaderElsewhere(),
      cut: () => this.dropConnections(),
    };
    grpc.addService(streamsGrpc.StreamsService, {
      append: (call: ServerReadableStream<AppendReq, AppendResp>, answer: sendUnaryData<AppendResp>) => {
        const refused = this.#refused(call);
        if (refused) return answer(refused);
        answerAppend(context, call, answer).catch((error: Error) => answer(error));
      },
      read: (call: ServerWritableStream<ReadReq, ReadResp>) => {
        const refused = this.#refused(call);
        if (refused) return void call.emit('error', refused);
        answerRead(context, call).catch((error: Error) => call.emit('error', error));
      },
      batchAppend: (call: { emit(event: 'error', error: Error): void }) => {
        context.counts.batchAppend += 1;
        call.emit('error', new Error('the wire server offers BatchAppend so that a client which takes it is noticed'));
      },
      delete: (call: ServerUnaryCall<DeleteReq, DeleteResp>, answer: sendUnaryData<DeleteResp>) => {
        this.log.softDelete(streamOf(call.request.getOptions()?.getStreamIdentifier()));
        answer(null, new streamsPb.DeleteResp());
      },
      tombstone: (call: ServerUnaryCall<TombstoneReq, TombstoneResp>, answer: sendUnaryData<TombstoneResp>) => {
        this.log.tombstone(streamOf(call.request.getOptions()?.getStreamIdentifier()));
        answer(null, new streamsPb.TombstoneResp());
      },
    });
    grpc.addService(gossipGrpc.GossipService, {
      read: (_call: unknown, answer: sendUnaryData<ClusterInfo>) => answer(null, this.#gossip()),
    });
    grpc.addService(featuresGrpc.ServerFeaturesService, {
      getSupportedMethods: (_call: unknown, answer: sendUnaryData<SupportedMethods>) => answer(null, this.#features()),
    });
  }

  #members(): readonly Member[] {
    const alone: Member = { host: '127.0.0.1', port: this.#port, state: 'leader', isAlive: true };
    return this.#options.cluster?.members() ?? [alone];
  }

  #leaderElsewhere(): Member | 'none' | undefined {
    const leader = this.#members().find(({ state }) => state === 'leader');
    return leader?.port === this.#port ? undefined : (leader ?? 'none');
  }

  #gossip(): ClusterInfo {
    const { LEADER, FOLLOWER, UNKNOWN } = gossipPb.MemberInfo.VNodeState;
    const states = { leader: LEADER, follower: FOLLOWER, electing: UNKNOWN };
    const info = new gossipPb.ClusterInfo();
    for (const { host, port, state, isAlive } of this.#members()) {
      const endPoint = new gossipPb.EndPoint();
      endPoint.setAddress(host);
      endPoint.setPort(port);
      const id = new sharedPb.UUID();
      id.setString(crypto.randomUUID());
      const member = new gossipPb.MemberInfo();
      member.setInstanceId(id);
      member.setState(states[state]);
      member.setIsAlive(isAlive);
      member.setHttpEndPoint(endPoint);
      info.addMembers(member);
    }
    return info;
  }

  #features(): SupportedMethods {
    const features = new featuresPb.SupportedMethods();
    features.setEventStoreServerVersion(this.behaviour.version);
    if (this.behaviour.offersBatchAppend) {
      const batch = new featuresPb.SupportedMethod();
      batch.setServiceName('event_store.client.streams.streams');
      batch.setMethodName('batchappend');
      features.addMethods(batch);
    }
    return features;
  }

  #refused(call: {
    metadata: { get(name: string): unknown[] };
  }): ReturnType<typeof failures.unauthenticated> | undefined {
    const { users } = this.#options;
    if (!users) return undefined;
    const header = call.metadata.get('authorization').find((value) => typeof value === 'string') ?? '';
    const [name = '', password] = Buffer.from(header.replace(/^Basic /, ''), 'base64')
      .toString()
      .split(':');
    return users[name] !== undefined && users[name] === password ? undefined : failures.unauthenticated();
  }
}

type ClusterInfo = InstanceType<typeof gossipPb.ClusterInfo>;
type SupportedMethods = InstanceType<typeof featuresPb.SupportedMethods>;
type DeleteReq = InstanceType<typeof streamsPb.DeleteReq>;
type DeleteResp = InstanceType<typeof streamsPb.DeleteResp>;
type TombstoneReq = InstanceType<typeof streamsPb.TombstoneReq>;
type TombstoneResp = InstanceType<typeof streamsPb.TombstoneResp>;
