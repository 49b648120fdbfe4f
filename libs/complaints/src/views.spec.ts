import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Views } from '#libs/views';
import { caseView } from '#libs/workflow';
import type { World } from '#libs/workflow/specification';
import { complaint } from './complaint.js';
import { filed, filing, forms, station, Story, type Who } from './station.fixture.js';
import { complaintViews, numberOf, numberRegister } from './views.js';

let world: World;
let views: Views;
let folder: string;

beforeEach(async () => {
  world = await station();
  folder = mkdtempSync(join(tmpdir(), 'linli-complaint-numbers-'));
  views = Views.open({ folder, store: world.store, projections: [...complaintViews, caseView(complaint.declaration)] });
  await views.whenReady();
});

afterEach(async () => {
  await views.close();
  await world.store.close();
  rmSync(folder, { recursive: true, force: true });
});

async function accept(story: Story, by: Who = 'qin'): Promise<Story> {
  await story.does('AcceptComplaint', { ...forms.accept, mediator: by }, by);
  return story;
}
const acceptedOne = async () => accept(await filed(world));
async function caughtUp(): Promise<void> {
  const head = await world.store.head();
  expect(head === undefined || (await views.waitFor(head, 5_000))).toBe(true);
}
async function number(story: Story): Promise<string | undefined> {
  await caughtUp();
  return numberOf(views.read, story.id);
}
const register = (place: string, year = 2026) =>
  numberRegister(views.read, { station: place, year }).map(({ text, voidedBy, voidReason }) =>
    voidedBy === null ? text : `${text} ${voidedBy}: ${voidReason ?? ''}`,
  );

describe('numbers', () => {
  it('are given at acceptance, without gaps, for each station', async () => {
    const [first, waiting, second] = [await acceptedOne(), await filed(world), await acceptedOne()];
    const elsewhere = await world.given('FileComplaint', { ...filing, community: 'c-beixia-1' }, { by: 'jiang' });
    const there = await accept(new Story(world, elsewhere.id), 'jiang');
    expect(await number(first)).toBe('(2026)管南调字第1号');
    expect(await number(waiting)).toBeUndefined();
    expect(await number(second)).toBe('(2026)管南调字第2号');
    expect(await number(there)).toBe('(2026)管北调字第1号');
    expect(await number(await accept(waiting))).toBe('(2026)管南调字第3号');
  });

  it('begin anew with the year in Beijing', async () => {
    await acceptedOne();
    await world.clock.set('2026-12-31T15:59:59.999Z');
    expect(await number(await acceptedOne())).toBe('(2026)管南调字第2号');
    await world.clock.set('2026-12-31T16:00:00.000Z');
    expect(await number(await acceptedOne())).toBe('(2027)管南调字第1号');
  });

  it('a reopened case keeps its number', async () => {
    const story = await filed(world);
    await story.does('AcceptComplaint', { ...forms.accept, track: 'handle' });
    await story.does('RecordHandling', forms.handling);
    await story.does('RecordFollowUp', { answer: 'dissatisfied' });
    expect(await number(story)).toBe('(2026)管南调字第1号');
    expect(register('nanguan')).toHaveLength(1);
  });

  it('of an acceptance that was undone stays void, and the next acceptance gets a new one', async () => {
    const story = await acceptedOne();
    await story.does('UndoLast', { reason: '选错小区' });
    expect(await number(story)).toBeUndefined();
    expect(await number(await acceptedOne())).toBe('(2026)管南调字第2号');
    expect(await number(await accept(story))).toBe('(2026)管南调字第3号');
    await story.does('TransferComplaint', { subDistrict: 'beixia', community: 'c-beixia-1', reason: '属北下街' });
    await caughtUp();
    expect(register('nanguan')).toEqual([
      '(2026)管南调字第1号 undone: 选错小区',
      '(2026)管南调字第2号',
      '(2026)管南调字第3号 transferred: 属北下街',
    ]);
  });

  it('another step that is undone leaves the number alone', async () => {
    const story = await acceptedOne();
    await story.does('WithdrawComplaint', { reason: '误登' });
    await story.does('UndoLast');
    expect(await number(story)).toBe('(2026)管南调字第1号');
  });

  it('of a case that moves stays void at the old station', async () => {
    const story = await acceptedOne();
    await story.does('TransferComplaint', { subDistrict: 'beixia', community: 'c-beixia-1', reason: '属北下街' });
    expect(await number(story)).toBeUndefined();
    expect(await number(await accept(story, 'jiang'))).toBe('(2026)管北调字第1号');
    expect(register('nanguan')).toEqual(['(2026)管南调字第1号 transferred: 属北下街']);
  });

  it('begin where the station says, as soon as that is in effect', async () => {
    const change = {
      value: 58,
      effectiveOn: '2026-11-24',
      subDistrict: 'nanguan',
      alsoOpen: false,
      reason: '接续纸质编号',
    };
    await world.given('ChangeSetting', change, { by: 'ge', on: 'complaint.first-number', workflow: 'setting' });
    await world.timeTables.refresh();
    expect(await number(await acceptedOne())).toBe('(2026)管南调字第58号');
    expect(await number(await acceptedOne())).toBe('(2026)管南调字第59号');
  });

  it('rebuilt are the numbers given live', async () => {
    const story = await acceptedOne();
    await story.does('UndoLast');
    await accept(story);
    await acceptedOne();
    await caughtUp();
    const live = await views.hash('complaint_numbers');
    await views.rebuild('complaint_numbers');
    await caughtUp();
    expect(await views.hash('complaint_numbers')).toEqual(live);
  });
});

describe('lists', () => {
  const mediatorOf = async ({ id }: Story) => {
    await caughtUp();
    const row = views.read.get<{ fields: string }>('SELECT fields FROM complaints WHERE id = ?', id);
    return (JSON.parse(row?.fields ?? '{}') as { mediator?: { value: string } }).mediator?.value;
  };

  it('do not show the old mediator of a case that moved to another station, and show the new one', async () => {
    const story = await acceptedOne();
    expect(await mediatorOf(story)).toBe('qin');
    await story.does('TransferComplaint', { subDistrict: 'beixia', community: 'c-beixia-1', reason: '属北下街' });
    expect(await mediatorOf(story)).toBeUndefined();
    await accept(story, 'jiang');
    expect(await mediatorOf(story)).toBe('jiang');
  });
});
