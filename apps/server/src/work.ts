/**
 * What goes on by itself: timers act, calendars and settings reach open cases, what happened in one case follows in
 * another. Workers do it, several of them on one log without doubling anything, because every effect has an id that
 * follows from its cause (law 9). A node that only answers knows how it stands and begins none of it.
 */
import type { Logger } from 'pino';
import {
  EmbeddedLoop,
  FanOut,
  settingsInForce,
  timersAct,
  type DueWork,
  type ScheduledWorkStatus,
  type WorkSchedule,
} from '#libs/scheduling';
import type { BullDueWork, QueueDepth } from '#libs/scheduling/bullmq';
import type { Views } from '#libs/views';
import { Reactions, type Clock, type Engine, type Reaction, type TimeTables } from '#libs/workflow';
import type { Store } from './observability/observed-store.js';
import type { Observer } from './observability/observer.js';
import type { RedisParts } from './redis-parts.js';

export interface WorkOptions {
  readonly store: Store;
  readonly views: Views;
  readonly engine: Engine;
  readonly timeTables: TimeTables;
  readonly reactions: readonly Reaction[];
  readonly observer: Observer;
  readonly log: Logger;
  /** Where the timetable stands, shared with other workers; without it this process keeps it alone. */
  readonly redis: RedisParts | undefined;
}

/** What does not go as it should, in numbers that one node tells the others. */
export interface WorkStanding {
  readonly timersFailing: number | null;
  readonly reactionsFailing: number;
  /** Why deadlines cannot be moved. */
  readonly movesFailing: string | null;
  /** How the timetable in Redis stands, where there is one. */
  readonly timetable: string | null;
}

export class Work {
  readonly dueWork: DueWork;
  readonly fanOut: FanOut;
  readonly reactions: Reactions;
  readonly #schedule: WorkSchedule | undefined;
  /** The same as `dueWork`, where its timetable is in Redis. */
  readonly #shared: BullDueWork | undefined;
  readonly #views: Views;

  constructor({ store, views, engine, timeTables, reactions, observer, log, redis }: WorkOptions) {
    this.#views = views;
    const clock: Clock = engine.ports.clock;
    const timers = { clock, views, act: observer.timers(timersAct(engine), clock), log };
    this.fanOut = new FanOut({ clock, views, engine, refresh: () => timeTables.refresh(), log });
    if (redis) {
      const { connections, prefix, bullmq } = redis;
      const works = [settingsInForce(this.fanOut)];
      this.dueWork = this.#shared = new bullmq.BullDueWork({ ...timers, redis: connections, prefix });
      this.#schedule = new bullmq.BullSchedule({ clock, redis: connections, prefix, works, log });
    } else this.dueWork = new EmbeddedLoop(timers);
    const watch = observer.reactions;
    this.reactions = new Reactions({ reactions, engine, checkpoints: store.checkpoints, views, log, watch });
  }

  begin(): void {
    this.dueWork.start();
    this.#schedule?.start();
    this.fanOut.start();
    this.reactions.start();
  }

  /** Begins nothing more and resolves when what is under way has ended. */
  async stop(): Promise<void> {
    await Promise.all([this.dueWork.stop(), this.#schedule?.stop(), this.fanOut.stop(), this.reactions.stop()]);
  }

  /** Daily and yearly work, where it has a timetable of its own. */
  schedule(): readonly ScheduledWorkStatus[] {
    return this.#schedule?.status() ?? [];
  }

  /** How long the timetable in Redis could not be kept, in milliseconds; 0 where it can be, or there is none. */
  get timetableAwayMs(): number {
    return this.#shared?.awayMs ?? 0;
  }

  /** Of a node that works. */
  standing(): WorkStanding {
    const isReady = this.#views.ready;
    const shared = isReady ? this.#shared?.status() : undefined;
    const due = shared ?? (isReady ? this.dueWork.status() : undefined);
    return {
      timersFailing: due?.failing.length ?? null,
      reactionsFailing: this.reactions.status().filter(({ failure }) => failure !== undefined).length,
      movesFailing: this.fanOut.status().failure ?? null,
      timetable: shared?.timetable ?? null,
    };
  }

  /** Of the queue in Redis. @throws Error while it is out of reach. */
  async depth(): Promise<QueueDepth | undefined> {
    return this.#shared?.depth();
  }
}
