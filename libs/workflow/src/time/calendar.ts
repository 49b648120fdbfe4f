/**
 * Working days after the State Council's yearly notices (holidays, and weekend days worked in exchange). A calendar is
 * data with an edition for each year; whatever is counted with it says which editions were looked at, so that the log
 * explains a date long after the calendar has changed (law 3). A year without a notice is counted on plain weekdays and
 * said to be provisional, never silently taken for a year without holidays.
 */
import { addDays, dayFromNumber, dayNumber, isDay, weekdayOfNumber, yearOf, type Day } from './day.js';

/**
 * One year as published. A notice may still change the last days of the year before it (New Year 2023 began on
 * 2022-12-31): those days then come as the next edition of that year.
 */
export interface CalendarYear {
  /** 1992–9999. */
  readonly year: number;
  /** From 1; counts the corrections of this year. */
  readonly edition: number;
  /** Days off that the notice names, weekend days among them; at most 100. */
  readonly holidays: readonly Day[];
  /** Saturdays and Sundays that are worked. */
  readonly makeUpDays: readonly Day[];
}

/**
 * Which editions a date rests on: `2026` is the first edition of that year, `2026.2` its second, several years are
 * joined in order by `+`, and `provisional` stands once at the end when a year without a notice was looked at:
 * `2026.2+provisional`. `none` when no working day was asked for, as in "30 days": the field is required, and an empty
 * text would look like one forgotten. A date that says `none` is moved by no calendar.
 */
export type Consulted = string;

/** A day that was found by counting, and what it rests on. */
export interface FoundDay {
  readonly day: Day;
  readonly calendar: Consulted;
}

/** One line of "why this date?". */
export interface CountedDay {
  readonly day: Day;
  readonly working: boolean;
  /** `provisional`: the year has no notice yet, so `working` only says whether it is a weekday. */
  readonly reason: 'weekday' | 'weekend' | 'holiday' | 'make-up' | 'provisional';
  /** Working days up to and with this one. */
  readonly count: number;
}

/** A notice names about 40 days. The bound of each list leaves each year 160 working days, so that every search below ends. */
const DAYS_MAX = 100;
/** A bit more than a hundred years: no list or count is longer. */
const WALK_MAX = 36_600;

export class WorkingCalendar {
  readonly #years = new Map<number, Published>();

