/**
 * Sends what follows from an event (law 9): the same command id whoever sends it and however often, so once in effect.
 * What is refused is opened as an incident; from then on the command is left to it, also when the event is met again.
 */
import { StoreUnavailable, uuidV5, type RecordedEvent } from '#libs/event-store';
import { exists } from '../decide/case.js';
import { CLOCK_BEHIND, type Engine } from '../decide/execute.js';
import type { CommandRequest } from '../decide/request.js';
import type { Outcome } from '../decide/refusal.js';
import type { Clock } from '../time/clock.js';
import { incident, REACTIONS } from './incident.js';
import type { Reaction } from './reaction.js';
import { orderId, orderOf, placeOf } from './told.js';

/** Why a command was not done. `target` as far as it could be told. */
export interface NotSent {
  readonly kind: 'refused';
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly target?: string | undefined;
}

/** Recorded, now or before; or there was nothing left to do. */
export type Sent = { readonly kind: 'done' | 'moot' } | NotSent;

export interface ActingPorts {
  readonly engine: Pick<Engine, 'execute' | 'ports'>;
  readonly clock: Clock;
}

/** How often a command is sent that is not refused but fails, before people are told; and the first pause, doubled. */
const ATTEMPTS_MAX = 5;
const PAUSE_MS = 50;
const DEPTH_MAX = 8;
const PARAMS_MAX = 20;

export class Acting {
  readonly #ports: ActingPorts;

  constructor(ports: ActingPorts) {
    this.#ports = ports;
  }

  /**
   * Sends the command, to one target of many or to the one that the event names, and opens an incident where it is
   * refused. Gives where the effect stands.
   * @throws StoreUnavailable, an Error where the machine's clock is behind, or the signal's reason: nothing is decided,
   *   it is to be called again.
   */
  async act(
    reaction: Reaction,
    event: RecordedEvent,
    oneOfMany: string | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    const order = orderId(event.envelope.id, reaction, oneOfMany);
    const { cases } = this.#ports.engine.ports;
    if (exists(await cases.fresh(incident.declaration.name, order))) return;
    const sent = await this.send(reaction, event, oneOfMany, signal);
    if (sent.kind === 'refused') await this.#open(reaction, event, order, sent);
  }

  /** @throws as {@link act} */
  async send(
    reaction: Reaction,
    event: RecordedEvent,
    oneOfMany: string | undefined,
    signal: AbortSignal,
  ): Promise<Sent> {
    const { engine, clock } = this.#ports;
    let request: CommandRequest;
    try {
      request = orderOf(reaction, event, oneOfMany);
    } catch (error) {
      return { ...failed(error), target: oneOfMany };
    }
    const { target } = request;
    for (let attempt = 1; ; attempt++) {
      signal.throwIfAborted();
      let sent: Sent;
      try {
        const outcome = await engine.execute(request);
        sent = sentBy(outcome, reaction, target);
        if (outcome.kind !== 'busy') return sent;
        if (outcome.code === CLOCK_BEHIND) break;
      } catch (error) {
        // Nobody could record an incident either: the event is met again when the store is back.
        if (error instanceof StoreUnavailable) throw error;
        sent = { ...failed(error), target };
      }
      if (attempt >= ATTEMPTS_MAX) return sent;
      await clock.wait(clock.now() + PAUSE_MS * 2 ** (attempt - 1), signal);
    }
    throw new Error(
      `${reaction.name}: the clock of this machine is behind; nothing is recorded here until it is right`,
    );
  }

  async #open({ name, send }: Reaction, event: RecordedEvent, order: string, no: NotSent): Promise<void> {
    const { engine } = this.#ports;
    const { id, stream, version, correlationId, depth } = event.envelope;
    const source = placeOf(stream);
    const outcome = await engine.execute({
      workflow: incident.declaration.name,
      command: 'OpenIncident',
      id: uuidV5(order, 'incident'),
      target: order,
      form: {
        reaction: name,
        event: id,
        source: source.workflow,
        sourceCase: source.id,
        sourceVersion: version,
        workflow: send.declaration.name,
        command: send.command,
        ...(no.target === undefined || no.target.trim() === '' ? {} : { target: no.target.slice(0, 140) }),
        ...whyOf(no),
      },
      requester: { kind: 'reaction', id: REACTIONS },
      cause: { id, correlationId, depth: Math.min(depth + 1, DEPTH_MAX) },
    });
    // Another worker met the event too, and was refused for another reason: one incident is enough.
    if (outcome.kind === 'refused' && outcome.code === 'command/id-reused') return;
    settle(outcome, `the incident of ${name}`);
  }
}

/** An answer that must be a yes, or something is wrong with the program or the store. */
export function settle(outcome: Outcome, what: string): void {
  if (outcome.kind === 'done') return;
  throw new Error(`${what} could not be recorded: ${JSON.stringify(outcome)}`);
}

export function whyOf({ code, params }: Pick<NotSent, 'code' | 'params'>): {
  code: string;
  params: { name: string; value: string }[];
} {
  return {
    code,
    params: Object.entries(params)
      .slice(0, PARAMS_MAX)
      .map(([name, value]) => ({ name: name.slice(0, 100), value: [...String(value)].slice(0, 500).join('') })),
  };
}

function sentBy(outcome: Outcome, { moot }: Reaction, target: string | undefined): Sent {
  if (outcome.kind === 'done') return { kind: 'done' };
  if (outcome.kind === 'malformed') {
    const params = Object.fromEntries(outcome.problems.map(({ pointer, rule }) => [pointer || '/', rule]));
    return { kind: 'refused', code: 'reaction/malformed', params, target };
  }
  if (moot.includes(outcome.code)) return { kind: 'moot' };
  return { kind: 'refused', code: outcome.code, params: outcome.params, target };
}

function failed(error: unknown): NotSent {
  const message = error instanceof Error ? error.message : String(error);
  return { kind: 'refused', code: 'reaction/failed', params: { error: message } };
}
