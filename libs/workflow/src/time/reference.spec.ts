/**
 * A second opinion on every due moment: an interpreter that owes nothing to the code it examines. It takes the day from
 * Node's zone data, walks the calendar one day at a time, asks chinese-days (or a list of its own) about each, and
 * writes down the years it saw. Both must agree on thousands of moments and spans, the awkward ones above all. On a
 * disagreement fast-check prints seed and path, and the smallest pair.
 */
import { describe, expect, it } from '@jest/globals';
import chineseDays from 'chinese-days';
import fc from 'fast-check';
import { concerns, WorkingCalendar, type CalendarYear } from './calendar.js';
import { dueAt, type Due, type Span } from './span.js';
import { stateCouncilYears } from './state-council/index.js';

/** What the reference knows about a calendar: which edition of a year is published, and which of its days are worked. */
interface Notices {
  edition(year: number): number | undefined;
  works(day: string): boolean;
}

const beijingDate = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short' });

function reference(from: string, span: Span, notices: Notices): Due {
  if (span.unit === 'minutes' || span.unit === 'hours') {
    const minutes = span.unit === 'hours' ? span.count * 60 : span.count;
    return { dueAt: new Date(new Date(from).getTime() + minutes * 60_000).toISOString(), calendar: 'none' };
  }
  if (span.unit === 'working-days' && span.count === 0) return { dueAt: from, calendar: 'none' };

  const walk = new Date(`${beijingDate.format(new Date(from))}T00:00:00Z`);
  const today = (): string => walk.toISOString().slice(0, 10);
  const step = (): void => void walk.setUTCDate(walk.getUTCDate() + 1);
  const seen: string[] = [];
  const look = (): boolean => {
    seen.push(today());
    const weekend = walk.getUTCDay() === 0 || walk.getUTCDay() === 6;
    return notices.edition(walk.getUTCFullYear()) === undefined ? !weekend : notices.works(today());
  };
  let end = today();
  if (span.unit === 'working-days') {
    for (let left = span.count; left > 0; end = today()) {
      step();
      if (look()) left -= 1;
    }
  } else if (span.unit === 'days') {
    for (let left = span.count; left > 0; left -= 1) step();
    end = today();
  } else {
    const dateWanted = walk.getUTCDate();
    for (let monthsBegun = 0; monthsBegun <= span.count;) {
      if (monthsBegun === span.count && walk.getUTCDate() <= dateWanted) end = today();
      step();
      if (walk.getUTCDate() === 1) monthsBegun += 1;
    }
  }
  if ('endsOn' in span && span.endsOn === 'working-day') {
    walk.setTime(Date.parse(`${end}T00:00:00Z`));
    while (!look()) step();
    end = today();
  }
  return { dueAt: new Date(Date.parse(`${end}T00:00:00+08:00`) + 24 * 3_600_000).toISOString(), calendar: names(seen) };

  function names(days: readonly string[]): string {
    const years = [...new Set(days.map((day) => Number(day.slice(0, 4))))].sort((a, b) => a - b);
    const known = years.filter((year) => notices.edition(year) !== undefined);
    const texts = known.map((year) => (notices.edition(year) === 1 ? `${year}` : `${year}.${notices.edition(year)}`));
    if (known.length < years.length) texts.push('provisional');
    return texts.length === 0 ? 'none' : texts.join('+');
  }
}

/** Notices from plain lists, for calendars that no package holds. */
function noticesOf(years: readonly CalendarYear[]): Notices {
  const off = years.flatMap((year) => year.holidays);
  const on = years.flatMap((year) => year.makeUpDays);
  return {
    edition: (year) => years.find((published) => published.year === year)?.edition,
    works: (day) =>
      on.includes(day) || (!off.includes(day) && !'Sat Sun'.includes(new Date(day).toUTCString().slice(0, 3))),
  };
}

const DAY_MS = 86_400_000;

/** Days where counting goes wrong first: each with a few around it, at any time of day and at midnight in Beijing. */
const awkwardDays = [
  ...['2021-12-31', '2022-12-31', '2024-12-31', '2025-12-31', '2026-12-31', '2027-12-31'],
  ...['2024-02-29', '2023-02-28', '2025-02-28', '2028-02-29', '2026-01-31', '2026-03-31', '2026-08-31'],
  ...['2022-01-31', '2023-01-21', '2024-02-10', '2025-01-28', '2026-02-15', '2024-10-01', '2025-10-08', '2026-10-10'],
];
const day = fc.oneof(
  fc
    .tuple(fc.constantFrom(...awkwardDays), fc.integer({ min: -9, max: 9 }))
    .map(([near, days]) => Date.parse(near) + days * DAY_MS),
  fc.integer({ min: Date.UTC(2021, 0, 1) / DAY_MS, max: Date.UTC(2030, 0, 1) / DAY_MS }).map((days) => days * DAY_MS),
);
const timeOfDay = fc.oneof(
  fc.integer({ min: 0, max: DAY_MS - 1 }),
  fc.constantFrom(0, 1, 16 * 3_600_000 - 1, 16 * 3_600_000, 16 * 3_600_000 + 1, DAY_MS - 1),
);
const moment = fc.tuple(day, timeOfDay).map(([midnight, ms]) => new Date(midnight + ms).toISOString());

