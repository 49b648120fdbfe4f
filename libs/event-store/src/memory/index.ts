export { MemoryEventStore, type KeptEvents } from './memory-event-store.js';
