import { beforeEach, describe, expect, it } from '@jest/globals';
import { codeOf, type World } from '#libs/workflow/specification';
import {
  accepted,
  escalated,
  failed,
  filed,
  filing,
  forms,
  mediating,
  referred,
  resolved,
  standing,
  station,
  type Story,
  willing,
  withOffice,
  type Who,
} from './station.fixture.js';

let world: World;
beforeEach(async () => {
  world = await station();
});

const code = async (asked: Promise<Parameters<typeof codeOf>[0]>) => codeOf(await asked);
const file = (form: object, by: Who = 'qin') => world.when('FileComplaint', { ...filing, ...form }, { by });
const stranger = '0190a5b0-7c00-7000-8000-00000000abcd';

describe('filing', () => {
  it('lies in the sub-district of its community, and the complainant is the first party', async () => {
    const story = await filed(world);
    const [event] = await world.events('complaint', story.id);
    expect(await story.now()).toMatchObject({ state: 'filed', data: { subDistrict: 'nanguan' } });
    expect(await story.parties()).toEqual([(event?.data['complainant'] as { person: string }).person]);
    expect(await story.clocks()).toEqual(['accept']);
  });

  it('is with the mediator who took it in, until it is accepted; what others take in is with nobody yet', async () => {
    expect((await (await filed(world)).now()).data).toMatchObject({ mediator: 'qin' });
    const { id } = await world.given('FileComplaint', filing, { by: 'tong' });
    expect((await world.case('complaint', id)).data).toMatchObject({ mediator: '' });
  });

  it('keeps names, telephones and stories sealed, and nothing of them in the fold', async () => {
    const story = await filed(world);
    const recorded = JSON.stringify(await world.events('complaint', story.id));
    expect(recorded).not.toMatch(/张秀英|13800001111|3号楼2单元301|长期占用|恢复公共车位/);
    expect(await world.newest('complaint', story.id)).toMatchObject({
      story: filing.story,
      complainant: { name: '张秀英' },
    });
  });

  it('is for those who take complaints, in their own sub-district', async () => {
    expect(await code(file({}, 'tong'))).toBe('done');
    expect(await code(file({}, 'duan'))).toBe('done');
    expect(await code(file({}, 'yan'))).toBe('command/not-your-role');
    expect(await code(file({}, 'jiang'))).toBe('command/outside-jurisdiction');
    expect(await code(file({ community: 'c-beixia-1' }))).toBe('command/outside-jurisdiction');
    expect(await code(file({ community: 'c-nowhere' }))).toBe('/community unknown-reference');
  });

  it('complaint/community-closed: nothing is filed for a community that no longer exists', async () => {
    expect(await code(file({ community: 'c-nanguan-2' }))).toBe('complaint/community-closed');
  });

  it('the company never sees who complained, nor another sub-district anything', async () => {
    const story = await accepted(world);
    for (const by of ['niu', 'jiang'] as const)
      expect(await code(story.asks('Comment', { text: '?' }, by))).toBe('complaint/not-found');
    expect(await code(story.asks('Comment', { text: '?' }, 'yan'))).toBe('command/not-your-role');
  });
});

describe('acceptance', () => {
  it('chooses the track and the mediator, and can be undone', async () => {
    const story = await filed(world);
    expect(await story.does('AcceptComplaint', forms.accept, 'luo')).toMatchObject({ state: 'accepted' });
    expect((await story.now()).data).toMatchObject({ track: 'mediate', mediator: 'qin', accepted: true });
    expect(await story.does('UndoLast', {}, 'luo')).toMatchObject({ state: 'filed' });
    expect((await story.now()).data).toMatchObject({ accepted: false });
    expect(await story.clocks()).toEqual(['accept']);
  });

  it('only a mediator of the station can be given the case', async () => {
    const story = await filed(world);
    for (const mediator of ['jiang', 'duan', 'nobody'])
      expect(await code(story.asks('AcceptComplaint', { ...forms.accept, mediator }))).toBe('/mediator not-in-office');
  });

  it('arms the month on both tracks, and the first session where it is mediated', async () => {
    expect(await (await accepted(world, 'handle')).clocks()).toEqual(['conclude']);
    const story = await accepted(world, 'mediate');
    expect((await story.now()).armed).toMatchObject([
      { name: 'first-session', dueAt: '2026-12-01T16:00:00.000Z' },
      { name: 'conclude', dueAt: '2026-12-24T16:00:00.000Z' },
    ]);
  });

  it('a rejection ends the case and can be undone', async () => {
    const story = await filed(world);
    expect(await story.does('RejectComplaint', forms.reject)).toMatchObject({ state: 'rejected', deadlines: [] });
    expect(await story.does('UndoLast')).toMatchObject({ state: 'filed' });
  });
});

