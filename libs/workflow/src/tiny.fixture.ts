/** A workflow of its own for the engine's tests: an errand that is asked for, taken on, and done. */
import { anyOpen, anywhere, back, engine, ends, nothing, on, own, stay, workflow } from './declare/builder.js';
import { oneOf } from './declare/fields/choice.js';
import { personal } from './declare/fields/personal.js';
import { ref } from './declare/fields/ref.js';
import { text } from './declare/fields/text.js';
import { day } from './declare/fields/when.js';
import { note, optional, sealed } from './declare/fields/wrap.js';
import { workingDays } from './time/spans.js';

const reason = text(1, 200);

export const errand = workflow('errand', { path: 'errands', jurisdiction: 'area' })
  .events({
    ErrandAsked: on('asked', {
      area: ref('area'),
      what: note(text(1, 200)),
      story: note(sealed(text(1, 2000), 'case')),
      caller: personal('caller'),
    }),
    ErrandTaken: on('taken', { runner: text(1, 60), doneBy: optional(day()) }),
    ErrandHeld: on('held', { reason }, { pausesClocks: true }),
    ErrandResumed: back({ reason: optional(reason) }),
    ErrandDone: ends('done', { how: oneOf(['well', 'badly']) }),
    ErrandDropped: ends('dropped', { reason }),
    RunnerChanged: stay({ runner: text(1, 60) }),
    ErrandAudited: stay({ verdict: oneOf(['fine', 'odd']) }),
  })
  .data(
    { area: '', runner: '', changes: 0 },
    {
      ErrandAsked: (d, e) => ({ ...d, area: e.area }),
      ErrandTaken: (d, e) => ({ ...d, runner: e.runner }),
      RunnerChanged: (d, e) => ({ ...d, runner: e.runner, changes: d.changes + 1 }),
    },
  )
  .settings({ take: workingDays(1), finish: workingDays(5), changes: 2 })
  .deadline('take', { while: ['asked'], setting: 'take' })
  .deadline('finish', { while: ['taken'], from: 'ErrandTaken', setting: 'finish', pausable: true, extend: 'once' })
  .command('AskErrand', { by: ['clerk'], from: nothing, yields: ['ErrandAsked'] })
  .command('TakeErrand', { by: ['clerk', 'officer'], from: ['asked'], yields: ['ErrandTaken'], undoable: true })
  .command('ChangeRunner', {
    by: ['officer', own('runner', 'clerk')],
    from: ['taken'],
    yields: ['RunnerChanged'],
    refuses: { 'too-often': ['changes'], 'nothing-changed': [] },
    unless: ({ data, settings, refuse }) =>
      data.changes >= settings.changes ? refuse('too-often', { changes: data.changes }) : undefined,
    decide: ({ form, data, emit, refuse }) =>
      form.runner === data.runner ? refuse('nothing-changed') : emit.RunnerChanged(form),
    bulk: true,
  })
  .command('HoldErrand', { by: ['officer'], from: { openExcept: ['held'] }, yields: ['ErrandHeld'] })
  .command('ResumeErrand', { by: ['officer'], from: ['held'], yields: ['ErrandResumed'] })
  .command('FinishErrand', { by: [own('runner', 'clerk')], from: ['taken'], yields: ['ErrandDone'], sensitive: true })
  .command('DropErrand', { by: ['officer'], from: anyOpen, yields: ['ErrandDropped'] })
  .command('AuditErrand', {
    by: ['officer', 'clerk'],
    notActorOf: ['ErrandDone', 'ErrandTaken'],
    from: anywhere,
    yields: ['ErrandAudited'],
  })
  .command('ExpireErrand', { by: [engine('reaper')], from: anyOpen, yields: ['ErrandDropped'] })
  .standing({
    comment: ['clerk', 'officer'],
    correct: ['officer', own('runner', 'clerk')],
    undo: ['clerk', 'officer'],
    pause: [own('runner', 'clerk')],
    extend: [own('runner', 'clerk')],
    excuse: ['officer'],
  });
