/**
 * The second port of a store: how far somebody who follows the log has come, kept beside the log and never part of it
 * (law 9). A checkpoint is no event: it has no position, no hash, is in no stream that `readAll` knows, and only its
 * newest value is kept. Its exact version fences: of two who write behind the same version one goes on, the other learns
 * that it has been overtaken.
 */
import { canonical, type Json } from './canonical.js';

export interface Checkpoint {
  readonly value: Json;
  /** Counts from 0, one more with each write. */
  readonly version: number;
}

/** The version that the checkpoint must have, or `none` for one that must not exist. */
export type ExpectedCheckpoint = 'none' | number;

/** The longest value, as canonical JSON in UTF-8. */
export const CHECKPOINT_BYTES_MAX = 65_536;

export interface Checkpoints {
  /** The newest value that was written under this name, or nothing where none was. */
  read(name: string): Promise<Checkpoint | undefined>;

  /**
   * Writes the value behind the version expected. `written`: it is durable and stands one version further on.
   * `conflict`: the checkpoint stands elsewhere, or holds another value there, and this write changed nothing.
   *
   * A write of unknown outcome may be sent again: it is `written` as long as this very value stands where it would put
   * it. Two writers tell each other apart by what they write, so whoever wants to be fenced puts a name into the value.
   *
   * @throws RangeError for a name or a value that is none, nothing written.
   * @throws StoreUnavailable as the store itself does; with outcome `unknown` the same write may be sent again.
   */
  write(name: string, expected: ExpectedCheckpoint, value: Json): Promise<'written' | 'conflict'>;
}

const NAME = /^[a-z][a-z0-9_.-]{0,99}$/;

/**
 * The rules every adapter checks before it reads or writes.
 * @throws RangeError
 */
export function checkCheckpointName(name: string): void {
  if (!NAME.test(name))
    throw new RangeError(`a checkpoint is named in lower case, at most 100 characters, not ${JSON.stringify(name)}`);
}

/**
 * The text of a value, and that the rest of a write can be one.
 * @throws RangeError, NotCanonical
 */
export function checkpointText(name: string, expected: ExpectedCheckpoint, value: Json): string {
  checkCheckpointName(name);
  if (expected !== 'none' && !(Number.isSafeInteger(expected) && expected >= 0))
    throw new RangeError(`${name}: expected is 'none' or a version, not ${String(expected)}`);
  const text = canonical(value);
  const bytes = Buffer.byteLength(text);
  if (bytes > CHECKPOINT_BYTES_MAX)
    throw new RangeError(`${name}: ${bytes} bytes; a checkpoint holds at most ${CHECKPOINT_BYTES_MAX}`);
  return text;
}
