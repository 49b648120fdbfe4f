/** Keeps the time table in step with the log: settings and calendars are read from their own streams, and again when they grow. */
import type { SettingValue } from '../declare/declaration.js';
import type { Cases } from '../decide/cases.js';
import { exists } from '../decide/case.js';
import type { CalendarYear } from './calendar.js';
import { yearOf, dayOf } from './day.js';
import { instant, type Clock } from './clock.js';
import type { SettingEdition } from './timetable.js';
import { engineSettings, TimeTable } from './timetable.js';

/** Calendars are looked for from the first year of the scheme to the year after next. */
const FIRST_YEAR = 2021;

export class TimeTables {
  #now: TimeTable;
  readonly #defaults: Readonly<Record<string, SettingValue>>;

  constructor(
    private readonly cases: Cases,
    private readonly clock: Clock,
  ) {
    const declared = [...cases.declarations.values()].flatMap((declaration) => Object.entries(declaration.settings));
    this.#defaults = { ...engineSettings, ...Object.fromEntries(declared) };
    this.#now = new TimeTable([], new Map(), this.#defaults);
  }

  get defaults(): Readonly<Record<string, SettingValue>> {
    return this.#defaults;
  }

  get now(): TimeTable {
    return this.#now;
  }

  /** Reads every setting and calendar to the end of its stream. */
  async refresh(): Promise<TimeTable> {
    const settings = new Map<string, readonly SettingEdition[]>();
    for (const name of Object.keys(this.#defaults)) {
      const one = await this.cases.fresh('setting', name);
      if (exists(one)) settings.set(name, one.data['editions'] as readonly SettingEdition[]);
    }
    const years: CalendarYear[] = [];
    for (let year = FIRST_YEAR; year <= yearOf(dayOf(instant(this.clock.now()))) + 2; year++) {
      const one = await this.cases.fresh('calendar', String(year));
      if (exists(one))
        years.push({
          year,
          edition: one.data['edition'] as number,
          holidays: one.data['holidays'] as string[],
          makeUpDays: one.data['makeUpDays'] as string[],
        });
    }
    this.#now = new TimeTable(years, settings, this.#defaults);
    return this.#now;
  }

  /** Whether an event of this stream changes the time table. */
  static concerns(stream: string): boolean {
    return stream.startsWith('setting-') || stream.startsWith('calendar-');
  }
}
