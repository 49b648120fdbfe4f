/** What a form is told beside its rules, so that a control can be drawn from it alone. */
import { expect, it } from '@jest/globals';
import type { CommandDeclaration } from '../declare/declaration.js';
import { officer, ref } from '../declare/fields/ref.js';
import { beginsWith, optional } from '../declare/fields/wrap.js';
import { spoken } from './api.fixture.js';
import { spokenForm } from './spoken-form.js';

it('a field that begins with what the case says tells which, and the office of those it is looked for among', () => {
  const form = { giver: optional(beginsWith('runner', ref('person'))), runner: officer('clerk'), other: ref('person') };
  const [any] = Object.values(spoken.declaration.commands);
  const { properties } = spokenForm(spoken, { ...any, form } as CommandDeclaration);
  expect(properties).toMatchObject({
    giver: { 'x-linli-begins': 'runner', 'x-linli-office': 'clerk', 'x-linli-ref': 'person' },
    runner: { 'x-linli-office': 'clerk' },
  });
  expect(properties).not.toHaveProperty('other.x-linli-office');
  expect(properties).not.toHaveProperty('runner.x-linli-begins');
  // Who has left the office since may still be named: what is sent is judged as without the hint.
  expect(form.giver.references).toEqual([{ path: [], to: 'person' }]);
});
