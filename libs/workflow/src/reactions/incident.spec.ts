import { describe, expect, it } from '@jest/globals';
import { uuidV5 } from '#libs/event-store';
import { check } from '../declare/check.js';
import { World } from '../specification.js';
import { sentenceOf } from '../words/sentence.js';
import { incident } from './incident.js';
import { house, letter } from './letters.fixture.js';
import { commandTo, eventOf, reaction } from './reaction.js';
import { incidentSpoken, incidentTexts } from './texts.js';

const order = uuidV5('0190a5b0-7c00-7000-8000-000000000001', 'absorb');
const opened = {
  reaction: 'absorb',
  event: '0190a5b0-7c00-7000-8000-000000000001',
  source: 'letter',
  sourceCase: 'l-1',
  sourceVersion: 1,
  workflow: 'letter',
  command: 'AbsorbLetter',
  target: 'l-2',
  code: 'letter/not-found',
  params: [],
};
const people = { root: ['admin@district'], an: ['auditor@district'], li: ['clerk@district'] };

async function given(): Promise<World> {
  const world = await World.begin({ workflows: [incident], people });
  await byEngine(world, 'OpenIncident', opened);
  return world;
}

const byEngine = (world: World, command: string, form: object) =>
  world.engine.execute({
    workflow: 'incident',
    command,
    id: uuidV5(order, command),
    target: order,
    form,
    requester: { kind: 'reaction', id: 'reactions' },
  });
const asks = (world: World, command: string, form: object = {}, by = 'root') =>
  world.when(command, form, { by, on: order });

describe('an incident', () => {
  it('is a sound declaration with all its words, and each code of reactions has a sentence', () => {
    expect(check(incident.declaration, { texts: incidentTexts, roles: ['admin', 'auditor'] })).toEqual([]);
    for (const code of ['reaction/malformed', 'reaction/failed', 'reaction/unknown'])
      expect(sentenceOf({ code, params: { error: 'x', reaction: 'y' } }, incidentSpoken, 'en')).not.toMatch(/[{}]/);
  });

  it('is retried and skipped by the admin alone; the auditor sees it', async () => {
    const world = await given();
    expect(await asks(world, 'RetryIncident', {}, 'an')).toMatchObject({ code: 'command/not-your-role' });
    expect(await asks(world, 'SkipIncident', { reason: '无须办理' }, 'an')).toMatchObject({
      code: 'command/not-your-role',
    });
    expect(await asks(world, 'SkipIncident', { reason: '无须办理' }, 'li')).toMatchObject({ kind: 'not-found' });
    expect(await world.when('OpenIncident', opened, { by: 'root' })).toMatchObject({ kind: 'forbidden' });
  });

  it('incident/retry-wrong-state, incident/skip-wrong-state: is not retried or skipped while it is being retried', async () => {
    const world = await given();
    await world.given('RetryIncident', {}, { by: 'root', on: order });
    expect(await asks(world, 'RetryIncident')).toMatchObject({ code: 'incident/retry-wrong-state' });
    expect(await asks(world, 'SkipIncident', { reason: '无须办理' })).toMatchObject({
      code: 'incident/skip-wrong-state',
    });
  });

  it('incident/return-wrong-state, incident/resolve-wrong-state: ends only by a retry that is under way', async () => {
    const world = await given();
    const why = { code: 'letter/not-found', params: [] };
    expect(await byEngine(world, 'ReturnIncident', why)).toMatchObject({ code: 'incident/return-wrong-state' });
    expect(await byEngine(world, 'ResolveIncident', {})).toMatchObject({ code: 'incident/resolve-wrong-state' });
  });
});

describe('law 9: a reaction is refused when it is declared', () => {
  const merged = eventOf(letter, 'LetterMerged');
  const to = (): string => 'l-1';

  it('law 9: where the command is not for it, or something is not there', () => {
    const send = commandTo(letter, 'AbsorbLetter');
    const form = () => ({ from: 'l-1' });
    expect(() => reaction('other', { on: merged, to, form, send: send as never })).toThrow("engine('other')");
    expect(() => reaction('absorb', { on: { ...merged, event: 'Lost' }, to, form, send })).toThrow('no event Lost');
    const lost = { ...send, command: 'Lost' };
    expect(() => reaction('absorb', { on: merged, to, form, send: lost })).toThrow('no command Lost');
    expect(() => reaction('Absorb', { on: merged, to, form, send: send as never })).toThrow('lower case');
  });

  it('law 9: where its event can be undone, since what followed would stay', () => {
    const undoable = house.command('ShiftHouse', {
      by: ['clerk'],
      from: ['built'],
      yields: ['HouseMoved'],
      undoable: true,
    });
    expect(() =>
      reaction('redirect', {
        on: eventOf(undoable, 'HouseMoved'),
        to,
        send: commandTo(letter, 'RedirectLetter'),
        form: (e) => ({ town: e.data.town }),
      }),
    ).toThrow('ShiftHouse records HouseMoved and can be undone');
  });
});
