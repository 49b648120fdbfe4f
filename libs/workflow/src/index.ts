/** The workflow engine, for whoever declares a workflow or runs one. NestJS stands behind `#libs/workflow/nest`. */
export {
  anyOpen,
  anywhere,
  back,
  ends,
  engine,
  evolved,
  fact,
  nothing,
  on,
  own,
  stay,
  workflow,
  Workflow,
} from './declare/builder.js';
export {
  commandPath,
  creates,
  statesOf,
  type CommandDeclaration,
  type DeadlineDeclaration,
  type Declaration,
  type Emitted,
  type EventDeclaration,
  type Refusal,
  type SettingValue,
  type Who,
} from './declare/declaration.js';
export { check, type CheckOptions, type Finding, type FindingRule } from './declare/check.js';
export { lockOf, lockText, parseLock, type Lock } from './declare/lock.js';
export { compareLock, lockVerdict, type LockComparison, type LockVerdict } from './declare/lock-compare.js';
export { commandTable, deadlineTable, stateMap } from './declare/diagram.js';
export type { Bag, DataOf, Fact, FormOf } from './declare/types.js';
export { oneOf, yesNo } from './declare/fields/choice.js';
export {
  below,
  field,
  formSchema,
  parseForm,
  problem,
  type Field,
  type FieldRule,
  type Fields,
  type Form,
  type Problem,
} from './declare/fields/field.js';
export { list, record, setOf } from './declare/fields/list.js';
export { personal } from './declare/fields/personal.js';
export { id, officer, ref } from './declare/fields/ref.js';
export { span } from './declare/fields/span.js';
export { phone, text } from './declare/fields/text.js';
export { area, money, whole } from './declare/fields/whole.js';
export { day, moment, parseInstant } from './declare/fields/when.js';
export { beginsWith, note, optional, sealed } from './declare/fields/wrap.js';
export {
  DISTRICT,
  jurisdictionOf,
  maySee,
  maySeeSome,
  rolesIn,
  seesAll,
  type Covers,
  type Grant,
  type Identities,
  type Identity,
  type Seen,
  type Requester,
} from './decide/authorise.js';
export { exists, type Case, type Miss, type Running } from './decide/case.js';
export { Cases } from './decide/cases.js';
export type { Registers } from './decide/facts.js';
export { Engine } from './decide/execute.js';
export { timerRequest, type CommandRequest, type EnginePorts } from './decide/request.js';
export type { CommandSeen, CommandStep, EngineWatch, WatchedCommand } from './decide/watch.js';
export { reactionViews } from './reactions/fan-out-view.js';
export { movedPlace, type FollowerLog, type FollowerStatus, type Pace } from './reactions/follower.js';
export { incident } from './reactions/incident.js';
export {
  commandTo,
  eventOf,
  reaction,
  type FanOutTargets,
  type Reaction,
  type TargetReader,
  type ToldEvent,
} from './reactions/reaction.js';
export { Reactions, type ReactionsOptions, type ReactionWatch } from './reactions/reactions.js';
export { incidentSpoken, incidentTexts } from './reactions/texts.js';
export { evolve, fold, unborn } from './decide/fold.js';
export { nextSteps } from './decide/next.js';
export { isDone, type Done, type Malformed, type Outcome, type Refused, type RefusalKind } from './decide/refusal.js';
export type { Possible } from './decide/possible.js';
export { ERASED, openData, personSubject, subjectsIn } from './decide/sealing.js';
export { upcast, UnknownEvent } from './decide/upcast.js';
export { REMARKS, type StandingRules } from './standing/standing.js';
export { concerns, isProvisional, WorkingCalendar, type CalendarYear, type CountedDay } from './time/calendar.js';
export { instant, isInstant, msOf, SystemClock, VirtualClock, type Clock } from './time/clock.js';
export { addDays, compareDays, dayOf, dueDay, endOfDay, isDay, momentOn, type Day } from './time/day.js';
export { FIRST_SETTING, installDefaults, installFirst } from './time/install.js';
export { calendar, CALENDAR_YEARS_AHEAD_MAX, setting } from './time/settings.js';
export { calendarSpoken, engineSettingTexts, settingSpoken } from './time/texts.js';
export { dueAt, parseSpan, type Span } from './time/span.js';
export { stateCouncilYears } from './time/state-council/index.js';
export { TimeTables } from './time/time-tables.js';
export {
  engineSettings,
  settingRange,
  TimeTable,
  type SettingEdition,
  type UnusableEdition,
} from './time/timetable.js';
export { workingDays, days, months, hours, minutes } from './time/spans.js';
export { texts, said, type Language, type Pair, type Texts } from './words/texts.js';
export { commandWords, problemSentence, sentenceOf, UnspokenCode, type Spoken } from './words/sentence.js';
export {
  refusalTexts,
  ruleTexts,
  sharedRefusalTexts,
  standingChoiceTexts,
  standingCommandTexts,
  standingEventTexts,
  standingFieldTexts,
} from './words/engine-texts.js';
export { caseTable, caseView, remembered, type CaseRow } from './views/case-view.js';
export { describeCase, type CommentSeen, type Described, type LinkSeen } from './views/describe.js';
export { openFields, type RecordedField, type RecordedFields } from './views/recorded-fields.js';
export { shownDeadlines, type ShownDeadline } from './views/shown-deadlines.js';
