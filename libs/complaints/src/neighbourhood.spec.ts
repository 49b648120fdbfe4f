/** Rights that are held in one neighbourhood: they reach what lies in its charge, and nothing else of the sub-district. */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { sampleCommunities } from '#libs/communities';
import { codeOf, type World } from '#libs/workflow/specification';
import { filed, filing, station } from './station.fixture.js';

const assign = { neighbourhood: 'nanxun', reason: '社区划分方案' };

let world: World;
beforeEach(async () => {
  world = await station();
  world.grant('tong', 'neighbourhood-officer@nanguan/nanxun');
  world.grant('root', 'admin@district');
  const other = sampleCommunities.find((one) => one.id === 'c-nanguan-3')?.registration;
  await world.given('RegisterCommunity', other, { by: 'ge', on: 'c-nanguan-3' });
  await world.given('AssignNeighbourhood', assign, { by: 'ge', on: 'c-nanguan-1', workflow: 'community' });
});

const file = async (by: string, form: object = {}) =>
  codeOf(await world.when('FileComplaint', { ...filing, ...form }, { by }));
const look = async (by: string, on: string) => codeOf(await world.when('Comment', { text: '看过' }, { by, on }));

describe('an officer of a neighbourhood', () => {
  it('files for a community of it, and for no other of the sub-district', async () => {
    expect(await file('tong')).toBe('done');
    expect(await file('tong', { community: 'c-nanguan-3' })).toBe('command/outside-jurisdiction');
    expect(await file('tong', { community: 'c-beixia-1' })).toBe('command/outside-jurisdiction');
  });

  it('sees what others filed there, and acts on it as the table of rights says', async () => {
    const { id } = await filed(world);
    expect(await world.case('complaint', id)).toMatchObject({
      data: { subDistrict: 'nanguan', within: 'nanguan/nanxun' },
    });
    expect(await look('tong', id)).toBe('done');
    const reject = { ground: 'no-facts', explanation: '无具体事实' };
    expect(codeOf(await world.when('RejectComplaint', reject, { by: 'tong', on: id }))).toBe('command/not-your-role');
  });

  it('does not learn of a case elsewhere in the sub-district, nor of one in another neighbourhood', async () => {
    const { id: elsewhere } = await world.given(
      'FileComplaint',
      { ...filing, community: 'c-nanguan-3' },
      { by: 'qin' },
    );
    expect(await look('tong', elsewhere)).toBe('complaint/not-found');
    world.grant('shi', 'neighbourhood-officer@nanguan/huaiyin');
    const { id } = await filed(world);
    expect(await look('shi', id)).toBe('complaint/not-found');
  });

  it('takes nothing from the station, whose rights reach all of its sub-district', async () => {
    const { id } = await world.given('FileComplaint', filing, { by: 'tong' });
    const accept = { track: 'handle', difficulty: 'simple', mediator: 'qin' };
    expect(codeOf(await world.when('AcceptComplaint', accept, { by: 'qin', on: id }))).toBe('done');
    expect(await look('duan', id)).toBe('done');
    expect(await look('jiang', id)).toBe('complaint/not-found');
    const [event] = await world.events('complaint', id);
    expect(event?.envelope.actor).toMatchObject({ id: 'tong', jurisdiction: 'nanguan/nanxun' });
  });

  it('changes no deadline: settings of the sub-district count in each of its neighbourhoods', async () => {
    const change = {
      value: { unit: 'working-days', count: 3 },
      effectiveOn: '2026-11-24',
      alsoOpen: false,
      reason: '试行',
    };
    await world.given(
      'ChangeSetting',
      { ...change, subDistrict: 'nanguan' },
      { by: 'root', on: 'complaint.accept', workflow: 'setting' },
    );
    await world.timeTables.refresh();
    const { id } = await filed(world);
    const [accept] = (await world.case('complaint', id)).armed;
    expect(accept).toMatchObject({ name: 'accept', dueAt: '2026-11-27T16:00:00.000Z' });
  });

  it('is the one of the day of filing: a later assignment reaches what is filed from then on', async () => {
    const { id: before } = await world.given('FileComplaint', { ...filing, community: 'c-nanguan-3' }, { by: 'qin' });
    await world.given('AssignNeighbourhood', assign, { by: 'ge', on: 'c-nanguan-3', workflow: 'community' });
    expect((await world.case('complaint', before)).data).toMatchObject({ within: '' });
    expect(await look('tong', before)).toBe('complaint/not-found');
    expect(await file('tong', { community: 'c-nanguan-3' })).toBe('done');

    const { id: held } = await filed(world);
    world.grant('shi', 'neighbourhood-officer@nanguan/huaiyin');
    const other = { ...assign, neighbourhood: 'huaiyin' };
    await world.given('AssignNeighbourhood', other, { by: 'ge', on: 'c-nanguan-1', workflow: 'community' });
    expect([await look('tong', held), await look('shi', held)]).toEqual(['done', 'complaint/not-found']);
    expect([await file('tong'), await file('shi')]).toEqual(['command/outside-jurisdiction', 'done']);
  });

  it('is left where the case goes to another sub-district', async () => {
    const { id } = await filed(world);
    const there = { subDistrict: 'beixia', community: 'c-beixia-1', reason: '登记有误' };
    await world.given('TransferComplaint', there, { by: 'qin', on: id });
    expect((await world.case('complaint', id)).data).toMatchObject({ subDistrict: 'beixia', within: '' });
    expect(await look('tong', id)).toBe('complaint/not-found');
  });
});
