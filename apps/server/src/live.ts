/**
 * Live updates (SSE): which cases changed, as ids only, to whoever may see them, once this node's views show the change.
 * The id of a message is a position, so a browser that was away goes on from where it was; one that was away for more
 * than a thousand events is told to read its lists again. A browser has one connection, which its tabs share: a newer one
 * of the same session takes the place of the older, which may hang half open where nobody can see it. A beat tells that
 * the connection lives, and how far this node lies behind the log. What auditors read is told to nobody: looking at it is
 * a reading itself, and a page that followed it would never come to rest (ADR 12).
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Controller, Get, Inject, Injectable, Req, Res, type OnModuleDestroy } from '@nestjs/common';
import { reading } from '#libs/readings';
import { categoryOf, type AppliedEvent } from '#libs/views';
import { caseTable, maySee, type Declaration, type Identity, type Seen } from '#libs/workflow';
import {
  ApiProblem,
  identityOf,
  isPosition,
  Queries,
  queried,
  SESSIONS,
  signedIn,
  type ApiRequest,
} from '#libs/workflow/nest';
import type { Composition } from './compose.js';
import { isLagging } from './lagging.js';
import type { Metrics } from './metrics.js';
import type { SessionKeeper } from './session-keeper.js';
import { COMPOSITION, METRICS } from './tokens.js';

const BEHIND_MAX = 1_000;
const HEARTBEAT_MS = 15_000;
/** A node that begins to lag, or has caught up, says so this soon. */
const LOOK_MS = 1_000;
/** What waits for a browser that does not read; beyond it the connection ends, and the browser comes again. */
const BUFFER_BYTES_MAX = 262_144;
const CONNECTIONS_MAX = 2_000;
/** How far ahead of this node another may have been. */
const AHEAD_MS = 1_000;

/** A case that changed, and where it lies. */
interface Change {
  readonly position: string;
  readonly declaration: Declaration;
  readonly id: string;
  readonly seen: Seen;
}

interface Connection {
  readonly request: ApiRequest;
  readonly response: ServerResponse;
  readonly person: string;
  readonly session: string | undefined;
  /** The last position that was told or passed over. */
  told: string;
  /** What was applied while the past was still being told. */
  waiting: Change[] | undefined;
}

@Injectable()
export class LiveUpdates implements OnModuleDestroy {
  readonly #connections = new Set<Connection>();
  readonly #declarations: ReadonlyMap<string, Declaration>;
  readonly #unsubscribe: () => void;
  readonly #timers: readonly NodeJS.Timeout[];
  #wasLagging = false;

