/** Days and moments. A day is a Beijing day; a moment is an instant that is kept in UTC with milliseconds. */
import { isDay } from '../../time/day.js';
import { field, problem, type DayRange } from './field.js';

/**
 * `2026-11-24`, a day of the calendar in Beijing. With a range it is checked against the day on which the command is
 * decided: `day({ agoMax: 366, aheadMax: 0 })` is today or a day of the past year.
 */
export function day(range?: DayRange) {
  return field<string>({
    kind: 'day',
    ...(range ? { range } : {}),
    parse(input, pointer, problems) {
      if (typeof input === 'string' && isDay(input)) return input;
      return void problems.push(problem(pointer, 'day'));
    },
    schema: () => ({
      type: 'string',
      format: 'date',
      ...(range ? { 'x-linli-days': { ago: range.agoMax, ahead: range.aheadMax } } : {}),
    }),
    arbitrary: (fc) =>
      fc
        .integer({ min: Date.UTC(2022, 0, 1) / 86_400_000, max: Date.UTC(2030, 11, 31) / 86_400_000 })
        .map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10)),
  });
}

const ZONED = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/;

/** Moments that can be said as a day in Beijing and counted on from: before 1992 its time was not always UTC+8. */
const FIRST_MS = Date.UTC(1992, 0, 1);
const LAST_MS = Date.UTC(9_000, 0, 1);

/** ISO 8601 with a zone, from 1992 up to the year 9000; anything else is nothing. Gives milliseconds since 1970. */
export function parseInstant(input: unknown): number | undefined {
  if (typeof input !== 'string' || !ZONED.test(input) || !isDay(input.slice(0, 10))) return undefined;
  const at = Date.parse(input);
  return at >= FIRST_MS && at < LAST_MS ? at : undefined;
}

/** A moment: ISO 8601 with a zone. */
export function moment() {
  return field<string>({
    kind: 'moment',
    parse(input, pointer, problems) {
      const at = parseInstant(input);
      if (at !== undefined) return new Date(at).toISOString();
      return void problems.push(problem(pointer, 'instant'));
    },
    schema: () => ({ type: 'string', format: 'date-time' }),
    arbitrary: (fc) =>
      fc.integer({ min: Date.UTC(2022, 0, 1), max: Date.UTC(2030, 0, 1) }).map((at) => new Date(at).toISOString()),
  });
}
