/** Which telephone numbers a form takes. */
import { expect, it } from '@jest/globals';
import type { Problem } from './field.js';
import { phone } from './text.js';

function taken(input: string): string | undefined {
  const problems: Problem[] = [];
  const value = phone().parse(input, '/phone', problems);
  expect(problems.map(({ rule }) => rule)).toEqual(value === undefined ? ['phone'] : []);
  return value;
}

it.each(['13900001111', '139 0000 1111', '139-0000-1111', '+8613900001111', '+86-13900001111'])(
  'a mobile number is taken whole: %s',
  (number) => expect(taken(number)).toBe(number.replaceAll(' ', '')),
);

it.each(['1390012', '139000011112', '+861390012', '+86-1390012'])('a part of one is refused: %s', (number) =>
  expect(taken(number)).toBeUndefined(),
);

it.each(['66881234', '6688123', '0371-66881234', '037166881234', '+85221234567'])(
  'a landline has as many digits as its place gives it: %s',
  (number) => expect(taken(number)).toBe(number),
);
