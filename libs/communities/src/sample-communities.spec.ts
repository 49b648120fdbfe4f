import { expect, it } from '@jest/globals';
import { districtRegisters, installSamplePeople, person, personIdentities, subDistricts } from '#libs/district';
import { World } from '#libs/workflow/specification';
import { community, installSampleCommunities, sampleCommunities } from './index.js';

it('the sample covers every sub-district and type, and installing it again records nothing', async () => {
  const world = await World.begin({
    workflows: [person, community],
    people: {},
    registers: districtRegisters,
    identities: personIdentities,
  });
  await installSamplePeople(world.engine);
  expect(await installSampleCommunities(world.engine)).toBeGreaterThan(sampleCommunities.length);
  const head = await world.store.head();
  expect(await installSampleCommunities(world.engine)).toBe(0);
  expect(await world.store.head()).toBe(head);
  expect(new Set(sampleCommunities.map((one) => one.registration.subDistrict))).toEqual(
    new Set(subDistricts.map((one) => one.id)),
  );
  expect(new Set(sampleCommunities.map((one) => one.registration.type)).size).toBe(4);
  expect(new Set(sampleCommunities.map((one) => one.id)).size).toBe(sampleCommunities.length);
  const [first] = await world.events('community', 'c-nanguan-1');
  expect(first?.envelope.actor).toMatchObject({ id: 'office-1', kind: 'person', roles: ['office'] });
});
