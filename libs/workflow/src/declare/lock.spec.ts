import { describe, expect, it } from '@jest/globals';
import { setting } from '../time/settings.js';
import { errand } from '../tiny.fixture.js';
import { ends, evolved, on, workflow } from './builder.js';
import type { Declaration } from './declaration.js';
import { oneOf } from './fields/choice.js';
import { list } from './fields/list.js';
import { text } from './fields/text.js';
import { whole } from './fields/whole.js';
import { note, optional, sealed } from './fields/wrap.js';
import type { Fields } from './fields/field.js';
import { compareLock, lockVerdict } from './lock-compare.js';
import { lockOf, lockText, parseLock } from './lock.js';

const sound = errand.declaration;

/** What the build says when the errand becomes this. */
const after = (change: Partial<Declaration>) => compareLock(lockOf(sound), lockOf({ ...sound, ...change }));

function without<T>(parts: Readonly<Record<string, T>>, name: string): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(parts).filter(([each]) => each !== name));
}

/** A workflow of one event with these fields, of the schema that its upcasters make. */
function noted(fields: Fields, upcasters?: Readonly<Record<number, (data: never) => unknown>>) {
  const event = on('noted', fields);
  return lockOf(
    workflow('memo', { path: 'memos' }).events({ MemoNoted: upcasters ? evolved(event, upcasters) : event })
      .declaration,
  );
}

