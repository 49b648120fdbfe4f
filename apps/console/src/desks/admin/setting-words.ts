/** The value of a setting as people say it. */
import type { Language } from '../../words/language.js';
import { lengthWords } from '../../words/quantities.js';
import type { SettingValue } from './api.js';
import type { adminTexts } from './texts.js';

export type TextOf = (key: keyof typeof adminTexts, params?: Readonly<Record<string, string | number>>) => string;

export function settingWords(name: string, value: SettingValue, t: TextOf, language: Language): string {
  if (typeof value === 'number')
    return name.endsWith('-minute')
      ? t('settingMinute', { n: value, time: `${two(Math.floor(value / 60))}:${two(value % 60)}` })
      : String(value);
  return lengthWords(value, language);
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}
