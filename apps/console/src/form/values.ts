/** What a form holds while it is filled in, and what of it is sent: empty things are left out rather than sent empty. */
import type { Json, JsonObject, Schema } from '../api/types.js';

export type Values = Readonly<Record<string, unknown>>;

/** Fields in the order of the declaration, with whether they must be filled in. */
export function fieldsOf(
  schema: Schema,
): readonly { readonly name: string; readonly field: Schema; readonly required: boolean }[] {
  return Object.entries(schema.properties ?? {}).map(([name, field]) => ({
    name,
    field,
    required: schema.required?.includes(name) ?? false,
  }));
}

export function bodyOf(values: Values): JsonObject {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      const kept = filledIn(value);
      return kept === undefined ? [] : [[name, kept]];
    }),
  );
}

function filledIn(value: unknown): Json | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value.trim() === '' ? undefined : value;
  if (Array.isArray(value)) {
    const kept = value.map(filledIn).filter((one) => one !== undefined);
    return kept.length === 0 ? undefined : kept;
  }
  if (typeof value === 'object') {
    const kept = bodyOf(value as Values);
    return Object.keys(kept).length === 0 ? undefined : kept;
  }
  return typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
}

/**
 * Pointers of required fields that are empty, so that nobody waits for the server to say so. Of a group with nothing in
 * it the members that it needs are told: they are what people see, wherever they stand.
 */
export function missingIn(schema: Schema, values: Values, pointer = ''): readonly string[] {
  return fieldsOf(schema).flatMap(({ name, field, required }) => {
    const value = values[name];
    const at = `${pointer}/${name}`;
    const kept = filledIn(value);
    if (kept === undefined) {
      const needed = required ? missingIn(field, {}, at) : [];
      return required && needed.length === 0 ? [at] : needed;
    }
    return field.properties && typeof value === 'object' ? missingIn(field, value as Values, at) : [];
  });
}

export function isEmpty(values: Values): boolean {
  return Object.keys(bodyOf(values)).length === 0;
}
