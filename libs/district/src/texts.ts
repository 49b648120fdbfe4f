/** The words of the identity workflow, in both languages. */
import { texts, type Spoken } from '#libs/workflow';
import { person } from './person.js';
import { roleTexts } from './roles.js';

export const personTexts = texts(person, {
  name: ['工作人员', 'person'],
  plural: ['工作人员', 'people'],
  states: { active: ['在岗', 'active'], inactive: ['已停用', 'inactive'] },
  events: {
    PersonRegistered: ['登记人员', 'registered'],
    PersonRenamed: ['更改姓名', 'renamed'],
    RoleGranted: ['授予岗位', 'was given a role'],
    RoleWithdrawn: ['收回岗位', 'lost a role'],
    PersonDeactivated: ['停用', 'deactivated'],
    PersonReactivated: ['恢复使用', 'reactivated'],
  },
  commands: {
    RegisterPerson: ['登记人员', 'Register a person'],
    RenamePerson: ['更改姓名', 'Rename'],
    GrantRole: ['授予岗位', 'Give a role'],
    WithdrawRole: ['收回岗位', 'Withdraw a role'],
    DeactivatePerson: ['停用', 'Deactivate'],
    ReactivatePerson: ['恢复使用', 'Reactivate'],
  },
  fields: {
    person: ['人员编号', "person's id"],
    name: ['姓名', 'name'],
    organisation: ['单位', 'organisation'],
    phone: ['电话', 'telephone'],
    role: ['岗位', 'role'],
    jurisdiction: ['管辖范围', 'jurisdiction'],
    department: ['部门', 'department'],
    from: ['任职日期', 'appointed on'],
    reason: ['理由', 'reason'],
  },
  choices: { role: roleTexts },
  deadlines: {},
  settings: {},
  refusals: {
    'id-not-plain': [
      '人员编号只能用小写字母、数字和连字符，最多60个字符',
      'An id of a person is made of lower-case letters, digits and hyphens, at most 60',
    ],
    'nothing-changed': ['姓名没有变化', 'The name stays the same'],
    'never-yourself': [
      '不能变更本人的权限，须由其他管理员办理',
      'Nobody changes their own rights: ask another administrator',
    ],
    'not-held-there': ['该岗位不能设在“{jurisdiction}”', 'This role cannot be held in {jurisdiction}'],
    'which-department': ['请注明是哪个部门', 'Say which department'],
    'not-a-department': ['只有职能部门岗位才注明部门', 'Only the role of a department names one'],
    'not-yet': ['任职日期（{from}）尚未到', 'The appointment ({from}) lies in the future'],
    'already-granted': ['该人员在“{jurisdiction}”已有此岗位', 'The role is already held in {jurisdiction}'],
    'not-granted': ['该人员在“{jurisdiction}”没有此岗位', 'The role is not held in {jurisdiction}'],
  },
});

export const personSpoken: Spoken = { declaration: person.declaration, texts: personTexts };