describe('the track', () => {
  it('is switched with a reason, also out of failure', async () => {
    const story = await accepted(world, 'handle');
    expect(await code(story.asks('SwitchTrack', { track: 'handle', reason: '照旧' }))).toBe(
      'complaint/nothing-changed',
    );
    await story.does('SwitchTrack', { track: 'mediate', reason: '民事纠纷' });
    expect(await story.clocks()).toEqual(['conclude', 'first-session']);
    await story.does('RecordFailure', forms.failure);
    expect(await story.does('SwitchTrack', { track: 'handle', reason: '改为办理' })).toMatchObject({
      state: 'accepted',
    });
    expect(await story.clocks()).toEqual(['conclude']);
  });

  it('complaint/party-refused: nobody is mediated against their will', async () => {
    const story = await willing(world);
    const [, other = ''] = await story.parties();
    await story.does('RecordConsent', { party: other, consent: false });
    await story.does('SwitchTrack', { track: 'handle', reason: '对方拒绝' });
    const asked = await story.asks('SwitchTrack', { track: 'mediate', reason: '再试' });
    expect(asked).toMatchObject({ code: 'complaint/party-refused', params: { party: other, nth: 2 } });
  });

  it('complaint/only-handling and complaint/only-mediation: each track has its own steps', async () => {
    const mediated = await accepted(world, 'mediate');
    expect(await code(mediated.asks('RecordHandling', forms.handling))).toBe('complaint/only-handling');
    const handled = await accepted(world, 'handle');
    const [party] = await handled.parties();
    expect(await code(handled.asks('RecordConsent', { party, consent: true }))).toBe('complaint/only-mediation');
    expect(await code(handled.asks('RecordSession', { ...forms.session, present: [party] }))).toBe(
      'complaint/only-mediation',
    );
  });
});

describe('whose case it is', () => {
  it('a mediator takes it, an officer gives it', async () => {
    const story = await filed(world);
    await story.does('AssignMediator', { mediator: 'luo' }, 'luo');
    expect(await code(story.asks('AssignMediator', { mediator: 'luo' }, 'duan'))).toBe('complaint/nothing-changed');
    expect(await story.does('AssignMediator', { mediator: 'qin', reason: '轮换' }, 'duan')).toMatchObject({
      state: 'filed',
    });
  });

  it('complaint/only-to-yourself: a mediator gives nothing to a colleague, and is not offered to', async () => {
    const story = await accepted(world);
    expect(await code(story.asks('AssignMediator', { mediator: 'luo' }))).toBe('complaint/only-to-yourself');
    const form = { giver: 'qin', mediator: 'luo', signedOn: '2026-11-24' };
    expect(await code(story.asks('HandOver', form))).toBe('complaint/only-to-yourself');
    const offered = async (by: Who) => (await story.does('Comment', { text: '看看' }, by)).actions;
    const steps = ['assign-mediator', 'hand-over'];
    expect((await offered('qin')).filter((step) => steps.includes(step))).toEqual([]);
    for (const by of ['luo', 'duan'] as const) expect(await offered(by)).toEqual(expect.arrayContaining(steps));
    const other = await story.asks('AssignMediator', { mediator: 'qin' }, 'luo');
    expect(codeOf(other)).toBe('complaint/nothing-changed');
  });

  it('complaint/with-nobody: what nobody has yet is handed over by nobody', async () => {
    const { id } = await world.given('FileComplaint', filing, { by: 'tong' });
    const form = { giver: 'qin', mediator: 'luo', signedOn: '2026-11-24' };
    expect(codeOf(await world.when('HandOver', form, { by: 'duan', on: id }))).toBe('complaint/with-nobody');
  });

  it('is handed over by a signed list, in bulk; complaint/not-of-giver where it is not theirs', async () => {
    const story = await accepted(world);
    const form = { giver: 'qin', mediator: 'luo', signedOn: '2026-11-24', witness: 'duan' };
    expect(await code(story.asks('HandOver', { ...form, giver: 'luo' }, 'duan'))).toBe('complaint/not-of-giver');
    expect(await code(story.asks('HandOver', { ...form, mediator: 'qin' }, 'duan'))).toBe('complaint/nothing-changed');
    await story.does('HandOver', form, 'duan');
    expect(await code(story.asks('RecordFailure', forms.failure))).toBe('command/not-your-role');
    expect(await code(story.asks('RecordFailure', forms.failure, 'luo'))).toBe('done');
  });
});

