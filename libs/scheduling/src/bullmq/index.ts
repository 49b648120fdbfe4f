/** Due work and scheduled work for several workers, by BullMQ on Redis. */
export {
  BullDueWork,
  TIMERS_QUEUE,
  type BullDueWorkOptions,
  type BullDueWorkStatus,
  type QueueDepth,
} from './bull-due-work.js';
export { BullSchedule, WORK_QUEUE, type BullScheduleOptions } from './bull-schedule.js';
export { examineRedis, redisConnections, UnfitRedis, type RedisConnections } from './connection.js';
export { DeadLetters, type DeadLetter, type DeadLettersOptions } from './dead-letters.js';
