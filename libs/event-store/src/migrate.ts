/**
 * Moves a whole log into another store. What the events are stays as it is: ids, versions, times, bytes and hashes, the
 * global order, and that the events of one command are appended together (law 1). Positions belong to a store, so they
 * change. The source is only read. A move that was ended half-way is continued by the next one: what the target already
 * holds must be the beginning of this very log, event by event, and anything else is refused before a byte is written.
 */
import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { canonical, type Json } from './canonical.js';
import type { Checkpoints } from './checkpoints.js';
import { CorruptEvent, type Position, type PositionedEvent } from './envelope.js';
import { commandsOf, type RecordedCommand } from './migrate-commands.js';
import { AppendRefused, StoreUnavailable, type EventStore } from './port.js';

/** How often the same thing is tried on a store that is away; pauses double up to the longest, in milliseconds. */
export interface MigrationPatience {
  readonly attemptsMax: number;
  readonly backoffMs: number;
  readonly backoffMaxMs: number;
}

/** Reading the source and comparing it with what the target holds; appending the rest; comparing both as they are then. */
export type MigrationStep = 'reading' | 'copying' | 'verifying';

export interface MigrationProgress {
  readonly step: MigrationStep;
  /** Events done in this step. */
  readonly done: number;
  /** Of so many; nothing before the source was read once. */
  readonly of: number | undefined;
}

/** How far those have come who follow the log: it goes along, with its positions put as the target gives them. */
export interface MovedCheckpoints {
  readonly source: Checkpoints;
  readonly target: Checkpoints;
  readonly names: readonly string[];
  /**
   * The value for the target: every position in it replaced by what `at` gives for it. Called twice for each value, the
   * first time to learn which positions it holds.
   */
  readonly moved: (name: string, value: Json, at: (position: Position) => Position) => Json;
}

export interface MigrateOptions {
  readonly checkpoints?: MovedCheckpoints;
  /** Hears of every command, or event, that is done. */
  readonly progress?: (progress: MigrationProgress) => void;
  readonly signal?: AbortSignal;
  readonly patience?: Partial<MigrationPatience>;
}

export interface Migration {
  /** Events of the log: so many were compared, one by one, after the last was written. */
  readonly events: number;
  /** How many of them the target held before. */
  readonly found: number;
  readonly copied: number;
  /** SHA-256 over all leaf hashes in global order, hex: the same for both stores, and for whoever computes it later. */
  readonly digest: string;
  readonly checkpoints: number;
}

/** The move stopped; the source is as it was. What was written to the target is the beginning of the log, unless the code says otherwise. */
export class MigrationStopped extends Error {
  override readonly name = 'MigrationStopped';
  constructor(
    /**
     * `source-damaged`: the log to be moved breaks a promise; the message names the event. `prefix-not-empty`: the target
     * holds something that is not the beginning of this log. `not-the-same`: the comparison afterwards found a difference.
     */
    readonly code: 'source-damaged' | 'prefix-not-empty' | 'not-the-same',
    message: string,
    options?: { cause: unknown },
  ) {
    super(message, options);
  }
}

const PATIENCE: MigrationPatience = { attemptsMax: 8, backoffMs: 100, backoffMaxMs: 5_000 };

/**
 * Moves the log. Nobody may write to either store meanwhile; who does is noticed at the latest by the comparison.
 * @throws MigrationStopped; StoreUnavailable where a store stayed away (calling again continues); the reason of the
 *   signal; AppendRefused where the target takes smaller appends only.
 * @example const { events, digest } = await migrate(sqlite, kurrentdb, { progress: ({ step, done }) => … });
 */
export async function migrate(
  source: EventStore,
  target: EventStore,
  options: MigrateOptions = {},
): Promise<Migration> {
  const move = new Move(source, target, options);
  const { checkpoints } = options;
  const carried = checkpoints ? await carriedFrom(checkpoints) : undefined;
  const { events, found, after } = await move.compareBeginning();
  await move.copy(after, found, events);
  const { digest, places } = await move.verify(events, carried?.positions ?? new Set());
  if (carried) for (const name of carried.values.keys()) await writeCheckpoint(carried, name, places);
  return { events, found, copied: events - found, digest, checkpoints: carried?.values.size ?? 0 };
}

