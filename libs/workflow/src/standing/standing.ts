/**
 * What every case of every workflow has without further code: comments, links, corrections, undo, clocks that stand
 * still, extensions, excused misses; and what the engine itself records when time passes. These are ordinary events
 * and commands, decided like any other.
 */
import { canonical, NotCanonical, type Json, type JsonObject } from '#libs/event-store';
import type {
  CommandDeclaration,
  DeadlineDeclaration,
  Decision,
  DecisionInput,
  EventDeclaration,
  From,
  GuardInput,
  Refusal,
  Who,
} from '../declare/declaration.js';
import { yesNo, oneOf } from '../declare/fields/choice.js';
import { problem, type Field, type Fields } from '../declare/fields/field.js';
import { id } from '../declare/fields/ref.js';
import { text } from '../declare/fields/text.js';
import { whole } from '../declare/fields/whole.js';
import { day, moment } from '../declare/fields/when.js';
import { note, optional, sealed } from '../declare/fields/wrap.js';
import { compareDays, dueDay } from '../time/day.js';
import type { Clocks, RecordedFields } from './clocks.js';

/** Who may do what every case offers. A part left out is not offered. */
export interface StandingRules {
  /** Comment, and link to related cases. */
  readonly comment?: readonly Who[];
  /** Correct descriptive fields. */
  readonly correct?: readonly Who[];
  /** Undo the last step, for commands declared undoable. */
  readonly undo?: readonly Who[];
  /** Stop the pausable clocks while the citizen must answer, and let them run on. */
  readonly pause?: readonly Who[];
  /** Extend, once, a deadline declared so. */
  readonly extend?: readonly Who[];
  /** Excuse a missed deadline; the miss stays recorded. */
  readonly excuse?: readonly Who[];
}

const reason = text(1, 500);
const deadlineName = text(1, 60);

const fields = {
  Commented: { text: note(sealed(text(1, 2000), 'case')) },
  RelatedLinked: { workflow: text(1, 60), to: id(), reason: optional(reason) },
  /** `before` and `after` have the shape of the field corrected, sealed where it is sealed. */
  Corrected: { event: id(), field: text(1, 60), reason },
  Undone: { event: id(), type: text(1, 60), reason: optional(reason) },
  ClockPaused: { why: oneOf(['awaiting-citizen', 'awaiting-appraisal', 'force-majeure']), reason: optional(reason) },
  ClockResumed: { reason: optional(reason) },
  DeadlineExtended: { name: deadlineName, until: day({ agoMax: 0, aheadMax: 1_098 }), reason, consent: yesNo() },
  /** `setting` is the edition that counts from now on, where a setting moved it. */
  DeadlineMoved: { name: deadlineName, why: oneOf(['calendar', 'setting']), setting: optional(whole(0, 1_000_000)) },
  DeadlineMissed: { name: deadlineName, dueAt: moment() },
  DeadlineAlerted: { name: deadlineName, level: whole(1, 9) },
  MissExcused: { name: deadlineName, reason },
} satisfies Record<string, Fields>;

export type StandingEvent = keyof typeof fields;

/** Person-made events that change nothing of the case: they raise no revision and block no undo. */
export const REMARKS: readonly string[] = ['Commented', 'RelatedLinked'] satisfies StandingEvent[];

export const standingEvents: Readonly<Record<string, EventDeclaration>> = Object.fromEntries(
  Object.entries(fields).map(([name, own]): [string, EventDeclaration] => [
    name,
    {
      name,
      move: name === 'Undone' ? 'back' : 'stay',
      fields: own,
      schema: 1,
      upcasters: {},
      pausesClocks: false,
      standing: true,
    },
  ]),
);

/** What a standing decide may know besides: the clocks of the case, and what was recorded in its fields. */
export interface StandingInput extends DecisionInput {
  readonly clocks: Clocks;
  /** Fields as last recorded; only for `Correct`. */
  readonly recorded: RecordedFields;
  /** What stands behind the link asked for; only for `LinkRelated`. */
  readonly related?: Related | undefined;
}

