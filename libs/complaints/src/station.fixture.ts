/** A mediation station for tests: its people, some communities, and the steps that its stories are told with. */
import { community, sampleCommunities } from '#libs/communities';
import { districtRegisters, lateEntryRoles } from '#libs/district';
import type { Done, Outcome } from '#libs/workflow';
import { World } from '#libs/workflow/specification';
import { complaint } from './complaint.js';

/** 秦 and 罗 mediate in Nanguan, 段 is the officer there, 佟 of a neighbourhood; 姜 mediates in Beixia, 谭 is its officer. */
export const people = {
  qin: ['mediator@nanguan'],
  luo: ['mediator@nanguan'],
  duan: ['subdistrict-officer@nanguan'],
  tong: ['neighbourhood-officer@nanguan'],
  jiang: ['mediator@beixia'],
  tan: ['subdistrict-officer@beixia'],
  ge: ['office@district'],
  gong: ['department@district', 'department.urban-management@district'],
  wen: ['department@district', 'department.market-regulation@district'],
  yan: ['auditor@district'],
  niu: ['company@company/anhe'],
};

export type Who = keyof typeof people;

export const filing = {
  source: 'window',
  category: 'parking',
  community: 'c-nanguan-1',
  place: '3号楼2单元',
  complainant: { name: '张秀英', phone: '13800001111', address: '3号楼2单元301' },
  story: '地面车位被长期占用，找物业多次没有结果',
  wish: '恢复公共车位',
};

const handling = {
  handledOn: '2026-11-24',
  measures: '约谈物业项目经理，当日清理占位物',
  evidence: '现场照片两张',
  owedBy: 'company',
  outcome: 'solved',
  reply: '占位物已清理，公共车位恢复使用',
};

export const forms = {
  accept: { track: 'mediate', difficulty: 'ordinary', mediator: 'qin', chosenByParties: true },
  reject: { ground: 'no-facts', explanation: '无具体事实' },
  handling,
  otherSide: { side: 'respondent', who: { name: '安和物业', sex: 'male', age: '45' } },
  session: { heldOn: '2026-11-24', venue: '调解站', minutes: '双方陈述', result: '约定再谈' },
  agreement: {
    form: 'oral',
    agreedOn: '2026-11-24',
    facts: '占用车位属实',
    terms: '三日内清理',
    manner: '自行清理',
    performBy: '2026-12-04',
    seeksConfirmation: false,
  },
  failure: { why: 'no-agreement', toldOf: 'court' },
  closeFailed: { toldOf: 'court', paper: '告知书第3号', toldOn: '2026-11-24' },
  refer: { department: 'urban-management', matter: '违法建设', letter: '管南移〔2026〕3号' },
  reply: { repliedOn: '2026-11-24', reply: '已责令拆除', outcome: 'other-body' },
  inform: { informedOn: '2026-11-24', how: 'phone', said: '已移送城市管理局' },
  conference: { heldOn: '2026-11-24', minutesNumber: '纪要〔2026〕5号', resolution: '由街道牵头整治' },
  hold: { reason: '等待鉴定', plan: '鉴定后再议', reviewOn: '2026-12-24' },
} as const;

/** One complaint under way: `await case.does('AcceptComplaint', …)`. */
export class Story {
  constructor(
    readonly world: World,
    readonly id: string,
  ) {}

  /** Something that was done; fails where the engine says no. */
  async does(command: string, form: object = {}, by: Who = 'qin'): Promise<Done> {
    const outcome = await this.asks(command, form, by);
    if (outcome.kind !== 'done') throw new Error(`${command} was not done: ${JSON.stringify(outcome)}`);
    return outcome;
  }

  async asks(command: string, form: object = {}, by: Who = 'qin', more: { dryRun?: boolean } = {}): Promise<Outcome> {
    const { revision } = await this.now();
    return this.world.when(command, form, { by, on: this.id, ifMatch: revision, ...more });
  }

  now() {
    return this.world.case('complaint', this.id);
  }

  async data() {
    return (await this.now()).data as { readonly parties: readonly { id: string; consent?: boolean }[] };
  }

  async parties(): Promise<string[]> {
    return (await this.data()).parties.map((party) => party.id);
  }

