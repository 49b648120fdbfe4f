import { beforeEach, describe, expect, it } from '@jest/globals';
import { districtRegisters, lateEntryRoles, staffRoles } from '#libs/district';
import { sentenceOf, type FormOf, type Outcome } from '#libs/workflow';
import { codeOf, World } from '#libs/workflow/specification';
import { areaOn, community, communitySpoken, governanceOn, managerOn, type CommunityData } from './index.js';

const people = {
  zhou: ['subdistrict-officer@nanguan'],
  tan: ['subdistrict-officer@beixia'],
  ge: ['office@district'],
  qin: ['mediator@nanguan'],
  yan: ['auditor@district'],
  guest: ['resident@nanguan'],
};

const registration: FormOf<typeof community, 'RegisterCommunity'> = {
  name: '明珠花园',
  subDistrict: 'nanguan',
  neighbourhood: 'nanxun',
  type: 'market-ready',
  area: 4_132_050,
  households: 486,
  buildings: 9,
  renovatedOn: '2021-10-31',
  pilot: true,
  ratingBasis: 'renovated',
  maintenanceFund: 'none',
  asOf: '2026-11-01',
  source: '改造竣工档案',
};
const anhe = {
  manager: 'company',
  managerName: '安和物业服务有限公司',
  creditCode: '91410104SAMPLE0001',
  from: '2026-01-01',
  contractUntil: '2028-12-31',
  source: '物业服务合同',
};
const centre = { manager: 'service-centre', managerName: '街道物业服务中心', from: '2026-07-01', source: '接管公告' };
const committee = { body: 'owners-committee', from: '2026-03-01', termUntil: '2031-02-28', source: '备案回执' };
const reason = '核对台账';
/** Of a neighbourhood that is in no list, and of what is no code at all. */
const UNKNOWN = '/neighbourhood unknown-reference';

let world: World;
beforeEach(async () => {
  world = await World.begin({ workflows: [community], people, registers: districtRegisters, lateEntryRoles });
});

async function registered(): Promise<string> {
  return (await world.given('RegisterCommunity', registration, { by: 'zhou' })).id;
}
const data = async (id: string) => (await world.case('community', id)).data as CommunityData;

/** The code, after making sure that people can read it in both languages. */
function refusal(outcome: Outcome): string {
  if (outcome.kind !== 'done' && outcome.kind !== 'malformed')
    for (const language of ['zh-CN', 'en'] as const)
      expect(sentenceOf(outcome, communitySpoken, language)).not.toMatch(/[{}]/);
  return codeOf(outcome);
}
const asked = async (command: string, form: unknown, by = 'zhou') =>
  refusal(await world.when(command, form, { by, on: await registered() }));

