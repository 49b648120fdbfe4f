/** What the engine itself says, in both languages: broken rules of fields, refusals every workflow shares, standing commands and events. */
import type { FieldRule } from '../declare/fields/field.js';
import type { StandingEvent } from '../standing/standing.js';
import type { Pair } from './texts.js';

export const ruleTexts: Readonly<Record<FieldRule, Pair>> = {
  required: ['必须填写', 'is required'],
  'unknown-field': ['没有这个字段', 'is not a field of this form'],
  object: ['应为一个对象', 'must be an object'],
  text: ['应为文字', 'must be text'],
  'text-length': ['应为{min}至{max}个字', 'must have {min} to {max} characters'],
  'text-control-characters': ['含有不可见的控制字符', 'contains control characters'],
  choice: ['应为下列之一：{choices}', 'must be one of: {choices}'],
  id: ['不是有效的编号', 'is not a valid id'],
  day: ['应为真实的日期，如 2026-11-24', 'must be a real day such as 2026-11-24'],
  'day-range': ['应在{from}至{until}之间', 'must lie between {from} and {until}'],
  instant: [
    '应为带时区的时间，如 2026-11-24T09:00:00+08:00',
    'must be a moment with a zone such as 2026-11-24T09:00:00+08:00',
  ],
  whole: ['应为{min}至{max}之间的整数', 'must be a whole number from {min} to {max}'],
  'yes-no': ['应为是或否', 'must be true or false'],
  list: ['应为列表', 'must be a list'],
  'list-length': ['应有{min}至{max}项', 'must have {min} to {max} items'],
  span: ['不是有效的期限（{rule}）', 'is not a length of time ({rule})'],
  phone: ['不是有效的电话号码（手机号应为11位）', 'is not a telephone number (a mobile number has 11 digits)'],
  'unknown-reference': ['查不到“{id}”', 'names nothing known: {id}'],
  'not-in-office': ['此人在本辖区没有相应岗位（{office}）', 'names nobody who is {office} here'],
  'not-correctable': ['此项不可更正', 'cannot be corrected'],
  'not-here': ['此处不能填写', 'cannot be given here'],
};

/** Refusals that every workflow shares; `{state}`, `{command}` and `{possible}` are put in the reader's words. */
export const refusalTexts = {
  'command/unknown': ['没有“{command}”这项操作', 'There is no such step: {command}'],
  'command/id-reused': [
    '这个操作编号已用于另一项操作，请刷新后重试',
    'This command id was used for something else; reload and try again',
  ],
  'command/outcome-erased': [
    '相关个人信息已依法删除，无法再核对这项操作是否重复',
    'The personal data was erased, so a repeat can no longer be recognised',
  ],
  'command/busy': [
    '系统繁忙，请稍后再试；您填写的内容没有丢失',
    'Busy; try again in a moment, nothing you entered is lost',
  ],
  'command/case-crowded': [
    '同时办理本件的操作过多（最多{max}项），请稍后用同一操作编号重试；您填写的内容没有丢失',
    'Too many steps for this case at once (at most {max}); try again in a moment under the same command id, nothing you entered is lost',
  ],
  'command/overloaded': [
    '系统此刻过于繁忙，请稍后用同一操作编号重试；您填写的内容没有丢失',
    'More is going on than can be taken just now; try again in a moment under the same command id, nothing you entered is lost',
  ],
  'command/clock-behind': [
    '本节点的时钟慢了，暂不能办理；请稍后用同一操作编号重试，您填写的内容没有丢失。请管理员校准时钟',
    "This node's clock is behind the others, so it records nothing; try again under the same command id, nothing you entered is lost. The administrator should set the clock right",
  ],
  'command/not-your-role': ['您的岗位不能“{command}”', 'Your role may not do this: {command}'],
  'command/not-for-engine': ['系统不能自动“{command}”', 'The system may not do this by itself: {command}'],
  'command/unknown-person': ['查不到您的人员登记，请联系管理员', 'You are not registered; ask the administrator'],
  'command/separated-duties': [
    '您已办理过本件的前一环节，须由他人“{command}”',
    'You took an earlier part in this case; someone else must do this: {command}',
  ],
  'command/outside-jurisdiction': [
    '不在您的管辖范围内（{jurisdiction}）',
    'This lies outside your jurisdiction ({jurisdiction})',
  ],
  'command/changed-meanwhile': [
    '在您查看之后此件已有变动（现为第{revision}版），请核对后重新提交',
    'Changed since you looked (now revision {revision}); check and send again',
  ],
  'command/revision-needed': [
    '此步骤须注明您所查看的版本（If-Match）',
    'This step must say which revision you saw (If-Match)',
  ],
  'command/not-in-bulk': ['“{command}”只能逐件办理', 'This step is taken case by case: {command}'],
  'command/chain-too-deep': ['自动操作的连锁超过上限', 'A chain of automatic steps grew too long'],
  'reaction/malformed': ['自动操作的内容不合规定', 'What the automatic step would enter is not valid'],
  'reaction/failed': ['自动操作出错（{error}）', 'The automatic step failed ({error})'],
  'reaction/unknown': ['没有名为“{reaction}”的自动操作', 'There is no automatic step named {reaction}'],
  'entry/in-the-future': ['发生时间不能晚于现在', 'What happened cannot lie in the future'],
  'entry/before-last-step': [
    '发生时间不能早于上一步（{last}）',
    'This cannot have happened before the last step ({last})',
  ],
  'entry/needs-reason': ['补录超过时限，请填写补录原因', 'Entered late: give a reason'],
  'entry/needs-officer': ['时间过久，须由街道或办公室人员补录', 'Too long ago: an officer must enter this'],
} as const satisfies Record<string, Pair>;

