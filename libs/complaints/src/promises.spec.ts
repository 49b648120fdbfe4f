import { community, sampleCommunities } from '#libs/communities';
import { districtRegisters, roles } from '#libs/district';
import { describeWorkflow } from '#libs/workflow/specification';
import { people } from './station.fixture.js';
import { complaintSpoken } from './texts.js';

describeWorkflow(complaintSpoken, {
  people,
  roles,
  registers: districtRegisters,
  settingsReadElsewhere: ['first-number'],
  beside: [community],
  async prepare(world) {
    const found = sampleCommunities.find((one) => one.id === 'c-nanguan-1');
    await world.given('RegisterCommunity', found?.registration, { by: 'ge', on: 'c-nanguan-1' });
  },
  references: {
    person: ['qin', 'luo'],
    'sub-district': ['nanguan', 'nanguan', 'beixia'],
    community: ['c-nanguan-1'],
    department: ['urban-management', 'market-regulation'],
  },
});
