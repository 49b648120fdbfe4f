/**
 * A natural person of a case (who complains, who is a party): a stable id of their own and, sealed under that person's
 * key, the name and telephone (law 8). Erasing the person later leaves the case whole.
 */
import { uuidVersion, type Json } from '#libs/event-store';
import { below, problem, type Field } from './field.js';
import { phone, text } from './text.js';

export interface PersonalValue {
  readonly person: string;
  readonly name: string;
  readonly phone?: string;
}

export interface PersonalTraits {
  readonly optional: false;
  readonly note: true;
  readonly sealed: true;
}

/** `role` names the person within the case and derives the id where none is sent. */
export function personal(role: string): Field<PersonalValue, PersonalTraits> {
  const name = text(1, 60);
  const number = phone();
  return {
    kind: 'personal',
    traits: { optional: false, note: true, sealed: true },
    references: [],
    seals: [
      { path: ['name'], under: { personAt: ['person'] } },
      { path: ['phone'], under: { personAt: ['person'] } },
    ],
    parse(input, pointer, problems) {
      if (typeof input !== 'object' || input === null || Array.isArray(input))
        return void problems.push(problem(pointer, 'object'));
      const given = input as Record<string, unknown>;
      const before = problems.length;
      for (const key of Object.keys(given))
        if (!['person', 'name', 'phone'].includes(key)) problems.push(problem(below(pointer, key), 'unknown-field'));
      if (given['name'] === undefined || given['name'] === null)
        problems.push(problem(below(pointer, 'name'), 'required'));
      if (
        given['person'] !== undefined &&
        (typeof given['person'] !== 'string' || uuidVersion(given['person']) === undefined)
      )
        problems.push(problem(below(pointer, 'person'), 'id', { to: 'person' }));
      const value: PersonalValue = {
        person: (given['person'] as string | undefined) ?? '',
        name: given['name'] == null ? '' : (name.parse(given['name'], below(pointer, 'name'), problems) ?? ''),
        ...(given['phone'] == null
          ? {}
          : { phone: number.parse(given['phone'], below(pointer, 'phone'), problems) ?? '' }),
      };
      return problems.length === before ? value : undefined;
    },
    schema: () => ({
      type: 'object',
      additionalProperties: false,
      required: ['name'],
      properties: { person: { type: 'string', format: 'uuid' }, name: name.schema(), phone: number.schema() },
    }),
    arbitrary: (fc) =>
      fc.record({ name: name.arbitrary(fc), phone: number.arbitrary(fc) }) as ReturnType<
        Field['arbitrary']
      > as never as import('fast-check').Arbitrary<Json>,
    mint: (value, mint) => (value.person === '' ? { ...value, person: mint(role) } : value),
  };
}
