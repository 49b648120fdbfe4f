/**
 * Everything of a node but its doors: store, keys, views, engine, time, due work, opened in one order and closed in the
 * other. The server stands it behind HTTP, the command line calls it directly, tests give it a clock of their own.
 */
import { randomUUIDv7 } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { CorruptEvent, LogRestored } from '#libs/event-store';
import { timersView } from '#libs/scheduling';
import type { KeyVault } from '#libs/sealed';
import { Views, type Projection, type ViewsOptions } from '#libs/views';
import {
  Cases,
  caseView,
  Engine,
  installDefaults,
  reactionViews,
  SystemClock,
  TimeTables,
  type Clock,
  type Declaration,
} from '#libs/workflow';
import type { Config } from './config.js';
import { contexts as ours, type Contexts } from './contexts.js';
import type { DataFolder } from './data-folder.js';
import { Letters } from './letters.js';
import { isDamaged, openLogAndKeys, type LogAndKeys } from './log-and-keys.js';
import { LogLag } from './log-lag.js';
import { newestRecorded, newestRecordedView } from './newest-recorded.js';
import { observedStore, type ObservedStore } from './observability/observed-store.js';
import { unobserved, type Observer } from './observability/observer.js';
import { Presence, type NodeSeen } from './presence.js';
import { openRedis, type RedisParts } from './redis-parts.js';
import { recordSample } from './seed.js';
import { Work } from './work.js';

/** What a node must know of its configuration. Without a role it does everything, without Redis it does it alone. */
export type NodeConfig = Pick<Config, 'eventStore' | 'streamPrefix' | 'masterKey'> &
  Partial<Pick<Config, 'role' | 'redisUrl' | 'nodeName' | 'commandsMax' | 'caseCommandsMax'>>;

export interface ComposeOptions {
  /** Opened and locked; the composition frees it when it closes. */
  readonly folder: DataFolder;
  readonly config: NodeConfig;
  readonly log: Logger;
  readonly contexts?: Contexts;
  readonly clock?: Clock;
  readonly observer?: Observer;
  /** Hears now and then how far views are that must be built before the start can go on: 0 to 1. */
  readonly onBuilding?: (part: number) => void;
}

const BUILDING_EVERY_MS = 1_000;
const FOLLOW_AGAIN_MS = 5_000;
/** Law 5: beyond it a node of several does not write. */
const CLOCK_BEHIND_MAX_MS = 1_000;

/** A node that is open. What it promises is promised by its parts. */
export class Composition {
  readonly folder: DataFolder;
  readonly contexts: Contexts;
  readonly clock: Clock;
  readonly log: Logger;
  readonly vault: KeyVault;
  readonly role: Config['role'];
  /** As orders name it. */
  readonly name: string;
  readonly work: Work;
  /** Only where nodes share a Redis. */
  readonly presence: Presence | undefined;
  #letters: Letters | undefined;
  readonly #stopping = new AbortController();
  /** Of a log that others write too; nothing where this process is its only writer. */
  readonly lag: LogLag | undefined;
  #followed: Promise<unknown> | undefined;
  #refreshing: Promise<unknown> = Promise.resolve();
  /** Bounded by the editions that are recorded. */
  readonly #unusableTold = new Set<string>();
  #closed: Promise<void> | undefined;

  private constructor(
    readonly options: ComposeOptions,
    /** As it was opened; `store` is the same, watched. */
    private readonly opened: LogAndKeys,
    readonly store: ObservedStore,
    readonly views: Views,
    readonly engine: Engine,
    readonly timeTables: TimeTables,
    readonly redis: RedisParts | undefined,
  ) {
    const { folder, log, contexts = ours, observer = unobserved } = options;
    this.vault = opened.vault;
    this.folder = folder;
    this.contexts = contexts;
    this.clock = engine.ports.clock;
    this.log = log;
    this.role = options.config.role ?? 'all';
    this.lag = options.config.eventStore === undefined ? undefined : new LogLag({ store, views });
    const { reactions } = contexts;
    this.work = new Work({ store, views, engine, timeTables, reactions, observer, log, redis });
    this.name = options.config.nodeName ?? 'node';
    this.presence = redis && new Presence({ redis, log, tell: () => this.tell(), now: () => this.clock.now() });
  }

