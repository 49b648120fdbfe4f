/** The value of a setting as people say it. */
import type { SettingValue, Span } from './api.js';
import type { adminTexts } from './texts.js';

export type Say = (key: keyof typeof adminTexts, params?: Readonly<Record<string, string | number>>) => string;

const UNITS = {
  'working-days': ['unitWorkingDay', 'unitWorkingDays'],
  days: ['unitDay', 'unitDays'],
  months: ['unitMonth', 'unitMonths'],
  hours: ['unitHour', 'unitHours'],
  minutes: ['unitMinute', 'unitMinutes'],
} as const satisfies Record<Span['unit'], readonly [one: keyof typeof adminTexts, many: keyof typeof adminTexts]>;

export function valueWords(name: string, value: SettingValue, t: Say): string {
  if (typeof value === 'number')
    return name.endsWith('-minute')
      ? t('settingMinute', { n: value, time: `${two(Math.floor(value / 60))}:${two(value % 60)}` })
      : String(value);
  const [one, many] = UNITS[value.unit];
  const span = t(value.count === 1 ? one : many, { n: value.count });
  return value.endsOn === 'working-day' ? t('onWorkingDay', { span }) : span;
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}
