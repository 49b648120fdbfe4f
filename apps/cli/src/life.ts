/**
 * The life of one case as its events tell it: for each event where the case stood before and after, and what became of
 * its deadlines. Pure, folded with the engine's own `evolve`, so it says what the engine goes by.
 */
import type { JsonObject, RecordedEvent } from '#libs/event-store';
import { evolve, isProvisional, unborn, upcast, type Case, type Declaration } from '#libs/workflow';

export interface DeadlineStep {
  /** `waits`: it was stopped by a pause and goes on later; `settled`: nothing waits for it any more. */
  readonly kind: 'armed' | 'moved' | 'waits' | 'settled';
  readonly name: string;
  /** The date that counts after the event; of a deadline that stopped, the one that counted before. */
  readonly dueAt: string;
  /** Counted beyond the published calendar. */
  readonly provisional: boolean;
}

export interface LifeStep {
  readonly event: RecordedEvent;
  /** In the newest schema of its type. */
  readonly data: JsonObject;
  readonly before: string;
  readonly after: string;
  readonly deadlines: readonly DeadlineStep[];
}

export interface Life {
  /** The case after its last event. */
  readonly one: Case;
  readonly steps: readonly LifeStep[];
}

/**
 * @param events the stream from its beginning; sealed values may be opened or not, the fold does not see them.
 * @throws UnknownEvent where this release does not know an event.
 */
export function lifeOf(declaration: Declaration, stream: string, events: readonly RecordedEvent[]): Life {
  let one = unborn(declaration, stream);
  const steps = events.map((event): LifeStep => {
    const before = one;
    one = evolve(declaration, before, event);
    const { data } = upcast(declaration, event);
    return { event, data, before: before.state, after: one.state, deadlines: deadlineSteps(before, one, event) };
  });
  return { one, steps };
}

function deadlineSteps(before: Case, after: Case, event: RecordedEvent): readonly DeadlineStep[] {
  const { armed = [], moved = [], stopped = [] } = event.envelope.deadlines ?? {};
  const running = new Map(before.armed.map((one) => [one.timerId, one]));
  const missed = event.envelope.type === 'DeadlineMissed' ? event.data['name'] : undefined;
  const steps = [
    ...armed.map(({ name, dueAt, calendar }) => step('armed', name, dueAt, calendar)),
    ...moved.map(({ timerId, dueAt, calendar }) => step('moved', running.get(timerId)?.name ?? '', dueAt, calendar)),
    ...stopped.flatMap((timerId) => {
      const was = running.get(timerId);
      if (!was || was.name === missed || armed.some(({ name }) => name === was.name)) return [];
      const waits = after.suspended.some(({ name }) => name === was.name);
      return [step(waits ? 'waits' : 'settled', was.name, was.dueAt, was.calendar)];
    }),
  ];
  // Timers that tell the next level of a miss are the engine's own; their events tell of them.
  return steps.filter(({ name }) => !name.endsWith('.alert'));
}

function step(kind: DeadlineStep['kind'], name: string, dueAt: string, calendar: string): DeadlineStep {
  return { kind, name, dueAt, provisional: isProvisional(calendar) };
}