class Move {
  readonly #patience: MigrationPatience;
  readonly #signal: AbortSignal | undefined;
  readonly #tell: (step: MigrationStep, done: number, of?: number) => void;

  constructor(
    private readonly source: EventStore,
    private readonly target: EventStore,
    { progress, signal, patience }: MigrateOptions,
  ) {
    this.#patience = { ...PATIENCE, ...patience };
    this.#signal = signal;
    this.#tell = (step, done, of) => progress?.({ step, done, of });
  }

  /** Reads all of the source, which checks every hash, beside what the target holds. Nothing is written. */
  async compareBeginning(): Promise<{ events: number; found: number; after: Position | undefined }> {
    const there = this.#fromTarget('prefix-not-empty');
    let events = 0;
    let found = 0;
    let after: Position | undefined;
    try {
      let other = await there.next();
      for await (const command of this.#commands()) {
        const held: number = events;
        for (const event of command.recorded) {
          events++;
          if (other.done) continue;
          if (other.value.hash !== event.hash) throw notTheBeginning(events, other.value, event);
          found++;
          after = event.position;
          other = await there.next();
        }
        if (found > held && found < events)
          throw new MigrationStopped(
            'prefix-not-empty',
            `the target holds only ${found - held} of ${events - held} events of command ${command.id}: it was not filled by a move; its prefix is not empty`,
          );
        this.#tell('reading', events);
      }
      if (!other.done) throw notTheBeginning(events + 1, other.value, undefined);
      return { events, found, after };
    } finally {
      await there.return();
    }
  }

  /** Appends what the target lacks, one command after the other: that alone keeps the global order. */
  async copy(after: Position | undefined, found: number, of: number): Promise<void> {
    let done = found;
    for await (const command of this.#commands(after)) {
      this.#signal?.throwIfAborted();
      await this.#append(command);
      done += command.recorded.length;
      this.#tell('copying', done, of);
    }
  }

  async #append({ stream, expected, ready }: RecordedCommand): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        const result = await this.target.append(stream, expected, ready);
        if (result.kind === 'appended') return;
        throw new MigrationStopped(
          'prefix-not-empty',
          `the target refuses event ${ready[0]?.envelope.version} of ${stream}, which stands at ${result.actual} there: somebody else writes to it, or its prefix is not empty`,
        );
      } catch (error) {
        if (error instanceof CorruptEvent || (error instanceof AppendRefused && error.code === 'stream-deleted'))
          throw new MigrationStopped('prefix-not-empty', `the prefix of the target is not empty: ${error.message}`, {
            cause: error,
          });
        // Also after an unknown outcome: the same append again tells the truth (law 2).
        if (!(error instanceof StoreUnavailable)) throw error;
        await this.#pauseAfter(attempt, error);
      }
    }
  }

  /** Reads both once more. Equal hashes are equal envelopes and data, and each store has just hashed what it holds. */
  async verify(
    events: number,
    wanted: ReadonlySet<Position>,
  ): Promise<{ digest: string; places: ReadonlyMap<Position, Position> }> {
    const there = this.#fromTarget('not-the-same');
    const digest = createHash('sha256');
    const places = new Map<Position, Position>();
    let done = 0;
    try {
      for await (const event of this.#fromSource()) {
        const other = await there.next();
        done++;
        if (other.done || other.value.hash !== event.hash)
          throw new MigrationStopped(
            'not-the-same',
            other.done || nameOf(other.value) !== nameOf(event)
              ? `event ${done} is ${nameOf(event)} in the source and ${other.done ? 'missing' : nameOf(other.value)} in the target: something wrote to one of them meanwhile`
              : `event ${done} is ${nameOf(event)} in both, with different content`,
          );
        digest.update(event.hash);
        if (wanted.has(event.position)) places.set(event.position, other.value.position);
        this.#tell('verifying', done, events);
      }
      const more = await there.next();
      if (!more.done)
        throw new MigrationStopped(
          'not-the-same',
          `the target goes on behind the ${done} events of the source, with ${nameOf(more.value)}: somebody writes to it already`,
        );
    } finally {
      await there.return();
    }
    return { digest: digest.digest('hex'), places };
  }

  async *#commands(after?: Position): AsyncGenerator<RecordedCommand, void, undefined> {
    try {
      yield* commandsOf(this.#steadily(this.source, after));
    } catch (error) {
      throw damaged(error);
    }
  }

  async *#fromSource(): AsyncGenerator<PositionedEvent, void, undefined> {
    try {
      yield* this.#steadily(this.source);
    } catch (error) {
      throw damaged(error);
    }
  }

  async *#fromTarget(code: 'prefix-not-empty' | 'not-the-same'): AsyncGenerator<PositionedEvent, void, undefined> {
    try {
      yield* this.#steadily(this.target);
    } catch (error) {
      if (!(error instanceof CorruptEvent)) throw error;
      const what =
        code === 'not-the-same' ? 'a damaged event' : 'something that is no event of a log; its prefix is not empty';
      throw new MigrationStopped(code, `the target holds ${what}: ${error.message}`, { cause: error });
    }
  }

  /** Every event behind a position; a store that was away for a while is read on from the last event. */
  async *#steadily(store: EventStore, after?: Position): AsyncGenerator<PositionedEvent, void, undefined> {
    const signal = this.#signal;
    let last = after;
    for (let attempt = 1; ; attempt++) {
      try {
        for await (const event of store.readAll({ after: last, ...(signal ? { signal } : {}) })) {
          yield event;
          last = event.position;
          attempt = 1;
        }
        return;
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error;
        await this.#pauseAfter(attempt, error);
      }
    }
  }

  /** @throws the error itself once it was met often enough. */
  async #pauseAfter(attempt: number, error: StoreUnavailable): Promise<void> {
    const { attemptsMax, backoffMs, backoffMaxMs } = this.#patience;
    if (attempt >= attemptsMax) throw error;
    await delay(Math.min(backoffMs * 2 ** (attempt - 1), backoffMaxMs));
    this.#signal?.throwIfAborted();
  }
}

