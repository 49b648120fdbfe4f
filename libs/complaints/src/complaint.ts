/**
 * A complaint at a mediation station, from the window to the follow-up (DOMAIN "Complaints", policy 四(二)): who may do
 * what, when, and by which date. It is handled or mediated; whoever reads from here to the end knows the rule.
 */
import type { CommunityData } from '#libs/communities';
import {
  anyOpen,
  anywhere,
  compareDays,
  days,
  engine,
  fact,
  months,
  nothing,
  oneOf,
  optional,
  own,
  ref,
  text,
  workingDays,
} from '#libs/workflow';
import { recorded, staff, type Party } from './events.js';
import {
  agreement,
  answer,
  conference,
  filing,
  followUp,
  level,
  levels,
  otherWay,
  outcome,
  partyNaming,
  pastDay,
  reason,
} from './fields.js';

/** The people of the station, and those who look after it. */
const station = ['mediator', 'subdistrict-officer'] as const;
const mediator = own('mediator');
const mediatorOrOfficer = [mediator, 'subdistrict-officer'] as const;
const overseers = ['subdistrict-officer', 'office'] as const;

/** The first party that has not agreed to mediation. */
const unwilling = (parties: readonly Party[]) => parties.find((party) => !party.consent);
/** A party as a refusal names it: by id for programs, by its side and its place in the list for people. */
const named = (parties: readonly Party[], party: Party) => ({
  party: party.id,
  nth: parties.indexOf(party) + 1,
  side: party.side,
});
const isParty = (parties: readonly Party[], one: string) => parties.some((party) => party.id === one);
/** A mediator takes a case over; only an officer gives it to somebody else. */
const mayAssign = (actor: { id: string; roles: readonly string[] }, to: string) =>
  to === actor.id || actor.roles.includes('subdistrict-officer');
/** Mediation that somebody refused is to be ended or handled otherwise before anything else. */
const isRefused = (data: { readonly track: string; readonly parties: readonly Party[] }) =>
  data.track === 'mediate' && data.parties.some((party) => party.consent === false);

