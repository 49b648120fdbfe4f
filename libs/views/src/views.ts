/**
 * The views of a node: tables that follow from the log, kept up to date by one subscription, rebuilt in the shadow of
 * the old. Tables and checkpoint change in one transaction; a rebuilt projection has the rows of the live one; building
 * tells nobody anything (law 9: "rebuild fires nothing"). Where the log is found not to be the one that they were made
 * from, at the start or later, they serve nothing until they are made anew.
 */
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isNativeError } from 'node:util/types';
import { CorruptEvent, type EventStore, type Position, type PositionedEvent } from '#libs/event-store';
import { Applier, isDamaged } from './applier.js';
import { type Generation, realTable } from './generation.js';
import { LiveFeed } from './live-feed.js';
import { strangersTo } from './log-check.js';
import { Bell, Gate } from './pace.js';
import { checkProjections, type Projection } from './projection.js';
import { type Progress, Reader, type ViewReader, ViewsNotReady } from './reader.js';
import { buildShadows } from './shadow-builder.js';
import { hashTables, type ProjectionHash } from './table-hash.js';
import { type PoisonEvent, ViewsFile } from './views-file.js';
import { PositionWaiters } from './position-waiters.js';

const RETRY_MS_FIRST = 100;
const RETRY_MS_MAX = 5_000;
const POISON_SHOWN_MAX = 1_000;

/** The part of a pino logger that is used here. */
export interface ViewsLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface ViewsOptions {
  /** The data folder, which must exist. */
  readonly folder: string;
  /** Default `views.db`. */
  readonly file?: string;
  readonly store: EventStore;
  readonly projections: readonly Projection[];
  /** Milliseconds since 1970; default the system's. It dates what is set aside and measures lag, nothing else. */
  readonly clock?: { now(): number };
  readonly log?: ViewsLog;
  /** An event was set aside. */
  readonly onPoison?: (poison: PoisonEvent) => void;
  /** Live events have become readable by one commit, which took so long; not those that are read while building. */
  readonly onCommitted?: (events: readonly PositionedEvent[], seconds: number) => void;
}

/** An event whose effect can be read. */
export interface AppliedEvent {
  readonly position: Position;
  readonly stream: string;
  readonly type: string;
}

/** `retrying`: store or file fail, tried again for ever with at most 5 s between. `stopped`: nothing more is applied. */
export type ViewsHealth =
  | { readonly state: 'starting' | 'building' | 'live' | 'closed' }
  | { readonly state: 'retrying' | 'stopped'; readonly error: Error };

export interface ViewsLag {
  readonly caughtUp: boolean;
  /** How long the live edge has not been reached, in milliseconds; 0 where caught up. */
  readonly behindMs: number;
  /** `recordedAt` of the newest event applied since the start. */
  readonly lastRecordedAt?: string;
}

type Task = 'compare' | 'feed' | 'build';

export class Views {
  /** Reads from the tables that serve. */
  readonly read: ViewReader;
  readonly #reader: Reader;
  readonly #file: ViewsFile;
  readonly #options: ViewsOptions;
  readonly #applier: Applier;
  readonly #clock: { now(): number };
  readonly #gate = new Gate();
  readonly #changed = new Bell();
  readonly #stop = new AbortController();
  readonly #troubles = new Map<Task, Error>();
  readonly #listeners = new Set<(events: readonly AppliedEvent[]) => void>();
  readonly #waiters = new PositionWaiters();
  readonly #rebuilds = new Map<string, PromiseWithResolvers<void>>();
  /** Aborts when generations were thrown away: feeding and building begin again with those that are there then. */
  #round = new AbortController();
  readonly #ready = Promise.withResolvers<void>();
  readonly #running: Promise<void>;
  #isReady = false;
  #isCompared = false;
  #fatal: Error | undefined;
  #isClosed = false;
  #caughtUp = false;
  #caughtUpAt: number;
  #lastRecordedAt: string | undefined;

