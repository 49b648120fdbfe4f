/** The words of settings and calendars, in both languages. */
import type { Spoken } from '../words/sentence.js';
import { texts, type Pair } from '../words/texts.js';
import { calendar, setting } from './settings.js';

export const settingSpoken: Spoken = {
  declaration: setting.declaration,
  texts: texts(setting, {
    name: ['规定', 'setting'],
    plural: ['规定', 'settings'],
    states: { 'in-force': ['施行中', 'in force'] },
    events: { SettingChanged: ['规定变更', 'was changed'] },
    commands: {
      InstallSetting: ['载入默认规定', 'Install a default'],
      ChangeSetting: ['变更规定', 'Change a setting'],
    },
    fields: {
      name: ['名称', 'name'],
      value: ['内容', 'value'],
      effectiveOn: ['施行日期', 'effective on'],
      subDistrict: ['街道', 'sub-district'],
      alsoOpen: ['未结事项同样适用', 'also for open cases'],
      reason: ['理由', 'reason'],
    },
    choices: {},
    deadlines: {},
    settings: {},
    refusals: {
      'in-the-past': ['施行日期（{effectiveOn}）已经过去', 'The effective day ({effectiveOn}) has passed'],
      'other-kind': ['新内容与原内容种类不同', 'The new value is of another kind than the old one'],
      'out-of-range': ['只能在{min}至{max}之间', 'Only {min} to {max} can be set here'],
      'nothing-changed': ['当日施行的内容已是如此，没有变化', 'This is the value in force on that day already'],
    },
  }),
  meant: { name: { names: 'setting' } },
};

export const calendarSpoken: Spoken = {
  declaration: calendar.declaration,
  texts: texts(calendar, {
    name: ['工作日历', 'calendar'],
    plural: ['工作日历', 'calendars'],
    states: { published: ['已公布', 'published'] },
    events: { CalendarPublished: ['公布工作日历', 'was published'] },
    commands: {
      InstallCalendar: ['载入工作日历', 'Install a calendar'],
      PublishCalendar: ['公布工作日历', 'Publish a calendar'],
      ReviseCalendar: ['更正工作日历', 'Revise a calendar'],
    },
    fields: {
      year: ['年份', 'year'],
      holidays: ['放假日', 'days off'],
      makeUpDays: ['调休上班日', 'days worked in exchange'],
      source: ['依据', 'source'],
    },
    choices: {},
    deadlines: {},
    settings: {},
    refusals: {
      'year-out-of-range': [
        '只能公布{from}年至{until}年的日历',
        'Only calendars of {from} to {until} can be published',
      ],
      'not-a-calendar': ['日历有误：{where}（{rule}）', 'Not a calendar: {where} ({rule})'],
      'nothing-changed': ['日历没有变化', 'The calendar stays the same'],
    },
  }),
  meant: { year: { kind: 'year' } },
};

/** The words of the engine's own settings; those of a workflow stand in its texts. */
export const engineSettingTexts: Readonly<Record<string, Pair>> = {
  'engine.undo-minutes': ['可撤销时间（分钟）', 'minutes within which a step can be undone'],
  'engine.late-entry-reason': ['补录超过此时长须说明理由', 'late entries beyond this need a reason'],
  'engine.late-entry-officer': ['补录超过此时长须由街道或办公室办理', 'late entries beyond this need an officer'],
  'engine.remind-left-percent': ['剩余时间达到此比例时提醒（%）', 'remind when this much of the time is left (%)'],
  'engine.alert-days-1': ['逾期后第一级提醒（工作日）', 'first level is told of a miss after (working days)'],
  'engine.alert-days-2': ['逾期后第二级提醒（工作日）', 'second level is told of a miss after (working days)'],
  'engine.alert-days-3': ['逾期后第三级提醒（工作日）', 'third level is told of a miss after (working days)'],
  'engine.office-opens-minute': ['上班时间（零点起的分钟数）', 'office opens (minutes after midnight)'],
  'engine.office-closes-minute': ['下班时间（零点起的分钟数）', 'office closes (minutes after midnight)'],
};
