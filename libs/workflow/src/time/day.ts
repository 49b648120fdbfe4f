/**
 * Days as people in Guancheng say them: a date on the wall in Beijing time. Moments and days are translated into each
 * other here and nowhere else. Beijing time is UTC+8 without exception: the last summer time in China ended on
 * 15 September 1991, and what is older than 1992 is refused rather than translated an hour wrong. Should summer time
 * ever return, `day.spec.ts` fails, because it compares every month with the zone data that comes with Node.
 * A `Day` that is only a label (renovated on 1988-05-01) needs no translation and may be older.
 */
import { instant, msOf } from './clock.js';

/** `YYYY-MM-DD`, years 0001–9999; texts of this form sort by time. */
export type Day = string;

const DAY = /^(?!0000)\d{4}-\d{2}-\d{2}$/;
/** Every month has it. */
const SURE_DAY = /^(?!0000)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])$/;
export const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const FIRST_DAY = Date.parse('0001-01-01T00:00:00.000Z') / DAY_MS;
const LAST_DAY = Date.UTC(9_999, 11, 31) / DAY_MS;
const BEIJING_MS = 8 * 3_600_000;
const SAME_OFFSET_SINCE_MS = Date.UTC(1992, 0, 1) - BEIJING_MS;

/** Whether a value is a date that exists: `2024-02-29` is one, `2026-02-29` is none. */
export function isDay(value: unknown): value is Day {
  if (typeof value !== 'string') return false;
  if (SURE_DAY.test(value)) return true;
  if (!DAY.test(value)) return false;
  const ms = Date.parse(`${value}T00:00:00.000Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(value);
}

/**
 * Days since 1970-01-01 (negative before): the form in which days are counted.
 * @throws RangeError when `day` is no date
 */
export function dayNumber(day: Day): number {
  if (!isDay(day)) throw new RangeError(`no such day: ${day}`);
  return Date.parse(`${day}T00:00:00.000Z`) / DAY_MS;
}

/**
 * The inverse of `dayNumber`.
 * @throws RangeError beyond the years 0001–9999 and for a fraction
 */
export function dayFromNumber(number: number): Day {
  if (!Number.isSafeInteger(number) || number < FIRST_DAY || number > LAST_DAY) {
    throw new RangeError(`no day of the years 0001 to 9999: day number ${number}`);
  }
  return new Date(number * DAY_MS).toISOString().slice(0, 10);
}

/**
 * The day in Beijing at a moment. 24:00 is 0:00 of the next day; for the day a deadline is said to end on, see `dueDay`.
 * @throws RangeError before 1992
 * @example dayOf('2026-11-24T16:00:00.000Z') === '2026-11-25'
 */
export function dayOf(moment: string): Day {
  const ms = msOf(moment);
  refuseBefore1992(ms, moment);
  return dayFromNumber(Math.floor((ms + BEIJING_MS) / DAY_MS));
}

/**
 * The day people name for a due moment: one that ends at 24:00 belongs to the day it ends.
 * @example dueDay('2026-11-25T16:00:00.000Z') === '2026-11-25'
 */
export function dueDay(dueAt: string): Day {
  return dayOf(instant(msOf(dueAt) - 1));
}

/**
 * The moment at which a clock in Beijing shows so many minutes after 0:00 of a day; 1,440 is its 24:00.
 * @throws RangeError before 1992, or when the minutes are not 0–1,440
 */
export function momentOn(day: Day, minutes: number): string {
  if (!Number.isInteger(minutes) || minutes < 0 || minutes > 1_440) {
    throw new RangeError(`a day has minutes 0 to 1440, not ${minutes}`);
  }
  const ms = dayNumber(day) * DAY_MS - BEIJING_MS + minutes * MINUTE_MS;
  refuseBefore1992(ms, day);
  return instant(ms);
}

/**
 * 24:00 in Beijing.
 * @throws RangeError before 1992
 * @example endOfDay('2026-11-25') === '2026-11-25T16:00:00.000Z'
 */
export function endOfDay(day: Day): string {
  return momentOn(day, 1_440);
}

/** The day `count` days later, or earlier when negative. */
export function addDays(day: Day, count: number): Day {
  return dayFromNumber(dayNumber(day) + count);
}

/**
 * The same day of the month `count` months later (earlier when negative), or the last of that month where it has no
 * such day. The start decides: 31 January and two months is 31 March, whatever February has.
 * @throws RangeError beyond the years 0001–9999 and for a fraction
 * @example addMonths('2027-01-31', 1) === '2027-02-28'
 */
export function addMonths(day: Day, count: number): Day {
  dayNumber(day);
  const months = yearOf(day) * 12 + Number(day.slice(5, 7)) - 1 + count;
  const year = Math.floor(months / 12);
  if (!Number.isSafeInteger(count) || year < 1 || year > 9_999) {
    throw new RangeError(`${count} months from ${day} is no day of the years 0001 to 9999`);
  }
  const month = `${String(year).padStart(4, '0')}-${String((months % 12) + 1).padStart(2, '0')}`;
  for (const date of [day.slice(8), '30', '29']) {
    if (isDay(`${month}-${date}`)) return `${month}-${date}`;
  }
  return `${month}-28`;
}

/** 1 Monday to 7 Sunday, as ISO 8601 counts. */
export function weekday(day: Day): number {
  return weekdayOfNumber(dayNumber(day));
}

/** `weekday` of a day number; day 0 was a Thursday. */
export function weekdayOfNumber(number: number): number {
  return ((((number + 3) % 7) + 7) % 7) + 1;
}

export function yearOf(day: Day): number {
  return Number(day.slice(0, 4));
}

/** Negative when `a` is earlier, 0 when it is the same day, positive when it is later: for sorting. */
export function compareDays(a: Day, b: Day): number {
  return dayNumber(a) - dayNumber(b);
}

function refuseBefore1992(ms: number, said: string): void {
  if (ms < SAME_OFFSET_SINCE_MS) {
    throw new RangeError(`before 1992 Beijing time was not always UTC+8, so ${said} is not translated`);
  }
}
