/**
 * The calendar and the settings as known now: what deciding may look up, and the editions it then records. A value, not
 * a service: the engine is handed one, a test makes one.
 */
import type { Json } from '#libs/event-store';
import type { SettingValue } from '../declare/declaration.js';
import { dayOf, type Day } from './day.js';
import { WorkingCalendar, type CalendarYear } from './calendar.js';
import { parseSpan, type Span } from './span.js';

/** One recorded value of a setting. `edition` counts the changes of the setting from 1; 0 is a default not yet recorded. */
export interface SettingEdition {
  readonly edition: number;
  readonly value: Json;
  readonly effectiveOn: Day;
  /** Only in this sub-district; absent: in the whole district. */
  readonly subDistrict?: string;
  readonly alsoOpen: boolean;
}

export interface SettingInForce {
  readonly value: Json;
  readonly edition: number;
}

/** A recorded edition that this release cannot work with: it is left out, and the edition before it serves, or the default. */
export interface UnusableEdition {
  readonly stream: string;
  readonly edition: number;
  /** Where in the data of its event, as a JSON Pointer. */
  readonly field: string;
  readonly rule: string;
}

/** A setting that nobody declared, or whose value is not what its reader needs: the declaration and the log disagree. */
export class UnknownSetting extends Error {
  override readonly name = 'UnknownSetting';
}

/** Settings of the engine itself (FORMATS names them): their defaults, which the first start records. */
export const engineSettings: Readonly<Record<string, SettingValue>> = {
  'engine.undo-minutes': 10,
  'engine.late-entry-reason': { unit: 'working-days', count: 1 },
  'engine.late-entry-officer': { unit: 'days', count: 7 },
  'engine.remind-left-percent': 20,
  'engine.alert-days-1': 0,
  'engine.alert-days-2': 1,
  'engine.alert-days-3': 3,
  'engine.office-opens-minute': 8 * 60 + 30,
  'engine.office-closes-minute': 18 * 60,
};

/** What a setting may be set to, both ends included: a number itself, or the count of a length of time in its unit. */
export interface SettingRange {
  readonly min: number;
  readonly max: number;
}

/**
 * What the engine can work with; beyond it a filing would find no reminder to compute. Opening and closing each keep to
 * their own half of the day: they are two settings that change on their own days and per sub-district, so only ranges
 * that never meet hold the office to opening before it closes, whatever the other one is or will be. A reminder leaves
 * 1 to 99 percent; a step can be undone for a day at most; a level is told within 250 working days, which is a year.
 */
const engineNumbers: Readonly<Record<string, SettingRange>> = {
  'engine.undo-minutes': { min: 0, max: 24 * 60 },
  'engine.remind-left-percent': { min: 1, max: 99 },
  'engine.alert-days-1': { min: 0, max: 250 },
  'engine.alert-days-2': { min: 0, max: 250 },
  'engine.alert-days-3': { min: 0, max: 250 },
  'engine.office-opens-minute': { min: 0, max: 12 * 60 },
  'engine.office-closes-minute': { min: 12 * 60 + 1, max: 24 * 60 },
};

/** Ten years in each unit. */
const SPAN_COUNT_MAX: Readonly<Record<Span['unit'], number>> = {
  'working-days': 2_500,
  days: 3_653,
  months: 120,
  hours: 87_600,
  minutes: 5_256_000,
};

/** Far more than anybody counts to in one case or one station's year. */
const NUMBER_MAX = 100_000;

/**
 * The range of a setting by its full name, for a value of its kind. The engine knows its own numbers. Of a context's it
 * knows the kind only: a number may be 0 (no reopening at all) except where the name ends in `-number`, since what is
 * numbered is numbered from 1; a length of time is that of a deadline, so it is never over at once: at least 1, or 0
 * where that still is the end of the same day. The engine's own lengths bound late entries, where at once is "always".
 */
