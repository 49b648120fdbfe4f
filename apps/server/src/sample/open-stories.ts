/** Complaints of the sample that are under way today, in every state: invented, short, of every kind. */
import { accepted, agreement, followedUp, handled, partiesAgreed, session, step } from './courses.js';
import type { Moment, Story } from './play.js';
import { beixia, beixia2, DEPARTMENT, nanguan, nanguan2, OFFICE, reopened, told } from './told.js';

export const openStories: readonly Story[] = [
  // Waiting for the follow-up.
  told(
    'water',
    9,
    nanguan.mediator,
    ['c-nanguan-3', 'phone', 'facilities', '詹春生', '13800010014', '六楼水压太低，早晚高峰热水器打不着火。'],
    [...handled(nanguan, 6, '供水单位调整二次供水泵组压力', { owedBy: 'utility' })],
  ),
  told(
    'mosquito',
    8,
    beixia2.mediator,
    ['c-beixia-3', 'neighbourhood', 'cleaning', '管凤英', '13800010015', '地下室常年积水，蚊虫很多。'],
    [...handled(beixia2, 5, '抽排积水并做防渗处理', { outcome: 'partly' })],
  ),

  // At work.
  told(
    'parking',
    6,
    nanguan2.mediator,
    ['c-nanguan-2', 'wechat', 'parking', '裘小东', '13800010016', '消防通道天天停满车，物业不管。'],
    accepted(nanguan2),
  ),
  told(
    'notice',
    5,
    beixia.mediator,
    ['c-beixia-1', 'web', 'owners-committee', '盛国英', '13800010017', '业主委员会的收支半年没有公布。'],
    accepted(beixia, 'handle', 'difficult'),
  ),
  told(
    'rent',
    12,
    beixia2.mediator,
    ['c-beixia-2', 'hotline', 'group-rental', '辛立群', '13800010018', '楼上一套房隔成八间出租，半夜进进出出。'],
    accepted(beixia2, 'handle', 'difficult'),
  ),
  told(
    'noise',
    4,
    nanguan.mediator,
    ['c-nanguan-4', 'phone', 'noise-neighbour', '阎小芹', '13800010019', '楼上孩子每天晚上拍球到十一点。'],
    accepted(nanguan, 'mediate'),
  ),
  told(
    'paused',
    11,
    nanguan.mediator,
    ['c-nanguan-1', 'window', 'charges', '应志敏', '13800010020', '多年前的物业费欠缴记录有误，要求核对。'],
    [
      ...accepted(nanguan),
      step(2, 'PauseClock', nanguan.mediator, { why: 'awaiting-citizen', reason: '等待当事人补充缴费凭证' }),
    ],
  ),
  told(
    'extended',
    26,
    beixia.mediator,
    ['c-beixia-4', 'window', 'facilities', '茹建设', '13800010021', '外墙保温层脱落，影响三户，维修资金申请复杂。'],
    [
      ...accepted(beixia, 'handle', 'major'),
      step(20, 'ExtendDeadline', beixia.mediator, ({ day }: Moment) => ({
        name: 'conclude',
        until: day(40),
        reason: '需使用维修资金，双方同意延期',
        consent: true,
      })),
    ],
  ),

  // In mediation.
  told(
    'roof',
    10,
    nanguan2.mediator,
    ['c-nanguan-4', 'window', 'facilities', '竺红梅', '13800010022', '顶楼漏雨，物业说不在保修期内。'],
    [
      ...partiesAgreed(nanguan2, { name: '安和物业服务有限公司', phone: '13800020022' }),
      session(nanguan2, 4, '物业同意先行勘察，下次会议商定费用分担。'),
    ],
  ),
  told(
    'stairs',
    9,
    beixia2.mediator,
    ['c-beixia-3', 'neighbourhood', 'noise-neighbour', '宗桂荣', '13800010023', '邻居在楼道堆放杂物，老人两次绊倒。'],
    [
      ...partiesAgreed(beixia2, { name: '计春雷', phone: '13800020023' }),
      session(beixia2, 3, '对方承认堆放，要求给两周时间清理。'),
    ],
  ),
  told(
    'consent',
    3,
    beixia.mediator,
    ['c-beixia-1', 'phone', 'noise-neighbour', '郝文斌', '13800010024', '一楼棋牌室营业到深夜。'],
    [
      ...accepted(beixia, 'mediate'),
      step(1, 'NameParty', beixia.mediator, { side: 'respondent', who: { name: '干大勇', phone: '13800020024' } }),
    ],
  ),

  // Agreed, to be performed.
  told(
    'camera',
    14,
    nanguan.mediator,
    ['c-nanguan-1', 'window', 'security', '璩秋云', '13800010025', '邻居的摄像头正对我家门口。', '请调整角度'],
    [
      ...partiesAgreed(nanguan, { name: '邴志强', phone: '13800020025' }),
      session(nanguan, 4, '双方同意调整角度并加装遮挡。'),
      agreement(nanguan, 4.2, '十五日内调整摄像头角度，只拍摄自家门前。', { within: 15 }),
    ],
  ),
  told(
    'shop',
    18,
    beixia.mediator,
    ['c-beixia-2', 'wechat', 'noise-neighbour', '储立军', '13800010026', '楼下早餐店油烟直排，窗户不敢开。'],
    [
      ...partiesAgreed(beixia, { name: '糜家早点铺', phone: '13800020026' }),
      session(beixia, 5, '店主愿意安装净化设备，资金分两期。'),
      agreement(beixia, 6, '三十日内安装油烟净化器并做检测。', { within: 30, seeksConfirmation: true }),
    ],
  ),

  // Not as agreed.
  told(
    'breach',
    30,
    nanguan2.mediator,
    ['c-nanguan-2', 'window', 'noise-neighbour', '经小玲', '13800010027', '空调外机滴水到我家窗台。'],
    [
      ...partiesAgreed(nanguan2, { name: '汲长林', phone: '13800020027' }),
      session(nanguan2, 3, '对方答应接排水管。'),
      agreement(nanguan2, 3.2, '七日内接好排水管。', { within: 8 }),
      step(20, 'RecordBreach', nanguan2.mediator, {
        breach: '到期未接排水管，电话催促两次未果。',
        toldOf: 'every-way',
      }),
    ],
  ),
  told(
    'failed',
    7,
    beixia2.mediator,
    ['c-beixia-4', 'phone', 'handover', '段红霞', '13800010028', '新老物业交接不清，电梯钥匙下落不明。'],
    [
      ...accepted(beixia2, 'mediate', 'major'),
      step(5, 'RecordFailure', beixia2.mediator, { why: 'party-refused', toldOf: 'department' }),
    ],
  ),

  // With others.
  told(
    'shed',
    10,
    nanguan.mediator,
    ['c-nanguan-3', 'hotline', 'illegal-construction', '富国安', '13800010029', '一楼在公共绿地搭了彩钢房。'],
    [
      ...accepted(nanguan),
      step(2, 'ReferToDepartment', nanguan.mediator, {
        department: 'urban-management',
        matter: '疑似违法建设，请核查处置。',
        letter: '转办函2026第18号',
      }),
    ],
  ),
  told(
    'shed-done',
    35,
    beixia.mediator,
    ['c-beixia-3', 'phone', 'illegal-construction', '巫晓峰', '13800010030', '楼顶私自搭建阳光房。'],
    [
      ...accepted(beixia),
      step(2, 'ReferToDepartment', beixia.mediator, {
        department: 'urban-management',
        matter: '楼顶搭建，请依法处置。',
        letter: '转办函2026第11号',
      }),
      step(9, 'RecordDepartmentReply', DEPARTMENT, ({ day }: Moment) => ({
        repliedOn: day(0),
        reply: '已责令限期拆除，现场已恢复。',
        outcome: 'solved',
      })),
      step(10, 'InformComplainant', beixia.mediator, ({ day }: Moment) => ({
        informedOn: day(0),
        how: 'phone',
        said: '已告知拆除结果。',
      })),
      followedUp(beixia, 12, 'very-satisfied'),
    ],
  ),
  told(
    'returned',
    6,
    nanguan2.mediator,
    ['c-nanguan-4', 'window', 'illegal-construction', '焦小云', '13800010031', '邻居封闭公共走廊做储物间。'],
    [
      ...accepted(nanguan2),
      step(1, 'ReferToDepartment', nanguan2.mediator, { department: 'urban-management', matter: '封闭公共走廊。' }),
      step(4, 'ReturnReferral', DEPARTMENT, { reason: '属业主共有部分管理，宜由街道协调' }),
    ],
  ),
  told(
    'conference',
    22,
    beixia2.mediator,
    ['c-beixia-2', 'neighbourhood', 'handover', '巴春燕', '13800010032', '老物业撤场不交资料，小区停摆。'],
    [
      ...accepted(beixia2, 'mediate', 'major'),
      step(6, 'RecordFailure', beixia2.mediator, { why: 'party-refused', toldOf: 'every-way' }),
      step(8, 'EscalateToConference', beixia2.officer, { level: 'sub-district', reason: '涉及全小区，须联席会议协调' }),
    ],
  ),
  told(
    'conference-done',
    49,
    nanguan.mediator,
    ['c-nanguan-2', 'window', 'owners-committee', '弓玉珍', '13800010033', '业主委员会换届争议，印章无人交接。'],
    [
      ...accepted(nanguan, 'mediate', 'major'),
      step(5, 'RecordFailure', nanguan.mediator, { why: 'no-agreement', toldOf: 'department' }),
      step(7, 'EscalateToConference', nanguan.officer, { level: 'sub-district', reason: '须街道主持换届' }),
      step(18, 'RecordConferenceResolution', nanguan.officer, ({ day }: Moment) => ({
        heldOn: day(0),
        minutesNumber: '联席2026-7',
        resolution: '街道主持换届，印章由居委会代管。',
        decision: 'resolved',
        outcome: 'solved',
      })),
      followedUp(nanguan, 21, 'satisfied'),
    ],
  ),
  told(
    'held',
    13,
    nanguan2.mediator,
    ['c-nanguan-3', 'patrol', 'facilities', '隗志平', '13800010034', '院内主管网老化，须等改造工程。'],
    [
      ...accepted(nanguan2, 'handle', 'major'),
      step(3, 'HoldComplaint', nanguan2.officer, ({ day }: Moment) => ({
        reason: '改造工程已立项，等待施工',
        plan: '列入下季度管网改造',
        reviewOn: day(45),
      })),
    ],
  ),

  // Once more, and with the office.
  told(
    'reopened',
    16,
    beixia.mediator,
    ['c-beixia-1', 'hotline', 'cleaning', '山秀云', '13800010035', '楼道保洁两周没来。'],
    [...handled(beixia, 4, '更换保洁人员'), followedUp(beixia, 7, 'dissatisfied', '换人后仍不打扫')],
  ),
  told(
    'with-office',
    33,
    nanguan.mediator,
    ['c-nanguan-1', 'phone', 'security', '谷长青', '13800010036', '夜间巡逻形同虚设，电动车接连被盗。'],
    [
      ...handled(nanguan, 3, '增加夜间巡逻一班'),
      ...reopened(nanguan, 6),
      ...reopened(nanguan, 13),
      followedUp(nanguan, 20, 'very-dissatisfied', '仍有车辆被盗'),
    ],
  ),
  told(
    'decided',
    51,
    beixia2.mediator,
    ['c-beixia-3', 'web', 'charges', '车文清', '13800010037', '停车费翻倍，没有任何说明。'],
    [
      ...handled(beixia2, 3, '物业已说明收费依据'),
      ...reopened(beixia2, 6),
      ...reopened(beixia2, 13),
      followedUp(beixia2, 20, 'dissatisfied'),
      step(23, 'DecideComplaint', OFFICE, {
        decision: 'close',
        outcome: 'explained',
        reason: '收费经表决备案，依据充分',
      }),
    ],
  ),

  // Nobody has taken it yet.
  told('today', 0, nanguan.mediator, [
    'c-nanguan-4',
    'phone',
    'parking',
    '宁小雨',
    '13800010038',
    '充电桩全被燃油车占了。',
  ]),
  told('late', 5, 'neighbourhood-beixia', [
    'c-beixia-4',
    'neighbourhood',
    'greening',
    '甘桂兰',
    '13800010039',
    '草坪全部枯死，没有人补种。',
  ]),
  told('very-late', 12, 'neighbourhood-nanguan', [
    'c-nanguan-2',
    'hotline',
    'cleaning',
    '厉建华',
    '13800010040',
    '化粪池满溢，一直没有人来清掏。',
  ]),
  told(
    'duplicate',
    11,
    'neighbourhood-nanguan',
    ['c-nanguan-2', 'phone', 'cleaning', '祖志明', '13800010041', '化粪池外溢，臭味进屋。'],
    [
      ...accepted(nanguan2),
      step(1, 'MergeDuplicate', nanguan2.mediator, ({ caseOf }: Moment) => ({
        into: caseOf('very-late'),
        reason: '同一化粪池',
      })),
    ],
  ),
];
