/**
 * Canonical JSON after RFC 8785 (JCS), restricted so that whatever any client parses hashes to the same bytes again:
 * whole numbers within ±(2^53 − 1) only, well-formed strings, plain objects and arrays, nothing undefined.
 * Carries law 7 of the log.
 */

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** A value that canonical JSON cannot carry; `pointer` (RFC 6901) says where it stands. */
export class NotCanonical extends Error {
  override readonly name = 'NotCanonical';
  constructor(
    readonly pointer: string,
    readonly rule: string,
  ) {
    super(`${pointer || '/'}: ${rule}`);
  }
}

const DEPTH_MAX = 64;

/**
 * The one text of a value.
 * @throws NotCanonical for fractions, unsafe or negative-zero numbers, lone surrogates, undefined, class instances,
 *   a key named `__proto__`, and nesting deeper than 64.
 * @example canonical({ b: 1, a: '漏水' }) === '{"a":"漏水","b":1}'
 */
export function canonical(value: unknown): string {
  return write(value, '', 0);
}

function write(value: unknown, pointer: string, depth: number): string {
  switch (typeof value) {
    case 'string':
      return writeString(value, pointer);
    case 'number':
      if (!Number.isSafeInteger(value)) throw new NotCanonical(pointer, 'numbers are whole and at most 2^53 − 1');
      if (Object.is(value, -0)) throw new NotCanonical(pointer, 'negative zero has no text of its own');
      return String(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      if (depth >= DEPTH_MAX) throw new NotCanonical(pointer, `nested deeper than ${DEPTH_MAX}`);
      return Array.isArray(value) ? writeArray(value, pointer, depth) : writeObject(value, pointer, depth);
    default:
      throw new NotCanonical(pointer, `${typeof value} is no JSON value`);
  }
}

function writeString(value: string, pointer: string): string {
  if (!value.isWellFormed()) throw new NotCanonical(pointer, 'text holds a lone surrogate');
  return JSON.stringify(value);
}

function writeArray(value: readonly unknown[], pointer: string, depth: number): string {
  let text = '[';
  for (let index = 0; index < value.length; index++) {
    if (index > 0) text += ',';
    text += write(value[index], `${pointer}/${index}`, depth + 1);
  }
  return text + ']';
}

function writeObject(value: object, pointer: string, depth: number): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  // A plain object's prototype is a root, also where the object comes from another realm.
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null)
    throw new NotCanonical(pointer, 'only plain objects');
  // The default sort compares UTF-16 code units, which is the order RFC 8785 section 3.2.3 asks for.
  const keys = Object.keys(value).sort();
  let text = '{';
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index] as string;
    const below = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (key === '__proto__') throw new NotCanonical(below, 'the key __proto__ is not carried');
    if (index > 0) text += ',';
    text += `${writeString(key, below)}:${write((value as Record<string, unknown>)[key], below, depth + 1)}`;
  }
  return text + '}';
}
