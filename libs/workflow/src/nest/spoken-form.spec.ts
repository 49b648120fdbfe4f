/** What a form is told beside its rules, so that a control can be drawn from it alone. */
import { expect, it } from '@jest/globals';
import type { CommandDeclaration } from '../declare/declaration.js';
import { officer, ref } from '../declare/fields/ref.js';
import { beginsWith, optional } from '../declare/fields/wrap.js';
import { spoken } from './api.fixture.js';
import type { Texts } from '../words/texts.js';
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

it('the engine words its own steps, whatever the workflow calls by the same names, and offers the deadlines that it can extend', () => {
  const { declaration, texts } = spoken;
  const mine: Partial<Texts> = {
    fields: { ...texts.fields, name: ['姓名', 'name'], consent: ['同意代办', 'consent'], why: ['为何', 'why not'] },
    choices: { ...texts.choices, why: { late: ['太晚', 'too late'] }, name: { finish: ['某人', 'somebody'] } },
  };
  const own = { ...spoken, texts: { ...texts, ...mine } };
  const formOf = (name: string) => spokenForm(own, declaration.commands[name] as CommandDeclaration)['properties'];
  expect(formOf('ExtendDeadline')).toMatchObject({
    name: {
      enum: ['finish'],
      'x-linli-words': { 'zh-CN': '期限' },
      'x-linli-choices': { finish: { 'zh-CN': texts.deadlines['finish']?.[0] } },
    },
    consent: { 'x-linli-words': { 'zh-CN': '各方是否同意延长' } },
  });
  expect(formOf('PauseClock')).toMatchObject({
    why: {
      'x-linli-words': { 'zh-CN': '暂停原因' },
      'x-linli-choices': { 'awaiting-citizen': { 'zh-CN': '等待当事人补充' } },
    },
    reason: { 'x-linli-words': { 'zh-CN': '补充说明' } },
  });
});