/** `not-found` also where whoever asks may not see it: a link tells nobody what there is elsewhere. */
export type Related = 'found' | 'itself' | 'no-such-workflow' | 'not-found';

/** What a standing guard may know: the case and its clocks, before any form. */
export type StandingGuard = GuardInput & { readonly clocks: Clocks };

interface Standing {
  readonly by: readonly Who[];
  readonly from: From;
  readonly form: Fields;
  readonly yields: readonly [StandingEvent, ...StandingEvent[]];
  readonly refuses?: CommandDeclaration['refuses'];
  readonly unless?: (input: StandingGuard) => Refusal | undefined;
  readonly decide?: (input: StandingInput) => Decision;
}

const timer: readonly Who[] = [{ engine: 'timer' }];
const open: From = { kind: 'open', except: [] };
const anywhere: From = { kind: 'any' };

/** The commands that these rules offer, and those of the engine. */
export function standingCommands(
  rules: StandingRules,
  deadlines: Readonly<Record<string, DeadlineDeclaration>>,
): Readonly<Record<string, CommandDeclaration>> {
  const extendable = Object.values(deadlines).filter(({ extend }) => extend === 'once');
  const offered: Record<string, Standing> = {
    MissDeadline: {
      by: timer,
      from: anywhere,
      form: { timerId: id() },
      yields: ['DeadlineMissed', 'DeadlineAlerted'],
      refuses: { 'not-due': [] },
      decide: missDeadline,
    },
    AlertDeadline: {
      by: timer,
      from: anywhere,
      form: { timerId: id() },
      yields: ['DeadlineAlerted'],
      refuses: { 'not-due': [] },
      decide: alertDeadline,
    },
    MoveDeadline: {
      by: [{ engine: 'fan-out' }],
      from: open,
      form: { timerId: id(), why: fields.DeadlineMoved.why },
      yields: ['DeadlineMoved'],
      refuses: { 'not-running': [], 'nothing-changed': [] },
      decide: moveDeadline,
    },
  };
  if (rules.comment) {
    offered['Comment'] = { by: rules.comment, from: anywhere, form: fields.Commented, yields: ['Commented'] };
    offered['LinkRelated'] = {
      by: rules.comment,
      from: anywhere,
      form: fields.RelatedLinked,
      yields: ['RelatedLinked'],
      refuses: { 'no-such-workflow': ['workflow'], itself: [], 'not-found': ['to'] },
      decide: linkRelated,
    };
  }
  if (rules.correct)
    offered['Correct'] = {
      by: rules.correct,
      from: anywhere,
      // `value` has the shape of the field named; its own rules are applied when the field is known.
      form: { field: text(1, 60), value: anything(), reason },
      yields: ['Corrected'],
      refuses: { 'not-correctable': ['field'], 'nothing-changed': [] },
      decide: correct,
    };
  if (rules.undo)
    offered['UndoLast'] = {
      by: rules.undo,
      from: anywhere,
      form: { reason: optional(reason) },
      yields: ['Undone'],
      refuses: { 'nothing-to-undo': [], 'not-yours': [], 'not-undoable': ['command'], 'too-late': ['minutes'] },
      unless: mayNotUndo,
      decide: undoLast,
    };
  if (rules.pause) {
    offered['PauseClock'] = {
      by: rules.pause,
      from: open,
      form: fields.ClockPaused,
      yields: ['ClockPaused'],
      refuses: { 'already-paused': [], 'nothing-running': [] },
      unless: ({ clocks, refuse }) =>
        clocks.pausable.length > 0 ? undefined : refuse(clocks.paused ? 'already-paused' : 'nothing-running'),
    };
    offered['ResumeClock'] = {
      by: rules.pause,
      from: open,
      form: fields.ClockResumed,
      yields: ['ClockResumed'],
      refuses: { 'not-paused': [] },
      unless: ({ clocks, refuse }) => (clocks.paused ? undefined : refuse('not-paused')),
    };
  }
  if (rules.extend)
    offered['ExtendDeadline'] = {
      by: rules.extend,
      from: open,
      form: { ...fields.DeadlineExtended, name: named(extendable) },
      yields: ['DeadlineExtended'],
      refuses: {
        'nothing-running': [],
        'not-running': ['name'],
        'already-extended': ['name'],
        'not-later': ['name'],
        'needs-consent': [],
      },
      unless: ({ clocks, refuse }) =>
        clocks.armed.some((running) => clocks.deadlines[running.name]?.extend === 'once')
          ? undefined
          : refuse('nothing-running'),
      decide: extendDeadline,
    };
  if (rules.excuse)
    offered['ExcuseMiss'] = {
      by: rules.excuse,
      from: anywhere,
      form: { ...fields.MissExcused, name: named(Object.values(deadlines)) },
      yields: ['MissExcused'],
      refuses: { 'nothing-missed': [], 'no-miss': ['name'], 'never-own': [] },
      unless: ({ clocks, data, actor, refuse }) => {
        const open = clocks.misses.filter((miss) => !miss.excused);
        if (open.length === 0) return refuse('nothing-missed');
        // Never one's own: neither whoever the case is assigned to, nor the only role that the date waited for.
        const isOwn = Object.values(data).includes(actor.id) || open.every(({ name }) => isOwed(clocks, name, actor));
        return isOwn ? refuse('never-own') : undefined;
      },
      decide: excuseMiss,
    };
  return Object.fromEntries(
    Object.entries(offered).map(([name, one]): [string, CommandDeclaration] => [name, declared(name, one)]),
  );
}

