/** A KurrentDB server for tests: real sockets and the real protocol, with the behaviour of old and new versions. */
export { Faults, LIKE_21_10, MODERN, type Behaviour, type CallKind, type Fault } from './behaviour.js';
export { selfSigned, type Certificate } from './certificate.js';
export { WireCluster } from './cluster.js';
export { WireLog } from './log.js';
export { WireServer, type WireServerOptions } from './server.js';
export type { NewEvent, WireEvent } from './wire-event.js';
