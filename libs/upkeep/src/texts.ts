/** The words of upkeep, in both languages. */
import { texts, type Spoken } from '#libs/workflow';
import { upkeep } from './upkeep.js';

export const upkeepTexts = texts(upkeep, {
  name: ['运维操作', 'upkeep order'],
  plural: ['运维操作', 'upkeep'],
  states: {
    ordered: ['执行中', 'under way'],
    done: ['已完成', 'done'],
    failed: ['未成功', 'failed'],
    cancelled: ['已取消', 'cancelled'],
  },
  events: {
    UpkeepOrdered: ['下达运维操作', 'was ordered'],
    UpkeepDone: ['运维操作完成', 'was done'],
    UpkeepFailed: ['运维操作未成功', 'failed'],
    UpkeepCancelled: ['取消运维操作', 'was cancelled'],
  },
  commands: {
    OrderUpkeep: ['下达运维操作', 'Order upkeep'],
    RecordUpkeepDone: ['登记操作完成', 'Record that it was done'],
    RecordUpkeepFailed: ['登记操作未成功', 'Record that it failed'],
    CancelUpkeep: ['取消', 'Cancel'],
  },
  fields: {
    what: ['操作', 'what'],
    of: ['对象', 'of what'],
    node: ['节点', 'node'],
    reason: ['理由', 'reason'],
    note: ['结果', 'result'],
    same: ['与重建前一致的视图', 'views that are the same as before'],
    changed: ['与重建前不同的视图', 'views that differ from before'],
    setAside: ['仍被搁置的事件数', 'events still set aside'],
    timersDue: ['检查时到期的计时数', 'timers that were due'],
    cause: ['原因', 'cause'],
    error: ['程序提示', 'what the program said'],
  },
  choices: {
    what: {
      'rebuild-view': ['重建视图', 'rebuild a view'],
      'look-at-timers': ['立即检查到期计时', 'look at timers now'],
      'retry-letter': ['重试失败任务', 'try a dead letter again'],
      'drop-letter': ['放弃失败任务', 'drop a dead letter'],
    },
    cause: {
      'no-such-view': ['没有这个视图', 'there is no such view'],
      'no-such-letter': ['没有这项失败任务', 'there is no such dead letter'],
      'no-redis': ['该节点未使用Redis，没有失败任务', 'this node has no Redis, so nothing lies among its dead letters'],
      'only-answers': ['该节点只应答请求，不处理计时', 'this node only answers, and looks at no timers'],
    },
  },
  deadlines: {},
  settings: {},
  refusals: {
    'which-letter': [
      '请在“对象”中注明是哪一项失败任务，或在“失败任务”页选择',
      'Say of which dead letter, or choose it on the page of dead letters',
    ],
    'of-no-timer': ['检查到期计时针对全部计时，请将“对象”留空', 'All timers are looked at: leave “of what” empty'],
  },
});

export const upkeepSpoken: Spoken = { declaration: upkeep.declaration, texts: upkeepTexts };