  private constructor(options: ViewsOptions) {
    checkProjections(options.projections);
    this.#options = options;
    this.#clock = options.clock ?? Date;
    this.#caughtUpAt = this.#clock.now();
    this.#file = new ViewsFile(join(options.folder, options.file ?? 'views.db'), options.projections);
    this.#applier = new Applier(this.#file, this.#clock, (poison) => this.#alarm(poison));
    this.#reader = new Reader(this.#file.path, {
      refusal: () => (this.#isCompared ? undefined : new ViewsNotReady(this.progress(), { cause: this.#trouble() })),
      excuse: (cause) => (this.#someAreNew() ? new ViewsNotReady(this.progress(), { cause }) : undefined),
    });
    this.read = this.#reader;
    this.#ready.promise.catch(() => undefined); // whoever asks by whenReady hears of it
    this.#running = this.#run();
  }

  /**
   * Opens the file and starts to follow the log in the background.
   * @throws RangeError for projections that break a rule, Error for a file of another format or a damaged one.
   */
  static open(options: ViewsOptions): Views {
    return new Views(options);
  }

  /** Whether every projection serves and the log was reached once since the start, or since it was last another log. */
  get ready(): boolean {
    return this.#isReady && !this.#fatal && !this.#isClosed;
  }

  /** @throws what stopped the views before they were ready. */
  whenReady(): Promise<void> {
    return this.#ready.promise;
  }

  /** Up to here every event is in what readers see, in all projections; nothing where one has seen none. */
  get position(): Position | undefined {
    let least: Position | undefined;
    for (const { name } of this.#options.projections) {
      const position = this.#file.serving.get(name)?.checkpoint?.position;
      if (position === undefined) return undefined;
      if (least === undefined || position < least) least = position;
    }
    return least;
  }

