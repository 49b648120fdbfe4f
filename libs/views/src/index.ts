export { type ProjectionHash } from './table-hash.js';
export { type PoisonEvent } from './views-file.js';
export {
  categoryOf,
  type Projection,
  type ProjectionDb,
  type SqlParams,
  type SqlRow,
  type SqlValue,
  type TableDeclaration,
} from './projection.js';
export { type Progress, type ViewReader, ViewsNotReady } from './reader.js';
export {
  type AppliedEvent,
  Views,
  type ViewsHealth,
  type ViewsLag,
  type ViewsLog,
  type ViewsOptions,
} from './views.js';
