export type { KeptCheckpoints } from './memory-checkpoints.js';
export { MemoryEventStore, type KeptEvents } from './memory-event-store.js';
