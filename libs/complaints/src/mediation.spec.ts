import { beforeEach, describe, expect, it } from '@jest/globals';
import { nextSteps, sentenceOf, type Refused } from '#libs/workflow';
import { codeOf, type World } from '#libs/workflow/specification';
import { complaint } from './complaint.js';
import { accepted, agreed, forms, mediating, resolved, willing, station } from './station.fixture.js';
import { complaintSpoken } from './texts.js';

let world: World;
beforeEach(async () => {
  world = await station();
});

const code = async (asked: Promise<Parameters<typeof codeOf>[0]>) => codeOf(await asked);
const stranger = '0190a5b0-7c00-7000-8000-00000000abcd';

describe('parties', () => {
  it('are named with what the papers ask, sealed under their own key, and known by id only', async () => {
    const story = await accepted(world);
    await story.does('NameParty', { ...forms.otherSide, agent: { name: '王律师' }, agentMaySettle: true });
    const [, second] = (await story.data()).parties;
    expect(second).toEqual({ id: expect.any(String), side: 'respondent' });
    expect(JSON.stringify((await world.events('complaint', story.id)).at(-1))).not.toMatch(/安和|王律师|"male"|"45"/);
    expect(await world.newest('complaint', story.id)).toMatchObject({
      who: { name: '安和物业' },
      agent: { name: '王律师' },
    });
  });

  it('complaint/already-a-party, complaint/unknown-party, complaint/complainant-stays', async () => {
    const story = await willing(world);
    const [complainant = '', other = ''] = await story.parties();
    const again = { ...forms.otherSide, who: { ...forms.otherSide.who, person: other } };
    expect(await code(story.asks('NameParty', again))).toBe('complaint/already-a-party');
    expect(await code(story.asks('RemoveParty', { party: stranger, reason: '误登' }))).toBe('complaint/unknown-party');
    expect(await code(story.asks('RemoveParty', { party: complainant, reason: '误登' }))).toBe(
      'complaint/complainant-stays',
    );
    expect(await code(story.asks('RecordConsent', { party: stranger, consent: true }))).toBe('complaint/unknown-party');
    const present = [complainant, stranger];
    expect(await code(story.asks('RecordSession', { ...forms.session, present }))).toBe('complaint/unknown-party');
    await story.does('RemoveParty', { party: other, reason: '误登' });
    expect(await story.parties()).toEqual([complainant]);
  });

  it('complaint/complainant-stays: nobody is offered for removal where only the complainant is there', async () => {
    const story = await accepted(world);
    const offered = async () => (await story.does('Comment', { text: '看看' })).actions;
    expect(await offered()).not.toContain('remove-party');
    await story.does('NameParty', forms.otherSide);
    expect(await offered()).toContain('remove-party');
  });

  it('one that refuses puts ahead what then is to be done: handle it otherwise, or record the failure', async () => {
    const story = await willing(world);
    const [, other = ''] = await story.parties();
    const next = async () => {
      const { state, possible } = await story.does('Comment', { text: '看看' });
      return nextSteps(complaint.declaration, state, possible.actions, possible.ahead).slice(0, 2);
    };
    expect(await next()).toEqual(['record-session', 'record-consent']);
    await story.does('RecordConsent', { party: other, consent: false });
    expect(await next()).toEqual(['switch-track', 'record-failure']);
    await story.does('SwitchTrack', { track: 'handle', reason: '对方拒绝' });
    expect((await next())[0]).toBe('record-handling');
  });

  it('complaint/needs-other-side and complaint/needs-consent: no session before each side agreed', async () => {
    const story = await accepted(world);
    const [complainant = ''] = await story.parties();
    const session = () => story.asks('RecordSession', { ...forms.session, present: [complainant] });
    expect(await code(session())).toBe('complaint/needs-other-side');
    await story.does('NameParty', forms.otherSide);
    expect(await session()).toMatchObject({
      code: 'complaint/needs-consent',
      params: { party: complainant, nth: 1, side: 'applicant' },
    });
    const [, other] = await story.parties();
    await story.does('RecordConsent', { party: complainant, consent: true });
    expect(await code(story.asks('RecordConsent', { party: complainant, consent: true }))).toBe(
      'complaint/nothing-changed',
    );
    await story.does('RecordConsent', { party: other, consent: false });
    expect(await session()).toMatchObject({
      code: 'complaint/needs-consent',
      params: { party: other, nth: 2, side: 'respondent' },
    });
    await story.does('RecordConsent', { party: other, consent: true });
    expect(await session()).toMatchObject({ kind: 'done', state: 'mediating' });
  });

  it('a party may stop at any time: then there is neither session nor agreement', async () => {
    const story = await mediating(world);
    const [complainant = '', other = ''] = await story.parties();
    await story.does('RecordConsent', { party: other, consent: false });
    const present = [complainant];
    expect(await code(story.asks('RecordSession', { ...forms.session, present }))).toBe('complaint/needs-consent');
    expect(await code(story.asks('RecordAgreement', forms.agreement))).toBe('complaint/needs-consent');
    expect(await code(story.asks('RecordFailure', { ...forms.failure, why: 'party-stopped' }))).toBe('done');
  });
});

