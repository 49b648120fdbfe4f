import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { community, sampleCommunities } from '#libs/communities';
import { districtRegisters } from '#libs/district';
import { MemoryEventStore } from '#libs/event-store/memory';
import { Views } from '#libs/views';
import { incident, Reactions, reactionViews } from '#libs/workflow';
import { World } from '#libs/workflow/specification';
import { until as untilTrue } from '#test/support/until';
import { complaint } from './complaint.js';
import { complaintReactions } from './reactions.js';
import { filing, forms } from './station.fixture.js';

let world: World;
let views: Views;
let reactions: Reactions;
let folder: string;

beforeEach(async () => {
  const store = new MemoryEventStore();
  folder = mkdtempSync(join(tmpdir(), 'linli-complaint-reactions-'));
  world = await World.begin({
    workflows: [community, complaint, incident],
    people: {
      qin: ['mediator@nanguan'],
      jiang: ['mediator@beixia'],
      ge: ['office@district'],
      root: ['admin@district'],
    },
    registers: districtRegisters,
    store,
  });
  const { registration } = sampleCommunities.find(({ id }) => id === 'c-nanguan-1') ?? {};
  for (const on of ['c-nanguan-1', 'c-nanguan-9'])
    await world.given('RegisterCommunity', registration, { by: 'ge', on });
  views = Views.open({ folder, store, projections: reactionViews(complaintReactions) });
  await views.whenReady();
  reactions = new Reactions({
    reactions: complaintReactions,
    engine: world.engine,
    checkpoints: store.checkpoints,
    views,
    pace: { settleMs: 10 },
  });
  reactions.start();
  await until('all reactions follow', () => reactions.status().every(({ state }) => state === 'following'));
});

afterEach(async () => {
  await reactions.stop();
  await views.close();
  await world.store.close();
  rmSync(folder, { recursive: true, force: true });
});

const until = (what: string, condition: () => boolean | Promise<boolean>) => untilTrue(condition, 5_000, () => what);

const file = async (more: object = {}) =>
  (await world.given('FileComplaint', { ...filing, ...more }, { by: 'qin' })).id;
const act = async (command: string, form: object, on: string) =>
  world.given(command, form, { by: 'qin', on, ifMatch: (await world.case('complaint', on)).revision });
const accepted = async () => {
  const id = await file();
  await act('AcceptComplaint', forms.accept, id);
  return id;
};
const history = (id: string) => world.history('complaint', id);
const moveTo = (subDistrict: string) =>
  world.given(
    'MoveCommunity',
    { subDistrict, neighbourhood: 'shuyuan', effectiveOn: '2026-11-24', reason: '区划调整' },
    { by: 'ge', on: 'c-nanguan-1' },
  );
const head = () => world.store.head();
const settled = () =>
  until('everything was passed', async () => {
    const position = await head();
    return reactions.status().every((one) => one.position === position);
  });

describe('what follows in complaints', () => {
  it('law 9: a merged duplicate is absorbed by the case it went into, once for each', async () => {
    const [first, second, into] = [await accepted(), await accepted(), await file()];
    await act('MergeDuplicate', { into, reason: '同一事项' }, first);
    await act('MergeDuplicate', { into, reason: '同一事项' }, second);
    await settled();
    await settled();
    expect(await history(into)).toEqual(['ComplaintFiled', 'ComplaintAbsorbed', 'ComplaintAbsorbed']);
    expect((await world.case('complaint', into)).data).toMatchObject({ absorbed: [first, second] });
  });

  it('law 9: a community that moves takes its open complaints to the station there, and no others', async () => {
    const open = [await file(), await accepted()];
    const ended = await accepted();
    const undone = await accepted();
    const elsewhere = await file({ community: 'c-nanguan-9' });
    for (const id of [ended, undone]) await act('WithdrawComplaint', { reason: '已自行协商' }, id);
    await act('UndoLast', { reason: '误操作' }, undone);
    await moveTo('beixia');
    await settled();
    await settled();
    for (const id of [...open, undone]) {
      expect((await history(id)).at(-1)).toBe('ComplaintTransferred');
      expect((await world.case('complaint', id)).data).toMatchObject({ subDistrict: 'beixia' });
    }
    expect(await history(ended)).not.toContain('ComplaintTransferred');
    expect(await history(elsewhere)).toEqual(['ComplaintFiled']);
    const [moved] = (await world.events('community', 'c-nanguan-1')).slice(-1);
    expect((await world.events('complaint', open[0] ?? '')).at(-1)).toMatchObject({
      envelope: { actor: { id: 'community-moved', kind: 'reaction' }, causationId: moved?.envelope.id },
      data: { fromSubDistrict: 'nanguan', subDistrict: 'beixia', reason: '区划调整' },
    });
  });
});
