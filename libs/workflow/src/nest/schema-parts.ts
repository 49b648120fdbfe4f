/**
 * Parts of which operations and the schemas of their answers are put together. What is required is told apart from what may be missing, and
 * members that no schema names are allowed: an answer may grow without breaking whoever reads it.
 */
import type { JsonObject } from '#libs/event-store';

export const REF = '#/components/schemas/';

export const text = { type: 'string' } as const;
export const flag = { type: 'boolean' } as const;
export const whole = { type: 'integer', minimum: 0 } as const;
export const instant = { type: 'string', format: 'date-time' } as const;
export const day = { type: 'string', format: 'date' } as const;
export const position = {
  type: ['string', 'null'],
  description: 'where it stands in the log; for X-Linli-After',
} as const;

type Schemas = Readonly<Record<string, JsonObject>>;

/** An object with these members, of which the first are always there. */
export function objectOf(required: Schemas, optional: Schemas = {}, more: JsonObject = {}): JsonObject {
  return { type: 'object', required: Object.keys(required), properties: { ...required, ...optional }, ...more };
}

export function listOf(items: JsonObject): JsonObject {
  return { type: 'array', items };
}

/** Any names, each with such a value. */
export function mapOf(additionalProperties: JsonObject): JsonObject {
  return { type: 'object', additionalProperties };
}

export function refTo(name: string): JsonObject {
  return { $ref: `${REF}${name}` };
}

/** Such a value, or null. */
export function orNull(schema: JsonObject): JsonObject {
  return typeof schema['type'] === 'string' && schema['enum'] === undefined
    ? { ...schema, type: [schema['type'], 'null'] }
    : { oneOf: [schema, { type: 'null' }] };
}

export function oneOf(...values: readonly string[]): JsonObject {
  return { type: 'string', enum: values };
}

/** A page of a list, with what this list tells beside its items. */
export function listed(items: JsonObject, beside: Schemas = {}, optional: Schemas = {}): JsonObject {
  return objectOf({ items: listOf(items), total: whole, next: orNull(text), position, ...beside }, optional);
}

/** An answer of an operation. */
export function answer(description: string, schema: JsonObject, type = 'application/json'): JsonObject {
  return { description, content: { [type]: { schema } } };
}

/** Makes the operations of one tag, each with its summary in both languages. */
export function operationsOf(tag: string) {
  return (operationId: string, zh: string, en: string, rest: JsonObject): JsonObject => ({
    operationId,
    summary: `${zh} · ${en}`,
    tags: [tag],
    ...rest,
  });
}

/** Any JSON: what it is, a declaration says. */
export const anything = (description: string): JsonObject => ({ description });

/** Members by name that the declaration of the workflow says. */
export const FIELDS_BESIDE = { additionalProperties: true } as const;

export const parameters = mapOf({ type: ['string', 'number'] });
