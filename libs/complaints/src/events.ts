/**
 * What may happen to a complaint, and what of it later decisions build on. The event decides where the case then stands;
 * who may record it, when and why stands in `complaint.ts`.
 */
import {
  back,
  beginsWith,
  day,
  ends,
  evolved,
  id,
  note,
  officer,
  on,
  oneOf,
  optional,
  ref,
  setOf,
  stay,
  text,
  workflow,
  yesNo,
} from '#libs/workflow';
import {
  agreement,
  answer,
  conference,
  filing,
  followUp,
  level,
  type levels,
  otherWay,
  outcome,
  partyNaming,
  pastDay,
  reason,
  told,
  track,
} from './fields.js';

/** A side of the dispute: who they are stands sealed in the events, here only what they said to mediation. */
export interface Party {
  readonly id: string;
  readonly side: 'applicant' | 'respondent' | 'third';
  /** Nothing before they were asked. */
  readonly consent?: boolean;
}

type Outcome = 'solved' | 'partly' | 'explained' | 'other-body' | 'cannot-now';

/** Everyone whose work a complaint is; the auditor only reads. The company never sees who complained. */
export const staff = [
  'mediator',
  'neighbourhood-officer',
  'subdistrict-officer',
  'office',
  'leading-group',
  'department',
] as const;

