/** What can be said of any field: it may be left out, it may be corrected, it is kept sealed, the case says it already. */
import type { Field, Traits } from './field.js';

/** May be left out. */
export function optional<T, K extends Traits>(
  of: Field<T, K>,
): Field<T, Omit<K, 'optional'> & { readonly optional: true }> {
  return { ...of, traits: { ...of.traits, optional: true } };
}

/** Descriptive: may be corrected later, visibly, and so can never be folded or carry a deadline. */
export function note<T, K extends Traits>(of: Field<T, K>): Field<T, Omit<K, 'note'> & { readonly note: true }> {
  return { ...of, traits: { ...of.traits, note: true } };
}

/** Text kept as ciphertext under the case's key (law 8). */
export function sealed<T extends string, K extends Traits>(
  of: Field<T, K>,
  under: 'case',
): Field<T, Omit<K, 'sealed'> & { readonly sealed: true }> {
  return { ...of, traits: { ...of.traits, sealed: true }, seals: [{ path: [], under }] };
}

/**
 * A form begins with what the case says in that field of its own, and offers the same people. A hint for those who fill it
 * in: what they send is judged as without it.
 * @example beginsWith('mediator', ref('person')) // somebody who may have left since
 */
export function beginsWith<T, K extends Traits>(name: string, of: Field<T, K>): Field<T, K> {
  return { ...of, begins: name };
}
