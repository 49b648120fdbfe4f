import { beforeEach, describe, expect, it } from '@jest/globals';
import { uuidV5 } from '#libs/event-store';
import { sentenceOf, type Outcome } from '#libs/workflow';
import { codeOf, World } from '#libs/workflow/specification';
import {
  covers,
  districtRegisters,
  installSamplePeople,
  kindOf,
  lateEntryRoles,
  neighbourhoods,
  person,
  personIdentities,
  personSpoken,
  placeName,
  samplePeople,
  subDistricts,
} from './index.js';

let world: World;
beforeEach(async () => {
  world = await World.begin({
    workflows: [person],
    people: {},
    registers: districtRegisters,
    lateEntryRoles,
    identities: personIdentities,
  });
  await installSamplePeople(world.engine);
});

const admin = { by: 'admin-1' };
const mediator = { role: 'mediator', jurisdiction: 'nanguan' };
const reason = '岗位调整';

async function registered(id = 'li-1') {
  await world.given('RegisterPerson', { person: id, name: '新来的' }, admin);
  return id;
}
const identity = (id: string) => personIdentities(world.cases).find(id, 'fresh');

/** The code, after making sure that people can read it in both languages. */
function refusal(outcome: Outcome): string {
  if (outcome.kind !== 'done' && outcome.kind !== 'malformed')
    for (const language of ['zh-CN', 'en'] as const)
      expect(sentenceOf(outcome, personSpoken, language)).not.toMatch(/[{}]/);
  return codeOf(outcome);
}

describe('RegisterPerson', () => {
  it('begins a person who is active and may do nothing yet', async () => {
    const id = await registered();
    expect(await world.history('person', id)).toEqual(['PersonRegistered']);
    expect(await identity(id)).toMatchObject({ id, active: true, grants: [], version: 0 });
  });

  it('law 8: a telephone number is ciphertext in the log, the name of an officer is not', async () => {
    await world.given('RegisterPerson', { person: 'li-2', name: '新来的', phone: '13800001111' }, admin);
    const [event] = await world.events('person', 'li-2');
    expect(JSON.stringify(event)).not.toContain('13800001111');
    expect(event?.data).toMatchObject({ name: '新来的' });
    expect(await world.newest('person', 'li-2')).toMatchObject({ phone: '13800001111' });
  });

  it('person/id-not-plain: an id with capitals or signs', async () => {
    for (const id of ['Li', 'li.1', 'li%41'])
      expect(refusal(await world.when('RegisterPerson', { person: id, name: '某人' }, admin))).toBe(
        'person/id-not-plain',
      );
  });

  it('person/exists: the id of somebody who is there', async () => {
    expect(refusal(await world.when('RegisterPerson', { person: 'office-1', name: '某人' }, admin))).toBe(
      'person/exists',
    );
  });

  it('is for the administrator alone', async () => {
    for (const by of ['officer-nanguan-1', 'subdistrict-nanguan', 'office-1', 'auditor-1'])
      expect(refusal(await world.when('RegisterPerson', { person: 'li-3', name: '某人' }, { by }))).toBe(
        'command/not-your-role',
      );
    expect(refusal(await world.when('RegisterPerson', { person: 'li-3', name: '某人' }, { by: 'stranger' }))).toBe(
      'command/unknown-person',
    );
  });
});

describe('RenamePerson', () => {
  it('records the new name with its reason', async () => {
    await world.given('RenamePerson', { name: '秦玉岚', reason }, { ...admin, on: 'officer-nanguan-1' });
    expect((await world.case('person', 'officer-nanguan-1')).data).toMatchObject({ name: '秦玉岚' });
  });

  it('person/nothing-changed: the name it has', async () => {
    expect(
      refusal(await world.when('RenamePerson', { name: '秦玉兰', reason }, { ...admin, on: 'officer-nanguan-1' })),
    ).toBe('person/nothing-changed');
  });
});