describe('handling', () => {
  it('answers the citizen and waits for the follow-up', async () => {
    const story = await resolved(world);
    expect(await story.now()).toMatchObject({ state: 'resolved', data: { outcome: 'solved' } });
    expect(await story.clocks()).toEqual(['follow-up']);
  });

  it('complaint/needs-basis: explained by law says by which', async () => {
    const story = await accepted(world, 'handle');
    const form = { ...forms.handling, outcome: 'explained' };
    expect(await code(story.asks('RecordHandling', form))).toBe('complaint/needs-basis');
    expect(await code(story.asks('RecordHandling', { ...form, basis: '郑州市物业管理条例第五十条' }))).toBe('done');
  });

  it('what was done lies not in the future and not too long ago', async () => {
    const story = await accepted(world, 'handle');
    for (const handledOn of ['2026-11-25', '2025-11-22', '0001-01-01'])
      expect(await code(story.asks('RecordHandling', { ...forms.handling, handledOn }))).toBe('/handledOn day-range');
  });
});

describe('failure', () => {
  it('is closed as another body’s matter once the parties were told', async () => {
    const story = await failed(world);
    expect(await story.clocks()).toEqual(['conclude', 'failed']);
    expect(await story.does('CloseFailed', forms.closeFailed)).toMatchObject({ state: 'closed', deadlines: [] });
    expect(await world.newest('complaint', story.id)).toMatchObject({ outcome: 'other-body' });
  });
});

describe('referral', () => {
  it('waits ten working days for the department, whose reply resolves it', async () => {
    const story = await referred(world);
    expect(await story.clocks()).toEqual(['referred']);
    await story.does('InformComplainant', forms.inform);
    expect(await story.does('RecordDepartmentReply', forms.reply, 'gong')).toMatchObject({ state: 'resolved' });
  });

  it('only the department that was asked sees it, answers or returns it', async () => {
    const elsewhere = await accepted(world);
    expect(await code(elsewhere.asks('Comment', { text: '看看' }, 'gong'))).toBe('complaint/not-found');
    const story = await referred(world);
    expect(await code(story.asks('RecordDepartmentReply', forms.reply, 'wen'))).toBe('complaint/not-found');
    expect(await code(story.asks('ReturnReferral', { reason: '非本单位' }, 'wen'))).toBe('complaint/not-found');
    expect(await story.does('ReturnReferral', { reason: '非本单位职责' }, 'gong')).toMatchObject({ state: 'accepted' });
  });

  it('goes back to the desk where it came from the desk: it has no number and no mediator yet', async () => {
    const story = await filed(world);
    await story.does('ReferToDepartment', forms.refer, 'duan');
    expect(await story.does('ReturnReferral', { reason: '非本单位职责' }, 'gong')).toMatchObject({ state: 'filed' });
    expect(await story.clocks()).toEqual(['accept']);
  });

  it('names a department of the register', async () => {
    const story = await accepted(world);
    const form = { ...forms.refer, department: 'ministry' };
    expect(await code(story.asks('ReferToDepartment', form))).toBe('/department unknown-reference');
  });
});

describe('the joint conference', () => {
  it('resolves, or passes it one level up with a new clock', async () => {
    const story = await escalated(world, 'neighbourhood');
    const up = { ...forms.conference, decision: 'one-level-up' };
    await world.clock.advance(86_400_000);
    await story.does('RecordConferenceResolution', up, 'duan');
    expect(await story.now()).toMatchObject({ state: 'escalated', data: { level: 'sub-district' } });
    expect((await story.now()).armed).toMatchObject([{ name: 'escalated', dueAt: '2026-12-23T16:00:00.000Z' }]);
    const settled = { ...forms.conference, decision: 'resolved', outcome: 'partly' };
    expect(await story.does('RecordConferenceResolution', settled, 'ge')).toMatchObject({ state: 'resolved' });
    expect((await story.now()).data).toMatchObject({ outcome: 'partly' });
  });

  it('complaint/needs-outcome, complaint/wrong-outcome, complaint/no-higher-level', async () => {
    const story = await escalated(world, 'district');
    const ask = (more: object) => story.asks('RecordConferenceResolution', { ...forms.conference, ...more }, 'ge');
    expect(await code(ask({ decision: 'resolved' }))).toBe('complaint/needs-outcome');
    expect(await code(ask({ decision: 'one-level-up', outcome: 'solved' }))).toBe('complaint/wrong-outcome');
    expect(await code(ask({ decision: 'one-level-up' }))).toBe('complaint/no-higher-level');
  });
});