it('the first session has a clock once: a case that comes back after one is not asked for another first one', async () => {
  const story = await mediating(world);
  await story.does('ReferToDepartment', forms.refer);
  await story.does('ReturnReferral', { reason: '非本单位职责' }, 'gong');
  expect(await story.now()).toMatchObject({ state: 'accepted', data: { track: 'mediate' } });
  expect(await story.clocks()).toEqual(['conclude']);
  await story.does('TransferComplaint', { subDistrict: 'beixia', community: 'c-beixia-1', reason: '属北下街' });
  await story.does('AcceptComplaint', { ...forms.accept, mediator: 'jiang' }, 'jiang');
  expect(await story.clocks()).toEqual(['conclude', 'first-session']);
});

describe('the agreement', () => {
  it('binds from the day of agreement where it is oral, from the signatures where it is written', async () => {
    expect((await (await agreed(world, { agreedOn: '2026-11-20' })).now()).data).toMatchObject({
      effectiveOn: '2026-11-20',
    });
    const noted = await agreed(world, { agreedOn: '2026-11-20', signedOn: '2026-11-23' });
    expect((await noted.now()).data).toMatchObject({ effectiveOn: '2026-11-20' });
    const story = await mediating(world);
    const signed = { form: 'written', agreedOn: '2026-11-20', signedOn: '2026-11-23', signedBy: await story.parties() };
    await story.does('RecordAgreement', { ...forms.agreement, ...signed });
    expect((await story.now()).data).toMatchObject({ effectiveOn: '2026-11-23' });
    expect((await story.now()).armed).toMatchObject([{ name: 'perform', dueAt: '2026-12-04T16:00:00.000Z' }]);
  });

  it('complaint/needs-signature, complaint/needs-day-of-signing, complaint/days-out-of-order', async () => {
    const story = await mediating(world);
    const [complainant = '', other = ''] = await story.parties();
    const ask = (more: object) => story.asks('RecordAgreement', { ...forms.agreement, form: 'written', ...more });
    expect(await ask({ signedBy: [complainant] })).toMatchObject({
      code: 'complaint/needs-signature',
      params: { party: other, side: 'respondent' },
      pointer: '/signedBy',
    });
    const signedBy = [complainant, other];
    expect(await ask({ signedBy })).toMatchObject({
      code: 'complaint/needs-day-of-signing',
      pointer: '/signedOn',
    });
    expect(await ask({ signedBy, signedOn: '2026-11-23' })).toMatchObject({
      code: 'complaint/days-out-of-order',
      params: { earlier: '2026-11-24', later: '2026-11-23' },
      pointer: '/signedOn',
    });
    const tooSoon = await ask({ signedBy, signedOn: '2026-11-24', performBy: '2026-11-23' });
    expect(tooSoon).toMatchObject({ params: { earlier: '2026-11-24', later: '2026-11-23' }, pointer: '/performBy' });
    expect(sentenceOf(tooSoon as Refused, complaintSpoken, 'zh-CN')).toBe(
      '日期先后有误：履行期限（2026年11月23日）早于签字日期（2026年11月24日）',
    );
  });

  it('is to be performed within three years', async () => {
    const story = await mediating(world);
    for (const performBy of ['2029-12-01', '9999-12-31'])
      expect(await code(story.asks('RecordAgreement', { ...forms.agreement, performBy }))).toBe('/performBy day-range');
    expect(await code(story.asks('RecordAgreement', { ...forms.agreement, performBy: '2029-11-24' }))).toBe('done');
  });

  it('command/revision-needed: whoever records it says what they saw', async () => {
    const story = await mediating(world);
    const blind = world.when('RecordAgreement', forms.agreement, { by: 'qin', on: story.id });
    expect(await code(blind)).toBe('command/revision-needed');
  });

  it('solves, once performed, what was solved in part before', async () => {
    const story = await resolved(world, { outcome: 'partly' });
    await story.does('RecordFollowUp', { answer: 'dissatisfied' });
    await story.does('SwitchTrack', { track: 'mediate', reason: '改为调解' });
    await story.does('NameParty', forms.otherSide);
    const present = await story.parties();
    for (const party of present) await story.does('RecordConsent', { party, consent: true });
    await story.does('RecordSession', { ...forms.session, present });
    await story.does('RecordAgreement', forms.agreement);
    await story.does('RecordPerformance', { performedOn: '2026-11-24' });
    expect((await story.now()).data).toMatchObject({ outcome: 'solved' });
  });

  it('is performed, or broken: then the month begins anew', async () => {
    const kept = await agreed(world);
    expect(await kept.does('RecordPerformance', { performedOn: '2026-11-24' })).toMatchObject({ state: 'resolved' });
    const broken = await agreed(world);
    await world.clock.set('2027-01-20T01:00:00.000Z');
    await broken.does('RecordBreach', { breach: '逾期未清理', toldOf: 'every-way' });
    expect(await broken.clocks()).toEqual(['conclude', 'failed']);
    expect((await broken.now()).misses.map((miss) => miss.name)).toEqual(['perform']);
  });
});

