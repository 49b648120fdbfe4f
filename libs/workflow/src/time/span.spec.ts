/** Due moments, reminders and pauses, as people would count them on a wall calendar. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { WorkingCalendar } from './calendar.js';
import { instant, msOf } from './clock.js';
import { addDays, dayOf, endOfDay, momentOn } from './day.js';
import { alertAt, dueAt, kept, parseSpan, remindAt, resumed, type ReminderRule, type Span } from './span.js';
import { stateCouncilYears } from './state-council/index.js';

const calendar = new WorkingCalendar(stateCouncilYears);

/** A moment by the clock on the wall in Beijing: `beijing('2026-11-24 16:00')`. */
const beijing = (text: string): string => instant(Date.parse(`${text.replace(' ', 'T')}:00.000+08:00`));
const workingDays = (count: number): Span => ({ unit: 'working-days', count });
const moments = fc.integer({ min: Date.UTC(2022, 0, 1), max: Date.UTC(2028, 0, 1) }).map((ms) => instant(ms));
const due = (from: string, span: Span): string => dueAt(beijing(from), span, calendar).dueAt;

describe('a span in working days', () => {
  it('of one ends at 24:00 of the next working day, as in the golden envelope', () => {
    expect(dueAt('2026-11-24T08:00:00.000Z', workingDays(1), calendar)).toEqual({
      dueAt: '2026-11-25T16:00:00.000Z',
      calendar: '2026',
    });
  });

  it('has the day in Beijing as day 0, not the day in UTC', () => {
    expect(due('2026-11-24 23:59', workingDays(1))).toBe(endOfDay('2026-11-25'));
    expect(due('2026-11-25 00:00', workingDays(1))).toBe(endOfDay('2026-11-26'));
  });

  it('that starts on a rest day counts from that day', () => {
    expect(due('2026-11-28 10:00', workingDays(1))).toBe(endOfDay('2026-11-30'));
    expect(due('2026-10-03 10:00', workingDays(3))).toBe(endOfDay('2026-10-10'));
  });

  it('of none is at once', () => {
    expect(dueAt('2026-11-28T08:12:45.123Z', workingDays(0), calendar)).toEqual({
      dueAt: '2026-11-28T08:12:45.123Z',
      calendar: 'none',
    });
  });

  it('beyond the published calendar is counted on weekdays and says so', () => {
    expect(dueAt(beijing('2026-12-30 09:00'), workingDays(2), calendar)).toEqual({
      dueAt: endOfDay('2027-01-01'),
      calendar: '2026+provisional',
    });
  });
});

describe('a span in days or months', () => {
  it.each<[string, Span, string]>([
    ['2026-11-24 16:00', { unit: 'days', count: 0 }, '2026-11-24'],
    ['2026-11-24 16:00', { unit: 'days', count: 30 }, '2026-12-24'],
    ['2026-01-31 16:00', { unit: 'months', count: 1 }, '2026-02-28'],
    ['2024-01-31 16:00', { unit: 'months', count: 1 }, '2024-02-29'],
    ['2026-11-24 16:00', { unit: 'months', count: 0 }, '2026-11-24'],
  ])('%s and %j ends with %s, and no calendar is asked', (from, span, day) => {
    expect(dueAt(beijing(from), span, calendar)).toEqual({ dueAt: endOfDay(day), calendar: 'none' });
  });

  it('ends on the next working day where the rule says so, and asks only the days from there on', () => {
    const month: Span = { unit: 'months', count: 1, endsOn: 'working-day' };
    expect(dueAt(beijing('2026-09-01 09:00'), month, calendar)).toEqual({
      dueAt: endOfDay('2026-10-08'),
      calendar: '2026',
    });
    expect(dueAt(beijing('2026-09-10 09:00'), month, calendar).dueAt).toBe(endOfDay('2026-10-10'));
    expect(dueAt(beijing('2026-12-01 09:00'), month, calendar).calendar).toBe('provisional');
    expect(due('2026-11-28 09:00', { unit: 'days', count: 0, endsOn: 'working-day' })).toBe(endOfDay('2026-11-30'));
  });
});

