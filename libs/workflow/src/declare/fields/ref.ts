/** A reference to something recorded elsewhere: a person, a community, another case. */
import { field, problem } from './field.js';

const ID = /^[A-Za-z0-9][A-Za-z0-9._~%-]{0,119}$/;

/**
 * The id of something in a register (`sub-district`) or of a case of another workflow (`community`). Form is checked
 * here; that it exists is checked when facts are resolved, before anything is decided.
 */
export function ref(to: string) {
  return field<string>({
    kind: 'ref',
    parse(input, pointer, problems) {
      if (typeof input === 'string' && ID.test(input)) return input;
      return void problems.push(problem(pointer, 'id', { to }));
    },
    schema: () => ({ type: 'string', pattern: ID.source, 'x-linli-ref': to }),
    arbitrary: (fc) => fc.uuid({ version: 7 }),
    references: [{ path: [], to }],
  });
}

/**
 * Somebody of the bureau, who must hold this role where the case lies; for a case that only begins, anywhere. Checked
 * against the identity events before anything is decided.
 */
export function officer(role: string) {
  return { ...ref('person'), references: [{ path: [], to: 'person', office: role }] };
}

/** An id that need not name anything yet: a natural key, or the id a new thing shall have. */
export function id() {
  return field<string>({
    kind: 'id',
    parse(input, pointer, problems) {
      if (typeof input === 'string' && ID.test(input)) return input;
      return void problems.push(problem(pointer, 'id', { to: '' }));
    },
    schema: () => ({ type: 'string', pattern: ID.source }),
    arbitrary: (fc) => fc.uuid({ version: 7 }),
  });
}
