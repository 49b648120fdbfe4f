/**
 * What the log says afterwards, read with our own client, event by event, against what visitors were told: an acknowledged
 * command stands in it once, a deadline that fell due was missed once, a merged duplicate was absorbed once. Pure.
 */
import { uuidV5, type PositionedEvent } from '#libs/event-store';
import type { Acknowledged } from './visitor.js';

/** How often something stands in the log that must stand there once. */
export interface Once {
  readonly expected: number;
  readonly once: number;
  readonly never: number;
  readonly moreOften: number;
}

export interface Counted {
  readonly events: number;
  readonly acknowledged: Once;
  /** Timers whose moment had come by `untilMs`, unless the case had moved on before it. */
  readonly deadlines: Once;
  readonly absorbed: Once;
  /** Recorded for people beyond what was acknowledged: there must be none, since everybody asked until they were told. */
  readonly unasked: number;
  readonly incidents: number;
  /** Streams with a version that is missing or there twice. */
  readonly brokenStreams: number;
}

/**
 * @param since the position behind which the visitors began
 * @param untilMs deadlines that fall due later are not expected to have acted
 */
export function count(
  events: readonly PositionedEvent[],
  acknowledged: readonly Acknowledged[],
  { since, untilMs }: { readonly since: string; readonly untilMs: number },
): Counted {
  const log = new Log(events);
  const merged = events.filter(({ envelope }) => envelope.type === 'ComplaintMerged' && log.isNew(envelope.id, since));
  const keys = new Set(acknowledged.map(({ key }) => key));
  const byPeople = new Set(
    events
      .filter(({ position, envelope }) => position > since && envelope.actor.kind === 'person')
      .map(({ envelope }) => envelope.command.id),
  );
  return {
    events: events.length,
    acknowledged: once(acknowledged.map(({ key, id, version }) => log.timesRecorded(key, id, version))),
    deadlines: once(log.dueBy(untilMs).map((timerId) => log.timesCommanded(uuidV5(timerId, 'due')))),
    absorbed: once(merged.map(({ envelope }) => log.timesCommanded(uuidV5(envelope.id, 'absorb')))),
    unasked: [...byPeople].filter((id) => !keys.has(id)).length,
    incidents: events.filter(({ envelope }) => envelope.type === 'IncidentOpened').length,
    brokenStreams: log.brokenStreams(),
  };
}

function once(times: readonly number[]): Once {
  const exactly = (wanted: (count: number) => boolean): number => times.filter(wanted).length;
  return {
    expected: times.length,
    once: exactly((count) => count === 1),
    never: exactly((count) => count === 0),
    moreOften: exactly((count) => count > 1),
  };
}

export function isAllRight(counted: Counted): boolean {
  const { acknowledged, deadlines, absorbed, unasked, incidents, brokenStreams } = counted;
  return (
    [acknowledged, deadlines, absorbed].every(({ expected, once: right }) => expected > 0 && right === expected) &&
    unasked + incidents + brokenStreams === 0
  );
}

/** The log, ready to be asked. */
class Log {
  /** By command: the first event of each time that it was recorded. */
  readonly #commands = new Map<string, PositionedEvent[]>();
  readonly #streams = new Map<string, number[]>();
  readonly #positions = new Map<string, string>();
  /** When a timer falls due, as long as no event has stopped it before that. */
  readonly #due = new Map<string, string>();

  constructor(events: readonly PositionedEvent[]) {
    for (const event of events) this.#take(event);
  }

  isNew(eventId: string, since: string): boolean {
    return (this.#positions.get(eventId) ?? '') > since;
  }

  timesCommanded(id: string): number {
    return this.#commands.get(id)?.length ?? 0;
  }

  /** How often a command stands in the log; none counts where it does not end at the version that was answered. */
  timesRecorded(key: string, caseId: string, version: number): number {
    const times = this.#commands.get(key) ?? [];
    const [first] = times;
    if (!first) return 0;
    const { stream, version: begins, command } = first.envelope;
    return stream.endsWith(`-${caseId}`) && begins + command.of - 1 === version ? times.length : 0;
  }

  dueBy(untilMs: number): string[] {
    return [...this.#due].filter(([, dueAt]) => Date.parse(dueAt) <= untilMs).map(([timerId]) => timerId);
  }

  brokenStreams(): number {
    return [...this.#streams.values()].filter((versions) => versions.some((version, index) => version !== index))
      .length;
  }

  #take(event: PositionedEvent): void {
    const { id, stream, version, command, recordedAt, deadlines } = event.envelope;
    this.#positions.set(id, event.position);
    this.#streams.set(stream, [...(this.#streams.get(stream) ?? []), version]);
    if (command.index === 0) this.#commands.set(command.id, [...(this.#commands.get(command.id) ?? []), event]);
    // Whatever stops or moves a timer before its moment does so rightly; later, it must have acted first.
    const before = (timerId: string): boolean => (this.#due.get(timerId) ?? '') > recordedAt;
    for (const timerId of deadlines?.stopped ?? []) if (before(timerId)) this.#due.delete(timerId);
    for (const { timerId } of deadlines?.moved ?? []) if (before(timerId)) this.#due.delete(timerId);
    for (const { timerId, dueAt } of deadlines?.armed ?? []) this.#due.set(timerId, dueAt);
  }
}
