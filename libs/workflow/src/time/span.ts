/**
 * From a moment and a length of time to a due moment, by the rules people count with: the day of the event is day 0,
 * lengths in days end at 24:00 in Beijing, and what is paused keeps the working days it still had. Pure arithmetic: the
 * same arguments give the same date on every machine and in every year, and each date says which calendar it rests on
 * (law 3).
 */
import type { Consulted, Problem, WorkingCalendar } from './calendar.js';
import { instant, msOf } from './clock.js';
import { addDays, addMonths, dayOf, dueDay, endOfDay, momentOn, type Day } from './day.js';

/**
 * A length of time as settings hold it.
 *
 * - `working-days`: 24:00 of the count-th working day after the day of the event, also when that day is a rest day.
 *   0 is at once, the very moment: an alert "after 0 working days" does not wait for an evening, and on a rest day no
 *   working day could end it.
 * - `days`, `months`: 24:00 of that date; a month without the day ends on its last. 0 is 24:00 of the same day, as in
 *   "answered the same day" (当日). `endsOn: 'working-day'` moves an end on a rest day to the next working day.
 * - `hours`, `minutes`: exact, day and night.
 */
export type Span =
  | { readonly unit: 'days' | 'months'; readonly count: number; readonly endsOn?: 'working-day' }
  | { readonly unit: 'working-days' | 'hours' | 'minutes'; readonly count: number };

export type SpanUnit = Span['unit'];

/** A due moment, and the editions it rests on as the envelope records them. */
export interface Due {
  readonly dueAt: string;
  readonly calendar: Consulted;
}

/** Ten years for what is counted, a hundred for what is looked up: far beyond any rule, and a bound for every walk. */
const COUNT_MAX: Readonly<Record<SpanUnit, number>> = {
  'working-days': 2_500,
  days: 36_525,
  months: 1_200,
  hours: 87_600,
  minutes: 5_256_000,
};

/** Milliseconds of the exact units. */
const EXACT_MS = { hours: 3_600_000, minutes: 60_000 } as const;

/**
 * A span from outside (a setting, a declaration), or every problem at once: no object, an unknown field or unit, a count
 * that is no whole number within the unit's range, `endsOn` where a span has no day to end on.
 * @param pointer where the value stands, as a JSON Pointer
 * @example parseSpan({ unit: 'working-days', count: 5 })
 */
export function parseSpan(
  value: unknown,
  pointer = '',
): { readonly ok: true; readonly span: Span } | { readonly ok: false; readonly problems: readonly Problem[] } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { ok: false, problems: [{ pointer, rule: 'is an object with unit and count', found: kindOf(value) }] };
  }
  const { unit, count, endsOn, ...unknown }: Partial<Record<string, unknown>> = value;
  const problems: Problem[] = [];
  const report = (name: string, rule: string, found: unknown): void => {
    problems.push({ pointer: `${pointer}/${escaped(name)}`, rule, found: kindOf(found) });
  };
  if (!isUnit(unit)) report('unit', `is one of ${Object.keys(COUNT_MAX).join(', ')}`, unit);
  const max = isUnit(unit) ? COUNT_MAX[unit] : Number.MAX_SAFE_INTEGER;
  if (!isCount(count, max)) report('count', `is a whole number from 0 to ${max}`, count);
  if (endsOn !== undefined) {
    if (endsOn !== 'working-day') report('endsOn', 'is working-day or absent', endsOn);
    else if (unit !== 'days' && unit !== 'months') report('endsOn', 'belongs to days and months only', endsOn);
  }
  for (const name of Object.keys(unknown)) report(name, 'is no field of a span', unknown[name]);

  if (problems.length > 0 || !isUnit(unit) || !isCount(count, max)) return { ok: false, problems };
  if (unit !== 'days' && unit !== 'months') return { ok: true, span: { unit, count } };
  return { ok: true, span: endsOn === undefined ? { unit, count } : { unit, count, endsOn: 'working-day' } };
}

/**
 * When a span that starts at a moment ends. See `Span` for the rule of each unit.
 * @param from the moment of the event
 * @throws RangeError for a text that is no moment, a moment before 1992, or a span that `parseSpan` refuses
 * @example
 * dueAt('2026-11-24T08:00:00.000Z', { unit: 'working-days', count: 1 }, calendar)
 * // { dueAt: '2026-11-25T16:00:00.000Z', calendar: '2026' }
 */
export function dueAt(from: string, span: Span, calendar: WorkingCalendar): Due {
  const parsed = parseSpan(span);
  if (!parsed.ok) {
    throw new RangeError(`no span: ${parsed.problems.map(({ pointer, rule }) => `${pointer} ${rule}`).join('; ')}`);
  }
  switch (span.unit) {
    case 'hours':
    case 'minutes':
      return { dueAt: instant(msOf(from) + span.count * EXACT_MS[span.unit]), calendar: 'none' };
    case 'working-days':
      if (span.count === 0) return { dueAt: instant(msOf(from)), calendar: 'none' };
      return atEndOf(calendar.nthWorkingDayAfter(dayOf(from), span.count));
    case 'days':
    case 'months': {
      const day = (span.unit === 'days' ? addDays : addMonths)(dayOf(from), span.count);
      // Only the days from there on decide, so only their editions are consulted.
      return atEndOf(span.endsOn === undefined ? { day, calendar: 'none' } : calendar.workingDayOnOrAfter(day));
    }
  }
}

/**
 * When the next level hears of a missed deadline. Day 0 is the day the deadline ended on, not the day that begins at the
 * same moment: what was due on Wednesday is alerted "after one working day" when Thursday ends.
 * @param missed the due moment that passed
 * @throws RangeError as `dueAt`
 */
