/** Workflows and reactions of their own for the tests: houses that move, letters that follow them, and a baton that runs. */
import type { Projection } from '#libs/views';
import { anyOpen, ends, engine, nothing, on, stay, workflow } from '../declare/builder.js';
import { ref } from '../declare/fields/ref.js';
import { text } from '../declare/fields/text.js';
import { whole } from '../declare/fields/whole.js';
import { note } from '../declare/fields/wrap.js';
import { commandTo, eventOf, reaction } from './reaction.js';

const town = text(1, 20);

export const house = workflow('house', { path: 'houses' })
  .events({
    HouseBuilt: on('built', { town }),
    HouseMoved: stay({ town, remark: note(text(1, 40)) }),
  })
  .data(
    { town: '' },
    { HouseBuilt: (d, e) => ({ ...d, town: e.town }), HouseMoved: (d, e) => ({ ...d, town: e.town }) },
  )
  .command('BuildHouse', { by: ['clerk'], from: nothing, yields: ['HouseBuilt'] })
  .command('MoveHouse', { by: ['clerk'], from: anyOpen, yields: ['HouseMoved'] });

export const letter = workflow('letter', { path: 'letters' })
  .events({
    LetterWritten: on('written', { house: ref('house'), town }),
    LetterRedirected: stay({ town }),
    LetterMerged: ends('merged', { into: text(0, 60) }),
    LetterAbsorbed: stay({ from: ref('letter') }),
    LetterSealed: on('sealed', {}),
    LetterUnsealed: on('written', {}),
  })
  .data(
    { town: '', absorbed: 0 },
    {
      LetterWritten: (d, e) => ({ ...d, town: e.town }),
      LetterRedirected: (d, e) => ({ ...d, town: e.town }),
      LetterAbsorbed: (d) => ({ ...d, absorbed: d.absorbed + 1 }),
    },
  )
  .command('WriteLetter', { by: ['clerk'], from: nothing, yields: ['LetterWritten'] })
  .command('MergeLetter', { by: ['clerk'], from: ['written'], yields: ['LetterMerged'] })
  .command('SealLetter', { by: ['clerk'], from: ['written'], yields: ['LetterSealed'] })
  .command('UnsealLetter', { by: ['clerk'], from: ['sealed'], yields: ['LetterUnsealed'] })
  .command('AbsorbLetter', { by: [engine('absorb')], from: ['written'], yields: ['LetterAbsorbed'] })
  .command('RedirectLetter', {
    by: ['clerk', engine('redirect')],
    from: ['written', 'sealed'],
    yields: ['LetterRedirected'],
    refuses: { 'nothing-changed': [], 'no-such-town': ['town'] },
    decide: ({ form, data, emit, refuse }) => {
      if (form.town === 'nowhere') return refuse('no-such-town', { town: form.town });
      return form.town === data.town ? refuse('nothing-changed') : emit.LetterRedirected(form);
    },
  });

/** Every letter and where it is addressed to; nothing of those that were merged. */
const addresses: Projection = {
  name: 'addresses',
  version: 1,
  categories: ['letter'],
  tables: [{ name: 'addresses', columns: 'id TEXT PRIMARY KEY, house TEXT NOT NULL, town TEXT NOT NULL' }],
  apply({ envelope, data: recorded }, db) {
    const data = recorded as Readonly<Record<string, string>>;
    const id = envelope.stream.slice('letter-'.length);
    if (envelope.type === 'LetterWritten')
      db.run('INSERT INTO {addresses} VALUES (?, ?, ?)', id, data['house'] ?? '', data['town'] ?? '');
    if (envelope.type === 'LetterRedirected')
      db.run('UPDATE {addresses} SET town = ? WHERE id = ?', data['town'] ?? '', id);
    if (envelope.type === 'LetterMerged') db.run('DELETE FROM {addresses} WHERE id = ?', id);
  },
};

export const absorb = reaction('absorb', {
  on: eventOf(letter, 'LetterMerged'),
  to: (e) => e.data.into,
  send: commandTo(letter, 'AbsorbLetter'),
  form: (e) => ({ from: e.id }),
});

export const redirect = reaction('redirect', {
  on: eventOf(house, 'HouseMoved'),
  each: {
    view: addresses,
    targets: (e, view) =>
      view
        .all<{ id: string }>('SELECT id FROM {addresses} WHERE house = ? AND town <> ? ORDER BY id', e.id, e.data.town)
        .map(({ id }) => id),
  },
  send: commandTo(letter, 'RedirectLetter'),
  form: (e) => ({ town: e.data.town }),
  moot: ['nothing-changed'],
});

export const baton = workflow('baton', { path: 'batons' })
  .events({ BatonTaken: on('taken', { hop: whole(0, 100) }) })
  .data({}, {})
  .command('ThrowBaton', { by: ['clerk'], from: nothing, yields: ['BatonTaken'] })
  .command('TakeBaton', { by: [engine('pass-on')], from: nothing, yields: ['BatonTaken'] });

/** Without end, but for the bound on chains. */
export const passOn = reaction('pass-on', {
  on: eventOf(baton, 'BatonTaken'),
  to: (e) => `${e.id.split('.')[0]}.${e.data.hop + 1}`,
  send: commandTo(baton, 'TakeBaton'),
  form: (e) => ({ hop: e.data.hop + 1 }),
});
