/**
 * Positions of this adapter: the commit position of a server, in twenty digits, so that text compares as the numbers do.
 * The prepare position is left out on purpose: events written over gRPC have a commit position each, while the prepare
 * position of one and the same event differs between the answer to an append, a read and a subscription of old servers.
 */
import type { Position } from '../envelope.js';

/** Whoever has no position to tell answers with −1 as an unsigned number; no log is that long. */
const LONGEST_LOG = 2n ** 63n;

export function positionOf(commit: bigint | undefined): Position | undefined {
  return commit === undefined || commit < 0n || commit >= LONGEST_LOG ? undefined : String(commit).padStart(20, '0');
}

/** @throws RangeError when the text is no position of a KurrentDB store. */
export function commitOf(position: Position): bigint {
  if (!/^\d{20}$/.test(position)) throw new RangeError(`${JSON.stringify(position)} is no position of this store`);
  return BigInt(position);
}

/** As the client wants it for the start of a read or a subscription. */
export function serverPosition(position: Position): { commit: bigint; prepare: bigint } {
  const commit = commitOf(position);
  return { commit, prepare: commit };
}
