/**
 * What an operator watches, in Prometheus' text format. Names and meanings are promised: the table in infra/README.md lists
 * each of them. Labels come from what is declared, never from what somebody sends.
 */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { CommitGroup } from '#libs/event-store/sqlite';
import type { CommandSeen, Outcome } from '#libs/workflow';
import { watchNode, type Watched } from './observability/gauges.js';
import type { Dropped } from './observability/observer.js';

const SECONDS = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
const HTTP_SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];
const COUNTS = [1, 2, 4, 8, 16, 32, 64, 128, 256];

/** A command that failed, or a timer that was overtaken, has no outcome of the engine's. */
export type Ended = Outcome | 'failed' | 'overtaken';

export class Metrics {
  readonly registry = new Registry();
  readonly #registers = { registers: [this.registry] };
  readonly #http = new Histogram({
    name: 'linli_http_request_seconds',
    help: 'Time from a request to the end of its answer, by the template of its route',
    labelNames: ['method', 'route', 'status'],
    buckets: HTTP_SECONDS,
    ...this.#registers,
  });
  readonly #commands = new Histogram({
    name: 'linli_command_seconds',
    help: 'Time from a command to its durable outcome',
    labelNames: ['workflow', 'outcome'],
    buckets: SECONDS,
    ...this.#registers,
  });
  readonly #refusals = new Counter({
    name: 'linli_refusals_total',
    help: 'Commands refused, by code',
    labelNames: ['workflow', 'code'],
    ...this.#registers,
  });
  readonly #appends = new Histogram({
    name: 'linli_append_seconds',
    help: 'Time until an append was durable',
    buckets: SECONDS,
    ...this.#registers,
  });
  readonly #appendBatch = new Histogram({
    name: 'linli_append_batch',
    help: 'Appends made durable by one transaction of the store in a file',
    buckets: COUNTS,
    ...this.#registers,
  });
  readonly #commits = new Histogram({
    name: 'linli_commit_seconds',
    help: 'Time of one transaction of the store in a file, its flush included',
    buckets: SECONDS,
    ...this.#registers,
  });
  readonly #events = new Counter({
    name: 'linli_events_total',
    help: 'Events appended by this node',
    ...this.#registers,
  });
  readonly #viewCommits = new Histogram({
    name: 'linli_view_commit_seconds',
    help: 'Time to apply a batch of live events to all views',
    buckets: SECONDS,
    ...this.#registers,
  });
  readonly #viewEvents = new Counter({
    name: 'linli_view_events_total',
    help: 'Live events that the views of this node have taken in',
    ...this.#registers,
  });
  readonly #lateness = new Histogram({
    name: 'linli_timer_lateness_seconds',
    help: 'Time between the moment of a timer and its effect',
    buckets: [0.1, 0.5, 1, 5, 30, 60, 300, 3_600, 86_400],
    ...this.#registers,
  });
  readonly #dropped = new Counter({
    name: 'linli_subscriptions_dropped_total',
    help: 'Subscriptions that ended although their reader wanted more: a browser that does not read, the event store lost',
    labelNames: ['kind'],
    ...this.#registers,
  });

  readonly #corrupt = new Counter({
    name: 'linli_corrupt_events_total',
    help: 'Reads that met an event of the log that does not match its hash',
    ...this.#registers,
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    for (const kind of ['live', 'store'] satisfies Dropped[]) this.#dropped.inc({ kind }, 0);
  }

  /** `route` is a template, `status` a class like `2xx`. */
  requested(labels: { method: string; route: string; status: string }, seconds: number): void {
    this.#http.observe(labels, seconds);
  }

  commanded({ workflow }: Pick<CommandSeen, 'workflow'>, ended: Ended, seconds: number): void {
    const outcome = typeof ended === 'string' ? ended : ended.kind;
    this.#commands.observe({ workflow, outcome }, seconds);
    if (typeof ended !== 'string' && ended.kind !== 'done' && ended.kind !== 'malformed')
      this.#refusals.inc({ workflow, code: ended.code });
  }

  appended({ seconds, events }: { readonly seconds: number; readonly events: number }): void {
    this.#appends.observe(seconds);
    this.#events.inc(events);
  }

  committed({ appends, seconds }: CommitGroup): void {
    this.#appendBatch.observe(appends);
    this.#commits.observe(seconds);
  }

  applied(events: number, seconds: number): void {
    this.#viewCommits.observe(seconds);
    this.#viewEvents.inc(events);
  }

  acted(lateMs: number): void {
    this.#lateness.observe(lateMs / 1_000);
  }

  dropped(kind: Dropped): void {
    this.#dropped.inc({ kind });
  }

  corrupt(): void {
    this.#corrupt.inc();
  }

  /** Asked for whenever somebody wants to know. */
  watchLive(connections: () => number): void {
    const gauge: Gauge = new Gauge({
      name: 'linli_live_connections',
      help: 'Browsers that hear of changes from this node',
      registers: [this.registry],
      collect: () => gauge.set(connections()),
    });
  }

  /** Gauges that are read from the node when somebody asks. */
  watch(node: Watched): void {
    watchNode(node, this.registry);
  }
}
