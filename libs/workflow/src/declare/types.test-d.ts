/** What a declaration's types allow and refuse: each allowed use, then its forbidden twin. Compiled, never run. */
import { workingDays } from '../time/spans.js';
import { texts } from '../words/texts.js';
import { anyOpen, back, ends, engine, evolved, fact, nothing, on, own, stay, workflow } from './builder.js';
import { oneOf, yesNo } from './fields/choice.js';
import type { Form, ValueOf } from './fields/field.js';
import { list } from './fields/list.js';
import { personal } from './fields/personal.js';
import { text } from './fields/text.js';
import { day } from './fields/when.js';
import { whole } from './fields/whole.js';
import { note, optional, sealed } from './fields/wrap.js';
import type { DataOf, FormOf } from './types.js';

/** Fails to compile where two types are not the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
/** Compares what is seen, not how it was put together. */
type Seen<T> = { [K in keyof T]: T[K] };
function same<A, B>(_yes: Same<Seen<A>, Seen<B>>): void {}

const fields = {
  area: text(1, 60),
  kind: oneOf(['small', 'large']),
  count: optional(whole(0, 9)),
  remark: note(text(1, 60)),
  secret: sealed(text(1, 60), 'case'),
  who: personal('who'),
  dueOn: day(),
  toldOn: note(day()),
};

const begun = workflow('task', { path: 'tasks', jurisdiction: 'area' }).events({
  TaskAsked: on('asked', fields),
  TaskTaken: on('taken', { by: text(1, 60) }),
  TaskHeld: on('held', {}, { pausesClocks: true }),
  TaskResumed: back({}),
  TaskNoted: stay({ line: text(1, 60) }),
  TaskDone: ends('done', { well: yesNo() }),
});
const folded = begun.data({ area: '', by: '', notes: 0 }, { TaskTaken: (d, e) => ({ ...d, by: e.by }) });
const task = folded
  .settings({ take: workingDays(1), notes: 3 })
  .facts({ place: fact<{ readonly name: string }>('place', 'area') })
  .command('AskTask', { by: ['clerk'], from: nothing, yields: ['TaskAsked'] });

// Forms and folds are exact.
same<
  Form<typeof fields>,
  {
    readonly area: string;
    readonly kind: 'small' | 'large';
    readonly remark: string;
    readonly secret: string;
    readonly who: ValueOf<typeof fields.who>;
    readonly dueOn: string;
    readonly toldOn: string;
    readonly count?: number;
  }
>(true);
same<FormOf<typeof task, 'AskTask'>, Form<typeof fields>>(true);
same<DataOf<typeof task>, { area: string; by: string; notes: number }>(true);
same<ValueOf<ReturnType<typeof listOfKinds>>, readonly ('small' | 'large')[]>(true);
function listOfKinds() {
  return list(oneOf(['small', 'large']), 0, 3);
}
const whole_: Form<typeof fields>['count'] = 1;
const absent: { readonly count?: number } = {};
// @ts-expect-error what is left out is absent, never undefined
const undefined_: Form<{ count: (typeof fields)['count'] }> = { count: undefined };
// @ts-expect-error no command is called so
const nobody: FormOf<typeof task, 'AskTusk'> = {};

// The fold.
begun.data({ area: '', seen: false }, { TaskDone: (d, e) => ({ ...d, seen: e.well }) });
// @ts-expect-error the jurisdiction field is missing in the data
begun.data({ seen: false }, {});
// @ts-expect-error no event is called so
begun.data({ area: '' }, { TaskLost: (d) => d });
begun.data({ area: '' }, { TaskAsked: (d, e) => ({ ...d, area: e.area + e.dueOn }) });
// @ts-expect-error a note may be corrected, so it is never folded
begun.data({ area: '' }, { TaskAsked: (d, e) => ({ ...d, area: e.remark }) });
// @ts-expect-error a sealed value may be erased, so it is never folded
begun.data({ area: '' }, { TaskAsked: (d, e) => ({ ...d, area: e.secret }) });
// @ts-expect-error neither is a person
begun.data({ area: '' }, { TaskAsked: (d, e) => ({ ...d, area: e.who.name }) });
// @ts-expect-error the fold keeps its type
begun.data({ area: '', notes: 0 }, { TaskNoted: (d, e) => ({ ...d, notes: e.line }) });

