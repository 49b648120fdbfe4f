/**
 * A value in words, whether it was recorded or just typed: choices and references by what they are called, days and amounts
 * with their units. Lists, papers, sheets and what is copied say it alike. Pure.
 */
import type { Schema } from '../api/types.js';
import type { Language, Words } from '../words/language.js';
import { SIGNS } from '../words/signs.js';
import { isLength, lengthWords, positionWords, quantity } from '../words/quantities.js';
import { dayWords, exact } from '../words/times.js';

export interface ValueWords {
  readonly language: Language;
  readonly t: (key: 'yes' | 'no' | 'erased' | 'closedNow') => string;
  readonly say: (words: Words | undefined, otherwise: string) => string;
  /** What a reference leads to is called; its id where nothing is said. */
  readonly named?: (to: string, id: string) => string;
  readonly placed?: (place: string) => string;
}

export type MembersOf = Readonly<Record<string, unknown>>;

/** Of several members what is said in one line: who it is; how to reach them stands on the case. */
function whoElseAll(value: MembersOf, field: Schema | undefined, words: ValueWords): string {
  if (value['name'] !== undefined) return valueWords(value['name'], undefined, words);
  return Object.entries(value)
    .map(([name, one]) => valueWords(one, field?.properties?.[name], words))
    .filter(Boolean)
    .join(' ');
}

/**
 * @param members how several members are said; by default who it is, else all of them
 * @returns nothing for what is empty
 */
export function valueWords(value: unknown, field: Schema | undefined, words: ValueWords, members = whoElseAll): string {
  const { language, t, say, named, placed } = words;
  if (value === null || value === undefined) return '';
  if (Array.isArray(value))
    return value
      .map((one: unknown) => valueWords(one, itemsOf(field), words, members))
      .filter(Boolean)
      .join(SIGNS[language].comma);
  if (isLength(value)) return lengthWords(value, language);
  if (isMembers(value))
    return isShut(value) ? t('$erased' in value ? 'erased' : 'closedNow') : members(value, field, words);
  if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
  if (typeof value === 'number') return quantity(value, unitOf(field), language);
  if (typeof value !== 'string' || value === '') return '';
  const choice = field?.['x-linli-choices']?.[value];
  if (choice) return say(choice, value);
  const to = field?.['x-linli-ref'];
  if (to) return named?.(to, value) ?? value;
  if (field?.['x-linli-place']) return placed?.(value) ?? value;
  if (field?.format === 'date') return dayWords(value, language);
  if (field?.format === 'date-time') return exact(value, language);
  return field?.['x-linli-kind'] === 'position' ? positionWords(value) : value;
}

/** What each of several is: the words of choices stand beside the whole. */
export function itemsOf(field: Schema | undefined): Schema {
  return { ...field?.items, ...(field?.['x-linli-choices'] ? { 'x-linli-choices': field['x-linli-choices'] } : {}) };
}

/** `fen`, `hundredths-m2`, `hundredths`; any other kind is a plain number. */
export function unitOf(field: Schema | undefined): string {
  return field?.['x-linli-unit'] ?? field?.['x-linli-kind'] ?? '';
}

/** Several things under names, as somebody has a name and a telephone. */
export function isMembers(value: unknown): value is MembersOf {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isLength(value);
}

/** What is sealed and was erased, or cannot be read just now. */
export function isShut(value: MembersOf): boolean {
  return value['$erased'] === true || value['$closed'] === true;
}

/** Longer texts are told as an excerpt, not in a column, and typed in lines. */
const LONG = 200;

export function isLong({ maxLength = 0 }: Schema): boolean {
  return maxLength > LONG;
}
