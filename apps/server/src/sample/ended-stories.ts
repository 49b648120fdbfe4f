/** Complaints of the sample that have come to an end: invented, short, of every kind. */
import { accepted, agreement, followedUp, handled, partiesAgreed, performed, session, step } from './courses.js';
import type { Moment, Story } from './play.js';
import { beixia, beixia2, nanguan, nanguan2, told } from './told.js';

export const endedStories: readonly Story[] = [
  // Handled and closed.
  told(
    'lamp',
    55,
    nanguan.mediator,
    [
      'c-nanguan-1',
      'phone',
      'facilities',
      '曲明月',
      '13800010001',
      '3号楼二单元楼道灯坏了半个月，老人晚上上下楼不方便。',
    ],
    [...handled(nanguan, 2, '物业已更换声控灯四盏'), followedUp(nanguan, 5, 'very-satisfied')],
  ),
  told(
    'rubbish',
    52,
    'neighbourhood-nanguan',
    ['c-nanguan-2', 'neighbourhood', 'cleaning', '尤桂芳', '13800010002', '垃圾桶三天没有清运，院里气味很大。'],
    [...handled(nanguan2, 1.2, '协调环卫当日清运并消杀'), followedUp(nanguan2, 4, 'satisfied')],
  ),
  told(
    'fee',
    50,
    nanguan.mediator,
    [
      'c-nanguan-1',
      'window',
      'charges',
      '连志刚',
      '13800010003',
      '物业费涨价没有公示，也没有征求业主意见。',
      '要求公示收费依据',
    ],
    [
      ...handled(nanguan, 6, '物业已公示收费标准和备案文件', {
        outcome: 'explained',
        basis: '收费标准经业主大会表决并备案',
      }),
      followedUp(nanguan, 9, 'fairly-satisfied'),
    ],
  ),
  told(
    'elevator',
    48,
    beixia.mediator,
    ['c-beixia-1', 'hotline', 'facilities', '苗春华', '13800010004', '电梯经常停在两层之间，已困人两次。'],
    [...handled(beixia, 5, '维保单位更换曳引机制动器并通过检验'), followedUp(beixia, 8, 'very-satisfied')],
  ),
  told(
    'trees',
    46,
    beixia2.mediator,
    ['c-beixia-2', 'wechat', 'greening', '冉立新', '13800010005', '窗前的法桐多年没修剪，二楼白天也要开灯。'],
    [...handled(beixia2, 7, '园林队已修剪影响采光的枝条', { outcome: 'partly' }), followedUp(beixia2, 10, 'satisfied')],
  ),
  told(
    'gate',
    44,
    nanguan2.mediator,
    ['c-nanguan-4', 'patrol', 'security', '佘小军', '13800010006', '东门门禁坏了，外卖和陌生人随便进出。'],
    [
      ...handled(nanguan2, 3, '自管小组更换门禁控制器', { owedBy: 'owners-committee' }),
      followedUp(nanguan2, 6, 'unreachable'),
      followedUp(nanguan2, 7, 'unreachable'),
      followedUp(nanguan2, 8, 'unreachable'),
    ],
  ),
  told(
    'pipes',
    42,
    nanguan.mediator,
    ['c-nanguan-3', 'phone', 'facilities', '宫玉梅', '13800010007', '一楼下水道反水，厨房泡了两次。'],
    [...handled(nanguan, 2.5, '疏通主管道并清理化粪池', { owedBy: 'utility' }), followedUp(nanguan, 5, 'satisfied')],
  ),

  // Mediated and closed.
  told(
    'leak',
    54,
    nanguan.mediator,
    [
      'c-nanguan-1',
      'window',
      'noise-neighbour',
      '岳秋生',
      '13800010008',
      '楼上卫生间漏水，把我家吊顶泡坏了，协商多次没有结果。',
      '修好漏点并赔偿吊顶',
    ],
    [
      ...partiesAgreed(nanguan, { name: '柏大伟', phone: '13800020008' }),
      session(nanguan, 3, '双方到场，确认漏点在楼上淋浴间，争议在赔偿数额。'),
      agreement(nanguan, 5, '楼上十日内完成防水，并赔偿吊顶维修费一千二百元。', { within: 12 }),
      performed(nanguan, 15),
      followedUp(nanguan, 18, 'very-satisfied'),
    ],
  ),
  told(
    'dog',
    47,
    beixia.mediator,
    ['c-beixia-1', 'phone', 'noise-neighbour', '扈晓燕', '13800010009', '对门养的大狗夜里一直叫，孩子睡不好。'],
    [
      ...partiesAgreed(beixia, { name: '国长河', phone: '13800020009' }),
      session(beixia, 4, '养犬人同意夜间将犬移至室内并做训练。'),
      agreement(beixia, 4.3, '夜间十点后犬只不得留在阳台，一个月内完成训练。', { within: 30 }),
      performed(beixia, 30),
      followedUp(beixia, 33, 'satisfied'),
    ],
  ),
  told(
    'wall',
    45,
    beixia2.mediator,
    ['c-beixia-4', 'window', 'load-bearing-wall', '满建军', '13800010010', '隔壁装修砸墙，我家墙面出现裂缝。'],
    [
      ...partiesAgreed(beixia2, { name: '宓志远', phone: '13800020010' }),
      session(beixia2, 5, '双方对裂缝成因各执一词，同意先委托鉴定。'),
      step(9, 'RecordFailure', beixia2.mediator, { why: 'no-agreement', toldOf: 'court' }),
      step(11, 'CloseFailed', beixia2.mediator, ({ day }: Moment) => ({
        toldOf: 'court',
        paper: '调解终结告知书',
        toldOn: day(0),
      })),
    ],
  ),

  // Ended otherwise.
  told(
    'outside',
    40,
    nanguan2.mediator,
    ['c-nanguan-2', 'phone', 'other', '仇海燕', '13800010011', '单位拖欠工资三个月，想请调解站帮忙。'],
    [
      step(0.1, 'RejectComplaint', nanguan2.mediator, {
        ground: 'in-court-or-petition',
        explanation: '已在劳动仲裁程序中，告知可继续依仲裁解决。',
      }),
    ],
  ),
  told(
    'withdrawn',
    38,
    beixia.mediator,
    ['c-beixia-2', 'wechat', 'parking', '芦文静', '13800010012', '车位前总有人乱停电动车。'],
    [...accepted(beixia), step(2, 'WithdrawComplaint', beixia.mediator, { reason: '当事人自行协商解决，申请撤回' })],
  ),
  told(
    'lamp-again',
    36,
    nanguan.mediator,
    ['c-nanguan-1', 'hotline', 'facilities', '时秀兰', '13800010013', '二单元楼道灯又不亮了，和前几天反映的是同一处。'],
    [
      ...accepted(nanguan),
      step(1, 'RecordHandling', nanguan.mediator, ({ day }: Moment) => ({
        handledOn: day(0),
        measures: '更换线路老化的一段',
        owedBy: 'company',
        outcome: 'solved',
        reply: '线路已更换。',
      })),
      followedUp(nanguan, 4, 'satisfied'),
    ],
  ),
];