describe('the follow-up', () => {
  it('closes with what the case says, or with what the mediator says', async () => {
    const story = await resolved(world, { outcome: 'partly' });
    await story.does('RecordFollowUp', { answer: 'fairly-satisfied' }, 'luo');
    expect(await world.newest('complaint', story.id)).toMatchObject({ outcome: 'partly', answer: 'fairly-satisfied' });
    const other = await resolved(world);
    await other.does('RecordFollowUp', { answer: 'satisfied', outcome: 'cannot-now' });
    expect(await world.newest('complaint', other.id)).toMatchObject({ outcome: 'cannot-now' });
  });

  it('closes at the third time that nobody was reached', async () => {
    const story = await resolved(world);
    const unreached = { answer: 'unreachable', remark: '无人接听' };
    expect(await story.does('RecordFollowUp', unreached)).toMatchObject({ state: 'resolved' });
    expect(await story.does('RecordFollowUp', unreached)).toMatchObject({ state: 'resolved' });
    expect(await story.does('RecordFollowUp', unreached)).toMatchObject({ state: 'closed' });
    expect(await world.newest('complaint', story.id)).toMatchObject({ outcome: 'solved', answer: 'unreachable' });
  });

  it('tells before it is recorded which attempt it is, how often it was reopened, and at how many that ends', async () => {
    const story = await resolved(world);
    const told = async (answer: string) => {
      const asked = await story.asks('RecordFollowUp', { answer }, 'qin', { dryRun: true });
      return asked.kind === 'done' ? asked.follows : asked;
    };
    expect(await told('satisfied')).toEqual({ outcome: 'solved' });
    expect(await told('unreachable')).toEqual({ attempt: 1, attemptsMax: 3 });
    expect(await told('dissatisfied')).toEqual({ reopening: 1, reopeningsMax: 2 });
    for (const answer of ['unreachable', 'unreachable']) await story.does('RecordFollowUp', { answer });
    expect(await told('unreachable')).toMatchObject({ attempt: 3, attemptsMax: 3 });
    expect(await (await withOffice(world)).now()).toMatchObject({ state: 'with-office' });
  });

  it('a new round counts the attempts from nought', async () => {
    const story = await resolved(world);
    await story.does('RecordFollowUp', { answer: 'unreachable' });
    await story.does('RecordFollowUp', { answer: 'unreachable' });
    await story.does('RecordFollowUp', { answer: 'dissatisfied' });
    await story.does('RecordHandling', forms.handling);
    expect(await story.does('RecordFollowUp', { answer: 'unreachable' })).toMatchObject({ state: 'resolved' });
  });

  it('reopened, the month begins anew', async () => {
    const story = await resolved(world);
    await world.clock.set('2026-12-01T01:00:00.000Z');
    await story.does('RecordFollowUp', { answer: 'dissatisfied' });
    expect((await story.now()).armed).toMatchObject([{ name: 'conclude', dueAt: '2027-01-01T16:00:00.000Z' }]);
  });

  it('reopens twice, then asks the office', async () => {
    const story = await withOffice(world);
    expect((await story.history()).filter((type) => type === 'ComplaintReopened')).toHaveLength(2);
    expect(await story.now()).toMatchObject({ state: 'with-office', data: { reopenings: 2 } });
    expect(await story.clocks()).toEqual(['with-office']);
  });

  it('complaint/wrong-outcome: what does not close has no outcome', async () => {
    const story = await resolved(world);
    for (const answer of ['dissatisfied', 'unreachable'])
      expect(await code(story.asks('RecordFollowUp', { answer, outcome: 'solved' }))).toBe('complaint/wrong-outcome');
  });
});

