/**
 * Somebody who follows the log by a checkpoint and acts on some of its events (law 9): each at least once, in order, the
 * checkpoint behind the effects. Where nobody has followed before, it begins at the end of the log as it is then, and
 * records that once as `since`: what is older never fires, and neither a rebuild nor a restored or imported log does.
 *
 * Of several workers one acts. Whoever starts takes over by writing the checkpoint; the other's next write conflicts, so
 * it stops and stands by until the checkpoint has not moved for a while although the log has. For a moment both may act
 * on the same event: that is why every effect carries an id that follows from the event.
 */
import {
  CorruptEvent,
  type Checkpoints,
  type EventStore,
  type Json,
  type JsonObject,
  type Position,
  type PositionedEvent,
} from '#libs/event-store';
import type { Clock } from '../time/clock.js';

export interface FollowerLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Lengths in milliseconds. */
export interface Pace {
  /** How often a follower that acts on nothing says how far it is. */
  readonly settleMs: number;
  /** How long a checkpoint must stand still behind a growing log until another worker takes over. */
  readonly takeOverMs: number;
  /** The first pause after a failure, doubled with each further one, and the longest. */
  readonly retryMs: number;
  readonly retryMaxMs: number;
}

export const PACE: Pace = { settleMs: 1_000, takeOverMs: 5_000, retryMs: 100, retryMaxMs: 30_000 };

export interface FollowerPorts {
  readonly store: Pick<EventStore, 'subscribe' | 'head'>;
  readonly checkpoints: Checkpoints;
  /** The machine's clock: how fast to try again says nothing about the cases. */
  readonly clock: Clock;
  readonly newId: () => string;
  readonly log?: FollowerLog | undefined;
  readonly pace: Pace;
}

export interface Following {
  /** The checkpoint's name; never changed. */
  readonly name: string;
  concerns(event: PositionedEvent): boolean;
  /** Acts. May be called again for an event it has acted on. What it throws is tried again until the signal aborts. */
  handle(event: PositionedEvent, signal: AbortSignal): Promise<void>;
}

export interface FollowerStatus {
  readonly name: string;
  readonly state: 'starting' | 'following' | 'standing-by' | 'retrying' | 'stopped';
  /** Where it was installed; nothing where the log was empty. */
  readonly since: string | undefined;
  readonly position: string | undefined;
  /** Events acted on since the start. */
  readonly handled: number;
  readonly failure: string | undefined;
}

/** Effects before the checkpoint is written, at most, and events without any. */
const HANDLED_MAX = 16;
const PASSED_MAX = 1_000;
/** A worker that begins meets the writes of the one before; it does not give way to the first of them. */
const TAKES_MAX = 3;

interface Held {
  readonly since: string | null;
  position: string | null;
  version: number;
  readonly by: string;
}

type End = 'fenced' | 'ended' | 'stopping';

export class Follower {
  readonly #ports: FollowerPorts;
  readonly #following: Following;
  readonly #stopping = new AbortController();
  #running: Promise<void> | undefined;
  #status: FollowerStatus;

