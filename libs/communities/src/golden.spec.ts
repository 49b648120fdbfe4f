import { join } from 'node:path';
import { districtRegisters } from '#libs/district';
import { World } from '#libs/workflow/specification';
import { goldenStreams } from '#test/support/golden.contract';
import { community, sampleCommunities } from './index.js';

const reason = '核对台账';
const on = 'c-nanguan-1';
const at = { by: 'ge', on };

async function registered(): Promise<World> {
  const world = await World.begin({
    workflows: [community],
    people: { ge: ['office@district'] },
    registers: districtRegisters,
  });
  const sample = sampleCommunities.find((one) => one.id === on);
  const form = { ...sample?.registration, neighbourhood: 'nanxun', address: '某路1号', remark: '示例' };
  await world.given('RegisterCommunity', form, at);
  return world;
}

goldenStreams(community, join(import.meta.dirname, 'golden'), {
  'managers and governance': async () => {
    const world = await registered();
    const company = {
      manager: 'company',
      managerName: '安和物业服务有限公司',
      creditCode: '91410104SAMPLE0001',
      from: '2026-01-01',
      contractUntil: '2028-12-31',
      source: '物业服务合同',
    };
    const centre = { manager: 'service-centre', managerName: '街道物业服务中心', from: '2026-07-01', source: '公告' };
    const self = { manager: 'committee', managerName: '自管组', from: '2026-10-01', source: '决议' };
    await world.given('ChangeManager', company, at);
    await world.given('ChangeManager', centre, at);
    await world.given('EndManager', { leftOn: '2026-08-31', reason: '撤出' }, at);
    await world.given('ChangeManager', self, at);
    await world.given('SetGovernance', { body: 'preparatory-group', from: '2026-01-10', source: '公告' }, at);
    await world.given(
      'SetGovernance',
      { body: 'owners-committee', from: '2026-03-01', termUntil: '2031-02-28', source: '备案回执' },
      at,
    );
    return world.events('community', on);
  },

  'measured reclassified moved and closed': async () => {
    const world = await registered();
    await world.given('RenameCommunity', { name: '明珠苑', reason }, at);
    await world.given('ReclassifyCommunity', { type: 'sheltered', effectiveOn: '2026-11-01', reason: '弃管' }, at);
    await world.given('UpdateArea', { area: 4_140_000, asOf: '2026-11-20', source: '测绘报告' }, at);
    await world.given(
      'UpdateFacts',
      { households: 490, maintenanceFund: 'account', asOf: '2026-11-20', source: '入户登记' },
      at,
    );
    await world.given('Correct', { field: 'neighbourhood', value: '熏风社区', reason }, at);
    await world.given(
      'MoveCommunity',
      { subDistrict: 'beixia', neighbourhood: 'shuyuan', effectiveOn: '2026-11-20', reason: '区划调整' },
      at,
    );
    await world.given('CloseCommunity', { closedOn: '2026-11-23', reason: '整体拆除' }, at);
    return world.events('community', on);
  },

  'in the charge of a neighbourhood': async () => {
    const world = await registered();
    await world.given('AssignNeighbourhood', { neighbourhood: 'nanxun', reason: '社区划分方案' }, at);
    return world.events('community', on);
  },
});
