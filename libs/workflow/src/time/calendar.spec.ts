/** Working days by the notices of the State Council, and what a count says about the editions it rests on. */
import { describe, expect, it } from '@jest/globals';
import { calendarYearProblems, concerns, WorkingCalendar, type CalendarYear } from './calendar.js';
import { stateCouncilYears } from './state-council/index.js';

const calendar = new WorkingCalendar(stateCouncilYears);
const plain = (year: number, edition = 1): CalendarYear => ({ year, edition, holidays: [], makeUpDays: [] });

/** 2027 as it might be published. */
const year2027: CalendarYear = { year: 2027, edition: 1, holidays: ['2027-01-01'], makeUpDays: ['2027-01-03'] };

describe('a working day', () => {
  it.each([
    ['2026-11-24', true, 'a Tuesday'],
    ['2026-11-28', false, 'a Saturday'],
    ['2026-10-01', false, 'National Day, a Thursday'],
    ['2026-10-10', true, 'a Saturday worked in exchange'],
    ['2026-02-14', true, 'a Saturday worked before the Spring Festival'],
    ['2026-02-23', false, 'the last Monday of the Spring Festival'],
    ['2022-12-31', false, 'a Saturday that the notice for 2023 names'],
    ['2027-01-01', true, 'a Friday of a year not yet published'],
    ['2027-01-02', false, 'a Saturday of a year not yet published'],
  ])('%s: %p, %s', (day, working) => {
    expect(calendar.isWorkingDay(day)).toBe(working);
  });

  it('is asked for days that exist only', () => {
    expect(() => calendar.isWorkingDay('2026-02-30')).toThrow(RangeError);
  });
});

describe('counting', () => {
  it('skips the Spring Festival and counts the Saturdays worked for it', () => {
    expect(calendar.nthWorkingDayAfter('2026-02-13', 1)).toEqual({ day: '2026-02-14', calendar: '2026' });
    expect(calendar.nthWorkingDayAfter('2026-02-13', 2)).toEqual({ day: '2026-02-24', calendar: '2026' });
    expect(calendar.nthWorkingDayAfter('2026-02-24', 4)).toEqual({ day: '2026-02-28', calendar: '2026' });
  });

  it('takes a rest day as day 0 like any other', () => {
    expect(calendar.nthWorkingDayAfter('2026-11-28', 1).day).toBe('2026-11-30');
    expect(calendar.nthWorkingDayAfter('2026-11-27', 1).day).toBe('2026-11-30');
  });

  it('finds the working day on or after, and on or before', () => {
    expect(calendar.workingDayOnOrAfter('2026-11-24').day).toBe('2026-11-24');
    expect(calendar.workingDayOnOrAfter('2026-10-01').day).toBe('2026-10-08');
    expect(calendar.workingDayOnOrBefore('2026-10-07').day).toBe('2026-09-30');
    expect(calendar.workingDayOnOrBefore('2026-10-10').day).toBe('2026-10-10');
    expect(calendar.with(year2027).workingDayOnOrBefore('2027-01-02')).toEqual({
      day: '2026-12-31',
      calendar: '2026+2027',
    });
  });

  it('counts the working days after one day up to and with another', () => {
    expect(calendar.workingDaysBetween('2026-09-30', '2026-10-10')).toEqual({ count: 3, calendar: '2026' });
    expect(calendar.workingDaysBetween('2026-10-10', '2026-10-10')).toEqual({ count: 0, calendar: 'none' });
    expect(calendar.workingDaysBetween('2026-10-11', '2026-10-10')).toEqual({ count: 0, calendar: 'none' });
    expect(() => calendar.workingDaysBetween('2026-10-11', '2226-10-10')).toThrow('a hundred years');
  });

  it.each([0, -1, 1.5, 36_601])('refuses %p as a count', (count) => {
    expect(() => calendar.nthWorkingDayAfter('2026-11-24', count)).toThrow(RangeError);
  });
});

