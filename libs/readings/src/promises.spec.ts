import { expect, it } from '@jest/globals';
import { check } from '#libs/workflow';
import { readingSpoken } from './index.js';

it('law 6: nothing can be said against the declaration of readings', () => {
  const { declaration, texts } = readingSpoken;
  expect(check(declaration, { texts, roles: ['admin', 'office', 'leading-group', 'auditor'] })).toEqual([]);
});