/** One of these deadlines; where a workflow has none, the step is refused before any form. */
function named(deadlines: readonly DeadlineDeclaration[]): Field {
  const [first, ...others] = deadlines.map(({ name }) => name);
  return first === undefined ? deadlineName : oneOf([first, ...others]);
}

function declared(name: string, one: Standing): CommandDeclaration {
  const { decide, unless } = one;
  return {
    name,
    path: name.replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase(),
    by: one.by,
    notActorOf: [],
    from: one.from,
    form: one.form,
    yields: one.yields,
    refuses: one.refuses ?? {},
    ...(unless ? { unless: (input: GuardInput) => unless(input as StandingGuard) } : {}),
    ...(decide ? { decide: (input: DecisionInput) => decide(input as StandingInput) } : {}),
    undoable: false,
    sensitive: false,
    bulk: name === 'ExcuseMiss',
    aside: false,
    standing: true,
  };
}

function event(emit: DecisionInput['emit'], name: StandingEvent, data: JsonObject) {
  const make = emit[name];
  if (!make) throw new TypeError(`${name} is not among the events of this command`);
  return make(data);
}

function missDeadline({ form, clocks, now, emit, refuse }: StandingInput): Decision {
  const due = clocks.armed.find((one) => one.timerId === form['timerId']);
  if (!due || due.dueAt > now) return refuse('not-due');
  const missed = event(emit, 'DeadlineMissed', { name: due.name, dueAt: due.dueAt });
  // The first level is told at once where the setting says zero working days.
  return clocks.alertDays[0] === 0 ? [missed, event(emit, 'DeadlineAlerted', { name: due.name, level: 1 })] : missed;
}

function alertDeadline({ form, clocks, now, emit, refuse }: StandingInput): Decision {
  const due = clocks.armed.find((one) => one.timerId === form['timerId']);
  if (!due || due.dueAt > now) return refuse('not-due');
  const name = due.name.slice(0, -'.alert'.length);
  const level = (clocks.misses.findLast((miss) => miss.name === name)?.level ?? 0) + 1;
  return event(emit, 'DeadlineAlerted', { name, level });
}

function moveDeadline({ form, clocks, emit, refuse }: StandingInput): Decision {
  const running = clocks.armed.find((one) => one.timerId === form['timerId']);
  if (!running) return refuse('not-running');
  const why = form['why'] as 'calendar' | 'setting';
  const move = clocks.move(running.name, why);
  if (!move) return refuse('nothing-changed');
  return event(emit, 'DeadlineMoved', {
    name: running.name,
    why,
    ...(why === 'setting' ? { setting: move.setting } : {}),
  });
}