describe('GrantRole', () => {
  it('gives a role from today where no day is named, and the newest event is the authority', async () => {
    const on = await registered();
    await world.given('GrantRole', { ...mediator, reason }, { ...admin, on });
    const [, granted] = await world.events('person', on);
    expect(granted?.data).toEqual({ ...mediator, from: '2026-11-24', reason });
    expect(await identity(on)).toMatchObject({ grants: [mediator], authority: granted?.envelope.id, version: 1 });
  });

  it('names the department of a clerk, who then acts as that department', async () => {
    const on = await registered();
    const form = { role: 'department', jurisdiction: 'district', department: 'justice', reason };
    await world.given('GrantRole', form, { ...admin, on });
    expect((await identity(on))?.grants).toEqual([
      { role: 'department', jurisdiction: 'district' },
      { role: 'department.justice', jurisdiction: 'district' },
    ]);
  });

  it('person/never-yourself: an administrator gives themselves nothing', async () => {
    const form = { role: 'office', jurisdiction: 'district', reason };
    expect(refusal(await world.when('GrantRole', form, { ...admin, on: 'admin-1' }))).toBe('person/never-yourself');
    expect(await world.history('person', 'admin-1')).toEqual(['PersonRegistered', 'RoleGranted']);
  });

  it.each([
    ['mediator', 'district'],
    ['mediator', 'nanguan/dongsanmajie'],
    ['office', 'nanguan'],
    ['subdistrict-officer', 'nowhere'],
    ['company', 'district'],
    ['neighbourhood-officer', 'nowhere/dongsanmajie'],
    ['neighbourhood-officer', 'nanguan/a/b'],
    ['resident', 'district'],
  ])('person/not-held-there: %s in %s', async (role, jurisdiction) => {
    const on = await registered();
    expect(refusal(await world.when('GrantRole', { role, jurisdiction, reason }, { ...admin, on }))).toBe(
      'person/not-held-there',
    );
  });

  it('person/which-department: a clerk of no department', async () => {
    const on = await registered();
    const form = { role: 'department', jurisdiction: 'district', reason };
    expect(refusal(await world.when('GrantRole', form, { ...admin, on }))).toBe('person/which-department');
  });

  it('person/not-a-department: a mediator of a department', async () => {
    const on = await registered();
    expect(
      refusal(await world.when('GrantRole', { ...mediator, department: 'justice', reason }, { ...admin, on })),
    ).toBe('person/not-a-department');
  });

  it('refuses a department that is in no register', async () => {
    const on = await registered();
    const form = { role: 'department', jurisdiction: 'district', department: 'weather', reason };
    expect(codeOf(await world.when('GrantRole', form, { ...admin, on }))).toBe('/department unknown-reference');
  });

  it('person/not-yet: an appointment that lies in the future', async () => {
    const on = await registered();
    const form = { ...mediator, from: '2026-11-25', reason };
    expect(refusal(await world.when('GrantRole', form, { ...admin, on }))).toBe('person/not-yet');
  });

  it('person/already-granted: the same role in the same place', async () => {
    expect(refusal(await world.when('GrantRole', { ...mediator, reason }, { ...admin, on: 'officer-nanguan-1' }))).toBe(
      'person/already-granted',
    );
  });

  it('person/grant-role-wrong-state: nothing is given to somebody who is inactive', async () => {
    const on = await registered();
    await world.given('DeactivatePerson', { reason }, { ...admin, on });
    expect(refusal(await world.when('GrantRole', { ...mediator, reason }, { ...admin, on }))).toBe(
      'person/grant-role-wrong-state',
    );
  });
});

