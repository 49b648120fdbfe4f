/** Money in yuan with two decimals, areas in square metres, thousands grouped. What is stored is whole: fen and hundredths. */
import { howMany } from './how-many.js';
import type { Language } from './language.js';

const hundredths = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** @param kind as a field's kind says: `fen`, `hundredths-m2`, `hundredths`, anything else is a plain number. */
export function quantity(value: number, kind: string, language: Language): string {
  switch (kind) {
    case 'fen':
      return language === 'en' ? `¥${hundredths.format(value / 100)}` : `${hundredths.format(value / 100)} 元`;
    case 'hundredths-m2':
      return `${hundredths.format(value / 100)} ㎡`;
    case 'hundredths':
      return hundredths.format(value / 100);
    case 'year':
      return String(value);
    default:
      return howMany(value);
  }
}

/** A length of time, as a setting holds it; its last day may be moved on to a working day. */
export interface Length {
  readonly unit: keyof typeof UNITS;
  readonly count: number;
  readonly endsOn?: 'working-day';
}

const UNITS = {
  'working-days': ['个工作日', 'working day'],
  days: ['天', 'day'],
  months: ['个月', 'month'],
  hours: ['小时', 'hour'],
  minutes: ['分钟', 'minute'],
} as const;

export function isLength(value: unknown): value is Length {
  if (typeof value !== 'object' || value === null) return false;
  const { unit, count } = value as Readonly<Record<string, unknown>>;
  return typeof unit === 'string' && Object.hasOwn(UNITS, unit) && typeof count === 'number';
}

export function lengthWords({ unit, count, endsOn }: Length, language: Language): string {
  const [zh, en] = UNITS[unit];
  const said = language === 'en' ? `${count} ${en}${count === 1 ? '' : 's'}` : `${count} ${zh}`;
  if (endsOn !== 'working-day') return said;
  return language === 'en' ? `${said}, then the next working day` : `${said}，遇休息日顺延`;
}

/** A place in the log, which is written with as many noughts as order needs. */
export function positionWords(position: string): string {
  return /^\d+$/.test(position) ? String(Number(position)) : position;
}
