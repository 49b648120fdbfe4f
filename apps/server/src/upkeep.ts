/**
 * Carries out what administrators order this node to do to itself: as soon as the order can be read, and again at the next
 * start where the node ended meanwhile; each kind of order may be carried out twice without harm. How it ended is recorded
 * under an id that follows from the order's, so once.
 */
import type { Logger } from 'pino';
import { uuidV5 } from '#libs/event-store';
import { UPKEEP, upkeep, type UpkeepOutcome, type What } from '#libs/upkeep';
import type { AppliedEvent, Views } from '#libs/views';
import { caseTable, type Engine } from '#libs/workflow';
import { OperationRefused } from './operation-refused.js';

/** Does one order; tells what came of it. What it throws is recorded as why it failed. */
export type Carrying = (of: string) => Promise<UpkeepOutcome>;

export interface UpkeepOptions {
  /** Of the node: orders name it. */
  readonly node: string;
  readonly engine: Engine;
  readonly views: Views;
  readonly log: Logger;
  readonly carry: Readonly<Record<What, Carrying>>;
}

const { declaration } = upkeep;
const STREAMS = `${declaration.name}-`;
const ERROR_MAX = 500;
/** Orders that were left by the run before, at most; more than anybody gives in a day. */
const LEFT_MAX = 1_000;

export class Upkeep {
  readonly #options: UpkeepOptions;
  readonly #underWay = new Map<string, Promise<void>>();
  readonly #stopping = new AbortController();
  #unsubscribe: (() => void) | undefined;

  constructor(options: UpkeepOptions) {
    this.#options = options;
  }

  /** Takes up what was left, then whatever is ordered. Does nothing where the program has no such workflow. */
  begin(): void {
    const { engine, views, node } = this.#options;
    if (this.#unsubscribe || !engine.ports.cases.declarations.has(declaration.name)) return;
    this.#unsubscribe = views.onApplied((events) => this.#heard(events));
    const left = views.read.all<{ id: string }>(
      `SELECT id FROM ${caseTable(declaration)} WHERE state = 'ordered' AND json_extract(data, '$.node') = ? ORDER BY openedAt LIMIT ?`,
      node,
      LEFT_MAX,
    );
    for (const { id } of left) this.#take(id);
  }

  /** Begins nothing more. What is under way ends with the parts that it works on, which are closed next. */
  stop(): void {
    this.#stopping.abort();
    this.#unsubscribe?.();
  }

  /** Resolves when nothing is under way any more. */
  async ended(): Promise<void> {
    await Promise.all(this.#underWay.values());
  }

  #heard(events: readonly AppliedEvent[]): void {
    for (const { stream, type } of events)
      if (type === 'UpkeepOrdered' && stream.startsWith(STREAMS)) this.#take(stream.slice(STREAMS.length));
  }

  #take(id: string): void {
    if (this.#underWay.has(id) || this.#stopping.signal.aborted) return;
    const { log } = this.#options;
    const work = this.#carryOut(id)
      .catch((error: unknown) => log.error({ err: error, order: id }, 'how an order ended could not be recorded'))
      .finally(() => this.#underWay.delete(id));
    this.#underWay.set(id, work);
  }

  async #carryOut(id: string): Promise<void> {
    const { engine, node, carry, log } = this.#options;
    const { state, data } = await engine.ports.cases.fresh(declaration.name, id);
    if (state !== 'ordered' || data['node'] !== node) return;
    const what = data['what'] as What;
    log.info({ order: id, what, of: data['of'] }, 'an order is carried out');
    try {
      await this.#record(id, 'RecordUpkeepDone', await carry[what](String(data['of'])));
    } catch (error) {
      // It ends with the node: whoever starts next takes it up.
      if (this.#stopping.signal.aborted) return;
      log.warn({ err: error, order: id, what }, 'an order could not be carried out');
      const said = error instanceof Error ? error.message : String(error);
      const why = error instanceof OperationRefused ? error.why : undefined;
      await this.#record(id, 'RecordUpkeepFailed', {
        ...(why === undefined ? {} : { cause: why }),
        error: shortened(said),
      });
    }
  }

  async #record(id: string, command: string, form: object): Promise<void> {
    const { engine } = this.#options;
    const outcome = await engine.execute({
      workflow: declaration.name,
      command,
      id: uuidV5(id, 'end'),
      target: id,
      form,
      requester: { kind: 'system', id: UPKEEP },
    });
    // It was cancelled meanwhile: that stands.
    if (outcome.kind === 'done' || (outcome.kind === 'refused' && outcome.code.endsWith('-wrong-state'))) return;
    throw new Error(`${command} was not recorded: ${JSON.stringify(outcome)}`);
  }
}

function shortened(text: string): string {
  return [...(text.trim() === '' ? '-' : text.trim())].slice(0, ERROR_MAX).join('');
}