describe('a span in hours or minutes', () => {
  it('is exact, day and night, and asks no calendar', () => {
    expect(dueAt('2026-10-01T15:59:59.999Z', { unit: 'hours', count: 24 }, calendar)).toEqual({
      dueAt: '2026-10-02T15:59:59.999Z',
      calendar: 'none',
    });
    expect(due('2026-11-24 23:50', { unit: 'minutes', count: 30 })).toBe(beijing('2026-11-25 00:20'));
  });
});

describe('a span from outside', () => {
  it.each<Span>([
    { unit: 'working-days', count: 5 },
    { unit: 'days', count: 30, endsOn: 'working-day' },
    { unit: 'months', count: 1 },
    { unit: 'hours', count: 0 },
  ])('is read as it stands: %j', (span) => {
    expect(parseSpan(span)).toEqual({ ok: true, span });
  });

  it.each([
    [null, '', 'null'],
    [[5], '', 'a list'],
    ['5 days', '', '"5 days"'],
    [{ count: 5 }, '/unit', 'nothing'],
    [{ unit: 'weeks', count: 5 }, '/unit', '"weeks"'],
    [{ unit: 'toString', count: 5 }, '/unit', '"toString"'],
    [{ unit: 'days' }, '/count', 'nothing'],
    [{ unit: 'days', count: -1 }, '/count', '-1'],
    [{ unit: 'days', count: -0 }, '/count', '0'],
    [{ unit: 'days', count: 1.5 }, '/count', '1.5'],
    [{ unit: 'days', count: '5' }, '/count', '"5"'],
    [{ unit: 'months', count: 1_201 }, '/count', '1201'],
    [{ unit: 'days', count: 5, endsOn: 'sunday' }, '/endsOn', '"sunday"'],
    [{ unit: 'hours', count: 5, endsOn: 'working-day' }, '/endsOn', '"working-day"'],
    [{ unit: 'working-days', count: 5, endsOn: 'working-day' }, '/endsOn', '"working-day"'],
    [{ unit: 'days', count: 5, 'a/b': {} }, '/a~1b', 'an object'],
  ])('%j is refused at %j', (value, pointer, found) => {
    expect(parseSpan(value, '/settings/accept')).toEqual({
      ok: false,
      problems: [{ pointer: `/settings/accept${pointer}`, rule: expect.any(String), found }],
    });
  });

  it('is refused with all its problems at once, and cannot be computed with', () => {
    const wrong = { unit: 'weeks', count: -1, extra: true };
    const parsed = parseSpan(wrong);
    expect(parsed.ok ? [] : parsed.problems.map(({ pointer }) => pointer)).toEqual(['/unit', '/count', '/extra']);
    expect(() => dueAt('2026-11-24T08:00:00.000Z', wrong as unknown as Span, calendar)).toThrow('/unit is one of');
    expect(() => dueAt('2026-11-24', workingDays(1), calendar)).toThrow(RangeError);
  });
});

describe('the alerts of a missed deadline', () => {
  const missed = endOfDay('2026-11-25');

  it('come at once, and at the end of the first and third working day after the day that was due', () => {
    expect([0, 1, 3].map((count) => alertAt(missed, workingDays(count), calendar).dueAt)).toEqual([
      missed,
      endOfDay('2026-11-26'),
      endOfDay('2026-11-30'),
    ]);
  });

  it('count from the day of an exact deadline, and exactly in exact units', () => {
    const noon = beijing('2026-11-25 12:00');
    expect(alertAt(noon, workingDays(1), calendar).dueAt).toBe(endOfDay('2026-11-26'));
    expect(alertAt(noon, { unit: 'hours', count: 2 }, calendar).dueAt).toBe(beijing('2026-11-25 14:00'));
    expect(alertAt(missed, { unit: 'minutes', count: 30 }, calendar).dueAt).toBe(beijing('2026-11-26 00:30'));
  });
});

