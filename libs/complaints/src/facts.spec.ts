/** What is answered of a case besides where it stands: closed is not solved, and what one step said is never mixed with another. */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { describeCase } from '#libs/workflow';
import type { World } from '#libs/workflow/specification';
import { complaint } from './complaint.js';
import { accepted, agreed, failed, forms, resolved, standing, station, type Story } from './station.fixture.js';

let world: World;
beforeEach(async () => {
  world = await station();
});

async function factsOf(story: Story) {
  const events = await world.events('complaint', story.id);
  return describeCase(complaint.declaration, events, (await story.now()).data, world.vault).fields;
}

describe('the outcome', () => {
  it('is nothing before anything was settled, and what the last settlement said from then on', async () => {
    expect(await factsOf(await accepted(world))).not.toHaveProperty('outcome');
    expect(await factsOf(await resolved(world, { outcome: 'partly' }))).toMatchObject({ outcome: 'partly' });
    const performed = await agreed(world);
    await performed.does('RecordPerformance', { performedOn: '2026-11-24' });
    expect(await factsOf(performed)).toMatchObject({ outcome: 'solved' });
  });

  it('of a case that failed and was closed is that another body has it, never that it is solved', async () => {
    const story = await failed(world);
    await story.does('CloseFailed', forms.closeFailed);
    expect(await factsOf(story)).toMatchObject({ outcome: 'other-body' });
  });

  it('of the follow-up takes the place of what the station said', async () => {
    const story = await resolved(world, { outcome: 'solved' });
    await story.does('RecordFollowUp', { answer: 'satisfied', outcome: 'partly' });
    expect(await factsOf(story)).toMatchObject({ outcome: 'partly' });
  });

  it('is open again once the complainant is not satisfied, is asked of the office, or the case moved on', async () => {
    const again = await resolved(world);
    await again.does('RecordFollowUp', { answer: 'dissatisfied' });
    expect(await factsOf(again)).not.toHaveProperty('outcome');
    expect(await factsOf(await standing['with-office']!(world))).not.toHaveProperty('outcome');
    const moved = await resolved(world);
    await moved.does('TransferComplaint', { subDistrict: 'beixia', community: 'c-beixia-1', reason: '属北下街' });
    expect(await factsOf(moved)).not.toHaveProperty('outcome');
  });
});

it('number and court of the ruling are answered as its own, beside those of the application', async () => {
  const story = await agreed(world);
  const applicants = await story.parties();
  await story.does('ApplyForConfirmation', { court: '管城法院', appliedOn: '2026-11-24', applicants });
  const ruled = { court: '中原法院', number: '调确12号', ruling: 'confirmed', ruledOn: '2026-11-24' };
  await story.does('RecordConfirmation', ruled);
  const facts = await factsOf(story);
  expect(facts).toMatchObject({
    court: '管城法院',
    rulingCourt: '中原法院',
    rulingNumber: '调确12号',
    ruling: 'confirmed',
  });
  expect(facts).not.toHaveProperty('number');
  expect(await world.newest('complaint', story.id)).toEqual(ruled);
});

describe('a second agreement', () => {
  it('has nothing of the one that was broken', async () => {
    const first = { form: 'written', signedOn: '2026-11-24', copies: 3, placeOfPerformance: '3号楼' };
    const story = await agreed(world);
    const parties = await story.parties();
    const again = async (more: object) => {
      await story.does('RecordBreach', { breach: '未清理', toldOf: 'court' });
      for (const track of ['handle', 'mediate']) await story.does('SwitchTrack', { track, reason: '再调' });
      await story.does('RecordSession', { ...forms.session, present: parties });
      await story.does('RecordAgreement', { ...forms.agreement, ...more });
    };
    await again({ ...first, signedBy: parties });
    expect(await factsOf(story)).toMatchObject({ ...first, signedBy: [...parties].sort() });
    await again({});
    const facts = await factsOf(story);
    expect(facts).toMatchObject({ form: 'oral', agreedOn: '2026-11-24' });
    for (const name of ['signedOn', 'signedBy', 'copies', 'placeOfPerformance']) expect(facts).not.toHaveProperty(name);
  });
});
