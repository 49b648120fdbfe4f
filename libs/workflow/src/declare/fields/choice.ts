/** A choice from a list that is part of the declaration; the sentence for each stands in the texts. */
import { field, problem } from './field.js';

export interface ChoiceField {
  readonly choices: readonly string[];
}

export function oneOf<const C extends readonly [string, ...string[]]>(choices: C) {
  return {
    ...field<C[number]>({
      kind: 'choice',
      parse(input, pointer, problems) {
        if (typeof input === 'string' && choices.includes(input)) return input as C[number];
        return void problems.push(problem(pointer, 'choice', { choices: choices.join(', ') }));
      },
      schema: () => ({ type: 'string', enum: [...choices] }),
      arbitrary: (fc) => fc.constantFrom(...choices),
    }),
    choices: choices as readonly C[number][],
  };
}

/** Yes or no. */
export function yesNo() {
  return field<boolean>({
    kind: 'yes-no',
    parse(input, pointer, problems) {
      if (typeof input === 'boolean') return input;
      return void problems.push(problem(pointer, 'yes-no'));
    },
    schema: () => ({ type: 'boolean' }),
    arbitrary: (fc) => fc.boolean(),
  });
}