describe('the office decides', () => {
  const decide = (story: Story, form: object) => story.asks('DecideComplaint', { reason: '会商决定', ...form }, 'ge');

  it('to close, to reopen once more, or to escalate', async () => {
    expect(await decide(await withOffice(world), { decision: 'close', outcome: 'explained' })).toMatchObject({
      state: 'closed',
    });
    expect(await decide(await withOffice(world), { decision: 'escalate', level: 'district' })).toMatchObject({
      state: 'escalated',
    });
    const again = await withOffice(world);
    expect(await decide(again, { decision: 'reopen' })).toMatchObject({ state: 'accepted' });
    await again.does('RecordHandling', forms.handling);
    expect(await again.does('RecordFollowUp', { answer: 'dissatisfied' })).toMatchObject({ state: 'with-office' });
  });

  it('complaint/needs-outcome, complaint/needs-level, complaint/wrong-outcome', async () => {
    const story = await withOffice(world);
    expect(await code(decide(story, { decision: 'close' }))).toBe('complaint/needs-outcome');
    expect(await code(decide(story, { decision: 'escalate' }))).toBe('complaint/needs-level');
    expect(await code(decide(story, { decision: 'reopen', outcome: 'solved' }))).toBe('complaint/wrong-outcome');
  });
});

describe('withdrawing, merging, transferring', () => {
  it('a withdrawal ends the case and can be undone', async () => {
    const story = await mediating(world);
    await story.does('WithdrawComplaint', { reason: '已自行协商' });
    expect(await story.now()).toMatchObject({ state: 'withdrawn', armed: [] });
    expect(await story.does('UndoLast')).toMatchObject({ state: 'mediating' });
  });

  it('a duplicate ends in the other, which absorbs it once', async () => {
    const [story, other] = [await accepted(world), await accepted(world)];
    await story.does('MergeDuplicate', { into: other.id, reason: '同一车位' });
    expect(await story.now()).toMatchObject({ state: 'merged', armed: [] });
    const absorb = () =>
      world.engine.execute({
        workflow: 'complaint',
        command: 'AbsorbComplaint',
        target: other.id,
        form: { from: story.id },
        requester: { kind: 'reaction', id: 'absorb' },
      });
    expect(await absorb()).toMatchObject({ kind: 'done', state: 'accepted' });
    expect(await code(absorb())).toBe('complaint/nothing-changed');
    expect((await other.now()).data).toMatchObject({ absorbed: [story.id] });
    expect(await code(other.asks('AbsorbComplaint', { from: story.id }))).toBe('command/not-your-role');
  });

  it('complaint/into-itself, complaint/into-other-station, complaint/into-ended', async () => {
    const story = await accepted(world);
    const into = (id: string) => code(story.asks('MergeDuplicate', { into: id }));
    const elsewhere = await world.given('FileComplaint', { ...filing, community: 'c-beixia-1' }, { by: 'jiang' });
    const ended = await standing['rejected']!(world);
    expect(await into(story.id)).toBe('complaint/into-itself');
    expect(await into(elsewhere.id)).toBe('complaint/into-other-station');
    expect(await into(ended.id)).toBe('complaint/into-ended');
    expect(await into(stranger)).toBe('/into unknown-reference');
  });

  it('a transfer begins anew there; here it can be read as what was handled, but nobody acts on it any longer', async () => {
    const story = await standing['held']!(world);
    await story.does(
      'TransferComplaint',
      { subDistrict: 'beixia', community: 'c-beixia-1', reason: '属北下街' },
      'duan',
    );
    expect(await story.now()).toMatchObject({
      state: 'filed',
      data: { subDistrict: 'beixia', mediator: '', accepted: false },
      suspended: [],
    });
    expect(await story.clocks()).toEqual(['accept']);
    expect(await code(story.asks('AcceptComplaint', forms.accept, 'qin'))).toBe('command/outside-jurisdiction');
    expect(await code(story.asks('Comment', { text: '看看' }, 'gong'))).toBe('complaint/not-found');
    expect(await code(story.asks('AcceptComplaint', { ...forms.accept, mediator: 'jiang' }, 'jiang'))).toBe('done');
  });

  it('complaint/community-elsewhere: the community given must lie there', async () => {
    const story = await accepted(world);
    const to = (form: object) => code(story.asks('TransferComplaint', { reason: '属地有误', ...form }));
    expect(await to({ subDistrict: 'nancao', community: 'c-beixia-1' })).toBe('complaint/community-elsewhere');
    expect(await to({ subDistrict: 'beixia' })).toBe('/community required');
    expect(await to({ subDistrict: 'nanguan', community: 'c-nanguan-1' })).toBe('complaint/nothing-changed');
    expect(await to({ subDistrict: 'atlantis', community: 'c-beixia-1' })).toBe('/subDistrict unknown-reference');
    expect(await to({ subDistrict: 'beixia', community: 'c-beixia-1' })).toBe('done');
  });
});

