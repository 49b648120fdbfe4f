/** What a case is called, and which of its fields tell most at a glance: found in the declaration, for any workflow. */
import type { Row, Schema, Workflow } from '../api/types.js';
import { isLong, unitOf } from '../form/value-words.js';
import type { Language, Words } from '../words/language.js';
import { dayWords } from '../words/times.js';

const COLUMNS_MAX = 4;
const COLUMNS_OFFERED_MAX = 30;
/** Stand in the first column; the server calls cases by the same (`CALLED` in libs/workflow/src/declare/declaration.ts). */
const CALLED = ['number', 'name', 'title'];

export interface Column {
  readonly name: string;
  readonly field: Schema;
  readonly required: boolean;
  /** Somebody is asked for it when a case begins; false where cases begin by themselves. */
  readonly asked: boolean;
}

/** What words are needed for what a case is called. */
export interface CallingWords {
  readonly say: (words: Words | undefined, otherwise: string) => string;
  readonly language: Language;
  /** What a reference leads to is called, as far as that is known. */
  readonly named?: (to: string, id: string) => string;
}

/**
 * Fields asked for when a case begins that fit in a column, in the order in which they are asked for; then what else
 * a list can be narrowed by, such as who has it.
 */
export function columnsOf(workflow: Workflow): readonly Column[] {
  const form = workflow.commands.find((command) => command.creates)?.form;
  const begun = form?.properties ?? workflow.fields;
  const later = workflow.filters.flatMap((name) => {
    const field = workflow.fields[name];
    return field && !Object.hasOwn(begun, name) ? [[name, field] as const] : [];
  });
  return [...Object.entries(begun), ...later]
    .filter(([name, field]) => !CALLED.includes(name) && !workflow.key.includes(name) && fits(field))
    .slice(0, COLUMNS_OFFERED_MAX)
    .map(([name, field]) => ({
      name,
      field: workflow.fields[name] ?? field,
      required: form ? (form.required?.includes(name) ?? false) : true,
      asked: form !== undefined,
    }));
}

/** Columns shown until somebody chooses others: what is always there, and what it is about rather than how it came. */
export function shownAtFirst(columns: readonly Column[]): readonly string[] {
  const about = columns.filter(
    ({ field, required }) => required && (field['x-linli-correctable'] || field['x-linli-ref']),
  );
  const required = about.length > 0 && about.some(({ asked }) => asked) ? about : columns.filter((one) => one.required);
  const chosen = required.length > 0 ? required : columns.filter(({ field }) => field['x-linli-sealed'] !== true);
  return chosen.slice(0, COLUMNS_MAX).map(({ name }) => name);
}

function fits(field: Schema): boolean {
  const kind = field['x-linli-kind'];
  if (kind === 'id' || kind === 'list' || kind === 'set' || kind === 'span') return false;
  return field.properties !== undefined || field.enum !== undefined || !isLong(field);
}

/** The first long text: what it is about, in somebody's own words. */
export function excerptOf(workflow: Workflow, row: Row | Readonly<Record<string, unknown>>): string {
  const begun = workflow.commands.find((command) => command.creates)?.form.properties ?? workflow.fields;
  const long = Object.entries(begun).find(([, field]) => isLong(field));
  const value = long && row[long[0]];
  return typeof value === 'string' ? value : '';
}

/** Its number, else its name; nothing for what has neither yet. */
export function calledBy(row: Readonly<Record<string, unknown>>): string | undefined {
  return CALLED.map((name) => row[name]).find((one) => typeof one === 'string' && one !== '') as string | undefined;
}

/** The head of what cases are called: the words of their name, else of what makes them the only one; else they have numbers. */
export function calledHead({ fields, fieldWords, key }: Workflow, say: CallingWords['say'], number: string): string {
  const name = CALLED.find((one) => fields[one] !== undefined);
  if (name !== undefined) return name === 'number' ? number : say(fieldWords[name], name);
  const [first] = key;
  return first === undefined ? number : say(fieldWords[first], first);
}

/** What a case is called in words: its number or name, else by what makes it the only one of its kind, as a year does. */
export function calledAs(
  workflow: Workflow,
  row: Readonly<Record<string, unknown>>,
  words: CallingWords,
): string | undefined {
  const own = CALLED.find((name) => typeof row[name] === 'string' && row[name] !== '');
  if (own !== undefined)
    return words.say(workflow.fields[own]?.['x-linli-choices']?.[String(row[own])], String(row[own]));
  const parts = workflow.key.flatMap((name) => keyWords(workflow, name, row[name], words) ?? []);
  return parts.length === 0 ? undefined : parts.join(' · ');
}

function keyWords(workflow: Workflow, name: string, value: unknown, words: CallingWords): string | undefined {
  const { say, language, named } = words;
  const field = workflow.fields[name];
  if (typeof value === 'number') {
    if (field?.['x-linli-kind'] === 'year') return language === 'en' ? String(value) : `${value}年`;
    return `${say(workflow.fieldWords[name], name)} ${value}`;
  }
  if (typeof value !== 'string') return undefined;
  if (field?.format === 'date') return dayWords(value, language);
  const to = field?.['x-linli-ref'];
  return to === undefined ? undefined : (named?.(to, value) ?? value);
}

/** A line tells who it is; how to reach them stands on the case. */
export function nameOnly(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'name' in value && !('$erased' in value)
    ? { name: value.name }
    : value;
}

/** Numbers and amounts stand at the right, so that they compare; a year is a name. */
export function isNumber(field: Schema): boolean {
  return (field.type === 'integer' || field.type === 'number') && unitOf(field) !== 'year';
}