export function settingRange(name: string, value: SettingValue): SettingRange {
  if (typeof value === 'number')
    return engineNumbers[name] ?? { min: name.endsWith('-number') ? 1 : 0, max: NUMBER_MAX };
  const endsWithTheDay = value.unit === 'days' || value.unit === 'months';
  const min = endsWithTheDay || Object.hasOwn(engineSettings, name) ? 0 : 1;
  return { min, max: SPAN_COUNT_MAX[value.unit] };
}

/** Why a value cannot serve a setting whose default is this, and where in it; nothing where it can. */
function faultIn(name: string, value: Json, standard: SettingValue): { field: string; rule: string } | undefined {
  if (typeof standard === 'number') {
    const { min, max } = settingRange(name, standard);
    const fits = typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max;
    return fits ? undefined : { field: '/value', rule: `is a whole number from ${min} to ${max}` };
  }
  const parsed = parseSpan(value, '/value');
  if (!parsed.ok) {
    const [first] = parsed.problems;
    return { field: first?.pointer ?? '/value', rule: first?.rule ?? 'is a length of time' };
  }
  const { min, max } = settingRange(name, parsed.span);
  const { count } = parsed.span;
  return count >= min && count <= max ? undefined : { field: '/value/count', rule: `lies from ${min} to ${max}` };
}

/** More names and sub-districts than there are. */
const REMEMBERED_MAX = 4_096;

export class TimeTable {
  readonly calendar: WorkingCalendar;
  /** Said by name, so that somebody can change the setting again. */
  readonly unusable: readonly UnusableEdition[];
  readonly #usable = new Map<string, readonly SettingEdition[]>();
  /** What was looked up for one day; a time table is asked the same few things over and over. */
  readonly #remembered = new Map<string, SettingInForce>();
  readonly #allRemembered = new Map<string, Readonly<Record<string, Json>>>();
  #rememberedOn: Day = '';
  /** One command asks for one moment many times. */
  #lastMoment = '';
  #lastDay: Day = '';