  /**
   * Read your writes: whether the effect of the event at this position can be read now or within the time given.
   * @param timeoutMs from 0
   */
  async waitFor(position: Position, timeoutMs: number): Promise<boolean> {
    const reached = this.position;
    if (reached !== undefined && reached >= position && this.#isCompared) return true;
    if (this.#isClosed || this.#fatal) return false;
    return this.#waiters.wait(position, timeoutMs);
  }

  health(): ViewsHealth {
    if (this.#fatal) return { state: 'stopped', error: this.#fatal };
    if (this.#isClosed) return { state: 'closed' };
    const trouble = this.#trouble();
    if (trouble) return { state: 'retrying', error: trouble };
    if (this.#file.building.size > 0) return { state: 'building' };
    return { state: this.#isReady ? 'live' : 'starting' };
  }

  lag(): ViewsLag {
    return {
      caughtUp: this.#caughtUp,
      behindMs: this.#caughtUp ? 0 : Math.max(0, this.#clock.now() - this.#caughtUpAt),
      ...(this.#lastRecordedAt !== undefined && { lastRecordedAt: this.#lastRecordedAt }),
    };
  }

  progress(): Progress[] {
    const all = [...this.#file.serving.values(), ...this.#file.building.values()];
    const most = Math.max(...all.map(({ passed }) => passed));
    const isKnown = this.#file.serving.size > 0;
    return all.map((generation) => ({
      name: generation.name,
      version: generation.version,
      generation: generation.id,
      state: this.#file.building.get(generation.name) === generation ? 'building' : 'live',
      done: generation.passed,
      ...(isKnown && { of: most }),
      ...(generation.checkpoint && { position: generation.checkpoint.position }),
    }));
  }

  /** What was set aside, the first 1,000 in order of position. Mended by a rebuild with a projection that takes it. */
  poison(): PoisonEvent[] {
    return this.#file.poison(POISON_SHOWN_MAX);
  }

  /**
   * Hears of events after the commit that made them readable, in order; not of those that are read while building.
   * What the listener throws is logged; keeping its own queue bounded is its business.
   * @returns ends it
   */
  onApplied(listener: (events: readonly AppliedEvent[]) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /**
   * Builds the projection (or all) anew from the start of the log while the old tables serve. Resolves after the swap.
   * @throws RangeError for an unknown name; what stopped the views meanwhile.
   */
  async rebuild(name?: string): Promise<void> {
    if (this.#isClosed) throw new Error('the views are closed');
    if (this.#fatal) throw this.#fatal;
    const names = name === undefined ? this.#options.projections.map((projection) => projection.name) : [name];
    const all = names.map((each) => {
      this.#file.startShadow(each);
      const rebuild = this.#rebuilds.get(each) ?? Promise.withResolvers<void>();
      this.#rebuilds.set(each, rebuild);
      return rebuild.promise;
    });
    this.#changed.ring();
    await Promise.all(all);
  }

  /** A hash of every table that serves for this projection. */
  async hash(name: string): Promise<ProjectionHash> {
    const generation = this.#file.serving.get(name);
    if (!generation) {
      if (this.#file.building.has(name)) throw new ViewsNotReady(this.progress());
      throw new RangeError(`there is no projection named ${name}`);
    }
    const tables = new Map(generation.tables.map((table) => [table, realTable(generation.id, table)]));
    return hashTables(this.#file.path, { id: generation.id, tables });
  }

  /** Ends all loops and closes the file. Events not yet applied are applied after the next start. */
  async close(): Promise<void> {
    if (this.#isClosed) return this.#running;
    this.#isClosed = true;
    this.#end(new Error('the views were closed'));
    await this.#running;
    this.#reader.close();
    this.#file.close();
  }

  #trouble(): Error | undefined {
    return this.#fatal ?? this.#troubles.values().next().value;
  }

  /** Whether the tables of a projection, as its code knows them, do not serve yet. */
  #someAreNew(): boolean {
    return [...this.#file.building.keys()].some((name) => !this.#file.serving.get(name)?.feed);
  }

  async #run(): Promise<void> {
    await this.#supervise('compare', () => this.#compare());
    await Promise.all([
      this.#supervise('feed', () => this.#inRounds((signal) => this.#feed(signal))),
      this.#supervise('build', () => this.#inRounds((signal) => this.#build(signal))),
    ]);
  }

  /** Begins again with each round. @throws what ended it otherwise. */
  async #inRounds(run: (signal: AbortSignal) => Promise<void>): Promise<void> {
    for (;;) {
      const round = this.#round.signal;
      try {
        await run(AbortSignal.any([this.#stop.signal, round]));
      } catch (error) {
        if (this.#stop.signal.aborted || !round.aborted) throw error;
      }
    }
  }

  async #compare(): Promise<void> {
    const all = [...this.#file.serving.values(), ...this.#file.building.values()];
    const found = await strangersTo(this.#options.store, all, this.#stop.signal);
    // Meanwhile some may have been swapped out, or thrown away by another comparison.
    const { serving, building } = this.#file;
    const isThere = (one: Generation): boolean => serving.get(one.name) === one || building.get(one.name) === one;
    const strangers = new Set([...found].filter(isThere));
    if (strangers.size > 0) {
      const names = [...new Set([...strangers].map(({ name }) => name))];
      this.#options.log?.warn({ projections: names }, 'the log is not the one these views were made from: built anew');
      this.#file.startOver(strangers);
      this.#isReady = false;
      this.#troubles.clear(); // this is how they are mended
      this.#leaveEdge();
      this.#round.abort();
      this.#round = new AbortController();
    }
    this.#isCompared = true;
    this.#look();
  }

  async #feed(signal: AbortSignal): Promise<void> {
    await this.#changed.until(() => this.#file.fed().length > 0, signal);
    const feed = new LiveFeed(
      {
        store: this.#options.store,
        file: this.#file,
        applier: this.#applier,
        gate: this.#gate,
        onCommitted: (events, seconds) => this.#committed(events, seconds),
        onCaughtUp: () => {
          if (signal.aborted) return;
          this.#troubles.delete('feed');
          this.#caughtUp = true;
          this.#look();
        },
      },
      signal,
    );
    await feed.run();
  }

  async #build(signal: AbortSignal): Promise<void> {
    for (;;) {
      await this.#changed.until(() => this.#file.building.size > 0, signal);
      await buildShadows({
        store: this.#options.store,
        file: this.#file,
        applier: this.#applier,
        gate: this.#gate,
        signal,
        onProgress: () => this.#troubles.delete('build'),
        onSwapped: (names) => this.#swapped(names),
      });
    }
  }

  /** Runs a task again after trouble that may pass, with growing pauses; stops everything where it cannot pass. */
  async #supervise(task: Task, run: () => Promise<void>): Promise<void> {
    const { signal } = this.#stop;
    let pauseMs = RETRY_MS_FIRST;
    while (!signal.aborted) {
      try {
        // What failed may have failed because the log is not the same any more.
        if (task !== 'compare' && this.#troubles.has(task)) await this.#compare();
        await run();
        this.#troubles.delete(task);
        return;
      } catch (reason) {
        if (signal.aborted) return;
        const error = isNativeError(reason) ? reason : new Error(String(reason));
        if (error instanceof CorruptEvent || isDamaged(error)) return this.#halt(error);
        // Progress since the last trouble has cleared it: then this is a new one.
        pauseMs = this.#troubles.has(task) ? Math.min(pauseMs * 2, RETRY_MS_MAX) : RETRY_MS_FIRST;
        this.#troubles.set(task, error);
        this.#leaveEdge();
        this.#options.log?.warn({ task, err: error, pauseMs }, 'the views try again');
        await delay(pauseMs, undefined, { signal }).catch(() => undefined); // aborted: the loop sees it
      }
    }
  }

  #halt(error: Error): void {
    this.#fatal = error;
    this.#leaveEdge();
    this.#options.log?.error({ err: error }, 'the views stopped');
    this.#end(error);
  }

  #end(error: Error): void {
    this.#stop.abort(error);
    this.#ready.reject(error);
    for (const rebuild of this.#rebuilds.values()) rebuild.reject(error);
    this.#rebuilds.clear();
    this.#waiters.end();
  }

  #leaveEdge(): void {
    if (this.#caughtUp) this.#caughtUpAt = this.#clock.now();
    this.#caughtUp = false;
  }

  #committed(events: readonly PositionedEvent[], seconds: number): void {
    this.#troubles.delete('feed');
    this.#leaveEdge();
    this.#lastRecordedAt = events.at(-1)?.envelope.recordedAt ?? this.#lastRecordedAt;
    const applied = events.map(({ position, envelope: { stream, type } }) => ({ position, stream, type }));
    for (const listener of this.#listeners) this.#tell(() => listener(applied), 'a listener to applied events failed');
    this.#waiters.reached(this.position);
    this.#tell(() => this.#options.onCommitted?.(events, seconds), 'whoever hears of commits failed');
  }

  #swapped(names: readonly string[]): void {
    this.#options.log?.info({ projections: names }, 'views built and swapped in');
    for (const name of names) {
      this.#rebuilds.get(name)?.resolve();
      this.#rebuilds.delete(name);
    }
    this.#waiters.reached(this.position);
    this.#look();
  }

  /** Lets everyone look again whether their condition holds. */
  #look(): void {
    const serves = this.#options.projections.every(({ name }) => this.#file.serving.has(name));
    if (this.#isCompared && serves && (this.#caughtUp || this.#file.fed().length === 0)) {
      this.#isReady = true;
      this.#ready.resolve();
    }
    if (this.#isCompared) this.#waiters.reached(this.position);
    this.#changed.ring();
  }

  #alarm(poison: PoisonEvent): void {
    this.#options.log?.error({ poison }, 'an event was set aside by a projection');
    this.#tell(() => this.#options.onPoison?.(poison), 'the alarm about an event set aside failed');
  }

  /** A stranger's callback must not end our loops; its failure is logged. */
  #tell(callback: () => void, failure: string): void {
    try {
      callback();
    } catch (err) {
      this.#options.log?.error({ err }, failure);
    }
  }
}