export const recorded = workflow('complaint', {
  path: 'complaints',
  jurisdiction: 'subDistrict',
  within: 'within',
  seenBy: [...staff, 'auditor'],
  seenWhereNamed: { department: 'department' },
  sightKeptBy: 'handledBefore',
  // Closed is not solved: `outcome` of the fold only is what a follow-up that reaches nobody closes with.
  shownBy: { outcome: 'concluded' },
})
  .events({
    /** `party`: the complainant, as the first side. `mediator`: who took it in, and has it until it is accepted. */
    ComplaintFiled: on('filed', {
      ...filing,
      subDistrict: ref('sub-district'),
      /** The neighbourhood in charge of the community, `nanguan/nanxun`, where one was. */
      within: optional(text(3, 81)),
      party: id(),
      mediator: optional(ref('person')),
    }),
    ComplaintAccepted: on('accepted', {
      track,
      difficulty: oneOf(['simple', 'ordinary', 'difficult', 'major']),
      mediator: officer('mediator'),
      chosenByParties: optional(yesNo()),
    }),
    ComplaintRejected: ends('rejected', {
      ground: oneOf(['outside-district', 'in-court-or-petition', 'no-facts']),
      explanation: told(1_000),
    }),
    ComplaintTransferred: on('filed', {
      subDistrict: ref('sub-district'),
      fromSubDistrict: ref('sub-district'),
      within: optional(text(3, 81)),
      community: optional(ref('community')),
      reason,
    }),
    TrackSwitched: on('accepted', { track, reason }),
    MediatorAssigned: stay({ mediator: officer('mediator'), reason: optional(reason) }),
    CaseHandedOver: stay({
      giver: beginsWith('mediator', ref('person')),
      mediator: officer('mediator'),
      signedOn: pastDay,
      witness: optional(ref('person')),
      reason: optional(reason),
    }),

    HandlingRecorded: on('resolved', {
      handledOn: pastDay,
      measures: told(4_000),
      evidence: optional(told(1_000)),
      owedBy: oneOf(['company', 'resident', 'owners-committee', 'department', 'utility', 'builder', 'nobody']),
      outcome,
      basis: optional(note(text(1, 500))),
      reply: told(2_000),
    }),

    PartyNamed: stay({ party: id(), ...partyNaming }),
    PartyRemoved: stay({ party: id(), reason }),
    ConsentRecorded: stay({ party: id(), consent: yesNo(), rightsNotice: optional(text(1, 60)) }),
    // The room was once called `place`, like the place that is complained of, and was then shown as that.
    SessionRecorded: evolved(
      on('mediating', {
        heldOn: pastDay,
        venue: note(text(1, 200)),
        present: setOf(id(), 1, 20),
        alsoPresent: optional(told(500)),
        minutes: told(8_000),
        result: optional(told(1_000)),
      }),
      { 1: ({ place, ...others }: Readonly<Record<string, unknown>>) => ({ ...others, venue: place }) },
    ),
    AgreementRecorded: on('agreed', { ...agreement, effectiveOn: day() }),
    ConfirmationApplied: stay({ court: text(1, 60), appliedOn: pastDay, applicants: setOf(id(), 1, 20) }),
    // The ruling has a number and a court of its own: neither is the case's, nor the one that was applied to.
    ConfirmationRuled: stay(
      { court: text(1, 60), number: text(1, 60), ruling: oneOf(['confirmed', 'dismissed']), ruledOn: pastDay },
      { shownAs: { court: 'rulingCourt', number: 'rulingNumber' } },
    ),
    PerformanceRecorded: on('resolved', { performedOn: pastDay, proof: optional(told(1_000)) }),
    BreachRecorded: on('failed', { breach: told(2_000), toldOf: otherWay }),
    FailureRecorded: on('failed', {
      why: oneOf(['party-refused', 'party-stopped', 'no-agreement', 'not-handled']),
      toldOf: otherWay,
      remark: optional(told(1_000)),
    }),
    FailureClosed: ends('closed', { outcome, toldOf: otherWay, paper: text(1, 200), toldOn: pastDay }),

    ReferredToDepartment: on('referred', {
      department: ref('department'),
      matter: told(4_000),
      letter: optional(text(1, 60)),
    }),
    DepartmentReplied: on('resolved', {
      repliedOn: pastDay,
      letter: optional(text(1, 60)),
      reply: told(4_000),
      outcome,
    }),
    ReferralReturned: on('accepted', { reason }),
    ReferralReturnedToDesk: on('filed', { reason }),
    ComplainantInformed: stay({
      informedOn: pastDay,
      how: oneOf(['phone', 'visit', 'letter', 'message', 'hotline']),
      said: told(2_000),
    }),
    EscalatedToConference: on('escalated', { level, reason }),
    ConferenceResolved: on('resolved', { ...conference, outcome }),
    ConferenceRaised: on('escalated', { ...conference, level }),

    ComplaintHeld: on(
      'held',
      { reason, plan: note(text(1, 1_000)), reviewOn: day({ agoMax: 0, aheadMax: 366 }) },
      { pausesClocks: true },
    ),
    ComplaintResumed: back({ reason: optional(reason) }),

    FollowUpAttempted: stay(followUp),
    ComplaintClosed: ends('closed', {
      outcome,
      answer: optional(answer),
      ...followUp,
      reason: optional(reason),
    }),
    ComplaintReopened: on('accepted', { answer: optional(answer), ...followUp, reason: optional(reason) }),
    DecisionRequested: on('with-office', { answer, ...followUp }),

    ComplaintWithdrawn: ends('withdrawn', { reason }),
    ComplaintMerged: ends('merged', { into: ref('complaint'), reason: optional(reason) }),
    ComplaintAbsorbed: stay({ from: id() }),
    MarkedUpheld: stay({ evidence: told(1_000) }),
    MarkedMajorImpact: stay({ evidence: told(1_000) }),
    MajorImpactCleared: stay({ reason }),
  })
  .data(
    {
      subDistrict: '',
      within: '',
      mediator: '',
      track: 'handle' as 'handle' | 'mediate',
      accepted: false,
      parties: [] as readonly Party[],
      /** There was a session at this station: whatever leads back to `accepted`, the next one is not the first. */
      met: false,
      department: '',
      level: 'neighbourhood' as (typeof levels)[number],
      effectiveOn: '',
      confirmation: { sought: false, applied: false, ruled: false },
      outcome: 'solved' as Outcome,
      /** How it ended for the citizen as far as is known; nothing while that is open. */
      concluded: '' as Outcome | '',
      unreachable: 0,
      reopenings: 0,
      upheld: false,
      majorImpact: false,
      absorbed: [] as readonly string[],
      handledBefore: [] as readonly string[],
    },
    {
      ComplaintFiled: (d, e) => ({
        ...d,
        subDistrict: e.subDistrict,
        within: e.within ?? '',
        mediator: e.mediator ?? '',
        parties: [{ id: e.party, side: 'applicant' as const }],
      }),
      ComplaintAccepted: (d, e) => ({ ...d, track: e.track, mediator: e.mediator, accepted: true }),
      ComplaintTransferred: (d, e) => ({
        ...d,
        subDistrict: e.subDistrict,
        within: e.within ?? '',
        mediator: '',
        accepted: false,
        met: false,
        concluded: '' as const,
        handledBefore: [...new Set([...d.handledBefore, e.fromSubDistrict])].filter((one) => one !== e.subDistrict),
      }),
      TrackSwitched: (d, e) => ({ ...d, track: e.track }),
      MediatorAssigned: (d, e) => ({ ...d, mediator: e.mediator }),
      CaseHandedOver: (d, e) => ({ ...d, mediator: e.mediator }),
      HandlingRecorded: (d, e) => ({ ...d, outcome: e.outcome, concluded: e.outcome }),
      PartyNamed: (d, e) => ({ ...d, parties: [...d.parties, { id: e.party, side: e.side }] }),
      PartyRemoved: (d, e) => ({ ...d, parties: d.parties.filter((party) => party.id !== e.party) }),
      ConsentRecorded: (d, e) => ({
        ...d,
        parties: d.parties.map((party) => (party.id === e.party ? { ...party, consent: e.consent } : party)),
      }),
      SessionRecorded: (d) => ({ ...d, met: true }),
      AgreementRecorded: (d, e) => ({
        ...d,
        effectiveOn: e.effectiveOn,
        confirmation: { sought: e.seeksConfirmation, applied: false, ruled: false },
      }),
      ConfirmationApplied: (d) => ({ ...d, confirmation: { ...d.confirmation, applied: true } }),
      ConfirmationRuled: (d) => ({ ...d, confirmation: { ...d.confirmation, ruled: true } }),
      PerformanceRecorded: (d) => ({ ...d, outcome: 'solved' as const, concluded: 'solved' as const }),
      ReferredToDepartment: (d, e) => ({ ...d, department: e.department }),
      DepartmentReplied: (d, e) => ({ ...d, outcome: e.outcome, concluded: e.outcome }),
      EscalatedToConference: (d, e) => ({ ...d, level: e.level }),
      ConferenceRaised: (d, e) => ({ ...d, level: e.level }),
      ConferenceResolved: (d, e) => ({ ...d, outcome: e.outcome, concluded: e.outcome }),
      FailureClosed: (d, e) => ({ ...d, concluded: e.outcome }),
      ComplaintClosed: (d, e) => ({ ...d, concluded: e.outcome }),
      FollowUpAttempted: (d) => ({ ...d, unreachable: d.unreachable + 1 }),
      ComplaintReopened: (d) => ({ ...d, reopenings: d.reopenings + 1, unreachable: 0, concluded: '' as const }),
      DecisionRequested: (d) => ({ ...d, concluded: '' as const }),
      ComplaintAbsorbed: (d, e) => ({ ...d, absorbed: [...d.absorbed, e.from] }),
      MarkedUpheld: (d) => ({ ...d, upheld: true }),
      MarkedMajorImpact: (d) => ({ ...d, majorImpact: true }),
      MajorImpactCleared: (d) => ({ ...d, majorImpact: false }),
    },
  );
