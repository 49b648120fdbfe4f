/** Writes events that arm, move and stop deadlines, without an engine: what the due work of a log is made of. */
import { eventId, readyEvent, sha256, timerId, uuidV5, type DeadlineChanges, type EventStore } from '#libs/event-store';
import type { DueTimer } from './due-work.js';

const SECOND = 1_000;
const COMMAND = '0190a5b0-7c00-7000-8000-000000000001';

export class DeadlineLog {
  readonly began: number;
  readonly #versions = new Map<string, number>();
  readonly #running = new Map<string, string>();

  constructor(
    private readonly store: EventStore,
    private readonly clock: { now(): number },
  ) {
    this.began = clock.now();
  }

  running(id: string, name: string): string {
    return this.#running.get(`${id} ${name}`) ?? '';
  }

  /** @param afterMs counted from when this log began */
  async arm(id: string, name: string, afterMs: number): Promise<void> {
    await this.#record(id, uuidV5(COMMAND, `${id} ${name}`), {}, [name, afterMs]);
  }

  async move(id: string, name: string, afterMs: number): Promise<void> {
    const timer = this.running(id, name);
    const command = uuidV5(timer, 'move');
    const dueAt = new Date(this.began + afterMs).toISOString();
    await this.#record(id, command, { moved: [{ timerId: timer, dueAt, calendar: 'none' }] });
    this.#running.set(`${id} ${name}`, timerId(eventId(command, `note-${id}`, 0), name));
  }

  /** What a timer's command records: it is met, and perhaps arms another, in seconds from the beginning. */
  async stop(timer: Pick<DueTimer, 'id' | 'timerId'>, next?: readonly [string, number]): Promise<string> {
    return this.#record(
      timer.id,
      uuidV5(timer.timerId, 'due'),
      { stopped: [timer.timerId] },
      next && [next[0], next[1] * SECOND],
    );
  }

  async #record(
    id: string,
    command: string,
    changes: DeadlineChanges,
    arms?: readonly [string, number],
  ): Promise<string> {
    const stream = `note-${id}`;
    const version = (this.#versions.get(id) ?? -1) + 1;
    const event = eventId(command, stream, 0);
    const armed = arms && {
      name: arms[0],
      timerId: timerId(event, arms[0]),
      dueAt: new Date(this.began + arms[1]).toISOString(),
      setting: 1,
      calendar: 'none',
    };
    if (armed) this.#running.set(`${id} ${armed.name}`, armed.timerId);
    const at = new Date(this.clock.now()).toISOString();
    const ready = readyEvent(
      {
        id: event,
        type: 'NoteTaken',
        schema: 1,
        stream,
        version,
        recordedAt: at,
        occurredAt: at,
        actor: { id: 'timer', kind: 'timer', roles: [], jurisdiction: 'district', authority: COMMAND },
        command: { id: command, name: 'TakeNote', digest: sha256(id), index: 0, of: 1 },
        causationId: command,
        correlationId: command,
        depth: 0,
        deadlines: { ...changes, ...(armed ? { armed: [armed] } : {}) },
      },
      {},
    );
    const result = await this.store.append(stream, version === 0 ? 'none' : version - 1, [ready]);
    if (result.kind !== 'appended') throw new Error(`${stream} stands at ${result.actual}`);
    this.#versions.set(id, version);
    return result.position;
  }
}
