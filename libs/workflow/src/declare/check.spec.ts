import { describe, expect, it } from '@jest/globals';
import { calendar, setting } from '../time/settings.js';
import { errand } from '../tiny.fixture.js';
import { errandTexts } from '../tiny-texts.fixture.js';
import type { Pair, Texts } from '../words/texts.js';
import { ends, evolved, nothing, on, stay, workflow } from './builder.js';
import { check, type CheckOptions, type FindingRule } from './check.js';
import type { CommandDeclaration, DeadlineDeclaration, Declaration, EventDeclaration } from './declaration.js';
import { oneOf } from './fields/choice.js';
import { text } from './fields/text.js';
import { optional, sealed } from './fields/wrap.js';

const sound = errand.declaration;
const all: CheckOptions = { texts: errandTexts, roles: ['clerk', 'officer'] };

/** The errand with some of its parts replaced. */
function errandBut(parts: {
  readonly commands?: Readonly<Record<string, Partial<CommandDeclaration> | undefined>>;
  readonly events?: Readonly<Record<string, Partial<EventDeclaration>>>;
  readonly deadlines?: Readonly<Record<string, Partial<DeadlineDeclaration>>>;
  readonly more?: Partial<Declaration>;
}): Declaration {
  const merged = <T extends object>(
    whole: Readonly<Record<string, T>>,
    changes: Readonly<Record<string, Partial<T> | undefined>> = {},
  ): Readonly<Record<string, T>> =>
    Object.fromEntries(
      Object.entries({ ...whole, ...changes }).flatMap(([name, change]): [string, T][] =>
        change === undefined ? [] : [[name, { ...whole[name], ...change } as T]],
      ),
    );
  return {
    ...sound,
    commands: merged(sound.commands, parts.commands),
    events: merged(sound.events, parts.events),
    deadlines: merged(sound.deadlines, parts.deadlines),
    ...parts.more,
  };
}

/** The texts of the errand with one pair replaced. */
function textsBut(part: 'states' | 'commands' | 'refusals', name: string, pair: Pair): Texts {
  return { ...errandTexts, [part]: { ...errandTexts[part], [name]: pair } };
}

const found = (declaration: Declaration, options: CheckOptions = all) =>
  check(declaration, options).map(({ rule, where }) => `${rule} at ${where}`);