describe('law 6: a declaration keeps what it promised', () => {
  it('law 6: the same declaration breaks nothing and adds nothing', () => {
    expect(after({})).toEqual({ broken: [], added: [] });
  });

  it('law 6: the text of a lock is read as it was written, and does not depend on the order of the declaration', () => {
    const reversed = Object.fromEntries(Object.entries(sound.events).reverse());
    expect(lockText(lockOf({ ...sound, events: reversed }))).toBe(lockText(lockOf(sound)));
    expect(parseLock(lockText(lockOf(sound)))).toEqual(lockOf(sound));
    expect(() => parseLock('{"format":2}')).toThrow(/no lock file of format 1/);
    expect(() => parseLock('null')).toThrow(RangeError);
  });

  it('law 6: a removed state fails the build', () => {
    const states = sound.states.filter((state) => state !== 'held');
    expect(after({ states }).broken).toEqual([
      'the state held is gone; cases that stand there must be able to leave: retire it',
    ]);
  });

  it('law 6: a removed event fails the build', () => {
    expect(after({ events: without(sound.events, 'ErrandAudited') }).broken).toEqual([
      'the event ErrandAudited is gone, but logs hold it for ever',
    ]);
  });

  it('law 6: an event that leads elsewhere fails the build', () => {
    const moved = { ...sound.events, ErrandTaken: { ...sound.events['ErrandTaken']!, to: 'asked' } };
    expect(after({ events: moved }).broken).toEqual([
      'ErrandTaken led to taken and now leads to asked: recorded cases would stand elsewhere',
    ]);
    const running = { ...sound.events, ErrandHeld: { ...sound.events['ErrandHeld']!, pausesClocks: false } };
    expect(after({ events: running }).broken).toEqual(['ErrandHeld no longer stops the clocks']);
  });

  it('law 6: a state that ceases to be an end, or becomes one, fails the build', () => {
    expect(after({ ends: ['done'] }).broken).toEqual(['the state dropped was an end and is none any more']);
    expect(after({ ends: [...sound.ends, 'held'] }).broken).toEqual(['the state held was no end and is one now']);
  });

  it('law 6: to retire a state is free', () => {
    expect(after({ retired: ['held'] })).toEqual({ broken: [], added: ['the state held is retired'] });
  });

  it.each([
    ['a field removed', { a: text(1, 9), b: text(1, 9) }, { a: text(1, 9) }, 'the field MemoNoted.b is gone'],
    ['a required field added', {}, { a: text(1, 9) }, 'the field MemoNoted.a is new and required'],
    ['a field made required', { a: optional(text(1, 9)) }, { a: text(1, 9) }, 'the field MemoNoted.a is now required'],
    ['another kind', { a: text(1, 9) }, { a: whole(1, 9) }, 'the field MemoNoted.a was of kind text and is now whole'],
    [
      'a shorter text',
      { a: text(1, 9) },
      { a: text(1, 8) },
      'the field MemoNoted.a is narrower: maxLength is 8, was 9',
    ],
    [
      'a longer least text',
      { a: text(1, 9) },
      { a: text(2, 9) },
      'the field MemoNoted.a is narrower: minLength is 2, was 1',
    ],
    [
      'a choice removed',
      { a: oneOf(['x', 'y']) },
      { a: oneOf(['x']) },
      'the field MemoNoted.a is narrower: y is no longer accepted',
    ],
    [
      'a narrower item',
      { a: list(whole(0, 9), 0, 3) },
      { a: list(whole(1, 9), 0, 3) },
      'the field MemoNoted.a is narrower: of each item, minimum is 1, was 0',
    ],
    [
      'a fold lost to correction',
      { a: text(1, 9) },
      { a: note(text(1, 9)) },
      'the field MemoNoted.a may now be corrected',
    ],
    [
      'a secret in the clear',
      { a: sealed(text(1, 9), 'case') },
      { a: text(1, 9) },
      'the field MemoNoted.a was sealed as (case) and is now (open)',
    ],
  ] as const)('law 6: %s needs a higher schema', (_what, was, is, sentence) => {
    expect(compareLock(noted(was), noted(is)).broken).toEqual([`${sentence}, without a higher schema`]);
    const raised = compareLock(noted(was), noted(is, { 1: (data) => data }));
    expect(raised.broken).toEqual([]);
    expect(raised.added).toEqual(expect.arrayContaining(['schema 2 of MemoNoted', sentence]));
  });

  it('law 6: what accepts more is free', () => {
    const was = noted({ a: text(2, 9), b: oneOf(['x']), c: whole(1, 5) });
    const is = noted({ a: text(1, 20), b: oneOf(['x', 'y']), c: optional(whole(0, 6)), d: optional(text(1, 9)) });
    expect(compareLock(was, is)).toEqual({
      broken: [],
      added: ['the field MemoNoted.c may be left out', 'the field MemoNoted.d'],
    });
  });

  it('law 6: a schema that goes back fails the build', () => {
    expect(compareLock(noted({}, { 1: (data) => data }), noted({})).broken).toEqual([
      'MemoNoted was at schema 2 and is back at 1',
    ]);
  });

  it('law 6: a command, its path or an event it yields that is gone fails the build', () => {
    expect(after({ commands: without(sound.commands, 'AuditErrand') }).broken).toEqual([
      'the command AuditErrand is gone',
    ]);
    const take = sound.commands['TakeErrand']!;
    const other = { ...sound.commands, TakeErrand: { ...take, path: 'take-on', yields: ['ErrandDone'] } };
    expect(after({ commands: other })).toEqual({
      broken: [
        'the path of TakeErrand was take and is now take-on',
        'the command TakeErrand no longer yields ErrandTaken',
      ],
      added: ['the command TakeErrand yields ErrandDone'],
    });
  });

  it('law 6: a deadline, a setting or a refusal that is gone or another fails the build', () => {
    expect(after({ deadlines: without(sound.deadlines, 'take') }).broken).toEqual(['the deadline take is gone']);
    const other = { ...sound.deadlines, take: { ...sound.deadlines['take']!, setting: 'errand.finish' } };
    expect(after({ deadlines: other }).broken).toEqual([
      'the setting of the deadline take was errand.take and is now errand.finish',
    ]);
    expect(after({ settings: without(sound.settings, 'errand.changes') }).broken).toEqual([
      'the setting errand.changes is gone, but its changes are recorded',
    ]);
    expect(after({ settings: { ...sound.settings, 'errand.take': 1 } }).broken).toEqual([
      'the setting errand.take was span and is now number',
    ]);
    const silent = { ...sound.commands, ChangeRunner: { ...sound.commands['ChangeRunner']!, refuses: {} } };
    expect(after({ commands: silent }).broken).toEqual([
      'the refusal nothing-changed is gone, but callers may tell it apart',
      'the refusal too-often is gone, but callers may tell it apart',
    ]);
  });

  it('law 6: another name of streams or another path fails the build', () => {
    expect(lockOf(setting.declaration).stream).toBe('setting-<name>');
    expect(after({ key: ['area', 'number'], path: 'tasks' }).broken).toEqual([
      'the stream was errand-<id> and is now errand-<area>.<number>',
      'the path was errands and is now tasks',
    ]);
  });

  it('law 6: whatever is added is free and named', () => {
    const wider = workflow('errand', { path: 'errands' }).events({ ErrandLost: ends('lost', { why: text(1, 9) }) });
    const added = after({
      states: [...sound.states, 'lost'],
      ends: [...sound.ends, 'lost'],
      events: { ...sound.events, ...wider.declaration.events },
      settings: { ...sound.settings, 'errand.patience': 3 },
      commands: {
        ...sound.commands,
        LoseErrand: {
          ...sound.commands['DropErrand']!,
          name: 'LoseErrand',
          path: 'lose',
          yields: ['ErrandLost'],
          refuses: { 'not-lost': [] },
        },
      },
    });
    expect(added).toEqual({
      broken: [],
      added: [
        'the state lost',
        'the event ErrandLost',
        'the command LoseErrand',
        'the setting errand.patience',
        'the refusal not-lost',
      ],
    });
  });

  it('law 6: a lock file that is older than its declaration fails the build until it is written again', () => {
    const now = lockText(lockOf(sound));
    expect(lockVerdict(now, sound)).toEqual({ broken: [], added: [], text: now, unwritten: false });
    const older = lockText(lockOf({ ...sound, settings: without(sound.settings, 'errand.changes') }));
    expect(lockVerdict(older, sound)).toEqual({
      broken: [],
      added: ['the setting errand.changes'],
      text: now,
      unwritten: true,
    });
    expect(lockVerdict(undefined, sound)).toMatchObject({ broken: [], unwritten: true });
  });
});