describe('a reminder', () => {
  const rule: ReminderRule = { officeHours: { from: '08:30', to: '18:00' }, leftPercent: 20 };
  const remind = (from: string, to: string, more: Partial<ReminderRule> = {}): string | undefined =>
    remindAt(beijing(from), beijing(to), calendar, { ...rule, ...more });

  it.each([
    ['2026-11-24 08:00', '2026-11-24 18:00', '2026-11-24 16:00', 'when 20 % is left'],
    ['2026-11-24 10:00', '2026-12-04 10:00', '2026-12-02 10:00', 'over days as over hours'],
    ['2026-11-24 00:00', '2026-11-25 24:00', '2026-11-25 14:24', 'before an end at 24:00'],
    ['2026-11-24 08:00', '2026-11-24 20:30', '2026-11-24 18:00', 'at the last minute of the office'],
    ['2026-11-24 00:30', '2026-11-24 10:30', '2026-11-24 08:30', 'at its first'],
    ['2026-10-06 12:00', '2026-10-11 12:00', '2026-10-10 12:00', 'on a Saturday that is worked'],
    ['2026-11-23 06:00', '2026-11-25 16:00', '2026-11-25 08:30', 'in the morning instead of at 4:24'],
    ['2026-11-23 10:00', '2026-11-26 10:00', '2026-11-26 08:30', 'the next morning instead of at 19:36'],
    ['2026-11-20 18:00', '2026-11-30 18:00', '2026-11-30 08:30', 'on Monday instead of Saturday'],
    ['2026-11-24 10:00', '2026-11-24 24:00', '2026-11-24 18:00', 'at closing time, for tomorrow is too late'],
    ['2026-11-23 20:00', '2026-11-25 07:00', '2026-11-24 18:00', 'the evening before, for 8:30 is too late'],
    [
      '2026-11-24 10:00',
      '2026-11-25 08:30',
      '2026-11-24 18:00',
      'the evening before, for it is due when the office opens',
    ],
    ['2026-11-20 00:00', '2026-11-29 24:00', '2026-11-27 18:00', 'on Friday, for Monday is too late'],
    ['2026-09-20 00:00', '2026-10-05 00:00', '2026-09-30 18:00', 'before the holiday that outlasts the time'],
    ['2026-11-24 18:00', '2026-11-25 06:00', '2026-11-24 18:00', 'at once, when the office closes with the event'],
  ])('from %s to %s comes at %s: %s', (from, to, expected) => {
    expect(remind(from, to)).toBe(beijing(expected));
  });

  it('does not come when nobody is in the office before it is due, or nothing is left', () => {
    expect(remind('2026-11-24 20:00', '2026-11-25 06:00')).toBeUndefined();
    expect(remind('2026-11-28 00:00', '2026-11-29 24:00')).toBeUndefined();
    expect(remind('2026-11-24 10:00', '2026-11-24 10:00')).toBeUndefined();
  });

  it('of danger comes at night too', () => {
    expect(remind('2026-11-24 10:00', '2026-11-24 24:00', { urgent: true })).toBe(beijing('2026-11-24 21:12'));
    expect(remind('2026-11-28 00:00', '2026-11-28 10:00', { urgent: true })).toBe(beijing('2026-11-28 08:00'));
  });

  it('follows the hours and the share that are set', () => {
    const officeHours = { from: '00:00', to: '24:00' };
    expect(remind('2026-11-24 10:00', '2026-11-24 24:00', { officeHours })).toBe(beijing('2026-11-24 21:12'));
    expect(remind('2026-11-24 08:00', '2026-11-24 18:00', { leftPercent: 50 })).toBe(beijing('2026-11-24 13:00'));
  });

  it.each<[string, Partial<ReminderRule>]>([
    ['no time is left', { leftPercent: 0 }],
    ['all time is left', { leftPercent: 100 }],
    ['the share is a fraction', { leftPercent: 20.5 }],
    ['hours lack a digit', { officeHours: { from: '8:30', to: '18:00' } }],
    ['hours do not exist', { officeHours: { from: '08:30', to: '24:30' } }],
    ['hours end before they begin', { officeHours: { from: '18:00', to: '18:00' } }],
  ])('is refused when %s', (_why, more) => {
    expect(() => remind('2026-11-24 08:00', '2026-11-24 18:00', more)).toThrow(RangeError);
  });

  it('lies between event and due moment, in the hours of a working day, whatever the two are', () => {
    fc.assert(
      fc.property(moments, fc.integer({ min: 1, max: 40 * 86_400_000 }), fc.boolean(), (from, ms, urgent) => {
        const to = instant(msOf(from) + ms);
        const at = remindAt(from, to, calendar, { ...rule, urgent });
        if (urgent) expect(at).toBeDefined();
        if (at === undefined) return;
        expect(at >= from && at < to).toBe(true);
        if (urgent) return;
        const day = dayOf(at);
        expect(calendar.isWorkingDay(day)).toBe(true);
        expect(at >= momentOn(day, 510) && at <= momentOn(day, 1_080)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a pause', () => {
  const pause = (now: string, dueMoment: string, unit: Span['unit'] = 'working-days') =>
    kept(beijing(now), dueMoment, { unit }, calendar);
  const resume = (now: string, left: ReturnType<typeof pause>): string => resumed(beijing(now), left, calendar).dueAt;

  it('keeps the whole working days left, and they run on from the day it ends', () => {
    const left = pause('2026-09-28 10:00', endOfDay('2026-10-09'));
    expect(left).toEqual({
      unit: 'working-days',
      count: 4,
      notBefore: endOfDay('2026-10-09'),
      calendar: '2026',
    });
    expect(resumed(beijing('2026-11-28 09:00'), left, calendar)).toEqual({
      dueAt: endOfDay('2026-12-03'),
      calendar: '2026',
    });
  });

  it('keeps them for days and months too', () => {
    expect(pause('2026-11-24 10:00', endOfDay('2026-12-24'), 'months')).toMatchObject({ count: 22 });
    expect(pause('2026-11-24 10:00', endOfDay('2026-11-29'), 'days')).toMatchObject({ count: 3 });
  });

  it('keeps the milliseconds of hours and minutes', () => {
    const left = pause('2026-11-24 10:00', beijing('2026-11-24 12:30'), 'hours');
    expect(left).toEqual({ unit: 'milliseconds', count: 9_000_000 });
    expect(resumed(beijing('2026-11-28 23:00'), left, calendar)).toEqual({
      dueAt: beijing('2026-11-29 01:30'),
      calendar: 'none',
    });
  });

  it('on the last day leaves the rest of a working day, so that nobody resumes into a miss', () => {
    const left = pause('2026-11-27 10:00', endOfDay('2026-11-27'));
    expect(left).toMatchObject({ count: 0 });
    expect(resume('2026-11-27 17:00', left)).toBe(endOfDay('2026-11-27'));
    expect(resume('2026-11-28 09:00', left)).toBe(endOfDay('2026-11-30'));
    expect(resume('2026-12-02 09:00', left)).toBe(endOfDay('2026-12-02'));
  });

  it('never makes a deadline earlier, also one that ends on a rest day', () => {
    const left = pause('2026-11-25 10:00', endOfDay('2026-11-29'), 'months');
    expect(left).toMatchObject({ count: 2 });
    expect(resume('2026-11-25 11:00', left)).toBe(endOfDay('2026-11-29'));
    expect(resume('2026-11-26 11:00', left)).toBe(endOfDay('2026-11-30'));
  });

  it('of a deadline that has passed is refused', () => {
    expect(() => pause('2026-11-26 00:00', endOfDay('2026-11-25'))).toThrow('nothing is left');
    expect(() => pause('2026-11-26 00:01', endOfDay('2026-11-25'), 'hours')).toThrow('nothing is left');
  });

  it('that ends on the day it began changes nothing, and a longer one never gives less', () => {
    const span = fc.constantFrom<Span>(
      ...[1, 5, 20].map(workingDays),
      { unit: 'months', count: 1 },
      { unit: 'days', count: 7 },
      { unit: 'hours', count: 24 },
    );
    const days = fc.integer({ min: 0, max: 30 });
    fc.assert(
      fc.property(moments, span, days, days, days, (from, length, before, paused, more) => {
        const original = dueAt(from, length, calendar).dueAt;
        const now = endOfDay(addDays(dayOf(from), before));
        if (now >= original) return;
        const left = kept(now, original, length, calendar);
        expect(resumed(now, left, calendar).dueAt).toBe(original);
        const later = (count: number): string => resumed(instant(msOf(now) + count * 86_400_000), left, calendar).dueAt;
        expect(later(paused) >= original).toBe(true);
        expect(later(paused + more) >= later(paused)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});