const faults: readonly (readonly [
  rule: FindingRule,
  where: string,
  declaration: Declaration,
  options?: CheckOptions,
])[] = [
  ['begins-nowhere', 'commands.AskErrand', errandBut({ commands: { AskErrand: { yields: ['RunnerChanged'] } } })],
  ['unreachable-state', 'states.done', errandBut({ commands: { FinishErrand: undefined } })],
  [
    'dead-end',
    'states.taken',
    errandBut({
      commands: {
        FinishErrand: undefined,
        HoldErrand: { from: { kind: 'states', states: ['asked'] } },
        DropErrand: { from: { kind: 'states', states: ['asked'] } },
        ExpireErrand: { from: { kind: 'open', except: ['taken'] } },
      },
    }),
  ],
  ['enters-retired', 'commands.TakeErrand', errandBut({ more: { retired: ['taken'] } })],
  ['state-waits-for-nothing', 'states.held', sound, { ...all, everyStateWaits: true }],
  ['event-never-recorded', 'events.ErrandAudited', errandBut({ commands: { AuditErrand: undefined } })],
  [
    'unknown-event',
    'commands.TakeErrand',
    errandBut({ commands: { TakeErrand: { yields: ['ErrandTaken', 'Errandtaken'] } } }),
  ],
  ['unknown-event', 'commands.AuditErrand', errandBut({ commands: { AuditErrand: { notActorOf: ['Taken'] } } })],
  [
    'answer-hidden',
    'events.ErrandTaken.state',
    errandBut({ events: { ErrandTaken: { fields: { state: text(1, 9) } } } }),
  ],
  [
    'answer-hidden',
    'events.ErrandTaken.excused',
    errandBut({ events: { ErrandTaken: { fields: { excused: text(1, 9) } } } }),
  ],
  ['shown-not-in-data', 'shownBy.how', errandBut({ more: { shownBy: { how: 'ended' } } })],
  [
    'public-name-sealed',
    'events.ErrandTaken.name',
    errandBut({
      events: { ErrandTaken: { fields: { name: sealed(text(1, 9), 'case') } } },
      more: { publicNames: true },
    }),
  ],
  ['reducer-for-unknown-event', 'data.ErrandLost', errandBut({ more: { reducers: { ErrandLost: (d) => d } } })],
  [
    'upcaster-gap',
    'events.ErrandTaken',
    errandBut({ events: { ErrandTaken: { schema: 3, upcasters: { 2: (d) => d } } } }),
  ],
  ['back-without-pause', 'commands.ResumeErrand', errandBut({ events: { ErrandHeld: { pausesClocks: false } } })],
  [
    'back-without-pause',
    'commands.ResumeErrand',
    errandBut({ commands: { ResumeErrand: { from: { kind: 'states', states: ['held', 'taken'] } } } }),
  ],
  ['deadline-without-state', 'deadlines.take', errandBut({ deadlines: { take: { while: ['nowhere'] } } })],
  ['deadline-never-begun', 'deadlines.finish', errandBut({ deadlines: { finish: { from: ['ErrandTakenUp'] } } })],
  ['deadline-without-length', 'deadlines.take', errandBut({ deadlines: { take: { setting: 'errand.tak' } } })],
  ['deadline-without-length', 'deadlines.take', errandBut({ deadlines: { take: { setting: 'errand.changes' } } })],
  [
    'deadline-without-length',
    'deadlines.finish',
    errandBut({ deadlines: { finish: { until: { event: 'ErrandTaken', field: 'runner' } } } }),
  ],
  ['deadline-without-length', 'deadlines.finish', errandBut({ deadlines: { finish: { day: 'runner' } } })],
  [
    'command-without-state',
    'commands.TakeErrand',
    errandBut({ commands: { TakeErrand: { from: { kind: 'states', states: ['askd'] } } } }),
  ],
  ['nobody-may-issue', 'commands.TakeErrand', errandBut({ commands: { TakeErrand: { by: [] } } })],
  [
    'own-not-in-data',
    'commands.FinishErrand',
    errandBut({ commands: { FinishErrand: { by: [{ own: 'walker', role: 'clerk' }] } } }),
  ],
  ['jurisdiction-not-in-data', 'jurisdiction', errandBut({ more: { jurisdiction: 'district' } })],
  ['jurisdiction-not-in-data', 'jurisdiction', errandBut({ more: { within: 'street' } })],
  ['key-not-in-form', 'commands.AskErrand', errandBut({ more: { key: ['number'] } })],
  ['path-twice', 'commands.DropErrand', errandBut({ commands: { DropErrand: { path: 'hold' } } })],
  ['unknown-role', 'commands.TakeErrand', sound, { ...all, roles: ['officer'] }],
  ['unknown-role', 'seenBy', errandBut({ more: { seenBy: ['auditor'] } })],
  ['refusal-name', 'commands.TakeErrand', errandBut({ commands: { TakeErrand: { refuses: { TooLate: [] } } } })],
  [
    'refusal-name',
    'commands.TakeErrand',
    errandBut({ commands: { TakeErrand: { refuses: { 'too-often': ['changes', 'n-1'] } } } }),
  ],
  ['setting-unused', 'settings.spare', errandBut({ more: { settings: { ...sound.settings, 'errand.spare': 3 } } })],
  ['text-missing', 'texts.states.done', sound, { ...all, texts: textsBut('states', 'done', ['已完成', ' ']) }],
  [
    'text-missing',
    'texts.fields.runner',
    sound,
    { ...all, texts: { ...errandTexts, fields: without(errandTexts.fields, 'runner') } },
  ],
  [
    'text-missing',
    'texts.choices.how.badly',
    sound,
    { ...all, texts: { ...errandTexts, choices: { ...errandTexts.choices, how: { well: ['好', 'well'] } } } },
  ],
  ['text-missing', 'texts.fields.takenBy', errandBut({ events: { ErrandTaken: { shownAs: { runner: 'takenBy' } } } })],
  ['text-missing', 'texts.fields.unseen', errandBut({ commands: { TakeErrand: { undoForetells: { unseen: true } } } })],
  [
    'text-without-chinese',
    'texts.commands.TakeErrand',
    sound,
    { ...all, texts: textsBut('commands', 'TakeErrand', ['Take', 'Take']) },
  ],
  [
    'text-placeholder',
    'texts.refusals.too-often',
    sound,
    { ...all, texts: textsBut('refusals', 'too-often', ['已换人{times}次', 'often']) },
  ],
];

function without(pairs: Texts['fields'], name: string): Texts['fields'] {
  return Object.fromEntries(Object.entries(pairs).filter(([each]) => each !== name));
}

