import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  canonical,
  StoreUnavailable,
  uuidV5,
  type Checkpoints,
  type EventStore,
  type Json,
  type RecordedEvent,
} from '#libs/event-store';
import { MemoryEventStore } from '#libs/event-store/memory';
import { SqliteEventStore } from '#libs/event-store/sqlite';
import { MemoryKeyVault } from '#libs/sealed';
import { Views } from '#libs/views';
import { until as untilTrue } from '#test/support/until';
import type { Engine } from '../decide/execute.js';
import type { CommandRequest } from '../decide/request.js';
import { World } from '../specification.js';
import { reactionViews } from './fan-out-view.js';
import { incident } from './incident.js';
import { absorb, baton, house, letter, passOn, redirect } from './letters.fixture.js';
import type { Reaction } from './reaction.js';
import { Reactions } from './reactions.js';

type Store = EventStore & { readonly checkpoints: Checkpoints };

/** One process: an engine with its own cache, its own views, its own reactions, on a log that it may share. */
interface Worker {
  readonly world: World;
  readonly views: Views;
  readonly reactions: Reactions;
}

interface Crew {
  readonly reactions?: readonly Reaction[];
  readonly checkpoints?: Checkpoints;
  /** Hears of each command before it is executed. */
  readonly onCommand?: (request: CommandRequest) => Promise<void>;
  readonly store?: Store;
}

const people = { li: ['clerk@district'], root: ['admin@district'] };
const everyReaction = [absorb, redirect, passOn];
const PACE = { settleMs: 20, takeOverMs: 60, retryMs: 5, retryMaxMs: 50 };

let folder: string;
let vault: MemoryKeyVault;
let stores: Store[];
let workers: Worker[];

const until = (what: string, condition: () => boolean | Promise<boolean>) =>
  untilTrue(condition, 10_000, () => `${what}: ${JSON.stringify(workers.map(({ reactions }) => reactions.status()))}`);

async function everything(store: EventStore): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for await (const event of store.readAll()) events.push(event);
  return events;
}

const recorded = async (store: EventStore, type: string): Promise<RecordedEvent[]> =>
  (await everything(store)).filter(({ envelope }) => envelope.type === type);

