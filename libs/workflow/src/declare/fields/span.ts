/** A length of time as a setting holds it. */
import { parseSpan, type Span } from '../../time/span.js';
import { field, problem } from './field.js';

export function span() {
  return field<Span>({
    kind: 'span',
    parse(input, pointer, problems) {
      const parsed = parseSpan(input, pointer);
      if (parsed.ok) return parsed.span;
      return void problems.push(
        ...parsed.problems.map((broken) => problem(broken.pointer, 'span', { rule: broken.rule })),
      );
    },
    schema: () => ({
      type: 'object',
      additionalProperties: false,
      required: ['unit', 'count'],
      properties: {
        unit: { type: 'string', enum: ['working-days', 'days', 'months', 'hours', 'minutes'] },
        count: { type: 'integer', minimum: 0, maximum: 10_000 },
        endsOn: { type: 'string', enum: ['working-day'] },
      },
    }),
    arbitrary: (fc) =>
      fc.record({ unit: fc.constantFrom('working-days', 'days', 'months', 'hours', 'minutes'), count: fc.nat(60) }),
  });
}
