/** What was typed into a form, in words: as lines to be pasted elsewhere, or as its first words, to know it by. Pure. */
import type { Schema } from '../api/types.js';
import { shortened } from '../words/shortened.js';
import { SIGNS } from '../words/signs.js';
import { isLong, valueWords, type MembersOf, type ValueWords } from './value-words.js';
import { fieldsOf, type Values } from './values.js';

/** Every field under its label, choices and names in words. */
export function linesOf(schema: Schema, values: Values, words: ValueWords): readonly string[] {
  const members = (value: MembersOf, field: Schema | undefined) =>
    linesOf(field ?? {}, value, words).join(words.language === 'en' ? ', ' : '，');
  return fieldsOf(schema).flatMap(({ name, field }) => {
    const text = valueWords(values[name], field, words, members);
    return text === '' ? [] : [`${words.say(field['x-linli-words'], name)}${SIGNS[words.language].colon}${text}`];
  });
}

/** Characters. */
const FIRST_MAX = 48;

/** Of what was written freely, if anything was; else of all. */
export function firstWords(schema: Schema, values: Values, words: ValueWords): string {
  const written = fieldsOf(schema).flatMap(({ name, field }) =>
    isLong(field) ? valueWords(values[name], field, words).trim() || [] : [],
  );
  const all = (written.length > 0 ? written : linesOf(schema, values, words)).join(' · ').replace(/\s+/g, ' ');
  return shortened(all, FIRST_MAX);
}