describe('a declaration is checked without running it', () => {
  it('finds nothing against the errand, nor against the workflows of the engine', () => {
    expect(found(sound)).toEqual([]);
    expect(found(setting.declaration, {})).toEqual([]);
    expect(found(calendar.declaration, {})).toEqual([]);
  });

  it.each(faults.map(([rule, where], index) => ({ rule, where, index })))(
    '$rule is found at $where',
    ({ rule, where, index }) => {
      const [, , declaration, options = all] = faults[index] as (typeof faults)[number];
      expect(found(declaration, options)).toContain(`${rule} at ${where}`);
    },
  );

  it('has a planted fault for each of its rules', () => {
    const rules: Record<FindingRule, true> = {
      'begins-nowhere': true,
      'unreachable-state': true,
      'dead-end': true,
      'enters-retired': true,
      'state-waits-for-nothing': true,
      'event-never-recorded': true,
      'unknown-event': true,
      'reducer-for-unknown-event': true,
      'upcaster-gap': true,
      'answer-hidden': true,
      'shown-not-in-data': true,
      'public-name-sealed': true,
      'back-without-pause': true,
      'deadline-without-state': true,
      'deadline-never-begun': true,
      'deadline-without-length': true,
      'command-without-state': true,
      'nobody-may-issue': true,
      'own-not-in-data': true,
      'jurisdiction-not-in-data': true,
      'key-not-in-form': true,
      'path-twice': true,
      'unknown-role': true,
      'refusal-name': true,
      'setting-unused': true,
      'text-missing': true,
      'text-without-chinese': true,
      'text-placeholder': true,
    };
    expect([...new Set(faults.map(([rule]) => rule))].sort()).toEqual(Object.keys(rules).sort());
  });

  it('says in a sentence what is wrong', () => {
    const [first] = check(errandBut({ commands: { FinishErrand: undefined } }), all);
    expect(first).toEqual({
      rule: 'unreachable-state',
      where: 'states.done',
      sentence: 'no path of commands leads a case to done',
    });
  });

  it('finds a choice of the engine that has no words in its own step, whatever the workflow says by that name', () => {
    const extend = { form: { ...sound.commands['ExtendDeadline']?.form, name: oneOf(['finish', 'elsewhere']) } };
    const pause = { form: { why: oneOf(['awaiting-citizen', 'bored']), mood: text(1, 9) } };
    const texts: Texts = {
      ...errandTexts,
      fields: { ...errandTexts.fields, mood: ['心情', 'mood'] },
      choices: {
        ...errandTexts.choices,
        why: { bored: ['无聊', 'bored'] },
        name: { elsewhere: ['别处', 'elsewhere'] },
      },
    };
    expect(found(errandBut({ commands: { ExtendDeadline: extend, PauseClock: pause } }), { ...all, texts })).toEqual([
      'text-missing at texts of the engine, PauseClock.mood',
      'text-missing at texts of the engine, PauseClock.why.bored',
      'text-missing at texts of the engine, ExtendDeadline.name.elsewhere',
    ]);
  });

  it('takes a setting as used where it is said to be read elsewhere', () => {
    const spare = errandBut({ more: { settings: { ...sound.settings, 'errand.spare': 3 } } });
    expect(found(spare, { settingsReadElsewhere: ['spare'] })).toEqual([]);
  });

  it('lets cases leave a retired state that nothing leads into any more, and blames neither it nor its event', () => {
    const plan = workflow('plan', { path: 'plans' })
      .events({
        PlanBegun: on('begun', { name: text(1, 9) }),
        PlanParked: evolved(on('parked', { why: optional(text(1, 9)) }), { 1: (d: object) => d }),
        PlanRenamed: stay({ name: text(1, 9) }),
        PlanEnded: ends('ended', {}),
      })
      .retired('parked')
      .command('BeginPlan', { by: ['clerk'], from: nothing, yields: ['PlanBegun'] })
      .command('RenamePlan', { by: ['clerk'], from: ['begun', 'parked'], yields: ['PlanRenamed'] })
      .command('EndPlan', { by: ['clerk'], from: ['begun', 'parked'], yields: ['PlanEnded'] });
    expect(found(plan.declaration, {})).toEqual([]);
    const stuck = plan.command('EndPlan', { by: ['clerk'], from: ['begun'], yields: ['PlanEnded'] });
    expect(found(stuck.declaration, {})).toEqual(['dead-end at states.parked']);
  });
});