  constructor(ports: FollowerPorts, following: Following) {
    this.#ports = ports;
    this.#following = following;
    const { name } = following;
    this.#status = {
      name,
      state: 'starting',
      since: undefined,
      position: undefined,
      handled: 0,
      failure: undefined,
    };
  }

  /** A second call does nothing. */
  start(): void {
    this.#running ??= this.#run();
  }

  /** Resolves when what is under way has ended and the checkpoint stands behind it. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    this.#say({ state: 'stopped' });
  }

  status(): FollowerStatus {
    return this.#status;
  }

  async #run(): Promise<void> {
    const { log } = this.#ports;
    const { name } = this.#following;
    let [failures, reached] = [0, this.#status.position];
    for (let standingBy = false; !this.#ended;) {
      try {
        const held = standingBy ? await this.#takeWhenLeft() : await this.#take();
        if (held === undefined) {
          standingBy = true;
          continue;
        }
        this.#say({
          state: 'following',
          since: held.since ?? undefined,
          position: held.position ?? undefined,
          failure: undefined,
        });
        const end = await this.#follow(held);
        if (end === 'ended') break;
        standingBy = end === 'fenced';
        if (standingBy) log?.info({ follower: name }, 'another worker took over; standing by');
      } catch (error) {
        const failure = sentence(error);
        // A log that does not hold the checkpoint, or not what its hashes promise: going on would skip or repeat.
        if (error instanceof CorruptEvent || error instanceof RangeError) {
          log?.error({ follower: name, err: error }, 'the log cannot be followed from its checkpoint; stopped');
          this.#say({ failure });
          break;
        }
        // Whoever got further meanwhile begins with the shortest pause again.
        failures = this.#status.position === reached ? failures + 1 : 1;
        reached = this.#status.position;
        await this.#pauseAfter(failures, failure, error);
      }
    }
    this.#say({ state: 'stopped' });
  }

  /** Takes the checkpoint over; nothing where somebody else was faster each time. */
  async #take(): Promise<Held | undefined> {
    let held: Held | undefined;
    for (let attempt = 0; attempt < TAKES_MAX && !held && !this.#ended; attempt++) held = await this.#tryToTake();
    return held;
  }

  /** Makes the checkpoint where there is none. */
  async #tryToTake(): Promise<Held | undefined> {
    const { checkpoints, store, newId } = this.#ports;
    const { name } = this.#following;
    const there = await checkpoints.read(name);
    const by = newId();
    const before = there === undefined ? undefined : placeIn(there.value);
    const now = before ? undefined : ((await store.head()) ?? null);
    const held = before ?? { since: now ?? null, position: now ?? null };
    const outcome = await checkpoints.write(name, there?.version ?? 'none', { ...held, by });
    return outcome === 'written' ? { ...held, by, version: there ? there.version + 1 : 0 } : undefined;
  }

  /** Stands by for a while; then takes over where the checkpoint stood still although the log goes on behind it. */
  async #takeWhenLeft(): Promise<Held | undefined> {
    const { checkpoints, store, clock, pace } = this.#ports;
    const { name } = this.#following;
    this.#say({ state: 'standing-by' });
    const before = await checkpoints.read(name);
    await clock.wait(clock.now() + pace.takeOverMs, this.#stopping.signal);
    if (this.#ended) return undefined;
    const after = await checkpoints.read(name);
    if (after?.version !== before?.version) return undefined;
    const isAtHead = after !== undefined && placeIn(after.value).position === ((await store.head()) ?? null);
    return isAtHead ? undefined : this.#take();
  }

  async #follow(held: Held): Promise<End> {
    const { store, clock, pace } = this.#ports;
    const leaving = new AbortController();
    const signal = AbortSignal.any([this.#stopping.signal, leaving.signal]);
    const items = store.subscribe({ after: held.position ?? undefined, signal })[Symbol.asyncIterator]();
    let [handled, passed] = [0, 0];
    const commit = async (): Promise<boolean> => {
      [handled, passed] = [0, 0];
      return this.#commit(held);
    };
    try {
      for (let next = items.next(); ;) {
        const item = await settled(next, passed > 0 ? clock.now() + pace.settleMs : Infinity, clock);
        if (item === 'settle') {
          if (!(await commit())) return 'fenced';
          continue;
        }
        if (item.done) {
          if (passed > 0 && !(await commit())) return 'fenced';
          return this.#ended ? 'stopping' : 'ended';
        }
        next = items.next();
        // Whatever is thrown meanwhile is heard of when it is asked for.
        next.catch(() => undefined); // awaited in the next turn
        if (item.value.kind === 'caught-up') {
          if (handled > 0 && !(await commit())) return 'fenced';
          continue;
        }
        const { event } = item.value;
        if (this.#following.concerns(event)) {
          if (!(await this.#handle(event))) {
            await commit();
            return 'stopping';
          }
          handled++;
          this.#say({ handled: this.#status.handled + 1 });
        }
        held.position = event.position;
        passed++;
        this.#say({ position: event.position });
        if ((handled >= HANDLED_MAX || passed >= PASSED_MAX) && !(await commit())) return 'fenced';
      }
    } finally {
      leaving.abort();
      await items.return?.();
    }
  }

  /** Whether it was handled; it is tried again until it is or the follower is stopped. */
  async #handle(event: PositionedEvent): Promise<boolean> {
    for (let failures = 0; !this.#ended;) {
      try {
        await this.#following.handle(event, this.#stopping.signal);
        if (failures > 0) this.#say({ state: 'following', failure: undefined });
        return true;
      } catch (error) {
        if (!this.#ended) await this.#pauseAfter(++failures, sentence(error), error);
      }
    }
    return false;
  }

  async #commit(held: Held): Promise<boolean> {
    const { since, position, by, version } = held;
    const value: Json = { since, position, by };
    if ((await this.#ports.checkpoints.write(this.#following.name, version, value)) === 'conflict') return false;
    held.version = version + 1;
    return true;
  }

  async #pauseAfter(failures: number, failure: string, error: unknown): Promise<void> {
    const { clock, pace, log } = this.#ports;
    this.#say({ state: 'retrying', failure });
    log?.warn({ follower: this.#following.name, failures, err: error }, 'a follower of the log tries again');
    const pauseMs = Math.min(pace.retryMs * 2 ** Math.min(failures - 1, 20), pace.retryMaxMs);
    await clock.wait(clock.now() + pauseMs, this.#stopping.signal);
  }

  get #ended(): boolean {
    return this.#stopping.signal.aborted;
  }

  #say(more: Partial<FollowerStatus>): void {
    this.#status = { ...this.#status, ...more };
  }
}

/** The next item, or `settle` where none came until then. The item is not lost: it is asked for again. */
async function settled<T>(next: Promise<T>, untilMs: number, clock: Clock): Promise<T | 'settle'> {
  if (untilMs === Infinity) return next;
  const waiting = new AbortController();
  try {
    return await Promise.race([next, clock.wait(untilMs, waiting.signal).then(() => 'settle' as const)]);
  } finally {
    waiting.abort();
  }
}

/**
 * A follower's checkpoint for a log that was carried into another store, where every position has changed.
 * @throws RangeError for a checkpoint that no follower has written.
 */
export function movedPlace(value: Json, at: (position: Position) => Position): Json {
  const { since, position } = placeIn(value);
  const moved = (place: string | null): string | null => (place === null ? null : at(place));
  return { ...(value as JsonObject), since: moved(since), position: moved(position) };
}

/** @throws RangeError for a checkpoint that no follower has written. */
function placeIn(value: Json): { since: string | null; position: string | null } {
  const { since, position } = (value ?? {}) as { since?: Json; position?: Json };
  const isPlace = (one: Json | undefined): one is string | null => one === null || typeof one === 'string';
  if (!isPlace(since) || !isPlace(position))
    throw new RangeError(`no checkpoint of a follower: ${JSON.stringify(value)}`);
  return { since, position };
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
