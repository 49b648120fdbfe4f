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
  return write(value, 0);
}

function write(value: unknown, depth: number): string {
  switch (typeof value) {
    case 'string':
      return writeString(value);
    case 'number':
      if (!Number.isSafeInteger(value)) throw new NotCanonical('', 'numbers are whole and at most 2^53 − 1');
      if (Object.is(value, -0)) throw new NotCanonical('', 'negative zero has no text of its own');
      return String(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      if (depth >= DEPTH_MAX) throw new NotCanonical('', `nested deeper than ${DEPTH_MAX}`);
      return Array.isArray(value) ? writeArray(value, depth) : writeObject(value, depth);
    default:
      throw new NotCanonical('', `${typeof value} is no JSON value`);
  }
}

function writeString(value: string): string {
  if (!value.isWellFormed()) throw new NotCanonical('', 'text holds a lone surrogate');
  return JSON.stringify(value);
}

function writeArray(value: readonly unknown[], depth: number): string {
  let text = '[';
  for (let index = 0; index < value.length; index++) {
    if (index > 0) text += ',';
    try {
      text += write(value[index], depth + 1);
    } catch (error) {
      throw within(String(index), error);
    }
  }
  return text + ']';
}

function writeObject(value: object, depth: number): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  // A plain object's prototype is a root, also where the object comes from another realm.
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) throw new NotCanonical('', 'only plain objects');
  // The default sort compares UTF-16 code units, which is the order RFC 8785 section 3.2.3 asks for.
  const keys = Object.keys(value).sort();
  let text = '{';
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index] as string;
    if (index > 0) text += ',';
    try {
      if (key === '__proto__') throw new NotCanonical('', 'the key __proto__ is not carried');
      text += `${writeString(key)}:${write((value as Record<string, unknown>)[key], depth + 1)}`;
    } catch (error) {
      throw within(key, error);
    }
  }
  return text + '}';
}

/** Where a value stands is worked out on the way up, by the few that cannot be carried, and not by each that can. */
function within(key: string, error: unknown): unknown {
  if (!(error instanceof NotCanonical)) return error;
  return new NotCanonical(`/${key.replaceAll('~', '~0').replaceAll('/', '~1')}${error.pointer}`, error.rule);
}
