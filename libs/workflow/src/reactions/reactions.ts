/**
 * Runs the reactions of a program, and takes up the incidents that people retry. Each reaction follows the log by its own
 * checkpoint, so that one that waits holds up no other; incidents follow by one more.
 */
import { uuidV5, type Checkpoints, type Envelope, type Position, type PositionedEvent } from '#libs/event-store';
import type { Views } from '#libs/views';
import type { Engine } from '../decide/execute.js';
import { SystemClock, type Clock } from '../time/clock.js';
import { Acting, settle, whyOf, type Sent } from './acting.js';
import { askedLast, isFanOut, liveReader, reachedBy } from './fan-out-view.js';
import { Follower, PACE, type FollowerLog, type FollowerStatus, type Pace } from './follower.js';
import { incident, REACTIONS } from './incident.js';
import type { Reaction } from './reaction.js';
import { concerns, placeOf, told } from './told.js';

export interface ReactionsOptions {
  readonly reactions: readonly Reaction[];
  /** With `incident` among its workflows, and everything that the reactions listen and send to. */
  readonly engine: Pick<Engine, 'execute' | 'ports'>;
  readonly checkpoints: Checkpoints;
  /** With `reactionViews(reactions)` among its projections; needed where a reaction fans out. */
  readonly views?: Pick<Views, 'read' | 'waitFor'>;
  readonly log?: FollowerLog;
  /** The machine's clock, for pauses; not the clock that events are stamped by. */
  readonly clock?: Clock;
  readonly pace?: Partial<Pace>;
  /** Stands around the work on one event, runs it once and throws what it throws. */
  readonly watch?: ReactionWatch | undefined;
}

/** `reaction` is its name; `incidents` takes up what people retry. */
export type ReactionWatch = (
  reaction: string,
  event: Pick<Envelope, 'id' | 'type' | 'correlationId'>,
  run: () => Promise<void>,
) => Promise<void>;

type FanOutReaction = Reaction & { readonly each: NonNullable<Reaction['each']> };

const PAGE = 200;
const AT_A_TIME = 8;
/** Each sweep sends to what it finds; more than a few follow only where cases appear meanwhile. */
const SWEEPS_MAX = 50;
const VIEW_MS = 10_000;

export class Reactions {
  readonly #options: ReactionsOptions;
  readonly #acting: Acting;
  readonly #followers: readonly Follower[];

  /** @throws TypeError where two reactions share a name, or something that one of them needs is missing. */
  constructor(options: ReactionsOptions) {
    const { reactions, engine, checkpoints, views, log, watch = (_reaction, _event, run) => run() } = options;
    const names = reactions.map(({ name }) => name);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) throw new TypeError(`there are two reactions named ${twice}`);
    const { declarations } = engine.ports.cases;
    const needed = [incident.declaration, ...reactions.flatMap(({ on, send }) => [on.declaration, send.declaration])];
    const missing = needed.find(({ name }) => !declarations.has(name));
    if (missing) throw new TypeError(`the engine knows no workflow named ${missing.name}, which a reaction needs`);
    const fanOut = reactions.find(isFanOut);
    if (fanOut && !views) throw new TypeError(`${fanOut.name} fans out and needs views`);
    this.#options = options;
    const clock = options.clock ?? new SystemClock();
    this.#acting = new Acting({ engine, clock });
    const ports = {
      store: engine.ports.store,
      checkpoints,
      clock,
      newId: engine.ports.newId,
      log,
      pace: { ...PACE, ...options.pace },
    };
    this.#followers = [
      ...reactions.map(
        (reaction) =>
          new Follower(ports, {
            name: `reaction-${reaction.name}`,
            concerns: (event) => concerns(reaction, event),
            handle: (event, signal) => watch(reaction.name, event.envelope, () => this.#react(reaction, event, signal)),
          }),
      ),
      new Follower(ports, {
        name: 'incidents',
        concerns: ({ envelope: { stream, type } }) =>
          type === 'IncidentRetried' && placeOf(stream).workflow === incident.declaration.name,
        handle: (event, signal) => watch('incidents', event.envelope, () => this.#retry(event, signal)),
      }),
    ];
  }

