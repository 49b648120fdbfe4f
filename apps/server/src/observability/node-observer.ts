/** A node as logs, metrics and traces tell of it, each from one place. */
import type { Logger } from 'pino';
import type { CorruptEvent, PositionedEvent } from '#libs/event-store';
import type { CommitGroup } from '#libs/event-store/sqlite';
import { categoryOf } from '#libs/views';
import { msOf, type Clock, type EngineWatch, type ReactionWatch } from '#libs/workflow';
import type { Act, Acted, DueTimer } from '#libs/scheduling';
import type { Metrics } from '../metrics.js';
import { named, ObservedCommands, rounded } from './observed-commands.js';
import type { Dropped, Observer } from './observer.js';
import { Origins } from './origins.js';
import { inScopeOfItsOwn, type Scope } from './scope.js';
import { untraced, type Attributes, type OpenSpan, type Spans } from './spans.js';

export interface NodeObserverOptions {
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly spans?: Spans | undefined;
  /** From here on a command is called slow, in milliseconds; default 1,000. */
  readonly slowMs?: number;
}

const SLOW_MS = 1_000;
const LINKS_MAX = 32;

export class NodeObserver implements Observer {
  readonly commands: EngineWatch;
  readonly metrics: Metrics;
  readonly spans: Spans;
  readonly log: Logger;
  readonly #origins: Origins;

  constructor({ log, metrics, spans = untraced, slowMs = SLOW_MS }: NodeObserverOptions) {
    this.log = log;
    this.metrics = metrics;
    this.spans = spans;
    this.#origins = new Origins(spans.isOn);
    this.commands = new ObservedCommands({ log, metrics, spans, origins: this.#origins, slowMs });
  }

  readonly reactions: ReactionWatch = async (reaction, { id, type, correlationId }, run) => {
    const began = performance.now();
    const span = this.#begin(`reaction ${reaction}`, { 'linli.correlation_id': correlationId });
    span.link(this.#origins.of(correlationId));
    await within(span, { correlationId }, async () => {
      await run();
      this.log.info({ reaction, event: id, type, ms: rounded(performance.now() - began) }, 'reacted');
    });
  };

  timers(act: Act, clock: Pick<Clock, 'now'>): Act {
    return async (timer) => {
      const { workflow, name } = timer;
      const span = this.#begin(`timer ${workflow}.${name}`, { 'linli.workflow': workflow, 'linli.timer': name });
      let chain: string | undefined;
      const began = (correlationId: string): void => {
        // Its own command says which chain it is part of; what that command causes in turn is no news.
        if (chain !== undefined) return;
        chain = correlationId;
        span.set({ 'linli.correlation_id': correlationId });
        span.link(this.#origins.of(correlationId));
      };
      const acted = await within(span, { began }, () => act(timer));
      this.#acted(timer, acted, clock.now() - msOf(timer.dueAt), chain);
      return acted;
    };
  }

  appended(append: { readonly seconds: number; readonly events: number }): void {
    this.metrics.appended(append);
  }

  committed(group: CommitGroup): void {
    this.metrics.committed(group);
  }

  applied(events: readonly PositionedEvent[], seconds: number): void {
    this.metrics.applied(events.length, seconds);
    if (this.spans.isOn) this.#spanOf(events, seconds);
    if (!this.log.isLevelEnabled('debug')) return;
    for (const { position, envelope } of events) {
      const { id, stream, type, correlationId } = envelope;
      const workflow = categoryOf(stream);
      const told = { correlationId, event: id, type, workflow, case: stream.slice(workflow.length + 1), position };
      this.log.debug({ ...told, batch: events.length, ms: rounded(seconds * 1_000) }, 'shown');
    }
  }

  dropped(what: Dropped): void {
    this.metrics.dropped(what);
  }

  corrupt(event: CorruptEvent, isNews: boolean): void {
    this.metrics.corrupt();
    // A reader that tries again tells nothing new.
    if (!isNews) return;
    const { stream, version, rule } = event;
    this.log.error({ alarm: 'corrupt-event', stream, version, rule }, 'an event of the log is damaged');
  }

  #acted(
    { timerId, workflow, id, name, dueAt }: DueTimer,
    acted: Acted,
    late: number,
    chain: string | undefined,
  ): void {
    const lateMs = Math.max(0, late);
    if (acted.kind === 'acted') this.metrics.acted(lateMs);
    this.log.info(
      { correlationId: chain, timerId, workflow, case: id, timer: name, dueAt, lateMs },
      acted.kind === 'acted' ? 'a timer acted' : 'a timer was not due',
    );
  }

  /** A trace of its own: what it follows from may be days ago. */
  #begin(name: string, attributes: Attributes): OpenSpan {
    return this.spans.begin(name, attributes, { kind: 'consumer' });
  }

  #spanOf(events: readonly PositionedEvent[], seconds: number): void {
    const chains = events.slice(-LINKS_MAX).map(({ envelope }) => envelope.correlationId);
    this.spans
      .begin(
        'views batch',
        { 'linli.events': events.length, 'linli.position': events.at(-1)?.position },
        { kind: 'consumer', links: this.#origins.of(...chains), startMs: Date.now() - seconds * 1_000 },
      )
      .end();
  }
}

async function within<T>(span: OpenSpan, scope: Scope, run: () => Promise<T>): Promise<T> {
  try {
    return await inScopeOfItsOwn({ ...scope, span }, run);
  } catch (error) {
    span.end(named(error));
    throw error;
  } finally {
    span.end();
  }
}
