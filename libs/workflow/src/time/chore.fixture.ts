/** A workflow of its own for the tests of clocks: chores are held, paused, moved, extended, undone and come back to. */
import { anyOpen, anywhere, back, ends, nothing, on, stay, workflow } from '../declare/builder.js';
import { text } from '../declare/fields/text.js';
import { day } from '../declare/fields/when.js';
import { optional } from '../declare/fields/wrap.js';
import { days, workingDays } from './spans.js';

/** Chores with every kind of clock: counted from entering, from an event, until a day; held, paused, moved, come back to. */
export const chore = workflow('chore', { path: 'chores' })
  .events({
    ChoreAsked: on('asked', { what: text(1, 60) }),
    ChoreStarted: on('doing', {}),
    ChoreChecked: on('checking', {}),
    ChoreSentBack: on('doing', {}),
    ChoreReturned: on('asked', {}),
    ChoreHeld: on('held', { until: day() }, { pausesClocks: true }),
    ChoreResumed: back({}),
    VisitAgreed: stay({ visitOn: optional(day()), reportOn: optional(day()) }),
    ChoreClosed: ends('closed', {}),
    ChoreReopened: on('doing', {}),
  })
  .settings({ take: workingDays(1), finish: workingDays(5), check: days(2) })
  .deadline('take', { while: ['asked'], setting: 'take', extend: 'once' })
  .deadline('finish', { while: ['doing'], from: 'ChoreStarted', setting: 'finish', pausable: true, extend: 'once' })
  .deadline('check', { while: ['checking'], setting: 'check', pausable: true })
  .deadline('review', { while: ['held'], until: 'ChoreHeld.until' })
  .deadline('visit', { while: ['doing'], until: 'VisitAgreed.visitOn' })
  .deadline('report', { while: ['doing'], until: 'VisitAgreed.reportOn' })
  .command('AskChore', { by: ['clerk'], from: nothing, yields: ['ChoreAsked'] })
  .command('StartChore', { by: ['clerk'], from: ['asked'], yields: ['ChoreStarted'], undoable: true })
  .command('CheckChore', { by: ['clerk'], from: ['doing'], yields: ['ChoreChecked'] })
  .command('SendBackChore', { by: ['clerk'], from: ['checking'], yields: ['ChoreSentBack'] })
  .command('ReturnChore', { by: ['clerk'], from: ['asked', 'doing'], yields: ['ChoreReturned'] })
  .command('HoldChore', { by: ['clerk'], from: anyOpen, yields: ['ChoreHeld'], undoable: true })
  .command('ResumeChore', { by: ['clerk'], from: ['held'], yields: ['ChoreResumed'] })
  .command('AgreeVisit', { by: ['clerk'], from: ['doing'], yields: ['VisitAgreed'] })
  .command('CloseChore', { by: ['clerk'], from: anyOpen, yields: ['ChoreClosed'] })
  .command('ReopenChore', { by: ['clerk'], from: ['closed'], yields: ['ChoreReopened'] })
  .command('NoteChore', { by: ['clerk'], from: anywhere, form: {}, yields: ['VisitAgreed'] })
  .standing({ comment: ['clerk'], undo: ['clerk'], pause: ['clerk'], extend: ['clerk'], excuse: ['officer'] });
