import { expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { eventStorePromises } from './index.js';

it('the README lists the promises that every store is examined for, word by word', async () => {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  const listed = readme.split('<!-- end of promises -->')[0]?.split('-->\n')[1] ?? '';
  const expected = eventStorePromises.map(({ promise }) => `- ${promise}`);
  expect(listed.split('\n').filter((line) => line !== '')).toEqual(expected);
});