describe.each(['memory', 'sqlite'])('reactions on %s', (kind) => {
  let store: Store;

  const openStore = async (file = 'events.db'): Promise<Store> => {
    const opened =
      kind === 'memory' ? new MemoryEventStore() : await SqliteEventStore.open({ file: join(folder, file) });
    stores.push(opened);
    return opened;
  };

  /** A worker that has not started. */
  async function worker(crew: Crew = {}): Promise<Worker> {
    const log = crew.store ?? store;
    const reactions = crew.reactions ?? everyReaction;
    const world = await World.begin({
      workflows: [house, letter, baton, incident],
      people,
      store: log,
      vault,
    });
    const projections = reactionViews(reactions);
    const views = Views.open({
      folder: mkdtempSync(join(folder, 'views-')),
      store: log,
      projections: projections.length > 0 ? projections : reactionViews([redirect]),
    });
    await views.whenReady();
    const engine: Pick<Engine, 'execute' | 'ports'> = {
      ports: world.engine.ports,
      execute: async (request) => {
        await crew.onCommand?.(request);
        return world.engine.execute(request);
      },
    };
    const one = {
      world,
      views,
      reactions: new Reactions({
        reactions,
        engine,
        checkpoints: crew.checkpoints ?? log.checkpoints,
        views,
        pace: PACE,
      }),
    };
    workers.push(one);
    return one;
  }

  /** A worker that follows the log with all its reactions. */
  async function atWork(crew: Crew = {}): Promise<Worker> {
    const one = await worker(crew);
    one.reactions.start();
    const isThere = (state: string) => state === 'following' || state === 'standing-by';
    await until('it follows', () => one.reactions.status().every(({ state }) => isThere(state)));
    return one;
  }

  /** Everything recorded so far was passed by whoever follows, and nothing more came of it. */
  const allPassed = (one: Worker): Promise<void> =>
    until('all was passed', async () => {
      const head = await (one.world.store.head() as Promise<string | undefined>);
      return one.reactions.status().every(({ position }) => position === head);
    });

  const write = async (world: World, form: object = {}): Promise<string> => {
    const home = { house: await aHouse(world), town: 'alt', ...form };
    return (await world.given('WriteLetter', home, { by: 'li' })).id;
  };
  let built: string | undefined;
  const aHouse = async (world: World): Promise<string> =>
    (built ??= (await world.given('BuildHouse', { town: 'alt' }, { by: 'li' })).id);
  const merge = (world: World, from: string, into: string) =>
    world.given('MergeLetter', { into }, { by: 'li', on: from });
  const move = (world: World, to: string, on: string) =>
    world.given('MoveHouse', { town: to, remark: '搬家' }, { by: 'li', on });
  const townOf = async (world: World, id: string) => (await world.case('letter', id)).data['town'];
  const incidents = async () =>
    (await recorded(store, 'IncidentOpened')).map(({ envelope }) => envelope.stream.slice('incident-'.length));

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'linli-reactions-'));
    vault = new MemoryKeyVault();
    [stores, workers, built] = [[], [], undefined];
    store = await openStore();
  });

  afterEach(async () => {
    for (const { reactions, views } of workers) {
      await reactions.stop();
      await views.close();
    }
    for (const each of stores) await each.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('law 9: what follows is a command with a derived id, caused by the event and one deeper', async () => {
    const { world } = await atWork();
    const [from, into] = [await write(world), await write(world)];
    await merge(world, from, into);
    await until('it was absorbed', async () => (await recorded(store, 'LetterAbsorbed')).length === 1);
    const [merged] = await recorded(store, 'LetterMerged');
    const [absorbed] = await recorded(store, 'LetterAbsorbed');
    expect(absorbed).toMatchObject({
      envelope: {
        stream: `letter-${into}`,
        actor: { kind: 'reaction', id: 'absorb' },
        command: { id: uuidV5(merged?.envelope.id ?? '', 'absorb') },
        causationId: merged?.envelope.id,
        correlationId: merged?.envelope.correlationId,
        depth: 1,
      },
      data: { from },
    });
  });

  it('law 9: two workers on one log act once in effect, and one of them stands by', async () => {
    const [one, two] = await Promise.all([worker(), worker()]);
    const into = await write(one.world);
    const letters = await Promise.all(Array.from({ length: 30 }, () => write(one.world)));
    one.reactions.start();
    two.reactions.start();
    const known = (each: Worker) => each.reactions.status().every(({ state }) => state !== 'starting');
    await until('both know the log', () => known(one) && known(two));
    await Promise.all(letters.map((from) => merge(one.world, from, into)));
    await until('all were absorbed', async () => (await recorded(store, 'LetterAbsorbed')).length >= 30);
    const states = () => [one, two].map(({ reactions }) => reactions.status()[0]?.state).sort();
    await until('one stands by', () => states().join() === 'following,standing-by');
    expect((await one.world.case('letter', into)).data['absorbed']).toBe(30);
    expect(await recorded(store, 'LetterAbsorbed')).toHaveLength(30);
    expect(await incidents()).toEqual([]);
  });

  it('law 9: a worker that stands by takes over from one that is gone, and misses nothing', async () => {
    const [one, two] = [await atWork({ reactions: [absorb] }), await atWork({ reactions: [absorb] })];
    const into = await write(one.world);
    await merge(one.world, await write(one.world), into);
    const state = (each: Worker) => each.reactions.status()[0]?.state;
    await until('one stands by', () => state(one) === 'standing-by' || state(two) === 'standing-by');
    const gone = state(one) === 'standing-by' ? two : one;
    await gone.reactions.stop();
    for (let count = 0; count < 3; count++) await merge(one.world, await write(one.world), into);
    await until('all were absorbed', async () => (await recorded(store, 'LetterAbsorbed')).length === 4);
  });

  it('law 9: killed between effect and checkpoint, the next worker acts again and nothing is doubled', async () => {
    let dead = false;
    const cutOff: Checkpoints = {
      read: (name) => store.checkpoints.read(name),
      write: (name, expected, value) =>
        dead
          ? Promise.reject(new StoreUnavailable('killed', 'unknown'))
          : store.checkpoints.write(name, expected, value),
    };
    const first = await atWork({ checkpoints: cutOff });
    const into = await write(first.world);
    const from = await write(first.world);
    await allPassed(first);
    const before = (await store.checkpoints.read('reaction-absorb'))?.value as { position: string };
    dead = true;
    await merge(first.world, from, into);
    await until('it was absorbed', async () => (await recorded(store, 'LetterAbsorbed')).length === 1);
    await first.reactions.stop();
    const then = (await store.checkpoints.read('reaction-absorb'))?.value as { position: string };
    expect(then.position <= before.position || then.position < ((await store.head()) ?? '')).toBe(true);
    let again = 0;
    const second = await atWork({
      onCommand: ({ command }) => Promise.resolve(void (again += command === 'AbsorbLetter' ? 1 : 0)),
    });
    await allPassed(second);
    expect(again).toBe(1);
    expect(await recorded(store, 'LetterAbsorbed')).toHaveLength(1);
    expect(await incidents()).toEqual([]);
  });

  it('law 9: a new reaction never fires over old history, and its installation is recorded once', async () => {
    const { world } = await worker({ reactions: [] });
    const [old, into] = [await write(world), await write(world)];
    await merge(world, old, into);
    const installed = await atWork({ reactions: [absorb] });
    await merge(world, await write(world), into);
    await until('the new one was absorbed', async () => (await recorded(store, 'LetterAbsorbed')).length === 1);
    await allPassed(installed);
    const since = installed.reactions.status()[0]?.since;
    expect(since).toBeDefined();
    await installed.reactions.stop();

    await merge(world, await write(world), into);
    const later = await atWork({ reactions: [absorb] });
    await until('what was missed follows', async () => (await recorded(store, 'LetterAbsorbed')).length === 2);
    await allPassed(later);
    expect(later.reactions.status()[0]?.since).toBe(since);
    expect((await recorded(store, 'LetterAbsorbed')).map(({ data }) => data['from'])).not.toContain(old);
  });

  it('law 9: a refused reaction becomes an incident, and a retry after the cause is mended sends the same command', async () => {
    const { world } = await atWork();
    const [from, into] = [await write(world), await write(world)];
    await world.given('SealLetter', {}, { by: 'li', on: into });
    await merge(world, from, into);
    await until('there is an incident', async () => (await incidents()).length === 1);
    const [id] = (await incidents()) as [string];
    const [merged] = await recorded(store, 'LetterMerged');
    const [opened] = await recorded(store, 'IncidentOpened');
    expect(id).toBe(uuidV5(merged?.envelope.id ?? '', 'absorb'));
    expect(opened).toMatchObject({
      envelope: { actor: { kind: 'reaction', id: 'reactions' }, causationId: merged?.envelope.id },
      data: {
        reaction: 'absorb',
        event: merged?.envelope.id,
        source: 'letter',
        sourceCase: from,
        workflow: 'letter',
        command: 'AbsorbLetter',
        target: into,
        code: 'letter/absorb-wrong-state',
      },
    });

    const retry = () => world.when('RetryIncident', {}, { by: 'root', on: id });
    expect(await world.when('RetryIncident', {}, { by: 'li', on: id })).toMatchObject({ kind: 'not-found' });
    await retry();
    const state = async () => (await world.case('incident', id)).state;
    await until('it came back', async () => (await world.history('incident', id)).at(-1) === 'IncidentReturned');
    expect(await state()).toBe('open');

    await world.given('UnsealLetter', {}, { by: 'li', on: into });
    await retry();
    await until('it is resolved', async () => (await state()) === 'resolved');
    const [absorbed] = await recorded(store, 'LetterAbsorbed');
    expect(absorbed?.envelope.command.id).toBe(id);
    expect(absorbed?.envelope.causationId).toBe(merged?.envelope.id);
    expect(await world.when('SkipIncident', { reason: '已办' }, { by: 'root', on: id })).toMatchObject({
      code: 'incident/skip-wrong-state',
    });
  });

  it('law 9: an incident is skipped with a reason, and then the command is never sent, though its event is met again', async () => {
    const { world, reactions } = await atWork();
    await allPassed({ world, reactions } as Worker);
    const before = (await store.checkpoints.read('reaction-absorb')) as { value: Json; version: number };
    const [from, into] = [await write(world), await write(world)];
    await world.given('SealLetter', {}, { by: 'li', on: into });
    await merge(world, from, into);
    await until('there is an incident', async () => (await incidents()).length === 1);
    const [id] = (await incidents()) as [string];
    expect(await world.when('SkipIncident', {}, { by: 'root', on: id })).toMatchObject({
      kind: 'malformed',
      problems: [{ pointer: '/reason', rule: 'required' }],
    });
    await world.given('SkipIncident', { reason: '收件人已撤回' }, { by: 'root', on: id });
    await world.given('UnsealLetter', {}, { by: 'li', on: into });
    await reactions.stop();

    const newest = (await store.checkpoints.read('reaction-absorb'))?.version ?? 0;
    expect(await store.checkpoints.write('reaction-absorb', newest, before.value)).toBe('written');
    const second = await atWork();
    await allPassed(second);
    expect(await recorded(store, 'LetterAbsorbed')).toEqual([]);
    expect(await world.history('incident', id)).toEqual(['IncidentOpened', 'IncidentSkipped']);
  });

  it('law 9: what a reaction cannot even say is an incident too, and holds up nothing behind it', async () => {
    const { world } = await atWork();
    await merge(world, await write(world), '');
    const [from, into] = [await write(world), await write(world)];
    await merge(world, from, into);
    await until('the next one is absorbed', async () => (await recorded(store, 'LetterAbsorbed')).length === 1);
    expect((await recorded(store, 'IncidentOpened')).map(({ data }) => data['code'])).toEqual(['letter/not-found']);
  });

  it('law 9: a chain by causation ends at depth 8, with an incident', async () => {
    const { world } = await atWork();
    await world.given('ThrowBaton', { hop: 0 }, { by: 'li', on: 'run.0' });
    await until('there is an incident', async () => (await incidents()).length === 1);
    const taken = await recorded(store, 'BatonTaken');
    expect(taken.map(({ envelope }) => envelope.depth)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(new Set(taken.map(({ envelope }) => envelope.correlationId)).size).toBe(1);
    expect(await recorded(store, 'IncidentOpened')).toMatchObject([
      { envelope: { depth: 8 }, data: { code: 'command/chain-too-deep' } },
    ]);
  });

  it('law 9: a fan-out reaches every target at its event, each by an id of its own, and those that appear while it sweeps', async () => {
    let late: string | undefined;
    let sent = 0;
    const { world } = await atWork({
      onCommand: async ({ command }) => {
        // As a clerk does who has not heard yet that the house has moved.
        if (command === 'RedirectLetter' && ++sent === 5) late = await write(world, { town: 'alt' });
      },
    });
    const home = await aHouse(world);
    const letters: string[] = [];
    for (let count = 0; count < 20; count++) letters.push(await write(world));
    const elsewhere = await write(world, {
      house: (await world.given('BuildHouse', { town: 'alt' }, { by: 'li' })).id,
    });
    await move(world, 'neu', home);
    await until('all are redirected', async () => (await recorded(store, 'LetterRedirected')).length >= 21);
    for (const id of [...letters, late ?? '']) expect(await townOf(world, id)).toBe('neu');
    expect(await townOf(world, elsewhere)).toBe('alt');
    const [moved] = await recorded(store, 'HouseMoved');
    const redirected = await recorded(store, 'LetterRedirected');
    expect(redirected).toHaveLength(21);
    for (const { envelope } of redirected)
      expect(envelope.command.id).toBe(
        uuidV5(moved?.envelope.id ?? '', `redirect#${envelope.stream.slice('letter-'.length)}`),
      );
    expect(await incidents()).toEqual([]);
  });

  it('law 9: a fan-out that comes late still goes by what the view said at its event', async () => {
    const first = await atWork();
    const { world } = first;
    const home = await aHouse(world);
    const before = await write(world);
    await allPassed(first);
    await first.reactions.stop();
    await move(world, 'neu', home);
    const between = await write(world, { town: 'neu' });
    await move(world, 'alt', home);
    const after = await write(world, { town: 'alt' });
    const second = await atWork();
    await allPassed(second);
    const towns = async (id: string) =>
      (await world.events('letter', id)).flatMap(({ data }) =>
        typeof data['town'] === 'string' ? [data['town']] : [],
      );
    expect(await towns(before)).toEqual(['alt', 'neu', 'alt']);
    expect(await towns(between)).toEqual(['neu', 'alt']);
    expect(await towns(after)).toEqual(['alt']);
  });

  it('law 9: a fan-out goes on where a kill cut it off, and each target is reached once', async () => {
    let sent = 0;
    const dying = await atWork({
      onCommand: ({ command }) =>
        command === 'RedirectLetter' && ++sent > 7
          ? Promise.reject(new StoreUnavailable('killed', 'nothing-written'))
          : Promise.resolve(),
    });
    const { world } = dying;
    const home = await aHouse(world);
    for (let count = 0; count < 20; count++) await write(world);
    await move(world, 'neu', home);
    await until('it dies half-way', () => dying.reactions.status()[1]?.state === 'retrying');
    await dying.reactions.stop();
    expect((await recorded(store, 'LetterRedirected')).length).toBeLessThan(20);
    await allPassed(await atWork());
    const redirected = await recorded(store, 'LetterRedirected');
    expect(new Set(redirected.map(({ envelope }) => envelope.stream)).size).toBe(20);
    expect(redirected).toHaveLength(20);
  });

  it('law 9: a refused target of a fan-out is an incident of its own; the others are reached', async () => {
    const one = await atWork();
    const { world } = one;
    const home = await aHouse(world);
    const letters = [await write(world), await write(world)];
    await move(world, 'nowhere', home);
    await until('each has its incident', async () => (await incidents()).length === 2);
    const [moved] = await recorded(store, 'HouseMoved');
    const expected = letters.map((id) => uuidV5(moved?.envelope.id ?? '', `redirect#${id}`));
    expect((await incidents()).sort()).toEqual(expected.sort());
    await allPassed(one);
    expect(await incidents()).toHaveLength(2);
    expect((await recorded(store, 'IncidentOpened'))[0]?.data).toMatchObject({
      code: 'letter/no-such-town',
      params: [{ name: 'town', value: 'nowhere' }],
    });
  });

  it('law 9: rebuilding the views fires nothing', async () => {
    const one = await atWork();
    const { world, views } = one;
    const home = await aHouse(world);
    const [from, into] = [await write(world), await write(world)];
    await merge(world, from, into);
    await move(world, 'neu', home);
    await until('both followed', async () => (await recorded(store, 'LetterRedirected')).length === 1);
    await allPassed(one);
    const before = (await everything(store)).length;
    await views.rebuild();
    await write(world);
    await allPassed(one);
    expect((await everything(store)).length).toBe(before + 1);
  });

  it('law 9: a log that was carried into another store fires nothing there', async () => {
    const one = await atWork({ reactions: [] });
    const [from, into] = [await write(one.world), await write(one.world)];
    await merge(one.world, from, into);
    const events = await everything(store);
    const target = await openStore('imported.db');
    for (const { envelope, data, hash } of events) {
      const { version } = envelope;
      const texts = { envelopeText: canonical(envelope), dataText: canonical(data) };
      await target.append(envelope.stream, version === 0 ? 'none' : version - 1, [{ envelope, data, hash, ...texts }]);
    }
    const there = await atWork({ store: target });
    await write(there.world);
    await allPassed(there);
    expect(await recorded(target, 'LetterAbsorbed')).toEqual([]);
    expect((await everything(target)).length).toBe(events.length + 1);
  });
});
