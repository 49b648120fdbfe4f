/** What the clocks promise to whoever waits, and that a virtual clock makes the same run twice. */
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { getEventListeners } from 'node:events';
import { instant, isInstant, msOf, SystemClock, VirtualClock } from './clock.js';

const START = '2026-11-24T08:00:00.000Z';
const startMs = Date.parse(START);
const never = (): AbortSignal => new AbortController().signal;

describe('the text of a moment', () => {
  it('always has milliseconds and Z, and reads back to the same moment', () => {
    expect(instant(Date.UTC(2026, 10, 24, 8, 12, 45, 123))).toBe('2026-11-24T08:12:45.123Z');
    expect(instant(startMs)).toBe(START);
    expect(msOf(START)).toBe(startMs);
  });

  it.each([0.5, -1, Number.NaN, Date.UTC(10_000, 0, 1)])('is refused for %p', (ms) => {
    expect(() => instant(ms)).toThrow(RangeError);
  });

  it.each([
    '2026-11-24',
    '2026-11-24T08:00:00Z',
    '2026-11-24T16:00:00.000+08:00',
    '2026-02-30T00:00:00.000Z',
    '2026-04-31T08:00:00.000Z',
    '2026-11-24T24:00:00.000Z',
    '2026-13-01T00:00:00.000Z',
    '2026-11-00T00:00:00.000Z',
    '2026-11-24T08:60:00.000Z',
    '',
    7,
  ])('is not %p', (text) => {
    expect(isInstant(text)).toBe(false);
    expect(() => msOf(text as string)).toThrow(RangeError);
  });
});

describe('the virtual clock', () => {
  it('stands still until it is moved', async () => {
    const clock = new VirtualClock(START);
    expect(instant(clock.now())).toBe(START);
    await clock.advance(1_500);
    expect(instant(clock.now())).toBe('2026-11-24T08:00:01.500Z');
    await clock.set('2027-01-01T00:00:00.000Z');
    expect(instant(clock.now())).toBe('2027-01-01T00:00:00.000Z');
  });

  it('wakes in order of the moment waited for, then of asking, each at its own moment', async () => {
    const clock = new VirtualClock(START);
    const woken: string[] = [];
    const sleep = (name: string, ms: number): void => {
      void clock.wait(startMs + ms, never()).then(() => woken.push(`${name}@${clock.now() - startMs}`));
    };
    sleep('late', 300);
    sleep('first', 100);
    sleep('second', 100);
    sleep('beyond', 501);
    expect(clock.waiting).toBe(4);
    await clock.advance(500);
    expect(woken).toEqual(['first@100', 'second@100', 'late@300']);
    expect(clock.now() - startMs).toBe(500);
    expect(clock.waiting).toBe(1);
  });

  it('lets a loop that waits again and again see each of its moments within one move', async () => {
    const clock = new VirtualClock(START);
    const seen: number[] = [];
    const stop = new AbortController();
    const loop = async (): Promise<void> => {
      for (let due = startMs + 1_000; !stop.signal.aborted; due += 1_000) {
        await clock.wait(due, stop.signal);
        seen.push(clock.now() - startMs);
      }
    };
    const running = loop();
    await clock.advance(3_500);
    expect(seen).toEqual([1_000, 2_000, 3_000]);
    stop.abort();
    await running;
    expect(clock.waiting).toBe(0);
  });

  it('resolves at once for a moment that has passed, and for a signal already aborted', async () => {
    const clock = new VirtualClock(START);
    await clock.wait(startMs, never());
    await clock.wait(startMs + 1, AbortSignal.abort());
    expect(clock.waiting).toBe(0);
  });

  it('goes back in time without waking anybody', async () => {
    const clock = new VirtualClock(START);
    const stop = new AbortController();
    const waiting = clock.wait(startMs + 1, stop.signal);
    await clock.set('2026-11-24T07:00:00.000Z');
    expect(instant(clock.now())).toBe('2026-11-24T07:00:00.000Z');
    expect(clock.waiting).toBe(1);
    stop.abort();
    await waiting;
  });

  it('refuses to be moved by two at once, and by less than nothing', async () => {
    const clock = new VirtualClock(START);
    const woken = clock.wait(startMs + 1, never());
    const first = clock.advance(5);
    await expect(clock.advance(5)).rejects.toThrow('already');
    await Promise.all([first, woken]);
    expect(clock.now() - startMs).toBe(5);
    await expect(clock.advance(-1)).rejects.toThrow(RangeError);
    expect(() => clock.wait(Number.NaN, never())).toThrow(RangeError);
  });
});

describe('the clock of the machine', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  it('waits longer than a timeout can: 2^31 ms and a minute', async () => {
    jest.useFakeTimers({ now: startMs });
    const clock = new SystemClock();
    const until = startMs + 2 ** 31 + 60_000;
    let woken = false;
    const waiting = clock.wait(until, never()).then(() => {
      woken = true;
    });
    await jest.advanceTimersByTimeAsync(2 ** 31 + 59_999);
    expect(woken).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    await waiting;
    expect(clock.now()).toBe(until);
  });

  it('notices within a minute that the wall clock was put forward', async () => {
    jest.useFakeTimers({ now: startMs });
    const signal = never();
    const waiting = new SystemClock().wait(startMs + 86_400_000, signal);
    await jest.advanceTimersByTimeAsync(10 * 60_000);
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    jest.setSystemTime(startMs + 86_400_000);
    await jest.advanceTimersByTimeAsync(60_000);
    await waiting;
    expect(jest.getTimerCount()).toBe(0);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('ends a wait without an end when it is aborted, and leaves no timer behind', async () => {
    jest.useFakeTimers({ now: startMs });
    const stop = new AbortController();
    const waiting = new SystemClock().wait(Number.POSITIVE_INFINITY, stop.signal);
    stop.abort();
    await waiting;
    expect(jest.getTimerCount()).toBe(0);
    await new SystemClock().wait(startMs - 1, never());
    await expect(new SystemClock().wait(Number.NaN, never())).rejects.toThrow(RangeError);
  });
});