function extendDeadline({ form, clocks, emit, refuseAt }: StandingInput): Decision {
  const name = form['name'] as string;
  const running = clocks.armed.find((one) => one.name === name);
  if (clocks.extended.includes(name)) return refuseAt('name', 'already-extended', { name });
  if (!running) return refuseAt('name', 'not-running', { name });
  if (form['consent'] !== true) return refuseAt('consent', 'needs-consent');
  if (compareDays(form['until'] as string, dueDay(running.dueAt)) <= 0) return refuseAt('until', 'not-later', { name });
  return event(emit, 'DeadlineExtended', form);
}

function excuseMiss({ form, clocks, actor, emit, refuseAt }: StandingInput): Decision {
  const name = form['name'] as string;
  if (!clocks.misses.some((miss) => miss.name === name && !miss.excused)) return refuseAt('name', 'no-miss', { name });
  return isOwed(clocks, name, actor) ? refuseAt('name', 'never-own') : event(emit, 'MissExcused', form);
}

/** Whether a deadline waited for nobody but a role of whoever acts; what is assigned is owed by the person, not the role. */
function isOwed(clocks: Clocks, name: string, { roles }: { readonly roles: readonly string[] }): boolean {
  const owing = clocks.owedBy(name);
  return owing.length > 0 && owing.every((who) => typeof who === 'string' && roles.includes(who));
}

function mayNotUndo({ clocks, actor, now, refuse }: StandingGuard): Refusal | undefined {
  const last = clocks.undo;
  if (!last) return refuse('nothing-to-undo');
  if (last.actor !== actor.id) return refuse('not-yours');
  if (!last.undoable) return refuse('not-undoable', { command: last.command });
  return Date.parse(now) - Date.parse(last.recordedAt) > clocks.undoMinutes * 60_000
    ? refuse('too-late', { minutes: clocks.undoMinutes })
    : undefined;
}

function undoLast({ form, clocks, emit }: StandingInput): Decision {
  const last = clocks.undo;
  if (!last) throw new RangeError('the guard let an undo pass that has nothing to undo');
  return event(emit, 'Undone', {
    event: last.event,
    type: last.type,
    ...(form['reason'] === undefined ? {} : { reason: form['reason'] }),
  });
}

function linkRelated({ form, related, emit, refuseAt }: StandingInput): Decision {
  if (related === undefined) throw new RangeError('a link was decided without a look at what it leads to');
  if (related === 'found') return event(emit, 'RelatedLinked', form);
  if (related === 'no-such-workflow') return refuseAt('workflow', related, { workflow: form['workflow'] as string });
  return refuseAt('to', related, related === 'not-found' ? { to: form['to'] as string } : {});
}

function correct({ form, recorded, emit, refuseAt }: StandingInput): Decision {
  const field = form['field'] as string;
  const target = Object.hasOwn(recorded.correctable, field) ? recorded.correctable[field] : undefined;
  if (!target) return refuseAt('field', 'not-correctable', { field });
  if (target.same(form['value'] as Json)) return refuseAt('value', 'nothing-changed');
  return event(emit, 'Corrected', {
    event: target.event,
    field,
    ...(target.before === undefined ? {} : { before: target.before }),
    after: form['value'] as Json,
    reason: form['reason'] as string,
  });
}

/** A value of any shape; the field that is corrected applies its own rules to it. */
function anything(): Fields[string] {
  return {
    kind: 'any',
    traits: { optional: false, note: false, sealed: false },
    seals: [],
    references: [],
    parse(input, pointer, problems) {
      // What no log could hold is text of no kind; the field that is corrected says the rest.
      if (isCanonical(input)) return input;
      return void problems.push(problem(pointer, 'text'));
    },
    schema: () => ({}),
    arbitrary: (fc) => fc.string({ minLength: 1, maxLength: 20 }),
  };
}

function isCanonical(value: unknown): value is Json {
  try {
    canonical(value);
    return true;
  } catch (error) {
    if (error instanceof NotCanonical) return false;
    throw error;
  }
}