// Deadlines.
task.deadline('take', { while: ['asked'], setting: 'take' });
// @ts-expect-error no state is called so
task.deadline('take', { while: ['askd'], setting: 'take' });
// @ts-expect-error no setting is called so
task.deadline('take', { while: ['asked'], setting: 'tak' });
// @ts-expect-error a number is no length of time
task.deadline('take', { while: ['asked'], setting: 'notes' });
task.deadline('take', { while: ['asked'], from: 'TaskAsked', setting: 'take' });
task.deadline('take', { while: ['asked'], from: ['TaskAsked', 'TaskNoted'], setting: 'take' });
// @ts-expect-error no event is called so
task.deadline('take', { while: ['asked'], from: 'TaskAskd', setting: 'take' });
// @ts-expect-error nor one among several
task.deadline('take', { while: ['asked'], from: ['TaskAsked', 'TaskNotd'], setting: 'take' });
task.deadline('due', { while: ['asked'], until: 'TaskAsked.dueOn' });
// @ts-expect-error a note may be corrected, and a deadline would have to move
task.deadline('due', { while: ['asked'], until: 'TaskAsked.toldOn' });
// @ts-expect-error a number is no day
task.deadline('due', { while: ['asked'], until: 'TaskAsked.count' });
// @ts-expect-error the event has no such field
task.deadline('due', { while: ['asked'], until: 'TaskTaken.dueOn' });
task.deadline('due', { while: ['asked'], until: 'TaskAsked.dueOn', when: (d) => d.notes > 0 });
// @ts-expect-error the fold has no such field
task.deadline('due', { while: ['asked'], until: 'TaskAsked.dueOn', when: (d) => d.lines > 0 });
// @ts-expect-error absent or once, not undefined
task.deadline('due', { while: ['asked'], until: 'TaskAsked.dueOn', extend: undefined });

// Commands: where, what, who.
task.command('TakeTask', { by: ['clerk'], from: ['asked'], yields: ['TaskTaken'] });
// @ts-expect-error no state is called so
task.command('TakeTask', { by: ['clerk'], from: ['askd'], yields: ['TaskTaken'] });
task.command('DropTask', { by: ['clerk'], from: anyOpen, yields: ['TaskDone'] });
task.command('DropTask', { by: ['clerk'], from: { openExcept: ['held'] }, yields: ['TaskDone'] });
// @ts-expect-error no state is called so
task.command('DropTask', { by: ['clerk'], from: { openExcept: ['hold'] }, yields: ['TaskDone'] });
// @ts-expect-error no event is called so
task.command('TakeTask', { by: ['clerk'], from: ['asked'], yields: ['TaskTook'] });
// @ts-expect-error a command records something
task.command('TakeTask', { by: ['clerk'], from: ['asked'], yields: [] });
task.command('TakeTask', { by: [own('by', 'clerk'), engine('timer')], from: ['asked'], yields: ['TaskTaken'] });
// @ts-expect-error nobody can own what the fold does not hold
task.command('TakeTask', { by: [own('runner')], from: ['asked'], yields: ['TaskTaken'] });
task.command('TakeTask', { by: ['clerk'], notActorOf: ['TaskAsked'], from: ['asked'], yields: ['TaskTaken'] });
// @ts-expect-error no event is called so
task.command('TakeTask', { by: ['clerk'], notActorOf: ['TaskAskd'], from: ['asked'], yields: ['TaskTaken'] });

// Deciding: what is emitted.
task.command('NoteTask', {
  by: ['clerk'],
  from: ['taken'],
  form: { line: text(1, 60), end: yesNo() },
  yields: ['TaskNoted', 'TaskDone'],
  decide: ({ form, emit }) => (form.end ? emit.TaskDone({ well: true }) : emit.TaskNoted({ line: form.line })),
});
task.command('NoteTask', {
  by: ['clerk'],
  from: ['taken'],
  form: { line: text(1, 60) },
  yields: ['TaskNoted'],
  // @ts-expect-error an event that is not among those it yields
  decide: ({ emit }) => emit.TaskDone({ well: true }),
});
task.command('NoteTask', {
  by: ['clerk'],
  from: ['taken'],
  yields: ['TaskNoted'],
  // @ts-expect-error a field is missing
  decide: ({ emit }) => emit.TaskNoted({}),
});
task.command('NoteTask', {
  by: ['clerk'],
  from: ['taken'],
  yields: ['TaskNoted'],
  // @ts-expect-error a field too many
  decide: ({ form, emit }) => emit.TaskNoted({ line: form.line, more: 1 }),
});
task.command('NoteTask', {
  by: ['clerk'],
  from: ['taken'],
  yields: ['TaskNoted'],
  // @ts-expect-error a number is no text
  decide: ({ emit }) => emit.TaskNoted({ line: 1 }),
});
task.command('NoteTask', {
  by: ['clerk'],
  from: ['taken'],
  yields: ['TaskNoted'],
  // @ts-expect-error the form has no such field
  decide: ({ form, emit }) => emit.TaskNoted({ line: form.text }),
});

