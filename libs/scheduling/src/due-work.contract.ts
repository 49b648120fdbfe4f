/** The promises of due work, one test each; every adapter runs them on a log of its own. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventId, readyEvent, sha256, timerId, uuidV5, type DeadlineChanges, type EventStore } from '#libs/event-store';
import { retryPauseMs, type Act, type DueTimer, type DueWork } from './due-work.js';

/** An adapter under examination, over a fresh log. */
export interface DueWorkHarness {
  readonly store: EventStore;
  readonly clock: { now(): number };
  /** The adapter as a new process would start it; resolves when it knows the log as it is now. */
  start(act: Act, options?: { concurrency?: number }): Promise<DueWork>;
  /** Ends the newest one as a crash does: what is under way is not waited for. */
  crash(): Promise<void>;
  /** Lets time pass and resolves when everyone who waited for a moment up to then was woken. */
  pass(ms: number): Promise<void>;
  dispose(): Promise<void>;
}

const SECOND = 1_000;
const COMMAND = '0190a5b0-7c00-7000-8000-000000000001';
/** A condition holds within this long, or the test fails. */
const PATIENCE_MS = 5_000;

export function dueWorkContract(name: string, open: () => Promise<DueWorkHarness>): void {
  describe(`law 9: due work by ${name}`, () => {
    let harness: DueWorkHarness;
    let log: TestDeadlines;
    let acted: string[];
    let act: Act;
    beforeEach(async () => {
      harness = await open();
      log = new TestDeadlines(harness.store, harness.clock);
      acted = [];
      act = async (timer) => {
        acted.push(nameOf(timer));
        return { kind: 'acted', position: await log.stop(timer) };
      };
    });
    afterEach(() => harness.dispose());

    it('law 9: a timer acts within one second of its moment, and not before', async () => {
      let at = 0;
      await log.arm('a', 'due', 10 * SECOND);
      await harness.start(async (timer) => {
        at = harness.clock.now();
        return act(timer);
      });
      const due = harness.clock.now() + 10 * SECOND;
      await harness.pass(10 * SECOND - 1);
      expect(acted).toEqual([]);
      await harness.pass(1);
      await until(() => acted.length === 1);
      expect(at - due).toBeLessThanOrEqual(SECOND);
    });

    it('law 9: a timer armed while it sleeps, due before all others, acts at its moment', async () => {
      await log.arm('late', 'due', 1_000 * SECOND);
      await harness.start(act);
      await log.arm('soon', 'due', 5 * SECOND);
      await until(async () => {
        await harness.pass(SECOND);
        return acted.length === 1;
      });
      expect(acted).toEqual(['soon due']);
      expect(harness.clock.now()).toBeLessThan(log.began + 1_000 * SECOND);
    });

    it('law 9: what fell due during a downtime acts in due order, a case’s own strictly so', async () => {
      for (const [index, stream] of ['c', 'a', 'b'].entries()) await log.arm(stream, 'due', (30 - index) * SECOND);
      await log.arm('a', 'second', 40 * SECOND);
      await harness.pass(100 * SECOND);
      const alertAt: Record<string, number> = { a: 35, b: 36, c: 37 };
      const chained: Act = async (timer) => {
        acted.push(nameOf(timer));
        // A miss arms its first alert, which is already due as well, and before the case's next deadline.
        const next = timer.name === 'due' ? (['alert', alertAt[timer.id] ?? 0] as const) : undefined;
        return { kind: 'acted', position: await log.stop(timer, next) };
      };
      await harness.start(chained, { concurrency: 1 });
      await until(() => acted.length === 7);
      expect(acted).toEqual(['b due', 'a due', 'c due', 'a alert', 'b alert', 'c alert', 'a second']);
    });

    it('law 9: a timer that was stopped does not act, one that was moved acts at its new moment under its new id', async () => {
      await log.arm('stopped', 'due', 10 * SECOND);
      await log.arm('moved', 'due', 10 * SECOND);
      const seen: DueTimer[] = [];
      const work = await harness.start(async (timer) => {
        seen.push(timer);
        return act(timer);
      });
      await log.stop({ id: 'stopped', timerId: log.running('stopped', 'due') });
      const old = log.running('moved', 'due');
      await log.move('moved', 'due', 20 * SECOND);
      await until(() => work.status().nextDueAt === new Date(log.began + 20 * SECOND).toISOString());
      await harness.pass(19 * SECOND);
      expect(acted).toEqual([]);
      await until(async () => {
        await harness.pass(SECOND);
        return acted.length === 1;
      });
      expect(seen).toMatchObject([{ id: 'moved', timerId: log.running('moved', 'due') }]);
      expect(seen[0]?.timerId).not.toBe(old);
    });

    it('law 9: what has acted does not act again after a restart, what was cut off does', async () => {
      await log.arm('done', 'due', SECOND);
      await log.arm('cut', 'due', 2 * SECOND);
      await harness.pass(5 * SECOND);
      let begun = false;
      await harness.start(
        (timer) => {
          if (timer.id === 'done') return act(timer);
          begun = true;
          return new Promise(() => undefined);
        },
        { concurrency: 1 },
      );
      await until(() => begun);
      expect(acted).toEqual(['done due']);
      await harness.crash();
      await harness.start(act);
      await until(() => acted.length === 2);
      expect(acted).toEqual(['done due', 'cut due']);
      await harness.crash();
      const again = await harness.start(act);
      await until(() => again.status().due === 0);
      await harness.pass(10 * SECOND);
      expect(acted).toEqual(['done due', 'cut due']);
    });

    it('law 9: never more act at a time than asked for, and all of them do', async () => {
      for (let index = 0; index < 30; index++) await log.arm(`case${index}`, 'due', SECOND);
      await harness.pass(5 * SECOND);
      let now = 0;
      let most = 0;
      await harness.start(
        async (timer) => {
          most = Math.max(most, ++now);
          const result = await act(timer);
          now--;
          return result;
        },
        { concurrency: 4 },
      );
      await until(() => acted.length === 30);
      expect(most).toBe(4);
      expect(new Set(acted).size).toBe(30);
    });

    it('law 9: one that fails is shown, is tried again with growing pauses, and holds up no other', async () => {
      await log.arm('bad', 'due', SECOND);
      for (let index = 0; index < 10; index++) await log.arm(`good${index}`, 'due', 2 * SECOND);
      await harness.pass(5 * SECOND);
      const attempts: number[] = [];
      let mended = false;
      const work = await harness.start(
        (timer) => {
          if (timer.id !== 'bad' || mended) return act(timer);
          attempts.push(harness.clock.now());
          return Promise.reject(new Error('no paper'));
        },
        { concurrency: 1 },
      );
      await until(() => acted.length === 10);
      expect(work.status().failing).toMatchObject([{ id: 'bad', attempts: 1, error: 'no paper' }]);
      for (let attempt = 1; attempt <= 3; attempt++) {
        await harness.pass(retryPauseMs(attempt) - 1);
        expect(attempts).toHaveLength(attempt);
        await harness.pass(1);
        await until(() => attempts.length === attempt + 1 && work.status().failing[0]?.attempts === attempt + 1);
      }
      mended = true;
      await harness.pass(retryPauseMs(4));
      await until(() => acted.length === 11 && work.status().failing.length === 0);
      expect(work.status().due).toBe(0);
    });

    it('law 9: stopping waits for what is under way and begins nothing more', async () => {
      for (const [index, id] of ['a', 'b'].entries()) await log.arm(id, 'due', (index + 1) * SECOND);
      await harness.pass(5 * SECOND);
      const gate = Promise.withResolvers<void>();
      const work = await harness.start(
        async (timer) => {
          await gate.promise;
          return act(timer);
        },
        { concurrency: 1 },
      );
      await until(() => work.status().underWay === 1);
      const stopped = work.stop();
      gate.resolve();
      await stopped;
      expect(acted).toEqual(['a due']);
      expect(work.status()).toMatchObject({ underWay: 0, due: 1 });
    });

    it('law 9: it says how late it is and when the next timer is due', async () => {
      await log.arm('a', 'due', SECOND);
      await log.arm('b', 'due', 100 * SECOND);
      await harness.pass(11 * SECOND);
      const work = await harness.start(() => new Promise(() => undefined));
      await until(() => work.status().underWay === 1);
      expect(work.status()).toMatchObject({
        due: 1,
        lateMs: 10 * SECOND,
        nextDueAt: new Date(log.began + 100 * SECOND).toISOString(),
      });
    });
  });
}

function nameOf({ id, name }: Pick<DueTimer, 'id' | 'name'>): string {
  return `${id} ${name}`;
}

/** Resolves when the condition holds. @throws when it does not within the patience. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`waited ${PATIENCE_MS} ms for ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Writes events that arm, move and stop deadlines, without an engine. */
class TestDeadlines {
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
