/** Whom a state waits for, told without looking at any case. */
import { describe, expect, it } from '@jest/globals';
import { ends, nothing, on, own, stay, workflow } from '../declare/builder.js';
import { text } from '../declare/fields/text.js';
import { errand } from '../tiny.fixture.js';
import { awaitedBy } from './awaited.js';

const { declaration } = errand;

describe('whom a state waits for', () => {
  it('is whoever may move the case on: by role, or where it is their own', () => {
    expect(awaitedBy(declaration, ['clerk'])).toEqual([
      { state: 'asked', isSure: true },
      { state: 'taken', own: 'runner', isSure: true },
    ]);
  });

  it('is nobody who could only prepare what another must do', () => {
    // An officer may change the runner; only the runner can finish.
    expect(awaitedBy(declaration, ['officer'])).toEqual([
      { state: 'asked', isSure: true },
      { state: 'held', isSure: true },
    ]);
    expect(awaitedBy(declaration, ['auditor'])).toEqual([]);
  });

  it('is whoever may prepare it where nothing ordinary moves it on, but never by a step that leaves the way', () => {
    const note = { note: text(1, 20) };
    const small = workflow('small', { path: 'smalls' })
      .events({ SmallBegun: on('begun', note), SmallNoted: stay(note), SmallGone: ends('gone', note) })
      .data({ writer: '' }, {})
      .command('BeginSmall', { by: ['clerk'], from: nothing, yields: ['SmallBegun'] })
      .command('NoteSmall', { by: ['clerk', own('writer', 'guest')], from: ['begun'], yields: ['SmallNoted'] })
      .command('EndSmall', { by: ['officer'], from: ['begun'], yields: ['SmallGone'], aside: true }).declaration;
    expect(awaitedBy(small, ['clerk', 'guest'])).toEqual([{ state: 'begun', isSure: true }]);
    expect(awaitedBy(small, ['guest'])).toEqual([{ state: 'begun', own: 'writer', isSure: true }]);
    expect(awaitedBy(small, ['officer'])).toEqual([]);
  });

  it('is nobody where a workflow never ends: it keeps a register', () => {
    const register = workflow('thing', { path: 'things' })
      .events({ ThingAdded: on('there', { name: text(1, 20) }), ThingNamed: stay({ name: text(1, 20) }) })
      .data({}, {})
      .command('AddThing', { by: ['clerk'], from: nothing, yields: ['ThingAdded'] })
      .command('NameThing', { by: ['clerk'], from: ['there'], yields: ['ThingNamed'] }).declaration;
    expect(awaitedBy(register, ['clerk'])).toEqual([]);
  });
});