// Deciding: what is known.
task.command('NoteTask', {
  by: ['clerk'],
  from: ['taken'],
  yields: ['TaskNoted'],
  decide: ({ data, state, facts, settings, emit }) => {
    same<typeof state, '' | 'asked' | 'taken' | 'held' | 'done'>(true);
    return emit.TaskNoted({ line: `${data.notes < settings.notes} ${facts.place.data.name} ${settings.take.unit}` });
  },
});
task.command('NoteTask', {
  by: ['clerk'],
  from: ['taken'],
  yields: ['TaskNoted'],
  // @ts-expect-error no fact is called so
  decide: ({ facts, emit }) => emit.TaskNoted({ line: facts.town.id }),
});
task.command('NoteTask', {
  by: ['clerk'],
  from: ['taken'],
  yields: ['TaskNoted'],
  // @ts-expect-error the fact holds no such field
  decide: ({ facts, emit }) => emit.TaskNoted({ line: facts.place.data.title }),
});
task.command('NoteTask', {
  by: ['clerk'],
  from: ['taken'],
  yields: ['TaskNoted'],
  // @ts-expect-error a length of time cannot be compared as a number
  decide: ({ data, settings, emit }) => emit.TaskNoted({ line: `${data.notes < settings.take}` }),
});

// Deciding: refusals.
task.command('NoteTask', {
  by: ['clerk'],
  from: ['taken'],
  yields: ['TaskNoted'],
  refuses: { 'too-many': ['notes'], never: [] },
  unless: ({ data, refuse }) => (data.notes > 9 ? refuse('too-many', { notes: data.notes }) : undefined),
  decide: ({ refuse }) => refuse('never'),
});
task.command('NoteTask', {
  by: ['clerk'],
  from: ['taken'],
  yields: ['TaskNoted'],
  refuses: { 'too-many': ['notes'] },
  // @ts-expect-error no refusal is called so
  decide: ({ refuse }) => refuse('too-much', { notes: 1 }),
});
task.command('NoteTask', {
  by: ['clerk'],
  from: ['taken'],
  yields: ['TaskNoted'],
  refuses: { 'too-many': ['notes'] },
  // @ts-expect-error its sentence needs the param
  decide: ({ refuse }) => refuse('too-many'),
});
task.command('NoteTask', {
  by: ['clerk'],
  from: ['taken'],
  yields: ['TaskNoted'],
  refuses: { 'too-many': ['notes'] },
  // @ts-expect-error another param than the sentence names
  decide: ({ refuse }) => refuse('too-many', { lines: 1 }),
});
task.command('NoteTask', {
  by: ['clerk'],
  from: ['taken'],
  yields: ['TaskNoted'],
  refuses: { never: [] },
  // @ts-expect-error a param that the sentence does not name
  decide: ({ refuse }) => refuse('never', { notes: 1 }),
});
task.command('NoteTask', {
  by: ['clerk'],
  from: ['taken'],
  yields: ['TaskNoted'],
  // @ts-expect-error a guard is asked before any form is filled in
  unless: ({ form }) => form.line,
});

// Settings, fields, schemas.
folded.settings({ take: workingDays(1), notes: 3 });
// @ts-expect-error a setting is a length of time or a number
folded.settings({ take: 'soon' });
sealed(text(1, 9), 'case');
// @ts-expect-error only text is sealed
sealed(whole(0, 9), 'case');
evolved(on('asked', { a: text(1, 9) }), { 1: (old: { readonly b: string }) => ({ a: old.b }) });
// @ts-expect-error an upcaster is a function
evolved(on('asked', {}), { 1: 'text' });

// Texts: a gap does not compile.
const spoken = workflow('memo', { path: 'memos' })
  .events({ MemoMade: on('made', { tone: oneOf(['kind', 'stern']), line: text(1, 60) }) })
  .settings({ patience: 3 })
  .command('MakeMemo', {
    by: ['clerk'],
    from: nothing,
    yields: ['MemoMade'],
    refuses: { 'too-stern': ['tone'] },
    decide: ({ form, emit }) => emit.MemoMade(form),
  });
const said = {
  name: ['备忘', 'memo'],
  plural: ['备忘', 'memos'],
  states: { made: ['已写', 'made'] },
  events: { MemoMade: ['写备忘', 'wrote it'] },
  commands: { MakeMemo: ['写', 'Write'] },
  fields: { tone: ['语气', 'tone'], line: ['内容', 'line'] },
  choices: { tone: { kind: ['温和', 'kind'], stern: ['严厉', 'stern'] } },
  deadlines: {},
  settings: { patience: ['耐心', 'patience'] },
  refusals: { 'too-stern': ['语气太重：{tone}', 'Too stern: {tone}'] },
} as const;
texts(spoken, said);
// @ts-expect-error a state has no words
texts(spoken, { ...said, states: {} });
// @ts-expect-error an event has no words
texts(spoken, { ...said, events: {} });
// @ts-expect-error a command has no words
texts(spoken, { ...said, commands: {} });
// @ts-expect-error a field has no words
texts(spoken, { ...said, fields: { tone: ['语气', 'tone'] } });
// @ts-expect-error a choice has no words
texts(spoken, { ...said, choices: { tone: { kind: ['温和', 'kind'] } } });
// @ts-expect-error a setting has no words
texts(spoken, { ...said, settings: {} });
// @ts-expect-error a refusal has no sentence
texts(spoken, { ...said, refusals: {} });
// @ts-expect-error one language is missing
texts(spoken, { ...said, name: ['备忘'] });
