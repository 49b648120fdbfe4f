/** The words of the errand, in both languages. */
import { texts } from './words/texts.js';
import { errand } from './tiny.fixture.js';

export const errandTexts = texts(errand, {
  name: ['跑腿', 'errand'],
  plural: ['跑腿', 'errands'],
  states: {
    asked: ['已提出', 'asked'],
    taken: ['已接', 'taken'],
    held: ['暂挂', 'held'],
    done: ['已完成', 'done'],
    dropped: ['已取消', 'dropped'],
  },
  events: {
    ErrandAsked: ['提出跑腿', 'asked for an errand'],
    ErrandTaken: ['接下', 'took it on'],
    ErrandHeld: ['暂挂', 'put it on hold'],
    ErrandResumed: ['恢复', 'took it up again'],
    ErrandDone: ['完成', 'did it'],
    ErrandDropped: ['取消', 'dropped it'],
    RunnerChanged: ['换人', 'changed the runner'],
    ErrandAudited: ['核查', 'audited it'],
  },
  commands: {
    AskErrand: ['提出', 'Ask'],
    TakeErrand: ['接下', 'Take'],
    ChangeRunner: ['换人', 'Change the runner'],
    HoldErrand: ['暂挂', 'Hold'],
    ResumeErrand: ['恢复', 'Resume'],
    FinishErrand: ['完成', 'Finish'],
    DropErrand: ['取消', 'Drop'],
    AuditErrand: ['核查', 'Audit'],
    ExpireErrand: ['过期取消', 'Expire'],
  },
  fields: {
    area: ['片区', 'area'],
    what: ['事项', 'what'],
    story: ['经过', 'story'],
    caller: ['来电人', 'caller'],
    runner: ['经办人', 'runner'],
    doneBy: ['完成日', 'done by'],
    reason: ['理由', 'reason'],
    how: ['如何', 'how'],
    verdict: ['结论', 'verdict'],
  },
  choices: {
    how: { well: ['好', 'well'], badly: ['差', 'badly'] },
    verdict: { fine: ['正常', 'fine'], odd: ['异常', 'odd'] },
  },
  deadlines: { take: ['接单期限', 'take it on'], finish: ['完成期限', 'finish it'] },
  settings: {
    take: ['接单期限', 'time to take'],
    finish: ['完成期限', 'time to finish'],
    changes: ['换人次数', 'changes of runner'],
  },
  refusals: {
    'too-often': ['已换人{changes}次，不能再换', 'The runner was already changed {changes} times'],
    'nothing-changed': ['经办人没有变化', 'The runner stays the same'],
  },
});
