/** A list that is shown whole although it is answered in pages. */
import { expect, it } from '@jest/globals';
import { everyPage } from './every-page.js';

/** Seven items in pages of three. */
const sevenInThrees = (after = '0') => {
  const from = Number(after);
  const items = [0, 1, 2, 3, 4, 5, 6].slice(from, from + 3);
  return Promise.resolve({ items, total: 7, next: from + 3 < 7 ? String(from + 3) : null, position: null });
};

it('is all of its pages in order, and says where it goes on beyond the bound', async () => {
  expect(await everyPage(sevenInThrees, 10)).toMatchObject({ items: [0, 1, 2, 3, 4, 5, 6], next: null });
  expect(await everyPage(sevenInThrees, 2)).toMatchObject({ items: [0, 1, 2, 3, 4, 5], next: '6' });
});
