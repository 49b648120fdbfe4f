/** What was typed into a form as lines to be pasted elsewhere: every field under its label, choices and names in words. Pure. */
import type { Schema } from '../api/types.js';
import type { Words } from '../words/language.js';
import { fieldsOf, type Values } from './values.js';

export interface CopiedWords {
  readonly say: (words: Words | undefined, otherwise: string) => string;
  readonly named: (to: string, id: string) => string;
  readonly yes: string;
  readonly no: string;
}

export function linesOf(schema: Schema, values: Values, words: CopiedWords): readonly string[] {
  return fieldsOf(schema).flatMap(({ name, field }) => {
    const text = textOf(field, values[name], words);
    return text === '' ? [] : [`${words.say(field['x-linli-words'], name)}：${text}`];
  });
}

function textOf(field: Schema, value: unknown, words: CopiedWords): string {
  if (Array.isArray(value)) {
    const each = { ...field.items, ...choicesOf(field) };
    return value
      .map((one) => textOf(each, one, words))
      .filter((one) => one !== '')
      .join('；');
  }
  if (typeof value === 'object' && value !== null) return linesOf(field, value as Values, words).join('，');
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (typeof value === 'number') return String(field['x-linli-unit'] === undefined ? value : value / 100);
  if (typeof value !== 'string' || value === '') return '';
  const ref = field['x-linli-ref'];
  return ref === undefined ? words.say(field['x-linli-choices']?.[value], value) : words.named(ref, value);
}

function choicesOf(field: Schema): Schema {
  return field['x-linli-choices'] ? { 'x-linli-choices': field['x-linli-choices'] } : {};
}