  /** Looks that failed too often; nothing without Redis. */
  get letters(): Letters | undefined {
    const { redis, log } = this;
    return (this.#letters ??= redis && new Letters({ redis, log }));
  }

  /** How this node stands, for the others. */
  tell(): Omit<NodeSeen, 'seenAt'> {
    const { name, role, behindMs, views } = this;
    const work = role === 'api' ? null : this.work.standing();
    return { name, role, behindMs: Math.round(behindMs), position: views.position ?? null, work };
  }

  /**
   * Opens everything, records what a first start must record, and resolves when commands can be decided and views read.
   * @throws StartRefused and whatever `sentenceFor` knows; the folder is then free again.
   */
  static async open(options: ComposeOptions): Promise<Composition> {
    const undo: (() => unknown)[] = [() => options.folder.release()];
    try {
      const composition = await openParts(options, undo, (...parts) => new Composition(options, ...parts));
      await composition.#prepare();
      return composition;
    } catch (error) {
      for (const close of undo.reverse()) await close();
      throw error;
    }
  }

  /**
   * Follows what other nodes record. A node that works lets time pass as well: due timers act, new calendars and settings
   * reach open cases, one case's event reaches another.
   */
  begin(): void {
    if (this.role !== 'api') this.work.begin();
    this.presence?.begin();
    const { signal } = this.#stopping;
    if (this.lag) this.#followed ??= Promise.all([this.#followOthers(), this.lag.watch(signal)]);
  }

  /** How long this node's views have not shown what is recorded, in milliseconds. */
  get behindMs(): number {
    return this.lag?.behindMs ?? this.views.lag().behindMs;
  }

  /** Ends what `begin` began, then closes the parts, views before the store. Repeating it waits for the same end. */
  close(): Promise<void> {
    this.#closed ??= this.#end();
    return this.#closed;
  }

  async #end(): Promise<void> {
    this.#stopping.abort();
    await Promise.all([this.work.stop(), this.#followed, this.presence?.stop(), this.#letters?.close()]);
    await this.#refreshing;
    await this.views.close();
    await this.opened.close();
    this.folder.release();
  }

  async #prepare(): Promise<void> {
    await this.#viewsReady();
    const newest = newestRecorded(this.views);
    if (newest !== undefined) this.engine.observe({ stream: '', version: -1, recordedAt: newest });
    await this.#readRules();
    this.views.onApplied((events) => {
      if (events.some(({ stream }) => TimeTables.concerns(stream))) this.#refreshSoon();
    });
    if (this.folder.kind === 'sample' && !this.folder.isBegun) await recordSample(this);
    await installDefaults(this.engine);
    await this.#readRules();
    if (!this.folder.isBegun) this.folder.begun();
  }

  async #viewsReady(): Promise<void> {
    const { onBuilding } = this.options;
    const tell = setInterval(() => {
      const building = this.views.progress().filter(({ state }) => state === 'building');
      const parts = building.map(({ done, of = done }) => (of === 0 ? 1 : Math.min(1, done / of)));
      if (parts.length > 0) onBuilding?.(Math.min(...parts));
    }, BUILDING_EVERY_MS);
    try {
      await this.views.whenReady();
    } finally {
      clearInterval(tell);
    }
  }

  /** A setting that this release cannot work with is told once; the edition before it serves meanwhile. */
  async #readRules(): Promise<void> {
    const { unusable } = await this.timeTables.refresh();
    for (const one of unusable) {
      const name = `${one.stream} ${one.edition}`;
      if (this.#unusableTold.has(name)) continue;
      this.#unusableTold.add(name);
      this.log.error(
        { alarm: 'unusable-setting', ...one },
        'a recorded setting is out of its range and is passed over',
      );
    }
  }