describe('RegisterCommunity', () => {
  it('records what the community is, from which day, by which document', async () => {
    const id = await registered();
    expect(await world.history('community', id)).toEqual(['CommunityRegistered']);
    expect(await data(id)).toMatchObject({
      name: '明珠花园',
      subDistrict: 'nanguan',
      type: 'market-ready',
      areas: [{ version: 1, area: 4_132_050, asOf: '2026-11-01', source: '改造竣工档案' }],
      households: 486,
      pilot: true,
      managers: [],
      governance: [],
    });
  });

  it('records the neighbourhood by its name, and takes none that nobody knows or that lies elsewhere', async () => {
    expect(await world.newest('community', await registered())).toMatchObject({ neighbourhood: '南熏社区' });
    const named = async (neighbourhood: string) =>
      refusal(await world.when('RegisterCommunity', { ...registration, neighbourhood }, { by: 'zhou' }));
    expect(await named('没有这个社区')).toBe('/neighbourhood id');
    expect(await named('nobody')).toBe(UNKNOWN);
    expect(await named('taying')).toBe('community/no-neighbourhood');
  });

  it('keeps what may be corrected out of the fold', async () => {
    const id = await registered();
    expect(JSON.stringify(await data(id))).not.toContain('南熏社区');
    await world.given('Correct', { field: 'neighbourhood', value: '熏风社区', reason }, { by: 'zhou', on: id });
    expect(await world.newest('community', id)).toMatchObject({ before: '南熏社区', after: '熏风社区' });
  });

  it('an officer registers in their own sub-district, the office in any', async () => {
    expect(refusal(await world.when('RegisterCommunity', registration, { by: 'tan' }))).toBe(
      'command/outside-jurisdiction',
    );
    expect(refusal(await world.when('RegisterCommunity', registration, { by: 'qin' }))).toBe('command/not-your-role');
    expect(codeOf(await world.when('RegisterCommunity', registration, { by: 'ge' }))).toBe('done');
  });

  it('refuses a sub-district that is none of the thirteen', async () => {
    const form = { ...registration, subDistrict: 'atlantis' };
    expect(codeOf(await world.when('RegisterCommunity', form, { by: 'ge' }))).toBe('/subDistrict unknown-reference');
  });

  it('refuses an area with fractions: hundredths of a square metre are whole', async () => {
    const form = { ...registration, area: 41_320.5 };
    expect(codeOf(await world.when('RegisterCommunity', form, { by: 'ge' }))).toBe('/area whole');
  });

  it('community/not-yet: facts of a day that has not come', async () => {
    const form = { ...registration, asOf: '2026-11-25' };
    expect(refusal(await world.when('RegisterCommunity', form, { by: 'ge' }))).toBe('community/not-yet');
  });
});

describe('who sees a community', () => {
  it('is everyone who works there or reaches it, and no resident', async () => {
    const id = await registered();
    const comment = async (by: string) => refusal(await world.when('Comment', { text: '看过' }, { by, on: id }));
    expect(await comment('guest')).toBe('community/not-found');
    expect(await comment('tan')).toBe('community/not-found');
    for (const by of ['qin', 'yan']) expect(await comment(by)).toBe('command/not-your-role');
    expect(staffRoles).not.toContain('resident');
  });
});

describe('RenameCommunity', () => {
  it('records the new name', async () => {
    const id = await registered();
    await world.given('RenameCommunity', { name: '明珠苑', reason }, { by: 'zhou', on: id });
    expect(await data(id)).toMatchObject({ name: '明珠苑' });
  });

  it('community/nothing-changed: the name it has', async () => {
    expect(await asked('RenameCommunity', { name: '明珠花园', reason })).toBe('community/nothing-changed');
  });
});

describe('ReclassifyCommunity', () => {
  it('records the new type with its reason', async () => {
    const id = await registered();
    const form = { type: 'market', effectiveOn: '2026-11-01', reason: '已选聘物业企业' };
    await world.given('ReclassifyCommunity', form, { by: 'zhou', on: id });
    expect(await data(id)).toMatchObject({ type: 'market' });
    expect(await world.newest('community', id)).toEqual(form);
  });

  it('community/nothing-changed: the type it has', async () => {
    expect(await asked('ReclassifyCommunity', { type: 'market-ready', effectiveOn: '2026-11-01', reason })).toBe(
      'community/nothing-changed',
    );
  });

  it('community/not-yet: from a day that has not come', async () => {
    expect(await asked('ReclassifyCommunity', { type: 'market', effectiveOn: '2026-12-01', reason })).toBe(
      'community/not-yet',
    );
  });
});

