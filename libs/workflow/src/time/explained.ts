/**
 * "Why this date?": what a running deadline was counted from, by which length of time of which edition, and every day on
 * the way with whether it counts (DOMAIN §3). Nothing is decided here: the date is the recorded one (law 3).
 */
import type { Case, Running } from '../decide/case.js';
import type { Declaration } from '../declare/declaration.js';
import { isProvisional, type CountedDay } from './calendar.js';
import { dayOf, dueDay } from './day.js';
import type { Span } from './span.js';
import type { TimeTable } from './timetable.js';

export interface ExplainedDeadline {
  readonly name: string;
  readonly dueAt: string;
  readonly provisional: boolean;
  /** The moment it is counted from. */
  readonly from: string;
  /** The setting that says how long, with the edition it was armed by; nothing where a date of the case decides. */
  readonly setting: { readonly name: string; readonly edition: number; readonly span: Span | null } | null;
  /** Moved by consent or order: no count leads to the date. */
  readonly extended: boolean;
  /** Taken up again after it stood still: when it stopped, and when it would have been due. */
  readonly pausedAt: string | null;
  readonly dueBefore: string | null;
  /** Editions of the calendar that it rests on, `none` where no working day was asked for. */
  readonly calendar: string;
  /** Each day after the first up to the last, at most {@link DAYS_MAX}; empty for hours and minutes. */
  readonly days: readonly CountedDay[];
}

/** A year: nobody reads further, and an answer stays small. */
const DAYS_MAX = 370;

/** In order of their dates. */
export function explainedDeadlines(
  declaration: Declaration,
  one: Case,
  timeTable: TimeTable,
): readonly ExplainedDeadline[] {
  return one.armed
    .filter(({ name }) => Object.hasOwn(declaration.deadlines, name))
    .map((running) => explained(declaration, one, timeTable, running))
    .sort((a, b) => (a.dueAt < b.dueAt ? -1 : a.dueAt > b.dueAt ? 1 : a.name < b.name ? -1 : 1));
}

function explained(declaration: Declaration, one: Case, timeTable: TimeTable, running: Running): ExplainedDeadline {
  const { name, dueAt, from, calendar, kept } = running;
  const setting = declaration.deadlines[name]?.setting;
  const span = setting === undefined ? null : (timeTable.spanOfEdition(setting, running.setting) ?? null);
  const exact = span?.unit === 'hours' || span?.unit === 'minutes';
  return {
    name,
    dueAt,
    provisional: isProvisional(calendar),
    from,
    setting: setting === undefined ? null : { name: setting, edition: running.setting, span },
    extended: one.extended[name] !== undefined,
    pausedAt: kept?.at ?? null,
    dueBefore: kept?.dueAt ?? null,
    calendar,
    days: exact ? [] : daysBetween(timeTable, from, dueAt),
  };
}

function daysBetween(timeTable: TimeTable, from: string, dueAt: string): readonly CountedDay[] {
  const [first, last] = [dayOf(from), dueDay(dueAt)];
  return last <= first ? [] : timeTable.calendar.explain(first, last).slice(0, DAYS_MAX);
}