interface Carried {
  readonly of: MovedCheckpoints;
  readonly values: ReadonlyMap<string, Json>;
  /** The places in the source that the values speak of. */
  readonly positions: ReadonlySet<Position>;
}

async function carriedFrom(of: MovedCheckpoints): Promise<Carried> {
  const values = new Map<string, Json>();
  const positions = new Set<Position>();
  for (const name of of.names) {
    const there = await of.source.read(name);
    if (!there) continue;
    values.set(name, there.value);
    of.moved(name, there.value, (position) => {
      positions.add(position);
      return position;
    });
  }
  return { of, values, positions };
}

async function writeCheckpoint(
  { of, values }: Carried,
  name: string,
  places: ReadonlyMap<Position, Position>,
): Promise<void> {
  const value = of.moved(name, values.get(name) as Json, (position) => {
    const place = places.get(position);
    if (place !== undefined) return place;
    throw new MigrationStopped(
      'source-damaged',
      `checkpoint ${name} stands at ${position}, where the log has no event`,
    );
  });
  const there = await of.target.read(name);
  if (there ? canonical(there.value) === canonical(value) : (await of.target.write(name, 'none', value)) === 'written')
    return;
  throw new MigrationStopped(
    'prefix-not-empty',
    `checkpoint ${name} stands elsewhere in the target: somebody follows that log already`,
  );
}

function damaged(error: unknown): unknown {
  if (!(error instanceof CorruptEvent)) return error;
  return new MigrationStopped('source-damaged', `the log to be moved is damaged: ${error.message}`, { cause: error });
}

function notTheBeginning(nth: number, there: PositionedEvent, here: PositionedEvent | undefined): MigrationStopped {
  const mine = !here
    ? 'here the log has ended'
    : nameOf(here) === nameOf(there)
      ? 'here it is the same place with different content'
      : `here it is ${nameOf(here)}`;
  return new MigrationStopped(
    'prefix-not-empty',
    `the target's prefix is not empty, and what it holds is not the beginning of this log: event ${nth} there is ${nameOf(there)}, ${mine}`,
  );
}

function nameOf({ envelope }: PositionedEvent): string {
  return `${envelope.type}, event ${envelope.version} of ${envelope.stream}`;
}
