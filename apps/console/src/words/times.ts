/** Times as people say them, and exactly: Beijing time, whatever the machine's clock is set to. Pure but for the formats. */
import { filled, shellTexts, type TextKey } from './texts.js';
import type { Language } from './language.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
export const DAY_MS = 24 * HOUR;

const formats: Readonly<
  Record<Language, Readonly<Record<'exact' | 'stamp' | 'day' | 'short' | 'clock', Intl.DateTimeFormat>>>
> = {
  'zh-CN': formatsOf('zh-CN'),
  en: formatsOf('en-GB'),
};

function formatsOf(locale: string) {
  const zone = { timeZone: 'Asia/Shanghai', hourCycle: 'h23' } as const;
  return {
    exact: new Intl.DateTimeFormat(locale, {
      ...zone,
      year: 'numeric',
      month: 'long',
      day: 'numeric',
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
    }),
    stamp: new Intl.DateTimeFormat(locale, {
      ...zone,
      year: 'numeric',
      month: 'long',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
    }),
    day: new Intl.DateTimeFormat(locale, { ...zone, year: 'numeric', month: 'long', day: 'numeric' }),
    short: new Intl.DateTimeFormat(locale, {
      ...zone,
      // Which of two numbers is the month, English readers would have to guess.
      month: locale === 'zh-CN' ? 'numeric' : 'short',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
    }),
    clock: new Intl.DateTimeFormat(locale, { ...zone, hour: '2-digit', minute: '2-digit', second: '2-digit' }),
  };
}

/** The time of day to the second, `09:41:07`. */
export function clockTime(ms: number, language: Language): string {
  return formats[language].clock.format(ms);
}

/** Date, weekday and time of a moment, in Beijing. */
export function exact(at: string, language: Language): string {
  return formats[language].exact.format(new Date(at));
}

/** Date and time of a moment without its weekday, as papers have it. */
export function stamp(at: string, language: Language): string {
  return formats[language].stamp.format(new Date(at));
}

/** A due moment: the midnight that ends a day is said as 24:00 of that day, as people and papers do. */
export function dueExact(dueAt: string, language: Language): string {
  return due(dueAt, (at) => exact(at, language));
}

/** A due moment in short, with the same 24:00. */
export function dueShort(dueAt: string, language: Language): string {
  return due(dueAt, (at) => shortTime(at, language));
}

/** A moment as Beijing's clock shows it, in milliseconds as if it were UTC. */
export function beijingClock(at: string): number {
  return Date.parse(at) + 8 * HOUR;
}

/** Whether a moment is the midnight that ends a day in Beijing. */
export function endsDay(at: string): boolean {
  return beijingClock(at) % DAY_MS === 0;
}

function due(at: string, say: (at: string) => string): string {
  if (!endsDay(at)) return say(at);
  return say(new Date(Date.parse(at) - MINUTE).toISOString()).replace('23:59', '24:00');
}

export function shortTime(at: string, language: Language): string {
  return formats[language].short.format(new Date(at));
}

/** A calendar day such as `2026-11-24`. */
export function dayWords(day: string, language: Language): string {
  return formats[language].day.format(new Date(`${day}T00:00:00+08:00`));
}

/** The day of a moment in Beijing, `2026-11-24`. */
export function beijingDay(ms: number): string {
  return new Date(ms + 8 * HOUR).toISOString().slice(0, 10);
}

/**
 * The last day of a deadline: one that ends with a day is due at the midnight after it.
 * @example lastDay('2026-11-25T16:00:00.000Z') // '2026-11-25'
 */
export function lastDay(dueAt: string): string {
  return beijingDay(Date.parse(dueAt) - 1);
}

/** "还剩 3 小时", "逾期 2 天": whole units, rounded down, as people count. */
export function dueWords(dueAt: string, now: number, language: Language): string {
  const left = Date.parse(dueAt) - now;
  const [minutes, hours, days]: [TextKey, TextKey, TextKey] =
    left >= 0 ? ['leftMinutes', 'leftHours', 'leftDays'] : ['lateMinutes', 'lateHours', 'lateDays'];
  const size = Math.abs(left);
  if (size < HOUR) return told(minutes, Math.floor(size / MINUTE), language);
  if (size < 2 * DAY_MS) return told(hours, Math.floor(size / HOUR), language);
  return told(days, Math.floor(size / DAY_MS), language);
}

/** "2 天 12 小时": a length of time by its two largest units, to the minute. */
export function spanWords(ms: number, language: Language): string {
  const minutes = Math.round(ms / MINUTE);
  const units: [TextKey, number][] = [
    ['spanDays', Math.floor(minutes / 1_440)],
    ['spanHours', Math.floor(minutes / 60) % 24],
    ['spanMinutes', minutes % 60],
  ];
  const first = Math.max(
    0,
    units.findIndex(([, n]) => n > 0),
  );
  const said = units.slice(first, first + 2).filter(([, n]) => n > 0);
  return (said.length > 0 ? said : units.slice(-1)).map(([key, n]) => told(key, n, language)).join(' ');
}

export function agoWords(at: string, now: number, language: Language): string {
  const past = Math.max(0, now - Date.parse(at));
  if (past < MINUTE) return told('secondsAgo', 0, language);
  if (past < HOUR) return told('minutesAgo', Math.floor(past / MINUTE), language);
  if (past < DAY_MS) return told('hoursAgo', Math.floor(past / HOUR), language);
  if (past < 14 * DAY_MS) return told('daysAgo', Math.floor(past / DAY_MS), language);
  return shortTime(at, language);
}

interface Dated {
  readonly dueAt: string;
  readonly isLate: boolean;
  /** Missed, excused, and still waited for. */
  readonly isExcused?: boolean;
}

/** How pressing a date is, for order and icon; colour only underlines it. */
export type Urgency = 'late' | 'excused' | 'day' | 'week' | 'later' | 'none';

export function urgencyOf(date: Dated | undefined, now: number): Urgency {
  if (date === undefined) return 'none';
  if (date.isLate) return 'late';
  if (date.isExcused) return 'excused';
  const left = Date.parse(date.dueAt) - now;
  if (left < 0) return 'late';
  if (left < DAY_MS) return 'day';
  return left < 7 * DAY_MS ? 'week' : 'later';
}

function told(key: TextKey, n: number, language: Language): string {
  return filled(shellTexts[key][language === 'en' ? 1 : 0], { n });
}
