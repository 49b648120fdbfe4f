/** What a case is called, and which of its fields tell most at a glance: found in the declaration, for any workflow. */
import type { Row, Schema, Workflow } from '../api/types.js';

/** Longer texts are told as an excerpt, not in a column. */
const SHORT = 200;
const COLUMNS_MAX = 4;
const COLUMNS_OFFERED_MAX = 30;
/** Stand in the first column. */
const CALLED = ['number', 'name', 'title'];

export interface Column {
  readonly name: string;
  readonly field: Schema;
  readonly required: boolean;
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
    .filter(([name, field]) => !CALLED.includes(name) && fits(field))
    .slice(0, COLUMNS_OFFERED_MAX)
    .map(([name, field]) => ({
      name,
      field: workflow.fields[name] ?? field,
      required: form ? (form.required?.includes(name) ?? false) : true,
    }));
}

/** Columns shown until somebody chooses others: what is always there, and what it is about rather than how it came. */
export function shownAtFirst(columns: readonly Column[]): readonly string[] {
  const about = columns.filter(
    ({ field, required }) => required && (field['x-linli-correctable'] || field['x-linli-ref']),
  );
  const chosen = about.length > 0 ? about : columns.filter(({ required }) => required);
  return chosen.slice(0, COLUMNS_MAX).map(({ name }) => name);
}

function fits(field: Schema): boolean {
  const kind = field['x-linli-kind'];
  if (kind === 'id' || kind === 'list' || kind === 'set' || kind === 'span') return false;
  return field.properties !== undefined || field.enum !== undefined || (field.maxLength ?? 0) <= SHORT;
}

/** The first long text: what it is about, in somebody's own words. */
export function excerptOf(workflow: Workflow, row: Row | Readonly<Record<string, unknown>>): string {
  const begun = workflow.commands.find((command) => command.creates)?.form.properties ?? workflow.fields;
  const long = Object.entries(begun).find(([, field]) => (field.maxLength ?? 0) > SHORT);
  const value = long && row[long[0]];
  return typeof value === 'string' ? value : '';
}

/** Its number, else its name; nothing for what has neither yet. */
export function calledBy(row: Readonly<Record<string, unknown>>): string | undefined {
  return CALLED.map((name) => row[name]).find((one) => typeof one === 'string' && one !== '') as string | undefined;
}

/** A line tells who it is; how to reach them stands on the case. */
export function nameOnly(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'name' in value && !('$erased' in value)
    ? { name: value.name }
    : value;
}
