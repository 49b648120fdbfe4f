export { canonical, NotCanonical, type Json, type JsonObject } from './canonical.js';
export { asOf } from './as-of.js';
export {
  CHECKPOINT_BYTES_MAX,
  checkCheckpointName,
  checkpointText,
  type Checkpoint,
  type Checkpoints,
  type ExpectedCheckpoint,
} from './checkpoints.js';
export { canonicalHash, sha256, uuidV5, uuidVersion } from './ids.js';
export {
  CorruptEvent,
  ENVELOPE_VERSION,
  eventId,
  leafHash,
  readyEvent,
  recordedFromObjects,
  recordedFromTexts,
  timerId,
  type Actor,
  type ArmedDeadline,
  type CommandMark,
  type DeadlineChanges,
  type Envelope,
  type MovedDeadline,
  type Position,
  type PositionedEvent,
  type ReadyEvent,
  type RecordedEvent,
} from './envelope.js';
export {
  migrate,
  MigrationStopped,
  type MigrateOptions,
  type Migration,
  type MigrationPatience,
  type MigrationProgress,
  type MigrationStep,
  type MovedCheckpoints,
} from './migrate.js';
export {
  APPEND_BYTES_MAX,
  appendBytes,
  AppendRefused,
  checkAppend,
  LogRestored,
  STREAM_EVENTS_MAX,
  StoreUnavailable,
  streamKey,
  streamName,
  type AppendResult,
  type EventStore,
  type ExpectedVersion,
  type SubscriptionItem,
} from './port.js';
