/** What a field asks for, said before anything is wrong. */
import type { Schema } from '../api/types.js';
import { serverNow } from '../live/clock.js';
import { useWords } from '../words/language.js';
import { beijingDay, DAY_MS, dayWords } from '../words/times.js';
import { isLong } from './value-words.js';

export function useRuleWords(field: Schema): string {
  const { t, language } = useWords();
  const range = field['x-linli-days'];
  if (range) {
    const day = (ahead: number): string => dayWords(beijingDay(serverNow() + ahead * DAY_MS), language);
    return t('dayRange', { from: day(-range.ago), until: day(range.ahead) });
  }
  // Short texts explain themselves.
  if (field.type === 'string' && isLong(field))
    return (field.minLength ?? 0) > 1
      ? t('characters', { min: field.minLength ?? 0, max: field.maxLength ?? 0 })
      : t('charactersMax', { max: field.maxLength ?? 0 });
  return '';
}