  start(): void {
    for (const follower of this.#followers) follower.start();
  }

  /** Begins nothing more and resolves when what is under way has ended. */
  async stop(): Promise<void> {
    await Promise.all(this.#followers.map((follower) => follower.stop()));
  }

  /** One for each reaction, and one for the incidents. */
  status(): readonly FollowerStatus[] {
    return this.#followers.map((follower) => follower.status());
  }

  async #react(reaction: Reaction, event: PositionedEvent, signal: AbortSignal): Promise<void> {
    if (isFanOut(reaction)) return this.#fanOut(reaction, event, signal);
    await this.#acting.act(reaction, event, undefined, signal);
  }

  /**
   * First everything that the view named at the event's position; then what it names as it stands, until that is nothing
   * new: a case that was begun by what was known a moment before the event, say. Once the same case has asked again, its
   * later event has the say.
   */
  async #fanOut(reaction: FanOutReaction, event: PositionedEvent, signal: AbortSignal): Promise<void> {
    const { read } = this.#options.views as Pick<Views, 'read' | 'waitFor'>;
    const { id, stream } = event.envelope;
    const sent = new Set<string>();
    await this.#seen(event.position);
    for (const page of reachedBy(reaction, id, read, PAGE)) await this.#sendTo(reaction, event, page, sent, signal);
    for (let sweep = 0; sweep < SWEEPS_MAX; sweep++) {
      await this.#seen(await this.#options.engine.ports.store.head());
      if (!askedLast(reaction, stream, id, read)) return;
      const named = reaction.each.targets(told(reaction, event), liveReader(read));
      const left = named.filter((target) => !sent.has(target));
      if (left.length === 0) return;
      await this.#sendTo(reaction, event, left, sent, signal);
    }
    throw new Error(`${reaction.name} still reaches new cases after ${SWEEPS_MAX} sweeps`);
  }

  async #sendTo(
    reaction: Reaction,
    event: PositionedEvent,
    targets: readonly string[],
    sent: Set<string>,
    signal: AbortSignal,
  ): Promise<void> {
    for (let at = 0; at < targets.length; at += AT_A_TIME) {
      signal.throwIfAborted();
      const some = targets.slice(at, at + AT_A_TIME);
      await Promise.all(some.map((target) => this.#acting.act(reaction, event, target, signal)));
      for (const target of some) sent.add(target);
    }
  }

  /** @throws Error where the view is not there yet: the event is met again. */
  async #seen(position: Position | undefined): Promise<void> {
    if (position === undefined || (await this.#options.views?.waitFor(position, VIEW_MS))) return;
    throw new Error('the view does not show yet what was recorded');
  }

  /** The very same command once more; what becomes of it is recorded in the incident. */
  async #retry(event: PositionedEvent, signal: AbortSignal): Promise<void> {
    const { engine } = this.#options;
    const { id: retried, stream, correlationId, depth } = event.envelope;
    const { id } = placeOf(stream);
    const one = await engine.ports.cases.fresh(incident.declaration.name, id);
    if (one.state !== 'retrying') return;
    const sent = await this.#sendAgain(one.data, signal);
    const refused = sent.kind === 'refused';
    const outcome = await engine.execute({
      workflow: incident.declaration.name,
      command: refused ? 'ReturnIncident' : 'ResolveIncident',
      id: uuidV5(retried, refused ? 'returned' : 'resolved'),
      target: id,
      form: refused ? whyOf(sent) : {},
      requester: { kind: 'reaction', id: REACTIONS },
      cause: { id: retried, correlationId, depth: Math.min(depth + 1, 8) },
    });
    const settledMeanwhile = (await engine.ports.cases.fresh(incident.declaration.name, id)).state !== 'retrying';
    if (!settledMeanwhile) settle(outcome, `the retry of incident ${id}`);
  }

  async #sendAgain(data: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<Sent> {
    const { reactions, engine } = this.#options;
    const { reaction: name, source, sourceCase, sourceVersion, event: id, target } = data as Record<string, string>;
    const reaction = reactions.find((one) => one.name === name);
    const [event] = await engine.ports.store.readStream(`${source}-${sourceCase}`, { from: Number(sourceVersion) });
    if (!reaction || !event || event.envelope.id !== id)
      return { kind: 'refused', code: 'reaction/unknown', params: { reaction: name ?? '' } };
    return this.#acting.send(reaction, event, isFanOut(reaction) ? target : undefined, signal);
  }
}