export const complaint = recorded
  .facts({
    community: fact<CommunityData>('community', 'community'),
    into: fact<{ readonly subDistrict: string }>('complaint', 'into'),
  })

  .settings({
    accept: workingDays(1),
    'first-session': workingDays(5),
    conclude: months(1),
    'follow-up': workingDays(5),
    confirmation: days(30),
    referred: workingDays(10),
    escalated: workingDays(20),
    'with-office': workingDays(5),
    failed: workingDays(3),
    reopenings: 2,
    unreachable: 3,
    'first-number': 1,
  })
  .deadline('accept', { while: ['filed'], setting: 'accept' })
  .deadline('first-session', {
    while: ['accepted'],
    when: ({ track, met }) => track === 'mediate' && !met,
    setting: 'first-session',
    pausable: true,
  })
  .deadline('conclude', {
    while: ['accepted', 'mediating', 'failed'],
    from: ['ComplaintAccepted', 'ComplaintReopened', 'BreachRecorded'],
    setting: 'conclude',
    pausable: true,
    extend: 'once',
  })
  .deadline('perform', { while: ['agreed'], until: 'AgreementRecorded.performBy' })
  .deadline('confirmation', {
    while: ['agreed', 'resolved'],
    when: ({ confirmation }) => confirmation.sought && !confirmation.applied,
    from: 'AgreementRecorded.effectiveOn',
    setting: 'confirmation',
  })
  .deadline('failed', { while: ['failed'], setting: 'failed' })
  .deadline('referred', { while: ['referred'], setting: 'referred' })
  .deadline('escalated', { while: ['escalated'], setting: 'escalated' })
  .deadline('follow-up', { while: ['resolved'], setting: 'follow-up' })
  .deadline('with-office', { while: ['with-office'], setting: 'with-office' })
  .deadline('review', { while: ['held'], until: 'ComplaintHeld.reviewOn' })

  .command('FileComplaint', {
    by: ['mediator', 'neighbourhood-officer', 'subdistrict-officer'],
    from: nothing,
    form: filing,
    yields: ['ComplaintFiled'],
    refuses: { 'community-closed': [] },
    decide: ({ form, facts: { community }, actor, emit, refuseAt }) =>
      community.state === 'closed'
        ? refuseAt('community', 'community-closed')
        : emit.ComplaintFiled({
            ...form,
            subDistrict: community.data.subDistrict,
            within: known(community.data.within),
            party: form.complainant.person,
            mediator: actor.roles.includes('mediator') ? actor.id : undefined,
          }),
  })
  .command('AcceptComplaint', {
    by: station,
    from: ['filed'],
    yields: ['ComplaintAccepted'],
    undoable: true,
    // A number once given is never given again.
    undoForetells: { numberVoid: true },
  })
  .command('RejectComplaint', {
    by: ['mediator'],
    from: ['filed'],
    yields: ['ComplaintRejected'],
    undoable: true,
    aside: true,
  })
  .command('SwitchTrack', {
    by: [mediator],
    from: ['accepted', 'failed'],
    yields: ['TrackSwitched'],
    aside: true,
    aheadWhen: isRefused,
    refuses: { 'party-refused': ['party', 'nth', 'side'] },
    decide: ({ form, data, emit, refuseAt }) => {
      const refusing = data.parties.find((party) => party.consent === false);
      if (form.track === data.track) return [];
      if (form.track === 'mediate' && refusing)
        return refuseAt('track', 'party-refused', named(data.parties, refusing));
      return emit.TrackSwitched(form);
    },
  })
  .command('AssignMediator', {
    by: station,
    from: anyOpen,
    yields: ['MediatorAssigned'],
    refuses: { 'only-to-yourself': [] },
    bulk: true,
    // Whose case it is, is left with nobody to give it to but themselves.
    unless: ({ data, actor, refuse }) =>
      data.mediator !== actor.id || mayAssign(actor, '') ? undefined : refuse('only-to-yourself'),
    decide: ({ form, data, actor, emit, refuseAt }) => {
      if (form.mediator === data.mediator) return [];
      return mayAssign(actor, form.mediator) ? emit.MediatorAssigned(form) : refuseAt('mediator', 'only-to-yourself');
    },
  })
  .command('HandOver', {
    by: station,
    from: anyOpen,
    yields: ['CaseHandedOver'],
    refuses: { 'only-to-yourself': [], 'not-of-giver': [], 'with-nobody': [] },
    bulk: true,
    unless: ({ data, actor, refuse }) => {
      if (data.mediator === '') return refuse('with-nobody');
      return data.mediator !== actor.id || mayAssign(actor, '') ? undefined : refuse('only-to-yourself');
    },
    decide: ({ form, data, actor, emit, refuseAt }) => {
      if (form.giver !== data.mediator) return refuseAt('giver', 'not-of-giver');
      if (form.mediator === data.mediator) return [];
      return mayAssign(actor, form.mediator) ? emit.CaseHandedOver(form) : refuseAt('mediator', 'only-to-yourself');
    },
  })

  // Handled: the manager is called, does it, the citizen is answered.
  .command('RecordHandling', {
    by: [mediator],
    from: ['accepted'],
    yields: ['HandlingRecorded'],
    refuses: { 'only-handling': [], 'needs-basis': [] },
    unless: ({ data, refuse }) => (data.track === 'handle' ? undefined : refuse('only-handling')),
    decide: ({ form, emit, refuseAt }) =>
      form.outcome === 'explained' && form.basis === undefined
        ? refuseAt('basis', 'needs-basis')
        : emit.HandlingRecorded(form),
  })

  // Mediated: a civil dispute in which no party refuses.
  .command('RecordConsent', {
    by: [mediator],
    from: ['accepted', 'mediating'],
    yields: ['ConsentRecorded'],
    refuses: { 'only-mediation': [], 'unknown-party': ['party'] },
    unless: ({ data, refuse }) => (data.track === 'mediate' ? undefined : refuse('only-mediation')),
    decide: ({ form, data, emit, refuseAt }) => {
      const party = data.parties.find((one) => one.id === form.party);
      if (!party) return refuseAt('party', 'unknown-party', { party: form.party });
      return party.consent === form.consent ? [] : emit.ConsentRecorded(form);
    },
  })
  .command('NameParty', {
    by: [mediator],
    from: ['accepted', 'mediating'],
    form: partyNaming,
    yields: ['PartyNamed'],
    refuses: { 'already-a-party': [] },
    decide: ({ form, data, emit, refuseAt }) =>
      isParty(data.parties, form.who.person)
        ? refuseAt('who', 'already-a-party')
        : emit.PartyNamed({ party: form.who.person, ...form }),
  })
  .command('RemoveParty', {
    by: [mediator],
    from: ['accepted', 'mediating'],
    yields: ['PartyRemoved'],
    aside: true,
    refuses: { 'unknown-party': ['party'], 'complainant-stays': [] },
    unless: ({ data, refuse }) => (data.parties.length > 1 ? undefined : refuse('complainant-stays')),
    decide: ({ form, data, emit, refuseAt }) => {
      if (!isParty(data.parties, form.party)) return refuseAt('party', 'unknown-party', { party: form.party });
      return form.party === data.parties[0]?.id ? refuseAt('party', 'complainant-stays') : emit.PartyRemoved(form);
    },
  })
  .command('RecordSession', {
    by: [mediator],
    from: ['accepted', 'mediating'],
    yields: ['SessionRecorded'],
    refuses: {
      'only-mediation': [],
      'needs-other-side': [],
      'needs-consent': ['party', 'nth', 'side'],
      'unknown-party': ['party'],
    },
    unless: ({ data, refuse }) => {
      const without = unwilling(data.parties);
      if (data.track !== 'mediate') return refuse('only-mediation');
      if (data.parties.length < 2) return refuse('needs-other-side');
      return without && refuse('needs-consent', named(data.parties, without));
    },
    decide: ({ form, data, emit, refuseAt }) => {
      const stranger = form.present.find((one) => !isParty(data.parties, one));
      return stranger === undefined
        ? emit.SessionRecorded(form)
        : refuseAt('present', 'unknown-party', { party: stranger });
    },
  })
  .command('RecordAgreement', {
    by: [mediator],
    from: ['mediating'],
    form: agreement,
    yields: ['AgreementRecorded'],
    refuses: {
      'needs-consent': ['party', 'nth', 'side'],
      'needs-signature': ['party', 'nth', 'side'],
      'needs-day-of-signing': [],
      'days-out-of-order': ['earlier', 'later', 'earlierField', 'laterField'],
    },
    sensitive: true,
    unless: ({ data, refuse }) => {
      const without = unwilling(data.parties);
      return without && refuse('needs-consent', named(data.parties, without));
    },
    decide: ({ form, data, emit, refuseAt }) => {
      const { agreedOn, signedOn, signedBy = [], performBy } = form;
      const unsigned = data.parties.find((party) => !signedBy.includes(party.id));
      if (form.form === 'written' && unsigned)
        return refuseAt('signedBy', 'needs-signature', named(data.parties, unsigned));
      if (form.form === 'written' && signedOn === undefined) return refuseAt('signedOn', 'needs-day-of-signing');
      // Written it binds from the signatures, oral from the day of agreement (People's Mediation Law, articles 29 and 30).
      const signed = form.form === 'written' && signedOn !== undefined;
      const effectiveOn = signed ? signedOn : agreedOn;
      if (compareDays(effectiveOn, agreedOn) < 0)
        return refuseAt('signedOn', 'days-out-of-order', {
          ...{ earlier: agreedOn, earlierField: 'agreedOn' },
          ...{ later: effectiveOn, laterField: 'signedOn' },
        });
      if (compareDays(performBy, effectiveOn) < 0)
        return refuseAt('performBy', 'days-out-of-order', {
          ...{ earlier: effectiveOn, earlierField: signed ? 'signedOn' : 'agreedOn' },
          ...{ later: performBy, laterField: 'performBy' },
        });
      return emit.AgreementRecorded({ ...form, effectiveOn });
    },
  })
  .command('ApplyForConfirmation', {
    by: [mediator],
    from: ['agreed', 'resolved'],
    yields: ['ConfirmationApplied'],
    refuses: {
      'needs-agreement': [],
      'already-applied': [],
      'needs-applicant': ['party', 'nth', 'side'],
      'too-late-to-apply': ['until'],
      'days-out-of-order': ['earlier', 'later', 'earlierField', 'laterField'],
    },
    unless: ({ data, refuse }) => {
      if (data.effectiveOn === '') return refuse('needs-agreement');
      return data.confirmation.applied ? refuse('already-applied') : undefined;
    },
    decide: ({ form, data, settings, emit, refuseAt, lastDay }) => {
      const absent = data.parties.find((party) => !form.applicants.includes(party.id));
      const until = lastDay(data.effectiveOn, settings.confirmation);
      if (absent) return refuseAt('applicants', 'needs-applicant', named(data.parties, absent));
      if (compareDays(form.appliedOn, data.effectiveOn) < 0)
        return refuseAt('appliedOn', 'days-out-of-order', {
          ...{ earlier: data.effectiveOn, earlierField: 'effectiveOn' },
          ...{ later: form.appliedOn, laterField: 'appliedOn' },
        });
      return compareDays(form.appliedOn, until) > 0
        ? refuseAt('appliedOn', 'too-late-to-apply', { until })
        : emit.ConfirmationApplied(form);
    },
  })
  .command('RecordConfirmation', {
    by: [mediator],
    from: ['agreed', 'resolved', 'closed'],
    yields: ['ConfirmationRuled'],
    refuses: { 'needs-application': [] },
    unless: ({ data, refuse }) =>
      data.confirmation.applied && !data.confirmation.ruled ? undefined : refuse('needs-application'),
  })
  .command('RecordPerformance', { by: [mediator], from: ['agreed'], yields: ['PerformanceRecorded'] })
  .command('RecordBreach', { by: [mediator], from: ['agreed'], yields: ['BreachRecorded'], aside: true })
  .command('RecordFailure', {
    by: [mediator],
    from: ['accepted', 'mediating'],
    yields: ['FailureRecorded'],
    aside: true,
    aheadWhen: isRefused,
  })
  .command('CloseFailed', {
    by: [mediator],
    from: ['failed'],
    form: { toldOf: otherWay, paper: text(1, 200), toldOn: pastDay },
    yields: ['FailureClosed'],
    decide: ({ form, emit }) => emit.FailureClosed({ ...form, outcome: 'other-body' }),
  })

  // Another body's matter, or too big for the station.
  .command('ReferToDepartment', {
    by: mediatorOrOfficer,
    from: ['filed', 'accepted', 'mediating', 'failed'],
    yields: ['ReferredToDepartment'],
    aside: true,
  })
  .command('RecordDepartmentReply', {
    by: [...mediatorOrOfficer, 'department'],
    from: ['referred'],
    yields: ['DepartmentReplied'],
  })
  .command('ReturnReferral', {
    by: [...mediatorOrOfficer, 'department'],
    from: ['referred'],
    yields: ['ReferralReturned', 'ReferralReturnedToDesk'],
    aside: true,
    // What was referred from the desk has neither number nor mediator yet, so it cannot go back as accepted.
    decide: ({ form, data, emit }) => (data.accepted ? emit.ReferralReturned(form) : emit.ReferralReturnedToDesk(form)),
  })
  .command('InformComplainant', {
    by: mediatorOrOfficer,
    from: ['referred', 'resolved'],
    yields: ['ComplainantInformed'],
  })
  .command('EscalateToConference', {
    by: mediatorOrOfficer,
    from: ['failed', 'referred'],
    yields: ['EscalatedToConference'],
    aside: true,
  })
  .command('RecordConferenceResolution', {
    by: overseers,
    from: ['escalated'],
    form: { ...conference, decision: oneOf(['resolved', 'one-level-up']), outcome: optional(outcome) },
    yields: ['ConferenceResolved', 'ConferenceRaised'],
    refuses: { 'needs-outcome': [], 'wrong-outcome': [], 'no-higher-level': [] },
    decide: ({ form: { decision, outcome, ...held }, data, emit, refuseAt }) => {
      if (decision === 'resolved')
        return outcome ? emit.ConferenceResolved({ ...held, outcome }) : refuseAt('outcome', 'needs-outcome');
      const above = levels[levels.indexOf(data.level) + 1];
      if (outcome) return refuseAt('outcome', 'wrong-outcome');
      return above ? emit.ConferenceRaised({ ...held, level: above }) : refuseAt('decision', 'no-higher-level');
    },
  })

  .command('HoldComplaint', { by: ['subdistrict-officer'], from: { openExcept: ['held'] }, yields: ['ComplaintHeld'] })
  .command('ResumeComplaint', { by: mediatorOrOfficer, from: ['held'], yields: ['ComplaintResumed'] })

  .command('RecordFollowUp', {
    by: ['mediator'],
    from: ['resolved'],
    form: { answer, outcome: optional(outcome), ...followUp },
    yields: ['ComplaintClosed', 'FollowUpAttempted', 'ComplaintReopened', 'DecisionRequested'],
    refuses: { 'wrong-outcome': [] },
    foretells: ({ form: { answer }, data, settings }) => {
      if (answer === 'unreachable') return { attempt: data.unreachable + 1, attemptsMax: settings.unreachable };
      if (!isDissatisfied(answer) || data.reopenings >= settings.reopenings) return {};
      return { reopening: data.reopenings + 1, reopeningsMax: settings.reopenings };
    },
    decide: ({ form: { answer, outcome, ...record }, data, settings, emit, refuseAt }) => {
      const dissatisfied = isDissatisfied(answer);
      if (outcome && (dissatisfied || answer === 'unreachable')) return refuseAt('outcome', 'wrong-outcome');
      if (answer === 'unreachable' && data.unreachable + 1 < settings.unreachable)
        return emit.FollowUpAttempted(record);
      if (dissatisfied && data.reopenings < settings.reopenings) return emit.ComplaintReopened({ answer, ...record });
      if (dissatisfied) return emit.DecisionRequested({ answer, ...record });
      return emit.ComplaintClosed({ outcome: outcome ?? data.outcome, answer, ...record });
    },
  })
  .command('DecideComplaint', {
    by: ['office'],
    from: ['with-office'],
    form: {
      decision: oneOf(['close', 'reopen', 'escalate']),
      outcome: optional(outcome),
      level: optional(level),
      reason,
    },
    yields: ['ComplaintClosed', 'ComplaintReopened', 'EscalatedToConference'],
    refuses: { 'needs-outcome': [], 'wrong-outcome': [], 'needs-level': [] },
    decide: ({ form: { decision, outcome, level, reason }, emit, refuseAt }) => {
      if (decision === 'close')
        return outcome ? emit.ComplaintClosed({ outcome, reason }) : refuseAt('outcome', 'needs-outcome');
      if (outcome) return refuseAt('outcome', 'wrong-outcome');
      if (decision === 'reopen') return emit.ComplaintReopened({ reason });
      return level ? emit.EscalatedToConference({ level, reason }) : refuseAt('level', 'needs-level');
    },
  })

  .command('WithdrawComplaint', { by: [mediator], from: anyOpen, yields: ['ComplaintWithdrawn'], undoable: true })
  .command('MergeDuplicate', {
    by: [mediator],
    from: anyOpen,
    yields: ['ComplaintMerged'],
    refuses: { 'into-itself': [], 'into-other-station': [], 'into-ended': ['state'] },
    decide: ({ id, form, data, facts: { into }, emit, refuseAt }) => {
      if (into.id === id) return refuseAt('into', 'into-itself');
      if (into.data.subDistrict !== data.subDistrict) return refuseAt('into', 'into-other-station');
      return ['rejected', 'closed', 'withdrawn', 'merged'].includes(into.state)
        ? refuseAt('into', 'into-ended', { state: into.state })
        : emit.ComplaintMerged(form);
    },
  })
  .command('AbsorbComplaint', {
    by: [engine('absorb')],
    from: anywhere,
    yields: ['ComplaintAbsorbed'],
    decide: ({ form, data, emit }) => (data.absorbed.includes(form.from) ? [] : emit.ComplaintAbsorbed(form)),
  })
  .command('TransferComplaint', {
    by: [...station, engine('community-moved')],
    from: anyOpen,
    // Once a community was not asked for; a complaint of one sub-district then named a community of another.
    form: { subDistrict: ref('sub-district'), community: ref('community'), reason },
    yields: ['ComplaintTransferred'],
    refuses: { 'community-elsewhere': ['subDistrict'] },
    foretells: ({ data }) => (data.accepted ? { numberVoid: true } : {}),
    decide: ({ form, data, facts: { community }, emit, refuseAt }) => {
      if (form.subDistrict === data.subDistrict) return [];
      const { subDistrict: lies, within } = community.data;
      return lies === form.subDistrict
        ? emit.ComplaintTransferred({ ...form, within: known(within), fromSubDistrict: data.subDistrict })
        : refuseAt('community', 'community-elsewhere', { subDistrict: lies });
    },
  })

  .command('MarkUpheld', {
    by: overseers,
    from: anywhere,
    yields: ['MarkedUpheld'],
    refuses: { 'already-marked': [] },
    unless: ({ data, refuse }) => (data.upheld ? refuse('already-marked') : undefined),
  })
  .command('MarkMajorImpact', {
    by: overseers,
    from: anywhere,
    yields: ['MarkedMajorImpact'],
    refuses: { 'already-marked': [] },
    unless: ({ data, refuse }) => (data.majorImpact ? refuse('already-marked') : undefined),
  })
  .command('ClearMajorImpact', {
    by: overseers,
    from: anywhere,
    yields: ['MajorImpactCleared'],
    refuses: { 'not-marked': [] },
    unless: ({ data, refuse }) => (data.majorImpact ? undefined : refuse('not-marked')),
  })
  .standing({
    comment: staff,
    correct: mediatorOrOfficer,
    undo: station,
    pause: [mediator],
    extend: [mediator],
    excuse: overseers,
  });

function isDissatisfied(given: string): boolean {
  return given === 'dissatisfied' || given === 'very-dissatisfied';
}

/** Nothing where the community is in no neighbourhood's charge. */
function known(within: string): string | undefined {
  return within === '' ? undefined : within;
}