describe('ChangeManager and EndManager', () => {
  it('a new manager ends the days of the one before', async () => {
    const id = await registered();
    await world.given('ChangeManager', anhe, { by: 'zhou', on: id });
    await world.given('ChangeManager', centre, { by: 'zhou', on: id });
    const { managers } = await data(id);
    expect(managers).toMatchObject([
      { kind: 'company', from: '2026-01-01', until: '2026-06-30' },
      { kind: 'service-centre', from: '2026-07-01' },
    ]);
    expect(managerOn(managers, '2025-12-31')).toBeUndefined();
    expect(managerOn(managers, '2026-06-30')).toMatchObject({ kind: 'company' });
    expect(managerOn(managers, '2026-07-01')).toMatchObject({ kind: 'service-centre' });
  });

  it('between one who left and the next one nobody manages', async () => {
    const id = await registered();
    await world.given('ChangeManager', anhe, { by: 'zhou', on: id });
    await world.given('EndManager', { leftOn: '2026-03-31', reason: '弃管' }, { by: 'zhou', on: id });
    await world.given('ChangeManager', centre, { by: 'zhou', on: id });
    const { managers } = await data(id);
    expect(managerOn(managers, '2026-03-31')).toMatchObject({ kind: 'company' });
    expect(managerOn(managers, '2026-04-01')).toBeUndefined();
  });

  it('community/manager-overlaps: two managers of one day', async () => {
    const id = await registered();
    await world.given('ChangeManager', anhe, { by: 'zhou', on: id });
    const at = { by: 'zhou', on: id };
    const early = { ...centre, from: '2026-01-01' };
    expect(refusal(await world.when('ChangeManager', early, at))).toBe('community/manager-overlaps');
    await world.given('EndManager', { leftOn: '2026-03-31', reason: '弃管' }, at);
    expect(refusal(await world.when('ChangeManager', { ...centre, from: '2026-03-31' }, at))).toBe(
      'community/manager-overlaps',
    );
  });

  it('community/which-company: a company without its credit code', async () => {
    const { creditCode: _, ...nameless } = anhe;
    expect(await asked('ChangeManager', nameless)).toBe('community/which-company');
  });

  it('community/ends-before-it-begins: a contract, and a manager', async () => {
    expect(await asked('ChangeManager', { ...anhe, contractUntil: '2025-12-31' })).toBe(
      'community/ends-before-it-begins',
    );
    const id = await registered();
    await world.given('ChangeManager', anhe, { by: 'zhou', on: id });
    const left = { leftOn: '2025-12-31', reason };
    expect(refusal(await world.when('EndManager', left, { by: 'zhou', on: id }))).toBe(
      'community/ends-before-it-begins',
    );
  });

  it('community/no-manager: nobody who could leave, before the first and after the last', async () => {
    const left = { leftOn: '2026-11-01', reason };
    expect(await asked('EndManager', left)).toBe('community/no-manager');
    const id = await registered();
    await world.given('ChangeManager', anhe, { by: 'zhou', on: id });
    await world.given('EndManager', left, { by: 'zhou', on: id });
    expect(refusal(await world.when('EndManager', left, { by: 'zhou', on: id }))).toBe('community/no-manager');
  });
});

describe('MoveCommunity', () => {
  const move = { subDistrict: 'beixia', neighbourhood: 'shuyuan', effectiveOn: '2026-11-01', reason: '区划调整' };

  it('puts it under the other sub-district and says where it came from', async () => {
    const id = await registered();
    await world.given('MoveCommunity', move, { by: 'zhou', on: id });
    expect(await world.newest('community', id)).toEqual({
      fromSubDistrict: 'nanguan',
      ...move,
      neighbourhood: '书院社区',
    });
    expect(await data(id)).toMatchObject({ subDistrict: 'beixia' });
    expect(refusal(await world.when('Comment', { text: '看过' }, { by: 'zhou', on: id }))).toBe('community/not-found');
    expect(codeOf(await world.when('Comment', { text: '看过' }, { by: 'tan', on: id }))).toBe('done');
  });

  it('community/nothing-changed: to where it is', async () => {
    expect(await asked('MoveCommunity', { ...move, subDistrict: 'nanguan' })).toBe('community/nothing-changed');
  });

  it('community/not-yet: from a day that has not come', async () => {
    expect(await asked('MoveCommunity', { ...move, effectiveOn: '2026-11-25' })).toBe('community/not-yet');
  });

  it.each(['nobody', 'Shuyuan'])('takes no neighbourhood that nobody knows: %s', async (neighbourhood) => {
    expect(await asked('MoveCommunity', { ...move, neighbourhood })).toBe(UNKNOWN);
  });

  it('community/no-neighbourhood: one that lies in another sub-district', async () => {
    expect(await asked('MoveCommunity', { ...move, neighbourhood: 'nanxun' })).toBe('community/no-neighbourhood');
  });

  it('is not done by the sub-district that would get it', async () => {
    expect(await asked('MoveCommunity', move, 'tan')).toBe('community/not-found');
  });
});

