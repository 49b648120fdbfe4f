/** Why a step is not possible, as a page says it. */
import { describe, expect, it } from '@jest/globals';
import { whyNot } from './sentences.js';
import type { Description, Workflow } from './types.js';

const pair = (zh: string, en: string) => ({ 'zh-CN': zh, en });
const workflow = {
  commands: [
    { name: 'AssignMediator', words: pair('指派调解员', 'assign'), roles: ['officer', 'mediator', 'department.x'] },
  ],
  states: [
    { name: 'accepted', words: pair('已受理', 'accepted') },
    { name: 'agreed', words: pair('已达成协议', 'agreed') },
  ],
  fields: { side: { 'x-linli-choices': { respondent: pair('被申请人', 'respondent') } } },
  deadlines: {},
  fieldWords: {},
  refusals: { 'needs-consent': pair('尚缺{side}（第{nth}方）的同意', 'The {side} (party {nth}) has not agreed') },
} as unknown as Workflow;
const all = {
  roles: {
    officer: pair('街道办工作人员', 'officer'),
    mediator: pair('调解员', 'mediator'),
    'department.x': pair('', ''),
  },
  refusals: {
    'wrong-state-needs': pair('现在是“{state}”，须先“{needs}”。可以：{possible}', 'Not while {state}, first {needs}'),
    'command/not-your-role': pair('您的岗位不能“{command}”', 'Your role may not do this: {command}'),
  },
} as unknown as Description;
const why = { action: 'assign-mediator', code: 'command/not-your-role', params: { command: 'AssignMediator' } };

describe('a refusal for the role', () => {
  it('says whose step it is, in both languages', () => {
    expect(whyNot(why, workflow, all, 'zh-CN', ['auditor'])).toBe(
      '您的岗位不能“指派调解员”，由街道办工作人员、调解员办理',
    );
    expect(whyNot(why, workflow, all, 'en', ['auditor'])).toBe(
      'Your role may not do this: assign; it is for: officer, mediator',
    );
  });

  it('tells whoever holds the role that it takes the one of this case', () => {
    expect(whyNot(why, workflow, all, 'zh-CN', ['mediator'])).toBe(
      '您的岗位不能“指派调解员”，由街道办工作人员、此件的调解员办理',
    );
  });
});

describe('a refusal for how the case stands', () => {
  it('names what is needed first, and a party by its side', () => {
    const params = { state: 'accepted', needs: 'agreed', through: 'record-agreement' };
    const wrong = { action: 'record-performance', code: 'complaint/record-performance-wrong-state', params };
    expect(whyNot(wrong, workflow, all, 'zh-CN')).toBe('现在是“已受理”，须先“已达成协议”');
    const consent = {
      action: 'record-session',
      code: 'complaint/needs-consent',
      params: { side: 'respondent', nth: 2 },
    };
    expect(whyNot(consent, workflow, all, 'zh-CN')).toBe('尚缺被申请人（第2方）的同意');
  });
});
