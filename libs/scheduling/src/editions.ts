/**
 * Which running deadlines an edition of a calendar or of a setting concerns, told from what the deadlines themselves say
 * they rest on. Pure. Because a deadline that was moved rests on the new edition, the set empties as it is worked off:
 * what is left to do after a crash is what it still holds (law 9).
 */
import type { RecordedEvent } from '#libs/event-store';
import { compareDays, concerns, dueDay, type Day, type Declaration, type SettingEdition } from '#libs/workflow';
import type { TimerRow } from './timers-view.js';

/** The event that recorded an edition. */
export interface EditionEvent {
  readonly id: string;
  readonly correlationId: string;
  readonly depth: number;
}

export interface CalendarEdition {
  readonly kind: 'calendar';
  readonly event: EditionEvent;
  readonly year: number;
  readonly edition: number;
}

export interface SettingChange extends SettingEdition {
  readonly kind: 'setting';
  readonly event: EditionEvent;
  readonly name: string;
}

export type Edition = CalendarEdition | SettingChange;

/** The newest edition of a year, from the stream `calendar-<year>`: it contains what the earlier ones said. */
export function newestCalendar(year: number, events: readonly RecordedEvent[]): CalendarEdition | undefined {
  const published = events.filter(({ envelope }) => envelope.type === 'CalendarPublished');
  const newest = published.at(-1);
  return newest && { kind: 'calendar', event: eventOf(newest), year, edition: published.length };
}

/** The changes of a setting that open cases follow and whose day has come, from the stream `setting-<name>`. */
export function changesForOpen(name: string, events: readonly RecordedEvent[], today: Day): SettingChange[] {
  return events
    .filter(({ envelope }) => envelope.type === 'SettingChanged')
    .map((event, index): SettingChange => {
      const { value, effectiveOn, alsoOpen, subDistrict } = event.data as unknown as Omit<SettingEdition, 'edition'>;
      const edition = { edition: index + 1, value, effectiveOn, alsoOpen };
      const own = subDistrict === undefined ? edition : { ...edition, subDistrict };
      return { kind: 'setting', event: eventOf(event), name, ...own };
    })
    .filter((change) => change.alsoOpen && compareDays(change.effectiveOn, today) <= 0);
}

/**
 * Whether a date rests on an older edition of the year, or was counted on plain weekdays for want of it.
 * @param timer its `calendar` as recorded: `2026`, `2026.2+2027`, `2026+provisional`, `none`
 * @param thisYear years that have passed move nothing any more
 */
export function restsOnLess(
  { calendar, dueAt }: Pick<TimerRow, 'calendar' | 'dueAt'>,
  { year, edition }: Pick<CalendarEdition, 'year' | 'edition'>,
  thisYear: number,
): boolean {
  if (!concerns(calendar, year)) return false;
  const parts = calendar.split('+').map((part) => part.split('.'));
  const named = parts.find(([name]) => name === String(year));
  if (named) return Number(named[1] ?? '1') < edition;
  // Counted without a notice: the years looked at end with the due day and begin not before the first one named.
  const first = Math.max(thisYear, Number(parts[0]?.[0]) || thisYear);
  return year >= first && year <= Number(dueDay(dueAt).slice(0, 4));
}

/** Names of the deadlines of a workflow that a setting gives their length. */
export function deadlinesBy(declaration: Declaration, setting: string): string[] {
  return Object.values(declaration.deadlines)
    .filter((deadline) => deadline.setting === setting)
    .map((deadline) => deadline.name);
}

/** A timer that tells of a miss keeps its date; only deadlines move. */
export function isDeadline({ name }: Pick<TimerRow, 'name'>): boolean {
  return !name.endsWith('.alert');
}

function eventOf({ envelope: { id, correlationId, depth } }: RecordedEvent): EditionEvent {
  return { id, correlationId, depth };
}