describe('WithdrawRole', () => {
  it('takes back that role and no other', async () => {
    const on = await registered();
    await world.given('GrantRole', { ...mediator, reason }, { ...admin, on });
    await world.given('GrantRole', { ...mediator, jurisdiction: 'beixia', reason }, { ...admin, on });
    await world.given('WithdrawRole', { ...mediator, reason }, { ...admin, on });
    expect((await identity(on))?.grants).toEqual([{ role: 'mediator', jurisdiction: 'beixia' }]);
  });

  it('acts at once: the next command of that person is refused', async () => {
    await world.given('GrantRole', { role: 'admin', jurisdiction: 'district', reason }, { ...admin, on: 'office-1' });
    await world.given('RegisterPerson', { person: 'li-4', name: '某人' }, { by: 'office-1' });
    await world.given(
      'WithdrawRole',
      { role: 'admin', jurisdiction: 'district', reason },
      { ...admin, on: 'office-1' },
    );
    expect(refusal(await world.when('RegisterPerson', { person: 'li-5', name: '某人' }, { by: 'office-1' }))).toBe(
      'command/not-your-role',
    );
  });

  it('person/not-granted: a role that is not held there', async () => {
    const form = { ...mediator, jurisdiction: 'beixia', reason };
    expect(refusal(await world.when('WithdrawRole', form, { ...admin, on: 'officer-nanguan-1' }))).toBe(
      'person/not-granted',
    );
  });

  it('person/never-yourself: the last administrator does not lock the door from outside', async () => {
    const form = { role: 'admin', jurisdiction: 'district', reason };
    expect(refusal(await world.when('WithdrawRole', form, { ...admin, on: 'admin-1' }))).toBe('person/never-yourself');
  });
});

describe('DeactivatePerson and ReactivatePerson', () => {
  it('takes every right for as long as it lasts', async () => {
    const on = 'admin-2';
    await world.given('RegisterPerson', { person: on, name: '某人' }, admin);
    await world.given('GrantRole', { role: 'admin', jurisdiction: 'district', reason }, { ...admin, on });
    await world.given('DeactivatePerson', { reason }, { ...admin, on });
    const more = { person: 'li-6', name: '某人' };
    expect(refusal(await world.when('RegisterPerson', more, { by: on }))).toBe('command/not-your-role');
    await world.given('ReactivatePerson', { reason }, { ...admin, on });
    expect(codeOf(await world.when('RegisterPerson', more, { by: on }))).toBe('done');
  });

  it('person/never-yourself: an administrator does not deactivate themselves', async () => {
    expect(refusal(await world.when('DeactivatePerson', { reason }, { ...admin, on: 'admin-1' }))).toBe(
      'person/never-yourself',
    );
  });

  it('person/deactivate-wrong-state and person/reactivate-wrong-state: neither twice', async () => {
    const on = await registered();
    expect(refusal(await world.when('ReactivatePerson', { reason }, { ...admin, on }))).toBe(
      'person/reactivate-wrong-state',
    );
    await world.given('DeactivatePerson', { reason }, { ...admin, on });
    expect(refusal(await world.when('DeactivatePerson', { reason }, { ...admin, on }))).toBe(
      'person/deactivate-wrong-state',
    );
  });
});

describe('what a person is', () => {
  it('is seen by administrator, auditor, office and leading group, and is not there for others', async () => {
    const ask = (by: string) => world.when('Comment', { text: '核对' }, { by, on: 'admin-1' });
    for (const by of ['officer-nanguan-1', 'subdistrict-nanguan', 'company-anhe'])
      expect(refusal(await ask(by))).toBe('person/not-found');
    for (const by of ['auditor-1', 'office-1']) expect(refusal(await ask(by))).toBe('command/not-your-role');
  });

  it('may have the organisation corrected, visibly', async () => {
    const form = { field: 'organisation', value: '区住房保障中心', reason: '单位改名' };
    await world.given('Correct', form, { ...admin, on: 'office-1' });
    expect(await world.newest('person', 'office-1')).toMatchObject({
      before: '区保障性住房服务中心',
      after: '区住房保障中心',
    });
  });
});

describe('where rights reach', () => {
  it('the district covers all, a sub-district itself and its neighbourhoods, nobody the one above', () => {
    expect(covers('district', 'nanguan/a')).toBe(true);
    expect(covers('nanguan', 'nanguan')).toBe(true);
    expect(covers('nanguan', 'nanguan/a')).toBe(true);
    expect(covers('jindai', 'jindai-cluster')).toBe(false);
    expect(covers('nanguan', 'beixia')).toBe(false);
    expect(covers('nanguan/a', 'nanguan')).toBe(false);
    expect(covers('nanguan', 'district')).toBe(false);
    expect(covers('company/1', 'company/1/2')).toBe(false);
  });

  it('the thirteen have ids and short names of their own', () => {
    expect(subDistricts).toHaveLength(13);
    expect(new Set(subDistricts.map((one) => one.id)).size).toBe(13);
    expect(new Set(subDistricts.map((one) => one.short)).size).toBe(13);
  });
});

