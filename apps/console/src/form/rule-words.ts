/** What a field asks for, said before anything is wrong. */
import type { Schema } from '../api/types.js';
import { useWords } from '../words/language.js';
import { beijingDay, dayWords } from '../words/times.js';

const DAY_MS = 86_400_000;
/** Short texts explain themselves. */
const TOLD_FROM = 200;

export function useRuleWords(field: Schema): string {
  const { t, language } = useWords();
  const range = field['x-linli-days'];
  if (range) {
    const day = (ahead: number): string => dayWords(beijingDay(Date.now() + ahead * DAY_MS), language);
    return t('dayRange', { from: day(-range.ago), until: day(range.ahead) });
  }
  if (field.type === 'string' && (field.maxLength ?? 0) > TOLD_FROM)
    return (field.minLength ?? 0) > 1
      ? t('characters', { min: field.minLength ?? 0, max: field.maxLength ?? 0 })
      : t('charactersMax', { max: field.maxLength ?? 0 });
  return '';
}