export function alertAt(missed: string, span: Span, calendar: WorkingCalendar): Due {
  const exact = span.unit === 'hours' || span.unit === 'minutes' || (span.unit === 'working-days' && span.count === 0);
  return dueAt(exact ? missed : instant(msOf(missed) - 1), span, calendar);
}

/** When reminders may be shown. */
export interface ReminderRule {
  /** Beijing time as `HH:MM`, `from` before `to`; both ends belong to the hours. */
  readonly officeHours: { readonly from: string; readonly to: string };
  /** How much of the time is left at the reminder, 1–99. */
  readonly leftPercent: number;
  /** Danger rings at night too. */
  readonly urgent?: boolean;
}

/**
 * When to remind: at the moment when `leftPercent` of the time is left. Outside office hours it moves to where the next
 * ones begin, or, if that is not before the due moment, back to where the last ones ended. `undefined` when nobody is in
 * the office between the two moments, and when `due` is not after `from`.
 * @throws RangeError for a text that is no moment, office hours or a percentage out of range
 */
export function remindAt(from: string, due: string, calendar: WorkingCalendar, rule: ReminderRule): string | undefined {
  const { leftPercent } = rule;
  if (!Number.isInteger(leftPercent) || leftPercent < 1 || leftPercent > 99) {
    throw new RangeError(`a reminder leaves 1 to 99 percent of the time, not ${leftPercent}`);
  }
  const hours = { from: minutesOf(rule.officeHours.from), to: minutesOf(rule.officeHours.to) };
  if (hours.from >= hours.to) throw new RangeError('office hours end after they begin');
  const start = msOf(from);
  const end = msOf(due);
  if (end <= start) return undefined;
  const moment = end - Math.ceil(((end - start) * leftPercent) / 100);
  if (rule.urgent === true) return instant(moment);

  const today = dayOf(instant(moment));
  const opens = (day: Day): number => msOf(momentOn(day, hours.from));
  const closes = (day: Day): number => msOf(momentOn(day, hours.to));
  const worked = calendar.isWorkingDay(today);
  if (worked && moment >= opens(today) && moment <= closes(today)) return instant(moment);
  const next = opens(worked && moment < opens(today) ? today : calendar.nthWorkingDayAfter(today, 1).day);
  if (next < end) return instant(next);
  const last = closes(worked && moment > closes(today) ? today : calendar.workingDayOnOrBefore(addDays(today, -1)).day);
  return last >= start ? instant(last) : undefined;
}

/**
 * What a paused deadline still had, as the pausing event records it: whole working days, or milliseconds where the span
 * is exact. The day of the pause is not counted, as the day of an event never is.
 */
export type Kept =
  | {
      readonly unit: 'working-days';
      readonly count: number;
      /** The due moment that was paused: a pause never makes a deadline earlier. */
      readonly notBefore: string;
      readonly calendar: Consulted;
    }
  | { readonly unit: 'milliseconds'; readonly count: number };

/**
 * What is left of a deadline that is paused now.
 * @param span the one it was armed with; only its unit matters. For a deadline that runs until a date (no span), `days`.
 * @throws RangeError when `due` has passed: a due timer acts before a pause is decided
 */
export function kept(now: string, due: string, span: { readonly unit: SpanUnit }, calendar: WorkingCalendar): Kept {
  const leftMs = msOf(due) - msOf(now);
  if (leftMs <= 0) throw new RangeError(`due at ${due}, so nothing is left to keep at ${now}`);
  if (span.unit === 'hours' || span.unit === 'minutes') return { unit: 'milliseconds', count: leftMs };
  return { unit: 'working-days', ...calendar.workingDaysBetween(dayOf(now), dueDay(due)), notBefore: due };
}

/**
 * The due moment of a deadline that runs on from now: so many working days after today, or the exact time that was left,
 * but not before the moment that was paused. Without a whole day left it ends with the day it is resumed on or, where
 * that is a rest day, with the next working day, so that nobody resumes into a miss.
 * @throws RangeError for a text that is no moment
 */
export function resumed(now: string, left: Kept, calendar: WorkingCalendar): Due {
  if (left.unit === 'milliseconds') return { dueAt: instant(msOf(now) + left.count), calendar: 'none' };
  const today = dayOf(now);
  const next = atEndOf(
    left.count === 0 ? calendar.workingDayOnOrAfter(today) : calendar.nthWorkingDayAfter(today, left.count),
  );
  const stillOpen = left.count === 0 ? msOf(now) < msOf(left.notBefore) : msOf(next.dueAt) < msOf(left.notBefore);
  return stillOpen ? { ...next, dueAt: left.notBefore } : next;
}

function atEndOf(found: { readonly day: Day; readonly calendar: Consulted }): Due {
  return { dueAt: endOfDay(found.day), calendar: found.calendar };
}

function isUnit(value: unknown): value is SpanUnit {
  return typeof value === 'string' && Object.hasOwn(COUNT_MAX, value);
}

function isCount(value: unknown, max: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max && !Object.is(value, -0);
}

/** What stood there, short enough for a sentence. */
function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 40));
  return Array.isArray(value) ? 'a list' : 'an object';
}

function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

const TIME = /^(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/;

function minutesOf(time: string): number {
  const match = TIME.exec(time);
  if (match === null) throw new RangeError(`no time of day like 08:30: ${time}`);
  return match[1] === undefined ? 1_440 : Number(match[1]) * 60 + Number(match[2]);
}