  constructor(
    readonly years: readonly CalendarYear[],
    private readonly settings: ReadonlyMap<string, readonly SettingEdition[]>,
    private readonly defaults: Readonly<Record<string, SettingValue>>,
  ) {
    this.calendar = new WorkingCalendar(years);
    const unusable: UnusableEdition[] = [];
    for (const [name, editions] of settings) {
      const standard = defaults[name] ?? engineSettings[name];
      const faulty = editions.flatMap(({ edition, value }): UnusableEdition[] => {
        const fault = standard === undefined ? undefined : faultIn(name, value, standard);
        return fault ? [{ stream: `setting-${name}`, edition, ...fault }] : [];
      });
      this.#usable.set(
        name,
        editions.filter(({ edition }) => !faulty.some((one) => one.edition === edition)),
      );
      unusable.push(...faulty);
    }
    this.unusable = unusable;
  }

  /**
   * The value that counts for what is armed at a moment in a sub-district, or in a place within it: the newest edition
   * whose day has come; one of the sub-district's own before the district's.
   * @throws UnknownSetting
   */
  setting(name: string, at: string, jurisdiction: string): SettingInForce {
    const today = this.#rememberingOn(at);
    // Settings are made for a sub-district; a place within it, `nanguan/nanxun`, has none of its own.
    const subDistrict = jurisdiction.split('/', 1)[0] ?? jurisdiction;
    const key = `${name} ${subDistrict}`;
    const known = this.#remembered.get(key);
    if (known) return known;
    const found = this.#look(name, today, subDistrict);
    this.#remembered.set(key, found);
    return found;
  }

  /** The day of a moment, and whatever was remembered for another day forgotten. */
  #rememberingOn(at: string): Day {
    if (at !== this.#lastMoment) {
      this.#lastDay = dayOf(at);
      this.#lastMoment = at;
    }
    const today = this.#lastDay;
    if (today !== this.#rememberedOn || this.#remembered.size + this.#allRemembered.size >= REMEMBERED_MAX) {
      this.#remembered.clear();
      this.#allRemembered.clear();
      this.#rememberedOn = today;
    }
    return today;
  }

  #look(name: string, today: Day, subDistrict: string): SettingInForce {
    const editions = this.usableEditionsOf(name);
    const inForce = ofItsOwn(editions, today, subDistrict) ?? ofItsOwn(editions, today, undefined);
    if (inForce) return { value: inForce.value, edition: inForce.edition };
    const value = this.defaults[name] ?? engineSettings[name];
    if (value === undefined) throw new UnknownSetting(`no setting is called ${name}`);
    return { value: value as unknown as Json, edition: 0 };
  }

  span(name: string, at: string, subDistrict: string): { span: Span; edition: number } {
    const { value, edition } = this.setting(name, at, subDistrict);
    const parsed = parseSpan(value);
    if (!parsed.ok) throw new UnknownSetting(`${name} holds no length of time`);
    return { span: parsed.span, edition };
  }

  whole(name: string, at: string, subDistrict: string): number {
    const { value } = this.setting(name, at, subDistrict);
    if (typeof value !== 'number') throw new UnknownSetting(`${name} holds no number`);
    return value;
  }

  /** Every setting in force, by name, as deciders see them. */
  allOf(prefix: string, at: string, subDistrict: string): Readonly<Record<string, Json>> {
    this.#rememberingOn(at);
    const key = `${prefix} ${subDistrict}`;
    const known = this.#allRemembered.get(key);
    if (known) return known;
    const names = Object.keys(this.defaults).filter((name) => name.startsWith(`${prefix}.`));
    const found = Object.freeze(
      Object.fromEntries(
        names.map((name) => [name.slice(prefix.length + 1), this.setting(name, at, subDistrict).value]),
      ),
    );
    this.#allRemembered.set(key, found);
    return found;
  }

  /** The length of time as one edition said it; 0 is the default. Nothing where there is no such edition, or no length. */
  spanOfEdition(name: string, edition: number): Span | undefined {
    const recorded = this.editionsOf(name).find((each) => each.edition === edition);
    const parsed = parseSpan(recorded?.value ?? this.defaults[name] ?? engineSettings[name]);
    return parsed.ok ? parsed.span : undefined;
  }

  /** Those that may be in force. */
  usableEditionsOf(name: string): readonly SettingEdition[] {
    return this.#usable.get(name) ?? [];
  }

  /** Every one that was recorded. */
  editionsOf(name: string): readonly SettingEdition[] {
    return this.settings.get(name) ?? [];
  }

  /** As it would be after one more change of a setting. */
  withSetting(name: string, change: Omit<SettingEdition, 'edition'>): TimeTable {
    const editions = this.editionsOf(name);
    const changed: SettingEdition[] = [...editions, { ...change, edition: editions.length + 1 }];
    return new TimeTable(this.years, new Map([...this.settings, [name, changed]]), this.defaults);
  }

  /**
   * As it would be after one more edition of a year's calendar.
   * @throws RangeError for a year with `calendarYearProblems`
   */
  withYear({ year, holidays, makeUpDays }: Omit<CalendarYear, 'edition'>): TimeTable {
    const before = this.years.find((each) => each.year === year);
    const next: CalendarYear = { year, edition: (before?.edition ?? 0) + 1, holidays, makeUpDays };
    const years = [...this.years.filter((each) => each.year !== year), next].sort((a, b) => a.year - b.year);
    return new TimeTable(years, this.settings, this.defaults);
  }
}

/**
 * The edition in force on a day that was made for just this sub-district, or (`undefined`) for the whole district: the
 * one that is effective latest; of the same day, the one recorded last.
 */
export function ofItsOwn(
  editions: readonly SettingEdition[],
  on: Day,
  subDistrict: string | undefined,
): SettingEdition | undefined {
  // Days are texts that sort by time.
  return editions
    .filter((one) => one.subDistrict === subDistrict && one.effectiveOn <= on)
    .reduce<SettingEdition | undefined>(
      (best, one) => (best === undefined || one.effectiveOn >= best.effectiveOn ? one : best),
      undefined,
    );
}