describe('judicial confirmation', () => {
  const apply = { court: '管城回族区人民法院', appliedOn: '2026-11-24' };
  const rule = {
    court: '管城回族区人民法院',
    number: '(2026)豫0104调确12号',
    ruling: 'confirmed',
    ruledOn: '2026-11-24',
  };

  it('has a clock of 30 days from the day the agreement binds, only where it is wanted', async () => {
    expect(await (await agreed(world)).clocks()).toEqual(['perform']);
    const story = await agreed(world, { seeksConfirmation: true, agreedOn: '2026-11-20' });
    expect((await story.now()).armed.find((one) => one.name === 'confirmation')?.dueAt).toBe(
      '2026-12-20T16:00:00.000Z',
    );
    await story.does('ApplyForConfirmation', { ...apply, applicants: await story.parties() });
    expect(await story.clocks()).toEqual(['perform']);
  });

  it('is ruled also after the case was closed', async () => {
    const story = await agreed(world);
    await story.does('ApplyForConfirmation', { ...apply, applicants: await story.parties() });
    await story.does('RecordPerformance', { performedOn: '2026-11-24' });
    await story.does('RecordFollowUp', { answer: 'satisfied' });
    expect(await story.does('RecordConfirmation', rule)).toMatchObject({ state: 'closed' });
    expect(await code(story.asks('RecordConfirmation', rule))).toBe('complaint/needs-application');
  });

  it('complaint/needs-agreement, complaint/needs-applicant, complaint/already-applied, complaint/needs-application', async () => {
    const handled = await resolved(world);
    const applicants = await handled.parties();
    expect(await code(handled.asks('ApplyForConfirmation', { ...apply, applicants }))).toBe(
      'complaint/needs-agreement',
    );
    const story = await agreed(world);
    const both = await story.parties();
    expect(await code(story.asks('RecordConfirmation', rule))).toBe('complaint/needs-application');
    expect(await story.asks('ApplyForConfirmation', { ...apply, applicants: [both[0]] })).toMatchObject({
      code: 'complaint/needs-applicant',
      params: { party: both[1] },
    });
    await story.does('ApplyForConfirmation', { ...apply, applicants: both });
    expect(await code(story.asks('ApplyForConfirmation', { ...apply, applicants: both }))).toBe(
      'complaint/already-applied',
    );
  });

  it('complaint/too-late-to-apply: on the 31st day, and never before the agreement binds', async () => {
    const story = await agreed(world, { performBy: '2027-06-01' });
    const applicants = await story.parties();
    const ask = (appliedOn: string) => story.asks('ApplyForConfirmation', { ...apply, appliedOn, applicants });
    await world.clock.set('2026-12-28T01:00:00.000Z');
    expect(await ask('2026-12-25')).toMatchObject({
      code: 'complaint/too-late-to-apply',
      params: { until: '2026-12-24' },
    });
    expect(await code(ask('2026-11-23'))).toBe('complaint/days-out-of-order');
    expect(await code(ask('2026-12-24'))).toBe('done');
  });
});
