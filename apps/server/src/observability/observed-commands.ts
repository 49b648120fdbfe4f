/** Commands as logs, metrics and traces tell of them: one line when it ended, one for what it recorded, one where it was slow. */
import type { Logger } from 'pino';
import type { Position, ReadyEvent } from '#libs/event-store';
import type { CommandSeen, CommandStep, EngineWatch, Outcome, WatchedCommand } from '#libs/workflow';
import type { Ended, Metrics } from '../metrics.js';
import type { Origins } from './origins.js';
import { inScope, scopeNow } from './scope.js';
import { noSpan, type Attributes, type OpenSpan, type Spans } from './spans.js';

export interface ObservedCommandsOptions {
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly spans: Spans;
  readonly origins: Origins;
  /** A command that takes so long is a warning of its own. */
  readonly slowMs: number;
}

export class ObservedCommands implements EngineWatch {
  constructor(private readonly options: ObservedCommandsOptions) {}

  async command<T>(seen: CommandSeen, run: (command: WatchedCommand) => Promise<T>): Promise<T> {
    const { spans, origins } = this.options;
    const { workflow, command, by, correlationId } = seen;
    const { span: parent, began } = scopeNow();
    if (correlationId !== undefined) began?.(correlationId);
    const span = spans.isOn
      ? spans.begin(
          `command ${workflow}.${command}`,
          {
            'linli.workflow': workflow,
            'linli.command': command,
            'linli.by': by,
            'linli.correlation_id': correlationId,
          },
          { parent, links: parent ? [] : origins.of(correlationId) },
        )
      : noSpan;
    origins.keep(correlationId, span);
    const observed = new ObservedCommand(this.options, seen, span);
    // What begins within it belongs to it, not to whoever began this one.
    return inScope({ correlationId, span, began: undefined }, async () => {
      try {
        return await run(observed);
      } catch (error) {
        observed.failed(error);
        throw error;
      } finally {
        observed.end();
      }
    });
  }
}

class ObservedCommand implements WatchedCommand {
  readonly #began = performance.now();
  readonly #stepsMs: Record<CommandStep, number> = { load: 0, decide: 0, append: 0 };
  #loads = 0;
  #events = 0;
  #ended: Ended = 'overtaken';
  #error: unknown;

  constructor(
    private readonly options: ObservedCommandsOptions,
    private readonly seen: CommandSeen,
    private readonly span: OpenSpan,
  ) {}

  async step<T>(name: CommandStep, run: () => Promise<T>): Promise<T> {
    const began = performance.now();
    if (name === 'load') this.#loads++;
    try {
      // Without a collector a step is its time alone, and what begins in it belongs to the command.
      return await (this.options.spans.isOn ? this.#inSpan(name, run) : run());
    } finally {
      this.#stepsMs[name] += performance.now() - began;
    }
  }

  async #inSpan<T>(name: CommandStep, run: () => Promise<T>): Promise<T> {
    const span = this.options.spans.begin(name, {}, { parent: this.span });
    try {
      return await inScope({ span }, run);
    } catch (error) {
      span.end(named(error));
      throw error;
    } finally {
      span.end();
    }
  }

  recorded(events: readonly ReadyEvent[], position: Position): void {
    this.#events += events.length;
    const { log } = this.options;
    if (!log.isLevelEnabled('info')) return;
    const { workflow, id } = this.seen;
    const told = events.map(({ envelope: { id: event, type, version } }) => ({ event, type, version }));
    log.info({ workflow, case: id, position, events: told }, 'recorded');
  }

  ended(outcome: Outcome): void {
    this.#ended = outcome;
  }

  failed(error: unknown): void {
    this.#ended = 'failed';
    this.#error = error;
  }

  end(): void {
    const { log, metrics, slowMs } = this.options;
    const ms = performance.now() - this.#began;
    metrics.commanded(this.seen, this.#ended, ms / 1_000);
    if (this.options.spans.isOn) this.span.set(outcomeAttributes(this.#ended, this.#events));
    this.span.end(this.#ended === 'failed' ? named(this.#error) : undefined);
    const level = this.#ended === 'failed' || isBusy(this.#ended) || this.#isAttempt ? 'warn' : 'info';
    if (log.isLevelEnabled(level)) log[level]({ ...this.#told(ms), err: this.#error }, 'command');
    if (ms >= slowMs) log.warn({ ...this.#told(ms), ...this.#numbers(ms) }, 'a command was slow');
  }

  /** Somebody wanted what they have no right to. No event will tell of it, so the line does, with the person. */
  get #isAttempt(): boolean {
    const { by, dryRun } = this.seen;
    return by === 'person' && !dryRun && typeof this.#ended !== 'string' && this.#ended.kind === 'forbidden';
  }

  #told(ms: number): object {
    const { workflow, command, by, part, dryRun, id, begins, commandId, causationId } = this.seen;
    const outcome = typeof this.#ended === 'string' ? this.#ended : this.#ended.kind;
    return {
      workflow,
      command,
      by,
      part,
      ...(this.#isAttempt ? { person: this.seen.person } : {}),
      ...(dryRun ? { dryRun } : {}),
      // What somebody asked for may be anything, also a telephone number; what is there is a case's id.
      case: outcome === 'not-found' || (begins && outcome !== 'done') ? undefined : id,
      commandId,
      causationId,
      outcome,
      code: codeOf(this.#ended),
      ms: rounded(ms),
    };
  }

  /** Where the time went; `waitMs` is the rest: others of the same case came first, or timers of it. */
  #numbers(ms: number): object {
    const { load, decide, append } = this.#stepsMs;
    return {
      loadMs: rounded(load),
      decideMs: rounded(decide),
      appendMs: rounded(append),
      waitMs: rounded(Math.max(0, ms - load - decide - append)),
      loads: this.#loads,
      events: this.#events,
      slowMs: this.options.slowMs,
    };
  }
}

function codeOf(ended: Ended): string | undefined {
  return typeof ended === 'string' || ended.kind === 'done' || ended.kind === 'malformed' ? undefined : ended.code;
}

function isBusy(ended: Ended): boolean {
  return typeof ended !== 'string' && ended.kind === 'busy';
}

function outcomeAttributes(ended: Ended, events: number): Attributes {
  return {
    'linli.outcome': typeof ended === 'string' ? ended : ended.kind,
    'linli.code': codeOf(ended),
    'linli.events': events,
  };
}

export function named(error: unknown): { readonly name: string } {
  return { name: error instanceof Error ? error.name : typeof error };
}

export function rounded(ms: number): number {
  return Math.round(ms * 10) / 10;
}
