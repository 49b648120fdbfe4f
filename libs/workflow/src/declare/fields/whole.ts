/** Whole numbers, alone or with a unit: money is fen, area is hundredths of a square metre, scores are hundredths. */
import { field, problem } from './field.js';

/** A whole number within bounds, both included. `unit` is told to whoever draws a form. */
export function whole(min: number, max: number, unit?: 'fen' | 'hundredths-m2' | 'hundredths') {
  return field<number>({
    kind: unit ?? 'whole',
    parse(input, pointer, problems) {
      if (
        typeof input === 'number' &&
        Number.isSafeInteger(input) &&
        !Object.is(input, -0) &&
        input >= min &&
        input <= max
      )
        return input;
      return void problems.push(problem(pointer, 'whole', { min, max }));
    },
    schema: () => ({ type: 'integer', minimum: min, maximum: max, ...(unit ? { 'x-linli-unit': unit } : {}) }),
    arbitrary: (fc) => fc.integer({ min, max }),
  });
}

/** Money in fen, never negative; at most 10 thousand million yuan. */
export function money() {
  return whole(0, 1_000_000_000_000, 'fen');
}

/** Area in 0.01 m² (DOMAIN: a community's building area). */
export function area() {
  return whole(1, 10_000_000_000, 'hundredths-m2');
}
