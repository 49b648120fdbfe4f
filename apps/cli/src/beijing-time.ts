/** Moments as people in the district read and type them: the clock on the wall in Beijing. */
import { dueDay, endOfDay, instant, isDay, msOf, parseInstant } from '#libs/workflow';

/** Sweden writes dates as ISO 8601 does. */
const wall = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** @example beijing('2026-11-24T08:12:45.123Z') === '2026-11-24 16:12:45' */
export function beijing(moment: string): string {
  return wall.format(msOf(moment));
}

/** A due moment; one that ends with its day says so: `2026-11-25 24:00`. */
export function beijingDue(dueAt: string): string {
  const day = dueDay(dueAt);
  return endOfDay(day) === dueAt ? `${day} 24:00` : beijing(dueAt);
}

const CLOCK = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(:\d\d(\.\d{1,3})?)?)$/;

/**
 * A moment as typed: ISO 8601 with a zone; a date and a time of day, meant in Beijing; or a date, meant to its end.
 * Nothing where the text is none of these.
 * @example momentTyped('2026-11-24 16:12') === '2026-11-24T08:12:00.000Z'
 */
export function momentTyped(text: string): string | undefined {
  const day = isDay(text) ? text : undefined;
  if (day !== undefined) return inYears(() => instant(msOf(endOfDay(day)) - 1));
  const typed = CLOCK.exec(text);
  const ms = parseInstant(typed ? `${typed[1]}T${typed[2]}+08:00` : text);
  return ms === undefined ? undefined : inYears(() => instant(ms));
}

/** Nothing for days that no log can know, before 1992. */
function inYears(moment: () => string): string | undefined {
  try {
    return moment();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