describe('the sample people', () => {
  it('hold their roles by recorded grants, and installing again records nothing', async () => {
    const head = await world.store.head();
    expect(await installSamplePeople(world.engine)).toBe(0);
    expect(await world.store.head()).toBe(head);
    for (const one of samplePeople)
      expect(await identity(one.id)).toMatchObject({
        active: true,
        grants: one.grants.flatMap(({ role, jurisdiction, department }) => [
          { role, jurisdiction },
          ...(department === undefined ? [] : [{ role: `department.${department}`, jurisdiction }]),
        ]),
      });
    expect((await world.events('person', 'admin-1')).map((one) => one.envelope.actor)).toEqual([
      expect.objectContaining({ kind: 'system', id: 'install' }),
      expect.objectContaining({ kind: 'system', id: 'install' }),
    ]);
  });

  it('what an administrator withdrew stays withdrawn after the next start', async () => {
    await world.given('WithdrawRole', { ...mediator, reason }, { ...admin, on: 'officer-nanguan-1' });
    expect(await installSamplePeople(world.engine)).toBe(0);
    expect((await identity('officer-nanguan-1'))?.grants).toEqual([]);
  });

  it('has an officer of a neighbourhood, whose rights reach that neighbourhood and no more of the sub-district', async () => {
    for (const [id, place] of [
      ['neighbourhood-nanguan', 'nanguan/nanxun'],
      ['neighbourhood-beixia', 'beixia/taying'],
    ] as const)
      expect((await identity(id))?.grants).toEqual([{ role: 'neighbourhood-officer', jurisdiction: place }]);
  });

  it('leaves a log as it is in which that officer was given the whole sub-district', async () => {
    const before = await World.begin({ workflows: [person], people: {}, registers: districtRegisters });
    const id = 'neighbourhood-nanguan';
    const installed = { workflow: 'person', target: id, requester: { kind: 'system', id: 'install' } } as const;
    const named = (name: string) => uuidV5('8c0a54f4-6f0e-5d0c-9a57-3f1f6c2b7d10', name);
    const registration = { person: id, name: '佟秀珍', organisation: '南关社区居委会' };
    const grant = {
      role: 'neighbourhood-officer',
      jurisdiction: 'nanguan',
      from: '2026-01-01',
      reason: '示例数据 sample',
    };
    for (const [command, name, form] of [
      ['RegisterPerson', id, registration],
      ['GrantRole', `${id} neighbourhood-officer@nanguan`, grant],
    ] as const)
      expect(
        await before.engine.execute({ ...installed, command, id: named(`${command} ${name}`), form }),
      ).toMatchObject({ kind: 'done' });
    await installSamplePeople(before.engine);
    expect((await personIdentities(before.cases).find(id, 'fresh'))?.grants).toEqual([
      { role: 'neighbourhood-officer', jurisdiction: 'nanguan' },
    ]);
  });
});

describe('what a place is called', () => {
  it.each([
    ['district', '全区', 'the district'],
    ['nanguan', '南关街道', 'Nanguan'],
    ['nanguan/nanxun', '南关街道南熏社区', 'Nanguan, Nanxun'],
    ['nanguan/minle', '南关街道minle', 'Nanguan, minle'],
    ['company/91410104SAMPLE0001', 'company/91410104SAMPLE0001', 'company/91410104SAMPLE0001'],
  ])('%s', (place, zh, en) => {
    expect(placeName(place)).toEqual([zh, en]);
  });

  it('every neighbourhood of the register is one that rights can be held in, and no two are called alike', () => {
    for (const { id } of neighbourhoods) expect([id, kindOf(id)]).toEqual([id, 'neighbourhood']);
    for (const language of [0, 1] as const)
      expect(new Set(neighbourhoods.map(({ id }) => placeName(id)[language])).size).toBe(neighbourhoods.length);
  });
});