describe('AssignNeighbourhood', () => {
  const assign = { neighbourhood: 'nanxun', reason: '社区划分方案' };

  it('puts it into the charge of a neighbourhood, until it moves to another sub-district', async () => {
    const id = await registered();
    await world.given('AssignNeighbourhood', assign, { by: 'zhou', on: id });
    expect(await world.newest('community', id)).toEqual({ within: 'nanguan/nanxun', reason: assign.reason });
    expect(await data(id)).toMatchObject({ subDistrict: 'nanguan', within: 'nanguan/nanxun' });
    expect(refusal(await world.when('AssignNeighbourhood', assign, { by: 'zhou', on: id }))).toBe(
      'community/nothing-changed',
    );
    const move = { subDistrict: 'beixia', neighbourhood: 'shuyuan', effectiveOn: '2026-11-01', reason: '区划调整' };
    await world.given('MoveCommunity', move, { by: 'zhou', on: id });
    expect(await data(id)).toMatchObject({ subDistrict: 'beixia', within: '' });
  });

  it('community/no-neighbourhood: one of another sub-district', async () => {
    expect(await asked('AssignNeighbourhood', { ...assign, neighbourhood: 'taying' })).toBe(
      'community/no-neighbourhood',
    );
  });

  it.each(['Nanxun', 'nobody'])('takes none that nobody knows: %s', async (code) => {
    expect(await asked('AssignNeighbourhood', { ...assign, neighbourhood: code })).toBe(UNKNOWN);
  });

  it('is then seen by the officer of that neighbourhood and of no other', async () => {
    const id = await registered();
    await world.given('AssignNeighbourhood', assign, { by: 'zhou', on: id });
    world.grant('tong', 'neighbourhood-officer@nanguan/nanxun');
    world.grant('shi', 'neighbourhood-officer@nanguan/huaiyin');
    expect(refusal(await world.when('Comment', { text: '看过' }, { by: 'tong', on: id }))).toBe(
      'command/not-your-role',
    );
    expect(refusal(await world.when('Comment', { text: '看过' }, { by: 'shi', on: id }))).toBe('community/not-found');
  });
});

describe('UpdateArea', () => {
  const survey = { area: 4_140_000, asOf: '2026-11-20', source: '测绘报告' };

  it('adds a version and keeps the one before', async () => {
    const id = await registered();
    await world.given('UpdateArea', survey, { by: 'zhou', on: id });
    const { areas } = await data(id);
    expect(areas).toMatchObject([{ version: 1 }, { version: 2, ...survey }]);
    expect(areaOn(areas, '2026-10-31')).toBeUndefined();
    expect(areaOn(areas, '2026-11-19')).toMatchObject({ area: 4_132_050 });
    expect(areaOn(areas, '2026-11-20')).toMatchObject({ area: 4_140_000 });
  });

  it('community/nothing-changed: the same area by the same document', async () => {
    expect(await asked('UpdateArea', { ...survey, area: registration.area, source: registration.source })).toBe(
      'community/nothing-changed',
    );
  });

  it('community/older-than-known: a document older than the one in force', async () => {
    expect(await asked('UpdateArea', { ...survey, asOf: '2026-10-31' })).toBe('community/older-than-known');
  });

  it('community/not-yet: a document of a day that has not come', async () => {
    expect(await asked('UpdateArea', { ...survey, asOf: '2026-11-25' })).toBe('community/not-yet');
  });
});

