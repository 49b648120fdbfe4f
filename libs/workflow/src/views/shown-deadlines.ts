/** The deadlines that people are told of: what runs, without the engine's own timers that tell the next level of a miss. */
import type { Running } from '../decide/case.js';
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