  /** One reading after another; each takes in everything recorded until it began. */
  #refreshSoon(): void {
    this.#refreshing = this.#refreshing
      .then(() => (this.#stopping.signal.aborted ? undefined : this.#readRules()))
      .catch((error: unknown) => this.log.error({ err: error }, 'calendars and settings could not be read again'));
  }

  /** On a shared log: tells the engine what other nodes record, for its caches and for the order of time (law 5). */
  async #followOthers(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        const after = await this.store.head();
        // Up to here others may have recorded what this node has not heard of.
        this.engine.ports.cases.drop();
        for await (const item of this.store.subscribe({ after, signal }))
          if (item.kind === 'event') this.engine.observe(item.event.envelope);
      } catch (error) {
        if (signal.aborted) return;
        this.log.error({ err: error }, 'what other nodes record could not be followed');
        if (error instanceof LogRestored) {
          this.engine.ports.cases.drop();
          this.#refreshSoon();
        }
        // Nothing behind a damaged event can be trusted: following ends here, as the views do.
        if (error instanceof CorruptEvent) return;
      }
      await delay(FOLLOW_AGAIN_MS, undefined, { signal }).catch(() => undefined); // aborted: the loop sees it
    }
  }
}

type Parts = readonly [LogAndKeys, ObservedStore, Views, Engine, TimeTables, RedisParts | undefined];

async function openParts(
  { folder, config, log, contexts = ours, clock = new SystemClock(), observer = unobserved }: ComposeOptions,
  undo: (() => unknown)[],
  make: (...parts: Parts) => Composition,
): Promise<Composition> {
  const redis = await openRedis(config);
  const opened = await openLogAndKeys({ folder, config, log, observer });
  undo.push(() => opened.close());
  const { vault } = opened;
  const store = observedStore(opened.store, observer);
  const onCommitted: ViewsOptions['onCommitted'] = (events, seconds) => observer.applied(events, seconds);
  const views = openViews({
    folder: folder.path,
    store,
    projections: projectionsOf(contexts),
    clock,
    log,
    onCommitted,
  });
  undo.push(() => views.close());
  const declarations = new Map<string, Declaration>(
    contexts.spoken.map(({ declaration }) => [declaration.name, declaration]),
  );
  const cases = new Cases(store, declarations);
  const timeTables = new TimeTables(cases, clock);
  const engine = new Engine({
    store,
    vault,
    clock,
    cases,
    identities: contexts.identities(cases),
    timeTable: () => timeTables.now,
    registers: contexts.registers,
    covers: contexts.covers,
    lateEntryRoles: contexts.lateEntryRoles,
    newId: () => randomUUIDv7(),
    clockBehindMaxMs: config.eventStore === undefined ? undefined : CLOCK_BEHIND_MAX_MS,
    underWayMax: { all: config.commandsMax ?? Infinity, case: config.caseCommandsMax ?? Infinity },
    watch: observer.commands,
  });
  return make(opened, store, views, engine, timeTables, redis);
}

export function projectionsOf(contexts: Contexts): Projection[] {
  return [
    newestRecordedView,
    timersView,
    ...contexts.spoken.map(({ declaration }) => caseView(declaration)),
    ...contexts.projections,
    ...reactionViews(contexts.reactions),
  ];
}

/** Views follow from the log: a damaged file is made anew rather than mourned. */
function openViews(options: ViewsOptions & { readonly log: Logger }): Views {
  const { folder, log } = options;
  try {
    return Views.open(options);
  } catch (error) {
    if (!isDamaged(error) && !isDamaged((error as Error).cause)) throw error;
    log.warn({ err: error }, 'views.db is damaged and is made anew from the log');
    for (const end of ['', '-wal', '-shm']) rmSync(join(folder, `views.db${end}`), { force: true });
    return Views.open(options);
  }
}