describe('SetGovernance', () => {
  it('records who speaks for the owners, from when, for which term', async () => {
    const id = await registered();
    const before = { body: 'preparatory-group', from: '2026-01-10', source: '成立公告' };
    await world.given('SetGovernance', before, { by: 'zhou', on: id });
    await world.given('SetGovernance', committee, { by: 'zhou', on: id });
    const { governance } = await data(id);
    expect(governanceOn(governance, '2026-01-09')).toBeUndefined();
    expect(governanceOn(governance, '2026-02-28')).toMatchObject({ body: 'preparatory-group' });
    expect(governanceOn(governance, '2026-03-01')).toMatchObject({ termUntil: '2031-02-28' });
  });

  it('community/nothing-changed and community/older-than-known: the same again, and one before it', async () => {
    const id = await registered();
    const at = { by: 'zhou', on: id };
    await world.given('SetGovernance', committee, at);
    expect(refusal(await world.when('SetGovernance', committee, at))).toBe('community/nothing-changed');
    expect(refusal(await world.when('SetGovernance', { ...committee, from: '2026-02-28' }, at))).toBe(
      'community/older-than-known',
    );
  });

  it('community/ends-before-it-begins: a term', async () => {
    expect(await asked('SetGovernance', { ...committee, termUntil: '2026-02-28' })).toBe(
      'community/ends-before-it-begins',
    );
  });
});

describe('UpdateFacts', () => {
  const counted = { households: 490, asOf: '2026-11-20', source: '入户登记' };

  it('changes the facts given and leaves the others', async () => {
    const id = await registered();
    await world.given('UpdateFacts', counted, { by: 'zhou', on: id });
    expect(await data(id)).toMatchObject({ households: 490, buildings: 9, pilot: true, renovatedOn: '2021-10-31' });
  });

  it('community/nothing-changed: no fact at all, or only what is known', async () => {
    const { asOf, source } = counted;
    expect(await asked('UpdateFacts', { asOf, source })).toBe('community/nothing-changed');
    expect(await asked('UpdateFacts', { households: 486, pilot: true, asOf, source })).toBe(
      'community/nothing-changed',
    );
  });

  it('community/not-yet: facts of a day that has not come', async () => {
    expect(await asked('UpdateFacts', { ...counted, asOf: '2026-12-01' })).toBe('community/not-yet');
  });
});

describe('CloseCommunity', () => {
  const close = { closedOn: '2026-11-20', reason: '整体拆除' };

  it('ends it by the office: nothing but remarks and corrections is possible any more', async () => {
    const id = await registered();
    expect(refusal(await world.when('CloseCommunity', close, { by: 'zhou', on: id }))).toBe('command/not-your-role');
    const done = await world.given('CloseCommunity', close, { by: 'ge', on: id });
    expect(done).toMatchObject({ state: 'closed', actions: ['comment', 'link-related', 'correct'] });
  });

  it('community/not-yet: on a day that has not come', async () => {
    expect(await asked('CloseCommunity', { ...close, closedOn: '2026-12-01' }, 'ge')).toBe('community/not-yet');
  });

  it('community/…-wrong-state: every other step is refused from there, and nothing is recorded', async () => {
    const id = await registered();
    await world.given('CloseCommunity', close, { by: 'ge', on: id });
    const forms: Record<string, unknown> = {
      RenameCommunity: { name: '明珠苑', reason },
      ReclassifyCommunity: { type: 'market', effectiveOn: '2026-11-01', reason },
      ChangeManager: anhe,
      EndManager: { leftOn: '2026-11-01', reason },
      MoveCommunity: { subDistrict: 'beixia', neighbourhood: 'shuyuan', effectiveOn: '2026-11-01', reason },
      AssignNeighbourhood: { neighbourhood: 'nanxun', reason },
      UpdateArea: { area: 1, asOf: '2026-11-20', source: '测绘报告' },
      SetGovernance: committee,
      UpdateFacts: { households: 1, asOf: '2026-11-20', source: '入户登记' },
      CloseCommunity: close,
    };
    for (const [command, form] of Object.entries(forms))
      expect(refusal(await world.when(command, form, { by: 'ge', on: id }))).toMatch(
        /^community\/[a-z-]+-wrong-state$/,
      );
    expect(await world.history('community', id)).toEqual(['CommunityRegistered', 'CommunityClosed']);
  });
});
