/** What was typed into a form as lines to be pasted elsewhere: every field under its label, choices and names in words. Pure. */
import type { Schema } from '../api/types.js';
import { valueWords, type MembersOf, type ValueWords } from './value-words.js';
import { fieldsOf, type Values } from './values.js';

export function linesOf(schema: Schema, values: Values, words: ValueWords): readonly string[] {
  const members = (value: MembersOf, field: Schema | undefined) => linesOf(field ?? {}, value, words).join('，');
  return fieldsOf(schema).flatMap(({ name, field }) => {
    const text = valueWords(values[name], field, words, members);
    return text === '' ? [] : [`${words.say(field['x-linli-words'], name)}：${text}`];
  });
}