/** Refusals whose code begins with the workflow's name. */
export const sharedRefusalTexts = {
  'wrong-state': [
    '现在是“{state}”，不能“{command}”。可以：{possible}',
    'Not possible while {state}: {command}. Possible: {possible}',
  ],
  'wrong-state-needs': [
    '现在是“{state}”，不能“{command}”，须先“{needs}”。可以：{possible}',
    'Not possible while {state}: {command}; it must first be {needs}. Possible: {possible}',
  ],
  'not-found': ['没有找到，或不在您的管辖范围内', 'Not found, or outside your jurisdiction'],
  exists: ['已经存在（{id}）', 'It already exists ({id})'],
  'nothing-changed': ['没有任何变化，未作记录', 'Nothing would change, so nothing was recorded'],
  'undo-last-nothing-to-undo': ['没有可以撤销的步骤', 'There is nothing to undo'],
  'undo-last-not-yours': ['只有办理上一步的人可以撤销', 'Only whoever took the last step may undo it'],
  'undo-last-not-undoable': ['“{command}”不可撤销', 'This step cannot be undone: {command}'],
  'undo-last-too-late': [
    '已超过{minutes}分钟，不能撤销',
    'More than {minutes} minutes ago: it can no longer be undone',
  ],
  'link-related-no-such-workflow': ['没有“{workflow}”这一类事项', 'There is no such kind of case: {workflow}'],
  'link-related-itself': ['不能与本件自身关联', 'A case cannot be linked to itself'],
  'link-related-not-found': [
    '没有找到要关联的一件（{to}），或不在您的管辖范围内',
    'What it should be linked to was not found, or lies outside your jurisdiction ({to})',
  ],
  'correct-not-correctable': ['“{field}”不可更正', 'This field cannot be corrected: {field}'],
  'correct-nothing-changed': ['与原内容相同，未作更正', 'The same as before: nothing was corrected'],
  'pause-clock-already-paused': ['计时已经暂停', 'The deadlines are paused already'],
  'pause-clock-nothing-running': ['没有可以暂停的期限', 'No deadline that can be paused is running'],
  'resume-clock-not-paused': ['计时没有暂停', 'The deadlines are not paused'],
  'extend-deadline-nothing-running': ['没有正在计时、可以延长的期限', 'No deadline that can be extended is running'],
  'extend-deadline-not-running': ['“{name}”没有在计时', 'This deadline is not running: {name}'],
  'extend-deadline-already-extended': ['“{name}”已经延长过一次', 'This deadline was already extended once: {name}'],
  'extend-deadline-not-later': [
    '新的日期须晚于“{name}”的现有期限',
    'The new date must lie after the present one of: {name}',
  ],
  'extend-deadline-needs-consent': ['延长须经各方同意', 'Extending needs the consent of the parties'],
  'excuse-miss-nothing-missed': ['没有待说明的超期', 'Nothing was missed that is not excused'],
  'excuse-miss-no-miss': ['“{name}”没有待说明的超期', 'There is no miss to excuse: {name}'],
  'excuse-miss-never-own': ['不能为自己的超期作说明，须由他人办理', 'Nobody excuses their own miss'],
  'miss-deadline-not-due': ['尚未到期', 'Not due'],
  'alert-deadline-not-due': ['尚未到期', 'Not due'],
  'move-deadline-not-running': ['没有在计时', 'Not running'],
  'move-deadline-nothing-changed': ['日期没有变化', 'The date stays as it is'],
} as const satisfies Record<string, Pair>;