  /**
   * @param years the newest edition of each published year, in any order
   * @throws RangeError for a year with `calendarYearProblems`, or that is given twice
   */
  constructor(years: readonly CalendarYear[]) {
    for (const given of years) {
      const problems = calendarYearProblems(given);
      if (problems.length > 0) {
        throw new RangeError(problems.map(({ pointer, rule, found }) => `${pointer} ${rule}, not ${found}`).join('; '));
      }
      if (this.#years.has(given.year)) throw new RangeError(`two editions of ${given.year} in one calendar`);
      this.#years.set(given.year, {
        year: given,
        holidays: new Set(given.holidays),
        makeUpDays: new Set(given.makeUpDays),
      });
    }
  }

  /** This calendar after a notice: `year` takes the place of the edition held so far. */
  with(year: CalendarYear): WorkingCalendar {
    const others = [...this.#years.values()].map((held) => held.year).filter((held) => held.year !== year.year);
    return new WorkingCalendar([...others, year]);
  }

  /** @throws RangeError when `day` is no date */
  isWorkingDay(day: Day): boolean {
    return isWorking(this.#reason(dayNumber(day)), dayNumber(day));
  }

  /**
   * The `count`-th working day after `day`, which itself is day 0 and not counted, working or not.
   * @param count 1–36,600
   * @throws RangeError outside that range, or when `day` is no date
   */
  nthWorkingDayAfter(day: Day, count: number): FoundDay {
    if (!Number.isInteger(count) || count < 1 || count > WALK_MAX) {
      throw new RangeError(`working days are counted from 1 to ${WALK_MAX}, not ${count}`);
    }
    const start = dayNumber(day);
    let number = start;
    for (let found = 0; found < count;) if (this.#works(++number)) found += 1;
    return { day: dayFromNumber(number), calendar: this.#consulted(start + 1, number) };
  }

  /**
   * The first working day that is not before `day`; days from `day` on are looked at.
   * @throws RangeError when `day` is no date
   */
  workingDayOnOrAfter(day: Day): FoundDay {
    return this.nthWorkingDayAfter(addDays(day, -1), 1);
  }

  /**
   * The last working day that is not after `day`.
   * @throws RangeError when `day` is no date
   */
  workingDayOnOrBefore(day: Day): FoundDay {
    const start = dayNumber(day);
    let number = start;
    while (!this.#works(number)) number -= 1;
    return { day: dayFromNumber(number), calendar: this.#consulted(number, start) };
  }

  /**
   * How many working days come after `after`, up to and with `through`; 0 when `through` is not later.
   * @throws RangeError when one is no date, or they lie more than a hundred years apart
   */
  workingDaysBetween(after: Day, through: Day): { readonly count: number; readonly calendar: Consulted } {
    const { start, end } = range(after, through);
    let count = 0;
    for (let number = start + 1; number <= end; number += 1) if (this.#works(number)) count += 1;
    return { count, calendar: this.#consulted(start + 1, end) };
  }

  /**
   * Why a date is what it is: each day after day 0 up to and with `due`. For moments, ask with `dayOf(from)` and
   * `dueDay(dueAt)`.
   * @throws RangeError when one is no date, or they lie more than a hundred years apart
   */
  explain(from: Day, due: Day): readonly CountedDay[] {
    const { start, end } = range(from, due);
    const days: CountedDay[] = [];
    let count = 0;
    for (let number = start + 1; number <= end; number += 1) {
      const reason = this.#reason(number);
      const working = isWorking(reason, number);
      if (working) count += 1;
      days.push({ day: dayFromNumber(number), working, reason, count });
    }
    return days;
  }

  #works(number: number): boolean {
    return isWorking(this.#reason(number), number);
  }

  #reason(number: number): CountedDay['reason'] {
    const day = dayFromNumber(number);
    const published = this.#years.get(yearOf(day));
    if (published === undefined) return 'provisional';
    if (published.makeUpDays.has(day)) return 'make-up';
    if (published.holidays.has(day)) return 'holiday';
    return isWeekend(number) ? 'weekend' : 'weekday';
  }

  /** The editions of the years between two day numbers, both included; `none` when there is no day between them. */
  #consulted(first: number, last: number): Consulted {
    if (first > last) return 'none';
    const parts: string[] = [];
    let provisional = false;
    for (let year = yearOf(dayFromNumber(first)); year <= yearOf(dayFromNumber(last)); year += 1) {
      const edition = this.#years.get(year)?.year.edition;
      if (edition === undefined) provisional = true;
      else parts.push(edition === 1 ? String(year) : `${year}.${edition}`);
    }
    return (provisional ? [...parts, 'provisional'] : parts).join('+');
  }
}

/**
 * Whether a new edition of `year` can change a date that rests on `consulted`: it names the year, or it was counted
 * without some notice. False is certain, true is worth computing the date again.
 * @example concerns('2026+provisional', 2027) === true
 */
export function concerns(consulted: Consulted, year: number): boolean {
  return consulted.split('+').some((part) => part === 'provisional' || part.split('.')[0] === String(year));
}

/** Whether some day was counted without a notice: the date may still move, once. */
export function isProvisional(consulted: Consulted): boolean {
  return consulted.split('+').includes('provisional');
}

/** What is wrong with a value from outside: where (JSON Pointer), which rule it breaks, and what stood there. */
export interface Problem {
  readonly pointer: string;
  readonly rule: string;
  readonly found: string;
}

/**
 * What keeps a year from being published, all at once; empty when nothing does. Refused are days that do not exist,
 * belong to another year or are named twice (also once as a holiday and once as worked), and make-up days that are no
 * weekend days: each is a slip of the pen that would move deadlines.
 * @param pointer where the year stands, as a JSON Pointer
 */
export function calendarYearProblems(given: CalendarYear, pointer = ''): readonly Problem[] {
  const problems: Problem[] = [];
  const report = (at: string, rule: string, found: unknown): void => {
    problems.push({ pointer: `${pointer}/${at}`, rule, found: String(found) });
  };
  if (!isWholeNumber(given.year, 1_992)) report('year', 'is a whole number from 1992 to 9999', given.year);
  if (!isWholeNumber(given.edition, 1)) report('edition', 'is a whole number from 1 to 9999', given.edition);
  const seen = new Set<Day>();
  for (const list of ['holidays', 'makeUpDays'] as const) {
    if (given[list].length > DAYS_MAX) report(list, `holds at most ${DAYS_MAX} days`, given[list].length);
    given[list].slice(0, DAYS_MAX).forEach((day, index) => {
      const at = `${list}/${index}`;
      if (!isDay(day)) report(at, 'is a day that exists, as 2026-10-01', day);
      else if (yearOf(day) !== given.year) report(at, `is a day of ${given.year}`, day);
      else if (seen.has(day)) report(at, 'is named once', day);
      else if (list === 'makeUpDays' && !isWeekend(dayNumber(day))) report(at, 'is a Saturday or Sunday', day);
      seen.add(day);
    });
  }
  return problems;
}

interface Published {
  readonly year: CalendarYear;
  readonly holidays: ReadonlySet<Day>;
  readonly makeUpDays: ReadonlySet<Day>;
}

function isWorking(reason: CountedDay['reason'], number: number): boolean {
  return reason === 'provisional' ? !isWeekend(number) : reason === 'weekday' || reason === 'make-up';
}

function isWeekend(number: number): boolean {
  return weekdayOfNumber(number) >= 6;
}

function range(after: Day, through: Day): { readonly start: number; readonly end: number } {
  const start = dayNumber(after);
  const end = dayNumber(through);
  if (end - start > WALK_MAX) throw new RangeError(`${after} and ${through} lie more than a hundred years apart`);
  return { start, end };
}

function isWholeNumber(value: unknown, min: number): boolean {
  return Number.isInteger(value) && Number(value) >= min && Number(value) <= 9_999;
}