  /** Names of what runs, alerts of missed deadlines left out. */
  async clocks(): Promise<string[]> {
    return (await this.now()).armed
      .filter((one) => !one.name.endsWith('.alert'))
      .map((one) => one.name)
      .sort();
  }

  history() {
    return this.world.history('complaint', this.id);
  }
}

/** A station with three communities: one in Nanguan, one in Beixia, and one in Nanguan that was closed. */
export async function station(): Promise<World> {
  const world = await World.begin({
    workflows: [community, complaint],
    people,
    registers: districtRegisters,
    lateEntryRoles,
  });
  for (const on of ['c-nanguan-1', 'c-beixia-1', 'c-nanguan-2'])
    await world.given('RegisterCommunity', sampleCommunities.find((one) => one.id === on)?.registration, {
      by: 'ge',
      on,
    });
  await world.given('CloseCommunity', { closedOn: '2026-11-20', reason: '整体拆除' }, { by: 'ge', on: 'c-nanguan-2' });
  return world;
}

export async function filed(world: World, more: object = {}): Promise<Story> {
  return new Story(world, (await world.given('FileComplaint', { ...filing, ...more }, { by: 'qin' })).id);
}

export async function accepted(world: World, track: 'handle' | 'mediate' = 'mediate'): Promise<Story> {
  const story = await filed(world);
  await story.does('AcceptComplaint', { ...forms.accept, track });
  return story;
}

/** Both sides are named and agree to mediation. */
export async function willing(world: World): Promise<Story> {
  const story = await accepted(world);
  await story.does('NameParty', forms.otherSide);
  for (const party of await story.parties())
    await story.does('RecordConsent', { party, consent: true, rightsNotice: '2026年版' });
  return story;
}

export async function mediating(world: World): Promise<Story> {
  const story = await willing(world);
  await story.does('RecordSession', { ...forms.session, present: await story.parties() });
  return story;
}

export async function agreed(world: World, more: object = {}): Promise<Story> {
  const story = await mediating(world);
  await story.does('RecordAgreement', { ...forms.agreement, ...more });
  return story;
}

export async function failed(world: World): Promise<Story> {
  const story = await accepted(world);
  await story.does('RecordFailure', forms.failure);
  return story;
}

export async function referred(world: World): Promise<Story> {
  const story = await accepted(world);
  await story.does('ReferToDepartment', forms.refer);
  return story;
}

export async function escalated(world: World, level = 'sub-district'): Promise<Story> {
  const story = await failed(world);
  await story.does('EscalateToConference', { level, reason: '涉及多个单位' });
  return story;
}

export async function resolved(world: World, more: object = {}): Promise<Story> {
  const story = await accepted(world, 'handle');
  await story.does('RecordHandling', { ...forms.handling, ...more });
  return story;
}

/** Where a complaint can stand, and a short way there. */
export const standing: Readonly<Record<string, (world: World) => Promise<Story>>> = {
  filed: (world) => filed(world),
  accepted,
  rejected: async (world) => after(await standing['filed']!(world), 'RejectComplaint', forms.reject),
  mediating,
  agreed,
  failed,
  referred,
  escalated,
  resolved,
  'with-office': (world) => withOffice(world),
  held: async (world) => after(await accepted(world), 'HoldComplaint', forms.hold, 'duan'),
  closed: async (world) => after(await resolved(world), 'RecordFollowUp', { answer: 'satisfied' }),
  withdrawn: async (world) => after(await accepted(world), 'WithdrawComplaint', { reason: '已自行协商' }),
  merged: async (world) => after(await accepted(world), 'MergeDuplicate', { into: (await filed(world)).id }),
};

async function after(story: Story, command: string, form: object, by?: Who): Promise<Story> {
  await story.does(command, form, by);
  return story;
}

/** Dissatisfied, and handled again, as often as the rule allows; then once more. */
export async function withOffice(world: World): Promise<Story> {
  const story = await resolved(world);
  for (let round = 0; round < 2; round++) {
    await story.does('RecordFollowUp', { answer: 'dissatisfied', remark: '又被占用' });
    await story.does('RecordHandling', forms.handling);
  }
  await story.does('RecordFollowUp', { answer: 'very-dissatisfied', remark: '一直没解决' });
  return story;
}