  constructor(
    @Inject(COMPOSITION) private readonly composition: Composition,
    @Inject(SESSIONS) private readonly sessions: SessionKeeper,
    @Inject(METRICS) metrics: Metrics,
  ) {
    this.#declarations = composition.engine.ports.cases.declarations;
    this.#unsubscribe = composition.views.onApplied((events) => this.#applied(events));
    this.#timers = [
      setInterval(() => void this.#beat(), HEARTBEAT_MS).unref(),
      setInterval(() => this.#look(), LOOK_MS).unref(),
    ];
    metrics.watchLive(() => this.connections);
  }

  get connections(): number {
    return this.#connections.size;
  }

  /** Keeps the connection until one side leaves. */
  async open(request: ApiRequest, response: ServerResponse, person: string, after: string | undefined): Promise<void> {
    const session = this.sessions.keyOf(request);
    await identityOf(this.composition.engine, person);
    // Told by a node that was a moment ahead of this one: soon this one knows it too, and nothing need be read anew.
    if (isPosition(after)) await this.composition.views.waitFor(after, AHEAD_MS);
    if (response.destroyed) return; // left meanwhile: nobody would ever tell us again
    this.#replace(session);
    if (this.#connections.size >= CONNECTIONS_MAX)
      throw new ApiProblem(503, 'live/too-many', { headers: { 'Retry-After': '10' } });
    response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    });
    const now = this.composition.views.position ?? '';
    const connection: Connection = { request, response, person, session, told: now, waiting: [] };
    this.#connections.add(connection);
    response.once('close', () => this.#connections.delete(connection));
    response.write('retry: 3000\n\n');
    beat(connection, this.composition.behindMs);
    if (after === undefined) write(connection, { event: 'open', id: now, data: {} });
    else if (after !== now) await this.#tellPast(connection, after, now);
    const { waiting = [] } = connection;
    connection.waiting = undefined;
    await this.#tell(connection, waiting);
  }

  onModuleDestroy(): void {
    this.#unsubscribe();
    for (const timer of this.#timers) clearInterval(timer);
    for (const { response } of this.#connections) response.end();
    this.#connections.clear();
  }

  async #tellPast(connection: Connection, after: string, upTo: string): Promise<void> {
    const missed: AppliedEvent[] = [];
    try {
      if (upTo !== '' && after > upTo) throw new RangeError('the views do not reach so far');
      for await (const { position, envelope } of this.composition.store.readAll({ after })) {
        if (position > upTo) break;
        missed.push({ position, stream: envelope.stream, type: envelope.type });
        if (missed.length > BEHIND_MAX) return write(connection, { event: 'reset', id: upTo, data: {} });
      }
    } catch (error) {
      // A position of another log, or of none: only reading anew helps.
      if (!(error instanceof RangeError)) throw error;
      return write(connection, { event: 'reset', id: upTo, data: {} });
    }
    await this.#tell(connection, this.#changesIn(missed), after);
  }

  #applied(events: readonly AppliedEvent[]): void {
    if (this.#connections.size === 0) return;
    const changes = this.#changesIn(events);
    if (changes.length === 0) return;
    for (const connection of this.#connections) {
      if (!connection.waiting)
        void this.#tell(connection, changes).catch(() => this.#drop(connection)); // it comes again
      else if (connection.waiting.push(...changes) > BEHIND_MAX) this.#drop(connection);
    }
  }

  /** One for each case, at its newest position, with where it lies now. */
  #changesIn(events: readonly AppliedEvent[]): Change[] {
    const newest = new Map<string, string>();
    for (const { stream, position } of events) {
      newest.delete(stream);
      newest.set(stream, position);
    }
    return [...newest].flatMap(([stream, position]): Change[] => {
      const declaration = this.#declarations.get(categoryOf(stream));
      if (!declaration || declaration.name === reading.declaration.name) return [];
      const id = stream.slice(declaration.name.length + 1);
      const row = this.composition.views.read.get<{ jurisdiction: string; data: string }>(
        `SELECT jurisdiction, data FROM ${caseTable(declaration)} WHERE id = ?`,
        id,
      );
      return row
        ? [
            {
              position,
              declaration,
              id,
              seen: { jurisdiction: row.jurisdiction, data: JSON.parse(row.data) as Seen['data'] },
            },
          ]
        : [];
    });
  }

  async #tell(connection: Connection, changes: readonly Change[], after?: string): Promise<void> {
    if (changes.length === 0) return;
    const from = after ?? connection.told;
    const identity = await this.composition.engine.ports.identities.find(connection.person, 'seen');
    if (!identity?.active) return void connection.response.end();
    for (const change of changes)
      if (change.position > from && this.#mayHear(identity, change)) {
        const { position, declaration, id } = change;
        write(connection, {
          event: 'changed',
          id: position,
          data: { workflow: declaration.name, path: declaration.path, id, position },
        });
      }
    const last = changes.at(-1)?.position ?? '';
    if (last > connection.told) connection.told = last;
    if (connection.response.writableLength > BUFFER_BYTES_MAX) this.#drop(connection);
  }

  /** Told, so that a browser which did not mean to take its own place does not fight for it. */
  #replace(session: string | undefined): void {
    if (session === undefined) return;
    for (const connection of this.#connections) {
      if (connection.session !== session) continue;
      this.#connections.delete(connection);
      connection.response.end('event: replaced\ndata: {}\n\n');
    }
  }

  #drop({ response }: Connection): void {
    if (!response.destroyed) this.composition.options.observer?.dropped('live');
    response.destroy();
  }

  #mayHear(identity: Identity, { declaration, seen }: Change): boolean {
    return maySee(declaration, identity, seen, this.composition.engine.ports.covers);
  }

  async #beat(): Promise<void> {
    for (const connection of this.#connections) {
      // Whoever signed out, or whose session ran out, hears no more; where that cannot be told just now, the next beat does.
      const person = await Promise.resolve(this.sessions.personOf(connection.request)).catch(() => connection.person);
      if (person !== connection.person) connection.response.end();
      else beat(connection, this.composition.behindMs);
    }
  }

  #look(): void {
    const { behindMs } = this.composition;
    const lags = isLagging(behindMs);
    if (lags !== this.#wasLagging) for (const connection of this.#connections) beat(connection, behindMs);
    this.#wasLagging = lags;
  }
}

@Controller('api/live')
export class LiveController {
  constructor(
    @Inject(LiveUpdates) private readonly live: LiveUpdates,
    @Inject(SESSIONS) private readonly sessions: SessionKeeper,
  ) {}

  @Get()
  @Queries('after')
  async open(@Req() request: ApiRequest & IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    const person = await signedIn(this.sessions, request);
    const header = request.headers['last-event-id'];
    const after = typeof header === 'string' && header !== '' ? header : queried(request, 'after');
    await this.live.open(request, response, person, after);
  }
}

/** Without an id: where the browser resumes stays as it was. */
function beat(connection: Connection, behindMs: number): void {
  const behindS = isLagging(behindMs) ? Math.round(behindMs / 1_000) : 0;
  write(connection, { event: 'beat', id: '', data: { behindS } });
}

function write({ response }: Connection, message: { event: string; id: string; data: object }): void {
  if (response.writableEnded) return; // replaced meanwhile
  const id = message.id === '' ? '' : `id: ${message.id}\n`;
  response.write(`event: ${message.event}\n${id}data: ${JSON.stringify(message.data)}\n\n`);
}
