/**
 * Applies events to generations. One transaction holds the rows and the checkpoints of a run of events, so a crash at
 * any moment leaves tables and checkpoint of the same event. An event that a projection cannot take is set aside for
 * that projection alone; trouble of the disk or the file is nobody's event and is thrown to whoever runs this.
 */
import type { PositionedEvent } from '#libs/event-store';
import type { Checkpoint, Generation } from './generation.js';
import type { PoisonEvent, ViewsFile } from './views-file.js';

/** How long one transaction may keep the event loop, in milliseconds; a single event may take longer. */
const SLICE_MS = 15;

interface Run {
  readonly end: number;
  readonly checkpoints: ReadonlyMap<Generation, Checkpoint>;
  readonly poison: readonly PoisonEvent[];
}

type ApplyOne = (generation: Generation, event: PositionedEvent) => void;

export class Applier {
  constructor(
    readonly file: ViewsFile,
    readonly clock: { now(): number },
    readonly alarm: (poison: PoisonEvent) => void,
  ) {}

  /**
   * Applies a first part of the events, as many as fit into {@link SLICE_MS} and at least one, to every generation that
   * awaits them.
   * @returns how many events are done.
   */
  apply(generations: readonly Generation[], events: readonly PositionedEvent[]): number {
    let run: Run;
    try {
      run = this.#run(generations, events, applyPlainly);
    } catch (error) {
      if (!(error instanceof NotTaken)) throw error;
      // Rolled back whole; again with a savepoint around each event, which finds the ones that cannot be taken.
      run = this.#run(generations, events);
    }
    for (const [generation, checkpoint] of run.checkpoints) generation.checkpoint = checkpoint;
    for (const poison of run.poison) this.alarm(poison);
    return run.end;
  }

  #run(generations: readonly Generation[], events: readonly PositionedEvent[], one?: ApplyOne): Run {
    const checkpoints = new Map<Generation, Checkpoint>();
    const poison: PoisonEvent[] = [];
    const applyOne: ApplyOne = one ?? ((generation, event) => this.#carefully(generation, event, poison));
    const end = this.file.transaction(() => {
      const until = performance.now() + SLICE_MS;
      let index = 0;
      do {
        const event = events[index++];
        if (!event) break;
        for (const generation of generations) {
          if (!generation.awaits(event)) continue;
          if (generation.listensTo(event)) applyOne(generation, event);
          const before = checkpoints.get(generation) ?? generation.checkpoint;
          checkpoints.set(generation, {
            position: event.position,
            previous: before?.position,
            eventId: event.envelope.id,
            passed: (before?.passed ?? 0) + 1,
          });
        }
      } while (index < events.length && performance.now() < until);
      for (const [generation, checkpoint] of checkpoints) this.file.writeCheckpoint(generation, checkpoint);
      return index;
    });
    return { end, checkpoints, poison };
  }

  #carefully(generation: Generation, event: PositionedEvent, poison: PoisonEvent[]): void {
    this.file.db.exec('SAVEPOINT event');
    try {
      applyPlainly(generation, event);
    } catch (error) {
      if (!(error instanceof NotTaken)) throw error;
      this.file.db.exec('ROLLBACK TO event');
      poison.push(this.file.setAside(generation, event, error.cause, new Date(this.clock.now()).toISOString()));
    }
    this.file.db.exec('RELEASE event');
  }
}

/** The projection threw at an event. */
class NotTaken extends Error {
  constructor(cause: unknown) {
    super('not taken', { cause });
  }
}

function applyPlainly({ feed }: Generation, event: PositionedEvent): void {
  try {
    feed?.projection.apply(event, feed.db);
  } catch (error) {
    throw isTroubleOfTheFile(error) ? error : new NotTaken(error);
  }
}

/** SQLite's primary result codes that say something about disk, memory or file and nothing about the statement. */
const TROUBLE = new Set([5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 26]);
const DAMAGED = new Set([11, 26]);

function sqliteCode(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('errcode' in error) || typeof error.errcode !== 'number')
    return undefined;
  return error.errcode & 0xff;
}

function isTroubleOfTheFile(error: unknown): boolean {
  return TROUBLE.has(sqliteCode(error) ?? 0);
}

/** Whether the file itself is damaged, so that trying again cannot help. */
export function isDamaged(error: unknown): boolean {
  return DAMAGED.has(sqliteCode(error) ?? 0);
}