const upTo = (max: number): fc.Arbitrary<number> => fc.oneof(fc.nat(3), fc.nat(max));
const toDay = <U extends 'days' | 'months'>(unit: U, max: number): fc.Arbitrary<Span> =>
  fc
    .tuple(upTo(max), fc.boolean())
    .map(([count, rolls]) => (rolls ? { unit, count, endsOn: 'working-day' } : { unit, count }));
const span: fc.Arbitrary<Span> = fc.oneof(
  { weight: 3, arbitrary: upTo(60).map((count): Span => ({ unit: 'working-days', count })) },
  { weight: 1, arbitrary: upTo(600).map((count): Span => ({ unit: 'working-days', count })) },
  { weight: 2, arbitrary: toDay('days', 400) },
  { weight: 2, arbitrary: toDay('months', 30) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('hours', 'minutes'), upTo(5_000))
      .map(([unit, count]): Span => ({ unit, count })),
  },
);

describe('law 3: every due moment agrees with a walk day by day', () => {
  it('over the years of the State Council and the unpublished ones around them, as chinese-days has them', () => {
    const calendar = new WorkingCalendar(stateCouncilYears);
    const notices: Notices = {
      edition: (year) => (year >= 2022 && year <= 2026 ? 1 : undefined),
      works: (asked) => chineseDays.isWorkday(asked),
    };
    fc.assert(
      fc.property(moment, span, (from, length) => {
        expect(dueAt(from, length, calendar)).toEqual(reference(from, length, notices));
      }),
      { numRuns: 5_000 },
    );
  });

  it('over a second edition of 2026, a year taken back and two published ahead', () => {
    const second: CalendarYear = {
      year: 2026,
      edition: 2,
      holidays: ['2026-01-01', '2026-02-16', '2026-02-17', '2026-02-18', '2026-10-01', '2026-12-30', '2026-12-31'],
      makeUpDays: ['2026-02-14', '2026-02-15', '2026-12-26'],
    };
    const ahead: CalendarYear[] = [
      { year: 2027, edition: 1, holidays: ['2027-01-01', '2027-02-08', '2027-12-31'], makeUpDays: ['2027-01-02'] },
      { year: 2028, edition: 3, holidays: ['2028-01-03', '2028-02-29'], makeUpDays: ['2028-12-31'] },
    ];
    const years = [...stateCouncilYears.filter(({ year }) => year < 2025), second, ...ahead];
    const calendar = new WorkingCalendar(years);
    const notices = noticesOf(years);
    fc.assert(
      fc.property(moment, span, (from, length) => {
        expect(dueAt(from, length, calendar)).toEqual(reference(from, length, notices));
      }),
      { numRuns: 5_000 },
    );
  });

  it('over calendars nobody would publish', () => {
    fc.assert(
      fc.property(moment, span, arbitraryYears(), (from, length, years) => {
        expect(dueAt(from, length, new WorkingCalendar(years))).toEqual(reference(from, length, noticesOf(years)));
      }),
      { numRuns: 2_000 },
    );
  });

  it('a year that does not concern a date may change as it likes: the date stays', () => {
    fc.assert(
      fc.property(moment, span, arbitraryYears(), arbitraryYears(), (from, length, years, others) => {
        const before = dueAt(from, length, new WorkingCalendar(years));
        const stays = ({ year }: CalendarYear): boolean => concerns(before.calendar, year);
        const after = [...years.filter(stays), ...others.filter((year) => !stays(year))];
        expect(dueAt(from, length, new WorkingCalendar(after))).toEqual(before);
      }),
      { numRuns: 2_000 },
    );
  });
});

/** Some of the years 2021–2030, with any edition and any days off and worked. */
function arbitraryYears(): fc.Arbitrary<CalendarYear[]> {
  const year = fc.integer({ min: 2021, max: 2030 }).chain((number) => {
    const dates = fc.uniqueArray(fc.integer({ min: 0, max: 364 }), { maxLength: 40 });
    return fc.record({ edition: fc.integer({ min: 1, max: 12 }), dates }).map(({ edition, dates }): CalendarYear => {
      const days = dates.map((nth) => new Date(Date.UTC(number, 0, 1 + nth)));
      const text = (date: Date): string => date.toISOString().slice(0, 10);
      const worked = days.filter((date, index) => index % 2 === 0 && [0, 6].includes(date.getUTCDay()));
      return {
        year: number,
        edition,
        holidays: days.filter((date) => !worked.includes(date)).map(text),
        makeUpDays: worked.map(text),
      };
    });
  });
  return fc.uniqueArray(year, { selector: ({ year: number }) => number, maxLength: 8 });
}
