/** The deadlines that people are told of: what runs, without the engine's own timers that tell the next level of a miss, and what stands still. */
import type { Running, Suspended } from '../decide/case.js';
import { isProvisional } from '../time/calendar.js';

export interface ShownDeadline extends Pick<
  Running,
  'name' | 'timerId' | 'dueAt' | 'remindAt' | 'setting' | 'calendar'
> {
  /** Counted beyond the published calendar: the date may still move, once. */
  readonly provisional: boolean;
}

/** In order of their dates. */
export function shownDeadlines(armed: readonly Running[]): readonly ShownDeadline[] {
  return armed
    .filter((running) => !running.name.endsWith('.alert'))
    .map(({ name, timerId, dueAt, remindAt, setting, calendar }) => ({
      name,
      timerId,
      dueAt,
      ...(remindAt === undefined ? {} : { remindAt }),
      setting,
      calendar,
      provisional: isProvisional(calendar),
    }))
    .sort((a, b) => (a.dueAt < b.dueAt ? -1 : a.dueAt > b.dueAt ? 1 : a.name < b.name ? -1 : 1));
}

/** A deadline that stands still, so that it has no date until it runs on. */
export interface PausedDeadline {
  readonly name: string;
  /** What lets it run on: that the clock is resumed, or that the hold ends. */
  readonly by: Suspended['by'];
  readonly pausedAt: string;
  /** The date it had. */
  readonly dueBefore: string;
}

/** In order of the dates they had. */
export function pausedDeadlines(suspended: readonly Suspended[]): readonly PausedDeadline[] {
  return suspended
    .map(({ name, by, at, dueAt }) => ({ name, by, pausedAt: at, dueBefore: dueAt }))
    .sort((a, b) => (a.dueBefore < b.dueBefore ? -1 : a.dueBefore > b.dueBefore ? 1 : 0));
}
