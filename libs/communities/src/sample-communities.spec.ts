import { beforeEach, expect, it } from '@jest/globals';
import {
  districtRegisters,
  installSamplePeople,
  neighbourhoods,
  person,
  personIdentities,
  subDistricts,
} from '#libs/district';
import { World } from '#libs/workflow/specification';
import { community, installSampleCommunities, sampleCommunities } from './index.js';

let world: World;
beforeEach(async () => {
  world = await World.begin({
    workflows: [person, community],
    people: {},
    registers: districtRegisters,
    identities: personIdentities,
  });
  await installSamplePeople(world.engine);
});

const withinOf = async (id: string) => (await world.case('community', id)).data['within'];

it('the sample covers every sub-district and type, and installing it again records nothing', async () => {
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

it('some communities are in the charge of a neighbourhood that has a name, others in that of none', async () => {
  await installSampleCommunities(world.engine);
  const places = await Promise.all(sampleCommunities.map(({ id }) => withinOf(id)));
  const charged = places.filter((place) => place !== '');
  const named = new Set(charged);
  for (const place of named) expect(neighbourhoods.map(({ id }): string => id)).toContain(place);
  expect(charged.length).toBeGreaterThan(named.size);
  expect(named.size).toBeGreaterThan(3);
  expect(charged.length).toBeLessThan(places.length);
});

it('a log that had the whole sample before communities had neighbourhoods is left as it is', async () => {
  const [, id] = sampleCommunities.map((one) => one.id);
  const { registration, governance } = sampleCommunities[1] ?? {};
  // As they were numbered: sixteen to a community, each step in its order.
  const by = { by: 'office-1', on: String(id), workflow: 'community' };
  await world.given('RegisterCommunity', registration, { ...by, id: '01930000-0000-7000-8000-000000000010' });
  await world.given('SetGovernance', governance, { ...by, id: '01930000-0000-7000-8000-000000000011' });
  await installSampleCommunities(world.engine);
  expect(await world.history('community', String(id))).toEqual(['CommunityRegistered', 'GovernanceSet']);
  expect(await withinOf('c-nanguan-3')).toBe('nanguan/nanxun');
});

it('a start that was killed goes on after the last step that it recorded', async () => {
  const { registration } = sampleCommunities[2] ?? {};
  const by = { by: 'office-1', on: 'c-nanguan-3', workflow: 'community' };
  await world.given('RegisterCommunity', registration, { ...by, id: '01930000-0000-7000-8000-000000000020' });
  await installSampleCommunities(world.engine);
  expect(await world.history('community', 'c-nanguan-3')).toEqual([
    'CommunityRegistered',
    'NeighbourhoodAssigned',
    'ManagerChanged',
  ]);
});
