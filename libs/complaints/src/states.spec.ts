import { beforeEach, describe, expect, it } from '@jest/globals';
import { roles } from '#libs/district';
import { check, statesOf, type CommandDeclaration } from '#libs/workflow';
import { codeOf, type World } from '#libs/workflow/specification';
import { complaint } from './complaint.js';
import { complaintSpoken } from './texts.js';
import { filed, forms, standing, type Story, type Who, station } from './station.fixture.js';

let world: World;
beforeEach(async () => {
  world = await station();
});

const stranger = '0190a5b0-7c00-7000-8000-00000000abcd';

it('nothing can be said against the declaration', () => {
  const { declaration, texts } = complaintSpoken;
  expect(check(declaration, { texts, roles, settingsReadElsewhere: ['first-number'] })).toEqual([]);
});

describe('only in its states', () => {
  const form: Readonly<Record<string, (story: Story) => Promise<object> | object>> = {
    AcceptComplaint: () => forms.accept,
    RejectComplaint: () => forms.reject,
    SwitchTrack: () => ({ track: 'handle', reason: '改' }),
    AssignMediator: () => ({ mediator: 'luo' }),
    HandOver: () => ({ giver: 'qin', mediator: 'luo', signedOn: '2026-11-24' }),
    RecordHandling: () => forms.handling,
    NameParty: () => forms.otherSide,
    RemoveParty: () => ({ party: stranger, reason: '误登' }),
    RecordConsent: () => ({ party: stranger, consent: true }),
    RecordSession: async (story) => ({ ...forms.session, present: await story.parties() }),
    RecordAgreement: () => forms.agreement,
    ApplyForConfirmation: () => ({ court: '法院', appliedOn: '2026-11-24', applicants: [stranger] }),
    RecordConfirmation: () => ({ court: '法院', number: '1', ruling: 'dismissed', ruledOn: '2026-11-24' }),
    RecordPerformance: () => ({ performedOn: '2026-11-24' }),
    RecordBreach: () => ({ breach: '未清理', toldOf: 'court' }),
    RecordFailure: () => forms.failure,
    CloseFailed: () => forms.closeFailed,
    ReferToDepartment: () => forms.refer,
    RecordDepartmentReply: () => forms.reply,
    ReturnReferral: () => ({ reason: '退回' }),
    InformComplainant: () => forms.inform,
    EscalateToConference: () => ({ level: 'district', reason: '重大' }),
    RecordConferenceResolution: () => ({ ...forms.conference, decision: 'resolved', outcome: 'solved' }),
    HoldComplaint: () => forms.hold,
    ResumeComplaint: () => ({}),
    RecordFollowUp: () => ({ answer: 'satisfied' }),
    DecideComplaint: () => ({ decision: 'reopen', reason: '再办' }),
    WithdrawComplaint: () => ({ reason: '撤回' }),
    MergeDuplicate: async () => ({ into: (await filed(world)).id }),
    TransferComplaint: () => ({ subDistrict: 'beixia', community: 'c-beixia-1', reason: '属地' }),
    MarkUpheld: () => ({ evidence: '属实' }),
    MarkMajorImpact: () => ({ evidence: '媒体报道' }),
    ClearMajorImpact: () => ({ reason: '复核' }),
  };
  const commands = Object.values(complaint.declaration.commands).filter(
    (command) => command.from.kind !== 'nothing' && !command.standing && command.name !== 'AbsorbComplaint',
  );
  const whoMay = (command: CommandDeclaration): Who =>
    command.by.some((who) => who === 'mediator' || (typeof who === 'object' && 'own' in who))
      ? 'qin'
      : command.by.includes('subdistrict-officer')
        ? 'duan'
        : 'ge';

  it('every command has a form here', () => {
    expect(Object.keys(form).sort()).toEqual(commands.map((command) => command.name).sort());
    expect(Object.keys(standing).sort()).toEqual([...complaint.declaration.states].sort());
  });

  it.each(Object.keys(standing))('while %s, the other commands answer wrong-state', async (state) => {
    const story = await standing[state]!(world);
    expect((await story.now()).state).toBe(state);
    for (const command of commands) {
      const asked = await story.asks(command.name, await form[command.name]!(story), whoMay(command), { dryRun: true });
      const wrong = `complaint/${command.path}-wrong-state`;
      if (statesOf(complaint.declaration, command.from).includes(state)) expect(codeOf(asked)).not.toBe(wrong);
      else expect(asked).toMatchObject({ kind: 'refused', code: wrong, params: { state } });
    }
  });
});
