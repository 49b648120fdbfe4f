/** Due work: which deadlines run, what lets them act when they are due, and what moves them when their rules change. */
export {
  retryPauseMs,
  type Act,
  type Acted,
  type DueTimer,
  type DueWork,
  type DueWorkStatus,
  type FailingTimer,
} from './due-work.js';
export { EmbeddedLoop, type EmbeddedLoopOptions, type SchedulingLog } from './embedded-loop.js';
export { FanOut, moveId, type FanOutOptions, type FanOutStatus } from './fan-out.js';
export {
  settingsInForce,
  WORK_ZONE,
  type ScheduledWork,
  type ScheduledWorkStatus,
  type WorkSchedule,
} from './scheduled-work.js';
export {
  previewEdition,
  type Foretold,
  type ForetoldMove,
  type ForetoldStay,
  type Intended,
  type PreviewOptions,
  type StaysBecause,
} from './preview.js';
export { timersAct } from './timers-act.js';
export { timersView, type TimerRow } from './timers-view.js';
