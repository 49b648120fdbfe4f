/** The days of a year as they are worked: pure, from the lists of a notice. */
import { DAY_MS } from '../../words/times.js';

export type Kind = 'work' | 'rest' | 'off' | 'make-up';

export interface DayOfYear {
  /** `2026-10-01` */
  readonly day: string;
  readonly date: number;
  /** 1 Monday to 7 Sunday. */
  readonly weekday: number;
}

export interface Lists {
  readonly holidays: readonly string[];
  readonly makeUpDays: readonly string[];
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Twelve lists of days. */
export function monthsOf(year: number): readonly (readonly DayOfYear[])[] {
  const months: DayOfYear[][] = Array.from({ length: 12 }, () => []);
  for (let ms = Date.UTC(year, 0, 1); ms < Date.UTC(year + 1, 0, 1); ms += DAY_MS) {
    const at = new Date(ms);
    months[at.getUTCMonth()]?.push({
      day: at.toISOString().slice(0, 10),
      date: at.getUTCDate(),
      weekday: at.getUTCDay() === 0 ? 7 : at.getUTCDay(),
    });
  }
  return months;
}

/** Weeks of a month from Monday; nothing where a week begins before or ends after it. */
export function weeksOf(days: readonly DayOfYear[]): readonly (readonly (DayOfYear | undefined)[])[] {
  const first = days[0]?.weekday ?? 1;
  const cells: (DayOfYear | undefined)[] = [...Array.from({ length: first - 1 }, () => undefined), ...days];
  while (cells.length % 7 !== 0) cells.push(undefined);
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}

export function kindOf({ day, weekday }: Pick<DayOfYear, 'day' | 'weekday'>, lists: Lists): Kind {
  if (lists.makeUpDays.includes(day)) return 'make-up';
  if (lists.holidays.includes(day)) return 'off';
  return weekday >= 6 ? 'rest' : 'work';
}

/** The next kind when a day is pressed: a weekday is off or not; a weekend day is off, worked, or itself. */
export function pressed(one: DayOfYear, lists: Lists): Lists {
  const kind = kindOf(one, lists);
  const holidays = lists.holidays.filter((day) => day !== one.day);
  const makeUpDays = lists.makeUpDays.filter((day) => day !== one.day);
  if (kind === 'work' || kind === 'rest') return { holidays: [...holidays, one.day].sort(), makeUpDays };
  if (kind === 'off' && one.weekday >= 6) return { holidays, makeUpDays: [...makeUpDays, one.day].sort() };
  return { holidays, makeUpDays };
}

/** Days as pasted, apart by anything that is no part of a day; and the first text that is none of this year. */
export function daysIn(text: string, year: number): { readonly days: readonly string[]; readonly wrong?: string } {
  const parts = text.split(/[\s,，、;；]+/).filter((part) => part !== '');
  const wrong = parts.find((part) => !DAY.test(part) || !part.startsWith(`${year}-`) || !exists(part));
  return { days: [...new Set(parts)].sort(), ...(wrong === undefined ? {} : { wrong }) };
}

export function sumsOf(
  year: number,
  lists: Lists,
): { readonly work: number; readonly off: number; readonly makeUp: number } {
  const kinds = monthsOf(year)
    .flat()
    .map((one) => kindOf(one, lists));
  const count = (...wanted: Kind[]) => kinds.filter((kind) => wanted.includes(kind)).length;
  return { work: count('work', 'make-up'), off: count('off'), makeUp: count('make-up') };
}

function exists(day: string): boolean {
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
}
