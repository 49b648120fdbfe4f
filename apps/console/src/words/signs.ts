/** Signs that stand between words, by language. */
import type { Language } from './language.js';

/** Between a name and what is said of it and between names. */
export const SIGNS: Readonly<Record<Language, { readonly colon: string; readonly comma: string }>> = {
  'zh-CN': { colon: '：', comma: '、' },
  en: { colon: ': ', comma: ', ' },
};
