/** What an operator watches, in Prometheus' text format: how long commands take, why they are refused, what is late. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { caseTable, incident, type CommandRequest, type Outcome } from '#libs/workflow';
import type { Composition } from './compose.js';
import type { Measures } from './measured.js';

const SECONDS = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

export class Metrics implements Measures {
  readonly registry = new Registry();
  readonly #commands = new Histogram({
    name: 'linli_command_seconds',
    help: 'Time from a command to its durable outcome',
    labelNames: ['workflow', 'outcome'],
    buckets: SECONDS,
    registers: [this.registry],
  });
  readonly #refusals = new Counter({
    name: 'linli_refusals_total',
    help: 'Commands refused, by code',
    labelNames: ['workflow', 'code'],
    registers: [this.registry],
  });
  readonly #appends = new Histogram({
    name: 'linli_append_seconds',
    help: 'Time until an append was durable',
    buckets: SECONDS,
    registers: [this.registry],
  });
  readonly #appendBatch = new Histogram({
    name: 'linli_append_batch',
    help: 'Appends that were under way together when one of them ended',
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256],
    registers: [this.registry],
  });
  readonly #events = new Counter({
    name: 'linli_events_total',
    help: 'Events appended by this node',
    registers: [this.registry],
  });
  readonly #lateness = new Histogram({
    name: 'linli_timer_lateness_seconds',
    help: 'Time between the moment of a timer and its effect',
    buckets: [0.1, 0.5, 1, 5, 30, 60, 300, 3_600, 86_400],
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  executed({ workflow }: CommandRequest, outcome: Outcome, seconds: number): void {
    const refused = outcome.kind !== 'done' && outcome.kind !== 'malformed';
    // What nobody declared is not a label: whoever asks could make as many as they like.
    const label = refused && outcome.code === 'command/unknown' ? 'unknown' : workflow;
    this.#commands.observe({ workflow: label, outcome: outcome.kind }, seconds);
    if (refused) this.#refusals.inc({ workflow: label, code: outcome.code });
  }

  appended({ seconds, events, together }: Parameters<Measures['appended']>[0]): void {
    this.#appends.observe(seconds);
    this.#appendBatch.observe(together);
    this.#events.inc(events);
  }

  acted(lateMs: number): void {
    this.#lateness.observe(lateMs / 1_000);
  }

  /** Gauges that are read from the node when somebody asks. */
  watch(node: Pick<Composition, 'views' | 'work' | 'behindMs'>): void {
    const { views, work } = node;
    const { dueWork, fanOut, reactions } = work;
    this.#gauge('linli_view_behind_seconds', 'How long the views have not reached the end of the log', () => {
      return node.behindMs / 1_000;
    });
    this.#gauge('linli_views_ready', '1 where every view serves', () => (views.ready ? 1 : 0));
    this.#gauge('linli_view_poison', 'Events that a view could not take and set aside', () => views.poison().length);
    const due = (): ReturnType<typeof dueWork.status> | undefined => (views.ready ? dueWork.status() : undefined);
    this.#gauge('linli_timers_due', 'Timers whose moment has come and that have not acted', () => due()?.due);
    this.#gauge('linli_timers_late_seconds', 'How long the oldest of them has been due', () => {
      const status = due();
      return status && status.lateMs / 1_000;
    });
    this.#gauge('linli_timers_failing', 'Timers that failed and are tried again', () => due()?.failing.length);
    this.#gauge('linli_deadlines_moved', 'Deadlines moved by calendars and settings since the start', () => {
      return fanOut.status().moved;
    });
    this.#gauge('linli_incidents_open', 'Reactions that were refused and that people have not settled', () => {
      if (!views.ready) return undefined;
      const open = `SELECT COUNT(*) AS open FROM ${caseTable(incident.declaration)} WHERE state IN ('open', 'retrying')`;
      return views.read.get<{ open: number }>(open)?.open;
    });
    this.#gauge('linli_reactions_failing', 'Reactions that cannot go on at the moment and try again', () => {
      return reactions.status().filter(({ failure }) => failure !== undefined).length;
    });
    this.#gauge('linli_reactions_handled', 'Events that reactions of this node have acted on since the start', () => {
      return reactions.status().reduce((sum, { handled }) => sum + handled, 0);
    });
  }

  #gauge(name: string, help: string, read: () => number | undefined): void {
    const gauge = new Gauge({
      name,
      help,
      registers: [this.registry],
      collect: () => {
        const value = read();
        if (value !== undefined) gauge.set(value);
      },
    });
  }
}
