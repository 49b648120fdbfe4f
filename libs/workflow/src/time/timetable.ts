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

/** More names and sub-districts than there are. */
const REMEMBERED_MAX = 4_096;

export class TimeTable {
  readonly calendar: WorkingCalendar;
  /** What was looked up for one day; a time table is asked the same few things over and over. */
  readonly #remembered = new Map<string, SettingInForce>();
  #rememberedOn: Day = '';

  constructor(
    readonly years: readonly CalendarYear[],
    private readonly settings: ReadonlyMap<string, readonly SettingEdition[]>,
    private readonly defaults: Readonly<Record<string, SettingValue>>,
  ) {
    this.calendar = new WorkingCalendar(years);
  }

  /**
   * The value that counts for what is armed at a moment in a sub-district: the newest edition whose day has come; one of
   * the sub-district's own before the district's.
   * @throws UnknownSetting
   */
  setting(name: string, at: string, subDistrict: string): SettingInForce {
    const today = dayOf(at);
    if (today !== this.#rememberedOn || this.#remembered.size >= REMEMBERED_MAX) {
      this.#remembered.clear();
      this.#rememberedOn = today;
    }
    const key = `${name} ${subDistrict}`;
    const known = this.#remembered.get(key);
    if (known) return known;
    const found = this.#look(name, today, subDistrict);
    this.#remembered.set(key, found);
    return found;
  }

  #look(name: string, today: Day, subDistrict: string): SettingInForce {
    // Days are texts that sort by time.
    const come = (this.settings.get(name) ?? []).filter((one) => one.effectiveOn <= today);
    const inForce =
      newest(come.filter((one) => one.subDistrict === subDistrict)) ??
      newest(come.filter((one) => one.subDistrict === undefined));
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
    const names = Object.keys(this.defaults).filter((name) => name.startsWith(`${prefix}.`));
    return Object.fromEntries(
      names.map((name) => [name.slice(prefix.length + 1), this.setting(name, at, subDistrict).value]),
    );
  }

  editionsOf(name: string): readonly SettingEdition[] {
    return this.settings.get(name) ?? [];
  }
}

/** The edition that is effective latest; of the same day, the one recorded last. */
function newest(editions: readonly SettingEdition[]): SettingEdition | undefined {
  return editions.reduce<SettingEdition | undefined>(
    (best, one) => (best === undefined || one.effectiveOn >= best.effectiveOn ? one : best),
    undefined,
  );
}
