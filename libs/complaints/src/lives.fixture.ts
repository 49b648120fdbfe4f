/** Whole lives of complaints, told step by step. Golden streams are recorded from them, so a story is added, not changed. */
import type { World } from '#libs/workflow/specification';
import {
  accepted,
  agreed,
  escalated,
  failed,
  filed,
  forms,
  referred,
  resolved,
  station,
  type Story,
  withOffice,
} from './station.fixture.js';

type Life = (world: World) => Promise<Story>;

const court = '管城回族区人民法院';

export const lives: Readonly<Record<string, Life>> = {
  'handled and closed': async (world) => {
    const story = await accepted(world, 'handle');
    await story.does('PauseClock', { why: 'awaiting-citizen', reason: '等待补充照片' });
    await world.clock.set('2026-11-27T01:00:00.000Z');
    await story.does('ResumeClock');
    await story.does('Comment', { text: '照片已收到' }, 'luo');
    await story.does('ExtendDeadline', { name: 'conclude', until: '2027-01-08', reason: '配件采购', consent: true });
    await story.does('RecordHandling', { ...forms.handling, handledOn: '2026-11-26', basis: '物业服务合同第五条' });
    await story.does('RecordFollowUp', { answer: 'unreachable', remark: '无人接听' });
    await story.does('RecordFollowUp', { answer: 'very-satisfied', remark: '很快' }, 'luo');
    await story.does('MarkUpheld', { evidence: '现场核实' }, 'duan');
    return story;
  },

  'mediated confirmed and performed': async (world) => {
    const story = await accepted(world);
    await story.does('NameParty', { ...forms.otherSide, agent: { name: '王律师' }, agentMaySettle: true });
    await story.does('NameParty', { side: 'third', who: { name: '李住户' } });
    const [complainant, other, third] = await story.parties();
    await story.does('RemoveParty', { party: third, reason: '与本件无关' });
    for (const party of [complainant, other]) await story.does('RecordConsent', { party, consent: true });
    await story.does('RecordSession', { ...forms.session, present: [complainant, other], alsoPresent: '社区干部' });
    await world.clock.set('2026-11-25T02:00:00.000Z');
    const signed = { form: 'written', agreedOn: '2026-11-24', signedOn: '2026-11-25', signedBy: [complainant, other] };
    await story.does('RecordAgreement', { ...forms.agreement, ...signed, copies: 3, seeksConfirmation: true });
    await story.does('ApplyForConfirmation', { court, appliedOn: '2026-11-25', applicants: [complainant, other] });
    await story.does('RecordPerformance', { performedOn: '2026-11-25', proof: '现场验收' });
    await story.does('RecordFollowUp', { answer: 'satisfied', outcome: 'solved' });
    await world.clock.set('2026-12-10T02:00:00.000Z');
    await story.does('RecordConfirmation', {
      court,
      number: '(2026)豫0104调确12号',
      ruling: 'confirmed',
      ruledOn: '2026-12-09',
    });
    return story;
  },

  'held and resumed then broken and closed': async (world) => {
    const story = await agreed(world);
    await story.does('HoldComplaint', forms.hold, 'duan');
    await world.clock.set('2026-12-25T01:00:00.000Z');
    await story.does('ResumeComplaint', { reason: '鉴定已出' }, 'duan');
    await world.clock.set('2027-01-15T01:00:00.000Z');
    await story.does('RecordBreach', { breach: '逾期未清理', toldOf: 'every-way' });
    await story.does('ExcuseMiss', { name: 'review', reason: '鉴定机构延期' }, 'duan');
    await story.does('CloseFailed', { ...forms.closeFailed, toldOn: '2027-01-15' });
    return story;
  },

  'acceptance undone and accepted again': async (world) => {
    const story = await filed(world);
    await story.does('AcceptComplaint', forms.accept);
    await story.does('UndoLast', { reason: '选错小区' });
    await story.does('AcceptComplaint', { ...forms.accept, track: 'handle' }, 'luo');
    await story.does('Correct', { field: 'category', value: 'charges', reason: '笔误' });
    await story.does('AssignMediator', { mediator: 'luo', reason: '轮换' }, 'luo');
    await story.does('HandOver', { giver: 'luo', mediator: 'qin', signedOn: '2026-11-24', witness: 'duan' }, 'duan');
    return story;
  },

  'failed escalated and resolved by the conference': async (world) => {
    const story = await escalated(world, 'neighbourhood');
    await story.does('RecordConferenceResolution', { ...forms.conference, decision: 'one-level-up' }, 'duan');
    await story.does(
      'RecordConferenceResolution',
      { ...forms.conference, decision: 'resolved', outcome: 'partly' },
      'ge',
    );
    for (let attempt = 0; attempt < 3; attempt++) await story.does('RecordFollowUp', { answer: 'unreachable' });
    return story;
  },

  'referred returned switched and referred again': async (world) => {
    const story = await filed(world);
    await story.does('ReferToDepartment', forms.refer);
    await story.does('ReturnReferral', { reason: '非本单位职责' }, 'gong');
    await story.does('AcceptComplaint', forms.accept);
    await story.does('ReferToDepartment', { ...forms.refer, department: 'market-regulation' });
    await story.does('ReturnReferral', { reason: '不属收费问题' }, 'wen');
    await story.does('SwitchTrack', { track: 'handle', reason: '改为办理' });
    await story.does('ReferToDepartment', forms.refer);
    await story.does('InformComplainant', forms.inform);
    await story.does('RecordDepartmentReply', forms.reply, 'gong');
    return story;
  },

  'never satisfied and decided by the office': async (world) => {
    const story = await withOffice(world);
    await story.does('MarkMajorImpact', { evidence: '媒体报道' }, 'ge');
    await story.does('ClearMajorImpact', { reason: '报道已更正' }, 'ge');
    await story.does('DecideComplaint', { decision: 'close', outcome: 'cannot-now', reason: '历史遗留' }, 'ge');
    return story;
  },

  'moved to another station and rejected there': async (world) => {
    const story = await accepted(world);
    const there = { subDistrict: 'beixia', community: 'c-beixia-1', reason: '登记有误' };
    await story.does('TransferComplaint', there);
    await story.does('RejectComplaint', forms.reject, 'jiang');
    return story;
  },

  'absorbed another and was withdrawn': async (world) => {
    const story = await accepted(world);
    const duplicate = await resolved(world);
    await duplicate.does('MergeDuplicate', { into: story.id, reason: '同一车位' });
    await world.engine.execute({
      workflow: 'complaint',
      command: 'AbsorbComplaint',
      target: story.id,
      form: { from: duplicate.id },
      requester: { kind: 'reaction', id: 'absorb' },
    });
    await story.does('WithdrawComplaint', { reason: '已自行协商' });
    return story;
  },

  'merged into another': async (world) => {
    const story = await failed(world);
    const other = await referred(world);
    await story.does('MergeDuplicate', { into: other.id });
    return story;
  },
};

export { station };