describe('a number', () => {
  const told = async (story: Story, command: string, form: object) => {
    const asked = await story.asks(command, form, 'qin', { dryRun: true });
    return asked.kind === 'done' ? asked.follows : asked;
  };
  const there = { subDistrict: 'beixia', community: 'c-beixia-1', reason: '属北下街' };

  it('is told to become void before acceptance is undone or the case moves on, and not where there is none', async () => {
    const story = await filed(world);
    expect(await told(story, 'TransferComplaint', there)).not.toHaveProperty('numberVoid');
    await story.does('AcceptComplaint', forms.accept);
    expect(await told(story, 'UndoLast', {})).toMatchObject({ numberVoid: true });
    expect(await told(story, 'TransferComplaint', there)).toMatchObject({ numberVoid: true });
    await story.does('WithdrawComplaint', { reason: '已协商' });
    expect(await told(story, 'UndoLast', {})).not.toHaveProperty('numberVoid');
  });
});

describe('marks', () => {
  it('complaint/already-marked, complaint/not-marked: they are set and cleared also after the end', async () => {
    const story = await standing['closed']!(world);
    const evidence = { evidence: '现场核实' };
    expect(await code(story.asks('ClearMajorImpact', { reason: '无' }, 'ge'))).toBe('complaint/not-marked');
    await story.does('MarkUpheld', evidence, 'duan');
    await story.does('MarkMajorImpact', evidence, 'ge');
    expect(await code(story.asks('MarkUpheld', evidence, 'ge'))).toBe('complaint/already-marked');
    expect(await code(story.asks('MarkMajorImpact', evidence, 'ge'))).toBe('complaint/already-marked');
    await story.does('ClearMajorImpact', { reason: '复核' }, 'ge');
    expect(await story.now()).toMatchObject({ state: 'closed', data: { upheld: true, majorImpact: false } });
  });
});

describe('what every case offers', () => {
  it('corrects what is descriptive, by the mediator or the officer', async () => {
    const story = await accepted(world);
    const correct = (field: string, value: unknown, by?: Who) =>
      code(story.asks('Correct', { field, value, reason: '笔误' }, by));
    expect(await correct('category', 'charges')).toBe('done');
    expect(await correct('complainant', { name: '张秀瑛' }, 'duan')).toBe('done');
    expect(await correct('community', 'c-beixia-1')).toBe('complaint/correct-not-correctable');
    // What was left empty at filing can be added; of somebody nobody named there is no key.
    expect(await correct('wish', '早日修好')).toBe('done');
    expect(await correct('agent', { name: '张秀瑛' })).toBe('complaint/correct-not-correctable');
    expect(await correct('story', '', 'duan')).toBe('/value text-length');
    expect(await correct('story', '改', 'luo')).toBe('command/not-your-role');
  });

  it('pauses the month while the citizen must answer, and extends it once with consent', async () => {
    const story = await accepted(world, 'handle');
    await story.does('PauseClock', { why: 'awaiting-citizen' });
    expect(await story.clocks()).toEqual([]);
    await story.does('ResumeClock');
    await story.does('ExtendDeadline', { name: 'conclude', until: '2027-01-15', reason: '双方同意', consent: true });
    expect((await story.now()).armed).toMatchObject([{ name: 'conclude', dueAt: '2027-01-15T16:00:00.000Z' }]);
  });

  it('a miss is excused by somebody else, and stays', async () => {
    const story = await accepted(world, 'handle');
    await world.clock.set('2026-12-25T01:00:00.000Z');
    await story.does('Comment', { text: '催办' });
    const excuse = { name: 'conclude', reason: '鉴定周期长' };
    expect(await code(story.asks('ExcuseMiss', excuse, 'qin'))).toBe('command/not-your-role');
    await story.does('ExcuseMiss', excuse, 'duan');
    expect((await story.now()).misses).toMatchObject([{ name: 'conclude', excused: true }]);
  });

  it('the office does not excuse that it did not decide in time itself; an officer may', async () => {
    const story = await withOffice(world);
    await world.clock.set('2027-03-01T01:00:00.000Z');
    await story.does('Comment', { text: '催办' }, 'ge');
    const excuse = { name: 'with-office', reason: '会商延后' };
    expect(await code(story.asks('ExcuseMiss', excuse, 'ge'))).toBe('complaint/excuse-miss-never-own');
    await story.does('ExcuseMiss', excuse, 'duan');
  });
});
