import { join } from 'node:path';
import { goldenStreams } from '#test/support/golden.contract';
import { World } from '#libs/workflow/specification';
import { districtRegisters, installSamplePeople, person, personIdentities } from './index.js';

const reason = '岗位调整';

async function district(): Promise<World> {
  const world = await World.begin({
    workflows: [person],
    people: {},
    registers: districtRegisters,
    identities: personIdentities,
  });
  await installSamplePeople(world.engine);
  return world;
}

goldenStreams(person, join(import.meta.dirname, 'golden'), {
  'a sample mediator': async () => (await district()).events('person', 'officer-nanguan-1'),

  'granted withdrawn renamed deactivated and back': async () => {
    const world = await district();
    const at = { by: 'admin-1', on: 'li-1' };
    await world.given(
      'RegisterPerson',
      { person: 'li-1', name: '某人', organisation: '某站', phone: '13800001111' },
      at,
    );
    await world.given('GrantRole', { role: 'mediator', jurisdiction: 'nanguan', from: '2026-11-01', reason }, at);
    await world.given('GrantRole', { role: 'department', jurisdiction: 'district', department: 'justice', reason }, at);
    await world.given('GrantRole', { role: 'neighbourhood-officer', jurisdiction: 'nanguan/nanxun', reason }, at);
    await world.given('WithdrawRole', { role: 'mediator', jurisdiction: 'nanguan', reason }, at);
    await world.given('RenamePerson', { name: '某某人', reason }, at);
    await world.given('Correct', { field: 'organisation', value: '另一站', reason }, at);
    await world.given('DeactivatePerson', { reason }, at);
    await world.given('ReactivatePerson', { reason }, at);
    return world.events('person', 'li-1');
  },
});
