/** What a reaction may say, each allowed use followed by its forbidden twin. Compiled, never run. */
import { house, letter } from './letters.fixture.js';
import { commandTo, eventOf, reaction, type Reaction } from './reaction.js';

const merged = eventOf(letter, 'LetterMerged');
// @ts-expect-error no such event
eventOf(letter, 'LetterLost');
// @ts-expect-error no such command
commandTo(letter, 'LoseLetter');

export const allowed: Reaction = reaction('absorb', {
  on: merged,
  to: (e) => e.data.into,
  send: commandTo(letter, 'AbsorbLetter'),
  form: (e) => ({ from: e.id }),
});

reaction('other', {
  on: merged,
  to: (e) => e.data.into,
  // @ts-expect-error AbsorbLetter is for the reaction absorb only
  send: commandTo(letter, 'AbsorbLetter'),
  form: (e) => ({ from: e.id }),
});

reaction('absorb', {
  on: merged,
  to: (e) => e.data.into,
  // @ts-expect-error SealLetter is for people only
  send: commandTo(letter, 'SealLetter'),
  form: () => ({}),
});

reaction('absorb', {
  on: merged,
  to: (e) => {
    // @ts-expect-error the event has no such field
    const onto: unknown = e.data.onto;
    return String(onto);
  },
  send: commandTo(letter, 'AbsorbLetter'),
  form: (e) => ({ from: e.id }),
});

reaction('absorb', {
  on: merged,
  to: (e) => e.data.into,
  send: commandTo(letter, 'AbsorbLetter'),
  // @ts-expect-error the command asks for `from`
  form: (e) => ({ into: e.id }),
});

reaction('redirect', {
  on: eventOf(house, 'HouseMoved'),
  to: (e) => {
    // @ts-expect-error a note may be corrected later: no reaction builds on it
    const remark: unknown = e.data.remark;
    return String(remark);
  },
  send: commandTo(letter, 'RedirectLetter'),
  form: (e) => ({ town: e.data.town }),
});

// @ts-expect-error either one target or many
reaction('absorb', { on: merged, send: commandTo(letter, 'AbsorbLetter'), form: () => ({ from: '' }) });