export const standingEventTexts: Readonly<Record<StandingEvent, Pair>> = {
  Commented: ['备注', 'commented'],
  RelatedLinked: ['关联了另一件', 'linked to a related case'],
  Corrected: ['更正', 'corrected'],
  Undone: ['撤销了上一步', 'undid the last step'],
  ClockPaused: ['暂停计时', 'deadlines paused'],
  ClockResumed: ['恢复计时', 'deadlines resumed'],
  DeadlineExtended: ['延长期限', 'extended the deadline'],
  DeadlineMoved: ['期限随日历或规定调整', 'deadline moved with calendar or setting'],
  DeadlineMissed: ['超期', 'deadline missed'],
  DeadlineAlerted: ['超期提醒', 'alerted of the missed deadline'],
  MissExcused: ['超期说明', 'excused the miss'],
};

export const standingCommandTexts: Readonly<Record<string, Pair>> = {
  Comment: ['备注', 'Comment'],
  LinkRelated: ['关联', 'Link a related case'],
  Correct: ['更正', 'Correct'],
  UndoLast: ['撤销上一步', 'Undo the last step'],
  PauseClock: ['暂停计时', 'Pause the deadlines'],
  ResumeClock: ['恢复计时', 'Resume the deadlines'],
  ExtendDeadline: ['延长期限', 'Extend a deadline'],
  ExcuseMiss: ['超期说明', 'Excuse a miss'],
  MissDeadline: ['记录超期', 'Record a miss'],
  AlertDeadline: ['发出超期提醒', 'Alert of a miss'],
  MoveDeadline: ['调整期限', 'Move a deadline'],
};

export const standingFieldTexts: Readonly<Record<string, Pair>> = {
  text: ['内容', 'text'],
  workflow: ['类别', 'kind of case'],
  to: ['编号', 'id'],
  reason: ['理由', 'reason'],
  field: ['字段', 'field'],
  value: ['新内容', 'new value'],
  event: ['事件', 'event'],
  type: ['事件类型', 'type of event'],
  why: ['原因', 'why'],
  name: ['期限', 'deadline'],
  until: ['延长至', 'until'],
  consent: ['各方是否同意延长', 'all parties agree to the extension'],
  level: ['提醒对象', 'who was told'],
  dueAt: ['到期时间', 'due'],
  timerId: ['计时编号', 'timer'],
  setting: ['规定版本', 'edition of the setting'],
  commandId: ['操作编号', 'command id'],
  occurredAt: ['发生时间', 'occurred at'],
  lateReason: ['补录原因', 'reason for the late entry'],
};

/** What a field is called in one step of the engine, where another step means something else by it. */
export const standingStepTexts: Readonly<Record<string, Readonly<Record<string, Pair>>>> = {
  PauseClock: { why: ['暂停原因', 'why it is paused'], reason: ['补充说明', 'remark'] },
  ClockPaused: { why: ['暂停原因', 'why it is paused'], reason: ['补充说明', 'remark'] },
  ResumeClock: { reason: ['说明', 'remark'] },
  ClockResumed: { reason: ['说明', 'remark'] },
};

export const standingChoiceTexts: Readonly<Record<string, Readonly<Record<string, Pair>>>> = {
  why: {
    'awaiting-citizen': ['等待当事人补充', 'waiting for the citizen'],
    'awaiting-appraisal': ['等待鉴定', 'waiting for an appraisal'],
    'force-majeure': ['不可抗力', 'force majeure'],
    calendar: ['日历调整', 'calendar'],
    setting: ['规定调整', 'setting'],
  },
  /** Of the levels that an alert goes through (DOMAIN "Complaints": mediator, sub-district officer, office in turn). */
  level: {
    '1': ['承办人', 'whoever handles it'],
    '2': ['街道办事处人员', 'the officers of the sub-district'],
    '3': ['领导小组办公室', 'the office'],
  },
};

/** Members of fields that are made of several: what papers ask of a person, and a length of time. */
export const memberTexts: Readonly<Record<string, Pair>> = {
  name: ['姓名', 'name'],
  phone: ['电话', 'telephone'],
  sex: ['性别', 'sex'],
  ethnicity: ['民族', 'ethnicity'],
  age: ['年龄', 'age'],
  occupation: ['职业', 'occupation'],
  address: ['住址', 'address'],
  unit: ['单位', 'unit'],
  count: ['数量', 'count'],
  endsOn: ['止于', 'ends on'],
};

export const memberChoiceTexts: Readonly<Record<string, Readonly<Record<string, Pair>>>> = {
  sex: { male: ['男', 'male'], female: ['女', 'female'] },
  unit: {
    'working-days': ['个工作日', 'working days'],
    days: ['日', 'days'],
    months: ['个月', 'months'],
    hours: ['小时', 'hours'],
    minutes: ['分钟', 'minutes'],
  },
  endsOn: { 'working-day': ['工作日', 'a working day'] },
};
