/** Cut texts: by characters, never through one. */
import { expect, it } from '@jest/globals';
import { shortened } from './shortened.js';

it('cuts between characters and says so, and leaves alone what is short enough', () => {
  expect(shortened('楼道堆物', 3)).toBe('楼道堆…');
  expect(shortened('𠮷𠮷𠮷', 2)).toBe('𠮷𠮷…');
  expect(shortened('𠮷𠮷', 2)).toBe('𠮷𠮷');
  expect(shortened('', 0)).toBe('');
});
