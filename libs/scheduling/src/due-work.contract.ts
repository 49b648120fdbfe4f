/** The promises of due work, one test each; every adapter runs them on a log of its own. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EventStore } from '#libs/event-store';
import { until as untilTrue } from '#test/support/until';
import { DeadlineLog } from './deadline-log.fixture.js';
import { retryPauseMs, type Act, type DueTimer, type DueWork } from './due-work.js';

/** An adapter under examination, over a fresh log. */
export interface DueWorkHarness {
  readonly store: EventStore;
  readonly clock: { now(): number };
  /** The adapter as a new process would start it; resolves when it knows the log as it is now. */
  start(act: Act, options?: { concurrency?: number; viewMs?: number }): Promise<DueWork>;
  /** Ends the newest one as a crash does: what is under way is not waited for. */
  crash(): Promise<void>;
  /** Lets time pass and resolves when everyone who waited for a moment up to then was woken. */
  pass(ms: number): Promise<void>;
  dispose(): Promise<void>;
}

const SECOND = 1_000;
/** A condition holds within this long, or the test fails. */
const PATIENCE_MS = 5_000;

export function dueWorkContract(name: string, open: () => Promise<DueWorkHarness>): void {
  describe(`law 9: due work by ${name}`, () => {
    let harness: DueWorkHarness;
    let log: DeadlineLog;
    let acted: string[];
    let act: Act;
    beforeEach(async () => {
      harness = await open();
      log = new DeadlineLog(harness.store, harness.clock);
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

    it('law 9: the timers of one case act one after another while those of others go on', async () => {
      for (const name of ['first', 'second', 'third']) await log.arm('slow', name, SECOND);
      await log.arm('other', 'due', 2 * SECOND);
      await harness.pass(5 * SECOND);
      const gates = [1, 2, 3].map(() => Promise.withResolvers<void>());
      const underWay = new Set<string>();
      const order: string[] = [];
      await harness.start(
        async (timer) => {
          if (timer.id === 'other') return act(timer);
          underWay.add(timer.name);
          order.push(timer.name);
          expect([...underWay]).toEqual([timer.name]);
          await gates[order.length - 1]?.promise;
          underWay.delete(timer.name);
          return act(timer);
        },
        { concurrency: 4 },
      );
      await until(() => acted.length === 1 && order.length === 1);
      expect(acted).toEqual(['other due']);
      for (const gate of gates) gate.resolve();
      await until(() => acted.length === 4);
      expect(acted.slice(1)).toEqual(order.map((name) => `slow ${name}`));
    });

    it('law 9: a timer that failed does not wait for its next attempt once it is asked to look now', async () => {
      await log.arm('a', 'due', SECOND);
      await harness.pass(2 * SECOND);
      let broken = true;
      const work = await harness.start(async (timer) => {
        if (broken) throw new Error('not yet');
        return act(timer);
      });
      await until(() => work.status().failing.length === 1 && work.status().underWay === 0);
      expect(work.status().failing).toMatchObject([{ id: 'a', attempts: 1, error: 'not yet' }]);
      broken = false;
      work.lookNow();
      await until(() => acted.length === 1);
      expect(harness.clock.now()).toBe(log.began + 2 * SECOND);
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

    it('law 9: one whose effect the view does not show yet is looked at again soon, however often', async () => {
      await log.arm('a', 'due', SECOND);
      await harness.pass(5 * SECOND);
      let attempts = 0;
      let shows = false;
      const work = await harness.start(
        (timer) => {
          attempts++;
          // No log of a test reaches so far.
          return shows ? act(timer) : Promise.resolve({ kind: 'acted', position: '9'.repeat(20) });
        },
        { viewMs: 1 },
      );
      const isPutOff = (attempt: number) => (): boolean =>
        attempts === attempt && work.status().underWay === 0 && work.status().failing.length === 1;
      for (let attempt = 1; attempt <= 8; attempt++) {
        await until(isPutOff(attempt));
        await harness.pass(10 * SECOND);
      }
      await until(isPutOff(9));
      shows = true;
      await harness.pass(10 * SECOND);
      await until(() => acted.length === 1 && work.status().failing.length === 0);
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

const until = (condition: () => boolean | Promise<boolean>) => untilTrue(condition, PATIENCE_MS);
