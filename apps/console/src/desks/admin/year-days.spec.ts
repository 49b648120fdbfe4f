/** A year's days from the lists of a notice. */
import { describe, expect, it } from '@jest/globals';
import { daysIn, kindOf, monthsOf, pressed, sumsOf, weeksOf } from './year-days.js';

const lists = { holidays: ['2026-10-01', '2026-10-03'], makeUpDays: ['2026-10-10'] };
const dayOf = (day: string) => {
  const found = monthsOf(2026)
    .flat()
    .find((one) => one.day === day);
  if (!found) throw new Error(day);
  return found;
};

describe('a year', () => {
  it('has its days in months and weeks from Monday', () => {
    expect(monthsOf(2028)[1]).toHaveLength(29);
    expect(monthsOf(2026).flat()).toHaveLength(365);
    const [first] = weeksOf(monthsOf(2026)[9] ?? []);
    expect(first?.map((one) => one?.date)).toEqual([undefined, undefined, undefined, 1, 2, 3, 4]);
  });

  it('knows a day as worked, rested, off or worked in exchange', () => {
    const days = ['2026-10-02', '2026-10-04', '2026-10-01', '2026-10-10'];
    expect(days.map((day) => kindOf(dayOf(day), lists))).toEqual(['work', 'rest', 'off', 'make-up']);
    expect(sumsOf(2026, lists)).toEqual({ work: 261, off: 2, makeUp: 1 });
  });

  it('changes a day that is pressed and comes back to itself', () => {
    const weekday = dayOf('2026-10-02');
    expect(pressed(weekday, pressed(weekday, lists))).toEqual(lists);
    const sunday = dayOf('2026-10-04');
    const off = pressed(sunday, lists);
    const worked = pressed(sunday, off);
    expect([off, worked].map((each) => kindOf(sunday, each))).toEqual(['off', 'make-up']);
    expect(pressed(sunday, worked)).toEqual(lists);
  });

  it('reads days as they are pasted, and names what is none', () => {
    expect(daysIn(' 2026-10-02，2026-10-01\n2026-10-01', 2026)).toEqual({ days: ['2026-10-01', '2026-10-02'] });
    expect(daysIn('2026-10-01 2027-10-01', 2026)).toMatchObject({ wrong: '2027-10-01' });
    expect(daysIn('2026-02-30', 2026)).toMatchObject({ wrong: '2026-02-30' });
  });
});
