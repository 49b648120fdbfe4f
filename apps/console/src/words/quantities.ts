/** Money in yuan with two decimals, areas in square metres, thousands grouped. What is stored is whole: fen and hundredths. */
import type { Language } from './language.js';

const grouped = (decimals: number) =>
  new Intl.NumberFormat('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
const whole = grouped(0);
const hundredths = grouped(2);

/** @param kind as a field's kind says: `fen`, `hundredths-m2`, `hundredths`, anything else is a plain number. */
export function quantity(value: number, kind: string, language: Language): string {
  switch (kind) {
    case 'fen':
      return language === 'en' ? `¥${hundredths.format(value / 100)}` : `${hundredths.format(value / 100)} 元`;
    case 'hundredths-m2':
      return `${hundredths.format(value / 100)} ㎡`;
    case 'hundredths':
      return hundredths.format(value / 100);
    default:
      return whole.format(value);
  }
}
