/** The event store port on KurrentDB, from EventStoreDB 21.10 on. */
export { KurrentEventStore, type KurrentEventStoreOptions } from './kurrent-event-store.js';
