/** Dates that exist, their arithmetic, and their moments in Beijing. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addDays,
  addMonths,
  compareDays,
  dayFromNumber,
  dayNumber,
  dayOf,
  dueDay,
  endOfDay,
  isDay,
  momentOn,
  weekday,
} from './day.js';

describe('a day', () => {
  it.each(['2026-11-24', '2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31'])('is %s', (day) => {
    expect(isDay(day)).toBe(true);
  });

  it.each(['2026-02-29', '1900-02-29', '2026-04-31', '2026-13-01', '2026-00-10', '2026-1-1', '0000-01-01'])(
    'is not %s',
    (day) => {
      expect(isDay(day)).toBe(false);
      expect(() => dayNumber(day)).toThrow(RangeError);
    },
  );

  it.each(['2026-11-24T00:00:00.000Z', ' 2026-11-24', '', 20261124, null, undefined])('is not %p either', (value) => {
    expect(isDay(value)).toBe(false);
  });

  it('begins and ends at midnight in Beijing', () => {
    expect(dayOf('2026-11-24T15:59:59.999Z')).toBe('2026-11-24');
    expect(dayOf('2026-11-24T16:00:00.000Z')).toBe('2026-11-25');
    expect(endOfDay('2026-11-25')).toBe('2026-11-25T16:00:00.000Z');
    expect(momentOn('2026-11-25', 510)).toBe('2026-11-25T00:30:00.000Z');
  });

  it('that a deadline ends at 24:00 is the one people name for it', () => {
    expect(dueDay(endOfDay('2026-11-25'))).toBe('2026-11-25');
    expect(dueDay('2026-11-25T16:00:00.001Z')).toBe('2026-11-26');
  });

  it('is at UTC+8 in Asia/Shanghai in every month from 1992 to 2060, as the zone data of Node has it', () => {
    const shanghai = new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'Asia/Shanghai',
      dateStyle: 'short',
      timeStyle: 'medium',
    });
    for (let day = '1992-01-01'; day < '2060-01-01'; day = addMonths(day, 1)) {
      expect(shanghai.format(new Date(momentOn(day, 0)))).toBe(`${day} 00:00:00`);
    }
  });

  it('before 1992 is a label only, for Beijing had summer time', () => {
    expect(addDays('1988-05-01', 1)).toBe('1988-05-02');
    expect(() => endOfDay('1988-05-01')).toThrow('before 1992');
    expect(() => dayOf('1991-12-31T15:59:59.999Z')).toThrow('before 1992');
    expect(dayOf('1991-12-31T16:00:00.000Z')).toBe('1992-01-01');
  });

  it('has minutes from 0 to 1440', () => {
    for (const minutes of [-1, 1_441, 0.5]) expect(() => momentOn('2026-11-25', minutes)).toThrow(RangeError);
  });
});

describe('arithmetic of days', () => {
  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2026-03-31', 1, '2026-04-30'],
    ['2026-01-31', 2, '2026-03-31'],
    ['2026-11-30', 3, '2027-02-28'],
    ['2026-12-15', 1, '2027-01-15'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-01-15', -1, '2025-12-15'],
    ['2026-07-08', 0, '2026-07-08'],
  ])('%s and %i months is %s', (day, months, expected) => {
    expect(addMonths(day, months)).toBe(expected);
  });

  it('counts days over the ends of months and years', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
  });

  it('knows the weekday, 1 for Monday to 7 for Sunday', () => {
    expect(['2026-11-23', '2026-11-24', '2026-11-28', '2026-11-29', '1969-12-21'].map(weekday)).toEqual([
      1, 2, 6, 7, 7,
    ]);
  });

  it('refuses to leave the years 1 to 9999, and fractions', () => {
    expect(addDays('9999-12-30', 1)).toBe('9999-12-31');
    expect(addDays('0001-01-02', -1)).toBe('0001-01-01');
    expect(() => addDays('9999-12-31', 1)).toThrow(RangeError);
    expect(() => addDays('0001-01-01', -1)).toThrow(RangeError);
    expect(() => addMonths('9999-12-31', 1)).toThrow(RangeError);
    expect(() => addMonths('0001-01-31', -1)).toThrow(RangeError);
    expect(() => addDays('2026-01-01', 0.5)).toThrow(RangeError);
    expect(() => addMonths('2026-01-01', 0.5)).toThrow(RangeError);
    expect(() => addMonths('2026-02-30', 1)).toThrow(RangeError);
    expect(() => dayFromNumber(Number.NaN)).toThrow(RangeError);
  });

  it('is the inverse of itself, and its texts sort by time', () => {
    const number = fc.integer({ min: -700_000, max: 2_900_000 });
    fc.assert(
      fc.property(number, number, (a, b) => {
        const [dayA, dayB] = [dayFromNumber(a), dayFromNumber(b)];
        expect(dayNumber(dayA)).toBe(a);
        expect(addDays(dayA, b - a)).toBe(dayB);
        expect(Math.sign(compareDays(dayA, dayB))).toBe(dayA < dayB ? -1 : dayA > dayB ? 1 : 0);
      }),
    );
  });
});
