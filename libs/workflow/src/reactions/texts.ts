/** The words of incidents, in both languages. */
import type { Spoken } from '../words/sentence.js';
import { texts } from '../words/texts.js';
import { incident } from './incident.js';

export const incidentTexts = texts(incident, {
  name: ['异常', 'incident'],
  plural: ['异常', 'incidents'],
  states: {
    open: ['待处理', 'open'],
    retrying: ['重试中', 'being retried'],
    resolved: ['已解决', 'resolved'],
    skipped: ['已跳过', 'skipped'],
  },
  events: {
    IncidentOpened: ['自动操作未能完成', 'an automatic step was refused'],
    IncidentRetried: ['重试', 'retried'],
    IncidentReturned: ['重试仍未完成', 'refused again'],
    IncidentResolved: ['已完成', 'done after all'],
    IncidentSkipped: ['跳过', 'skipped'],
  },
  commands: {
    OpenIncident: ['登记异常', 'Open an incident'],
    RetryIncident: ['重试', 'Retry'],
    ReturnIncident: ['登记重试未完成', 'Record that it was refused again'],
    ResolveIncident: ['登记已完成', 'Record that it was done'],
    SkipIncident: ['跳过', 'Skip'],
  },
  fields: {
    reaction: ['自动操作', 'reaction'],
    event: ['起因事件', 'event that it answers'],
    source: ['起因类别', 'kind of the case it came from'],
    sourceCase: ['起因编号', 'case it came from'],
    sourceVersion: ['起因版本', 'version of that event'],
    workflow: ['目标类别', 'kind of the target'],
    command: ['操作', 'command'],
    target: ['目标编号', 'target'],
    code: ['原因代码', 'why not'],
    params: ['原因说明', 'particulars'],
    reason: ['理由', 'reason'],
  },
  choices: {},
  deadlines: {},
  settings: {},
  refusals: {},
});

export const incidentSpoken: Spoken = { declaration: incident.declaration, texts: incidentTexts };
