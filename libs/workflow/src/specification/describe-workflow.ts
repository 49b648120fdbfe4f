/** What every workflow is examined for, in one line of its spec: `describeWorkflow(complaintSpoken, { people, … })`. */
import { check, type CheckOptions } from '../declare/check.js';
import type { Spoken } from '../words/sentence.js';
import { propertiesOf, type Life } from './properties.js';
import { refusedInWrongStates, wrongStatesOf } from './wrong-states.js';

export type Examination = Life & Omit<CheckOptions, 'texts'>;

/**
 * Declares the tests: nothing can be said against the declaration; every command is refused in every wrong state, in
 * both languages and without a trace; any commands in any order keep what the engine promises.
 */
export function describeWorkflow(spoken: Spoken, examination: Examination): void {
  const { declaration, texts } = spoken;
  describe(`every workflow, so ${declaration.name}`, () => {
    it('law 6: nothing can be said against the declaration', () => {
      expect(check(declaration, { ...examination, texts })).toEqual([]);
    });
    const wrong = wrongStatesOf(declaration);
    if (wrong.length > 0)
      it.each(wrong.map((one) => [one.command.name, one] as const))(
        '%s is refused in every wrong state, in both languages, and leaves no trace',
        async (_name, one) => {
          await refusedInWrongStates(spoken, one, examination);
        },
      );
    it.each(propertiesOf(declaration, examination).map((property) => [property.name, property] as const))(
      '%s',
      async (_name, property) => {
        await property.run();
      },
    );
  });
}