describe('law 3: a date says which editions it rests on', () => {
  const second = calendar.with({ ...plain(2026, 2), holidays: ['2026-12-31'] });

  it('the first edition by its year alone, a later one with its number', () => {
    expect(calendar.nthWorkingDayAfter('2026-11-24', 1).calendar).toBe('2026');
    expect(second.nthWorkingDayAfter('2026-11-24', 1).calendar).toBe('2026.2');
  });

  it('several years in order, and unpublished ones once, at the end', () => {
    expect(calendar.nthWorkingDayAfter('2025-12-30', 3).calendar).toBe('2025+2026');
    expect(calendar.nthWorkingDayAfter('2026-12-31', 1).calendar).toBe('provisional');
    expect(calendar.nthWorkingDayAfter('2026-12-30', 2).calendar).toBe('2026+provisional');
    expect(second.nthWorkingDayAfter('2026-12-30', 300).calendar).toBe('2026.2+provisional');
    expect(calendar.with(plain(2028)).nthWorkingDayAfter('2026-12-01', 400).calendar).toBe('2026+2028+provisional');
  });

  it('a year that was not looked at is not named, and changing it changes nothing', () => {
    const found = calendar.nthWorkingDayAfter('2025-12-31', 1);
    expect(found).toEqual({ day: '2026-01-04', calendar: '2026' });
    expect(
      calendar.with({ ...plain(2025, 2), makeUpDays: ['2025-12-28'] }).nthWorkingDayAfter('2025-12-31', 1),
    ).toEqual(found);
  });

  it('publishing the missing year moves a provisional date', () => {
    expect(calendar.nthWorkingDayAfter('2026-12-31', 1).day).toBe('2027-01-01');
    expect(calendar.with(year2027).nthWorkingDayAfter('2026-12-31', 1)).toEqual({
      day: '2027-01-03',
      calendar: '2027',
    });
  });

  it.each([
    ['2026', 2026, true],
    ['2026.2+2027', 2026, true],
    ['2026+provisional', 2027, true],
    ['provisional', 2027, true],
    ['2026', 2027, false],
    ['2026.2027', 2027, false],
    ['none', 2026, false],
  ])('a date that rests on %s is looked at again for a new edition of %i: %p', (consulted, year, expected) => {
    expect(concerns(consulted, year)).toBe(expected);
  });
});

describe('why this date?', () => {
  it('lists each day after day 0 with what it is and the working days so far', () => {
    expect(calendar.explain('2026-09-30', '2026-10-10').map((d) => [d.day, d.working, d.reason, d.count])).toEqual([
      ...['01', '02', '03', '04', '05', '06', '07'].map((date) => [`2026-10-${date}`, false, 'holiday', 0]),
      ['2026-10-08', true, 'weekday', 1],
      ['2026-10-09', true, 'weekday', 2],
      ['2026-10-10', true, 'make-up', 3],
    ]);
    expect(calendar.explain('2026-12-30', '2027-01-02').map((d) => [d.working, d.reason, d.count])).toEqual([
      [true, 'weekday', 1],
      [true, 'provisional', 2],
      [false, 'provisional', 2],
    ]);
    expect(calendar.explain('2026-11-27', '2026-11-28')).toEqual([
      { day: '2026-11-28', working: false, reason: 'weekend', count: 0 },
    ]);
  });

  it('is empty for the same day, and refused for more than a hundred years', () => {
    expect(calendar.explain('2026-11-24', '2026-11-24')).toEqual([]);
    expect(() => calendar.explain('2026-11-24', '9999-12-31')).toThrow('a hundred years');
  });
});

describe('a year to be published', () => {
  it('is accepted as the State Council published it', () => {
    for (const year of stateCouncilYears) expect(calendarYearProblems(year)).toEqual([]);
  });

  it('is refused with each of its mistakes, and where it stands', () => {
    const year: CalendarYear = {
      year: 2027,
      edition: 0,
      holidays: ['2027-02-29', '2026-12-31', '2027-01-01', '2027-01-01', '2027-01-02'],
      makeUpDays: ['2027-01-02', '2027-01-04', '2027-01-03'],
    };
    expect(calendarYearProblems(year, '/calendar')).toEqual([
      { pointer: '/calendar/edition', rule: 'is a whole number from 1 to 9999', found: '0' },
      { pointer: '/calendar/holidays/0', rule: 'is a day that exists, as 2026-10-01', found: '2027-02-29' },
      { pointer: '/calendar/holidays/1', rule: 'is a day of 2027', found: '2026-12-31' },
      { pointer: '/calendar/holidays/3', rule: 'is named once', found: '2027-01-01' },
      { pointer: '/calendar/makeUpDays/0', rule: 'is named once', found: '2027-01-02' },
      { pointer: '/calendar/makeUpDays/1', rule: 'is a Saturday or Sunday', found: '2027-01-04' },
    ]);
    expect(() => new WorkingCalendar([year])).toThrow('/holidays/1 is a day of 2027, not 2026-12-31');
  });

  it('before 1992, or with more days off than a year of work can bear, is refused', () => {
    expect(calendarYearProblems(plain(1991))).toHaveLength(1);
    const holidays = Array.from({ length: 101 }, () => '2027-01-01');
    expect(calendarYearProblems({ ...plain(2027), holidays })).toContainEqual({
      pointer: '/holidays',
      rule: 'holds at most 100 days',
      found: '101',
    });
  });

  it('stands once in a calendar', () => {
    expect(() => new WorkingCalendar([plain(2027), plain(2027, 2)])).toThrow('two editions of 2027');
  });
});
