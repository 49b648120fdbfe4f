/** Text that people type: trimmed, normalised to NFC, without control characters but line breaks and tabs. */
import { field, problem } from './field.js';

// eslint-disable-next-line no-control-regex -- control characters are exactly what is refused
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** Between `min` and `max` characters (Unicode code points, after trimming). */
export function text(min: number, max: number) {
  return field<string>({
    kind: 'text',
    parse(input, pointer, problems) {
      if (typeof input !== 'string' || !input.isWellFormed()) return void problems.push(problem(pointer, 'text'));
      const value = input.normalize('NFC').replaceAll('\r\n', '\n').trim();
      if (CONTROL.test(value)) return void problems.push(problem(pointer, 'text-control-characters'));
      // Code units bound the work before code points are counted.
      const length = value.length > 2 * max ? Infinity : [...value].length;
      if (length < min || length > max) return void problems.push(problem(pointer, 'text-length', { min, max }));
      return value;
    },
    schema: () => ({ type: 'string', minLength: min, maxLength: max }),
    arbitrary: (fc) =>
      fc
        .string({
          unit: fc.constantFrom('漏', '水', '停', '车', 'a', 'Z', '0', '，', '💧'),
          minLength: Math.max(min, 1),
          maxLength: Math.min(max, 40),
        })
        .map((value) => value),
  });
}

const PHONE = /^\+?[0-9][0-9-]{4,19}$/;
/** No landline of the country begins with 1, so what does is a mobile number, whole or not. */
const LIKE_MOBILE = /^(\+86-?)?1/;
const MOBILE = /^(\+86)?1[0-9]{10}$/;

/**
 * A telephone number as dialled: digits and hyphens, perhaps a leading plus; spaces are dropped. A mobile number has its 11
 * digits; a landline has as many as its place gives it. The rule for mobiles is of forms only: shorter ones were recorded.
 */
export function phone() {
  return field<string>({
    kind: 'phone',
    parse(input, pointer, problems) {
      const value = typeof input === 'string' ? input.replace(/\s/g, '') : '';
      const isPart = LIKE_MOBILE.test(value) && !MOBILE.test(value.replaceAll('-', ''));
      if (!PHONE.test(value) || isPart) return void problems.push(problem(pointer, 'phone'));
      return value;
    },
    schema: () => ({ type: 'string', pattern: '^\\+?[0-9][0-9 -]{4,24}$' }),
    arbitrary: (fc) => fc.stringMatching(/^1[3-9][0-9]{9}$/),
  });
}
