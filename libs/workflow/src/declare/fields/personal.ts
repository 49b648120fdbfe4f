/**
 * A natural person of a case (who complains, who is a party): a stable id of their own and, sealed under that person's
 * key, the name, the telephone and what else a paper asks of them (law 8). Erasing the person later leaves the case whole.
 */
import { uuidVersion, type Json } from '#libs/event-store';
import { below, problem, type Field, type Plain } from './field.js';
import { phone, text } from './text.js';

export interface PersonalValue {
  readonly person: string;
  readonly name: string;
  readonly phone?: string;
}

/** Further particulars, each of them text that may be left out. */
export type Particulars = Readonly<Record<string, Field<string, Plain>>>;

export interface PersonalTraits {
  readonly optional: false;
  readonly note: true;
  readonly sealed: true;
}

/**
 * `role` names the person within the case and derives the id where none is sent.
 * @example personal('party', { address: text(1, 200) })
 */
export function personal<P extends Particulars = Record<never, never>>(
  role: string,
  particulars?: P,
): Field<PersonalValue & { readonly [K in keyof P]?: string }, PersonalTraits> {
  const name = text(1, 60);
  const known: Particulars = { phone: phone(), ...particulars };
  const within = ['name', ...Object.keys(known)];
  return {
    kind: 'personal',
    traits: { optional: false, note: true, sealed: true },
    references: [],
    seals: within.map((member) => ({ path: [member], under: { personAt: ['person'] } })),
    parse(input, pointer, problems) {
      if (typeof input !== 'object' || input === null || Array.isArray(input))
        return void problems.push(problem(pointer, 'object'));
      const given = input as Record<string, unknown>;
      const before = problems.length;
      for (const key of Object.keys(given))
        if (key !== 'person' && !within.includes(key)) problems.push(problem(below(pointer, key), 'unknown-field'));
      if (given['name'] === undefined || given['name'] === null)
        problems.push(problem(below(pointer, 'name'), 'required'));
      if (
        given['person'] !== undefined &&
        (typeof given['person'] !== 'string' || uuidVersion(given['person']) === undefined)
      )
        problems.push(problem(below(pointer, 'person'), 'id', { to: 'person' }));
      const value: PersonalValue & Partial<Record<string, string>> = {
        person: (given['person'] as string | undefined) ?? '',
        name: given['name'] == null ? '' : (name.parse(given['name'], below(pointer, 'name'), problems) ?? ''),
        ...Object.fromEntries(
          Object.entries(known).flatMap(([member, one]) =>
            given[member] == null ? [] : [[member, one.parse(given[member], below(pointer, member), problems)]],
          ),
        ),
      };
      return problems.length === before ? (value as PersonalValue & { readonly [K in keyof P]?: string }) : undefined;
    },
    schema: () => ({
      type: 'object',
      additionalProperties: false,
      required: ['name'],
      properties: {
        person: { type: 'string', format: 'uuid' },
        name: name.schema(),
        ...Object.fromEntries(Object.entries(known).map(([member, one]) => [member, one.schema()])),
      },
    }),
    arbitrary: (fc) =>
      fc.record(
        {
          name: name.arbitrary(fc),
          ...Object.fromEntries(Object.entries(known).map(([member, one]) => [member, one.arbitrary(fc)])),
        },
        { requiredKeys: ['name'] },
      ) as ReturnType<Field['arbitrary']> as never as import('fast-check').Arbitrary<Json>,
    mint: (value, mint) => (value.person === '' ? { ...value, person: mint(role) } : value),
  };
}
