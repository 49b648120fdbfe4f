/** Several values of one kind, in the order given; or a set, sorted and each once. */
import type { Json } from '#libs/event-store';
import {
  below,
  field,
  parseForm,
  formSchema,
  problem,
  type Field,
  type Fields,
  type Form,
  type Plain,
} from './field.js';

export function list<T>(of: Field<T, Plain>, min: number, max: number) {
  return many('list', of, min, max, (values) => values);
}

/** Sorted by code unit and each value once: the same set has the same bytes. */
export function setOf(of: Field<string, Plain>, min: number, max: number) {
  return many('set', of, min, max, (values) => [...new Set(values)].sort());
}

function many<T>(
  kind: string,
  of: Field<T, Plain>,
  min: number,
  max: number,
  order: (values: readonly T[]) => readonly T[],
) {
  if (of.seals.length > 0) throw new TypeError('a list cannot hold sealed values: seal the list');
  return field<readonly T[]>({
    kind,
    parse(input, pointer, problems) {
      if (!Array.isArray(input)) return void problems.push(problem(pointer, 'list'));
      if (input.length < min || input.length > max)
        return void problems.push(problem(pointer, 'list-length', { min, max }));
      const values = input.map((one, index) => of.parse(one, below(pointer, index), problems));
      return values.every((one) => one !== undefined) ? order(values) : undefined;
    },
    schema: () => ({
      type: 'array',
      items: of.schema(),
      minItems: min,
      maxItems: max,
      ...(kind === 'set' ? { uniqueItems: true } : {}),
    }),
    arbitrary: (fc) =>
      fc.array(of.arbitrary(fc), { minLength: min, maxLength: Math.min(max, min + 3) }).map((values) => values as Json),
    references: of.references.map(({ to }) => ({ path: ['*'], to })),
  });
}

/** A small record of fields, for lists of lines. */
export function record<F extends Fields>(fields: F) {
  return field<Form<F>>({
    kind: 'record',
    parse(input, pointer, problems) {
      const parsed = parseForm(fields, input, pointer);
      problems.push(...parsed.problems);
      return parsed.problems.length === 0 ? (parsed.value as Form<F>) : undefined;
    },
    schema: () => formSchema(fields),
    arbitrary: (fc) =>
      fc.record(Object.fromEntries(Object.entries(fields).map(([name, one]) => [name, one.arbitrary(fc)]))),
  });
}
