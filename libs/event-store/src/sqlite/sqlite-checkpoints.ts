/**
 * Checkpoints in the file of the events, in a table of their own: committed by the same one writer in the same groups, so
 * that they are as durable as the events they speak of, and a copy of the file holds both as they stood at one moment.
 */
import type { Json } from '../canonical.js';
import {
  checkCheckpointName,
  checkpointText,
  type Checkpoint,
  type Checkpoints,
  type ExpectedCheckpoint,
} from '../checkpoints.js';
import type { GroupCommit } from './group-commit.js';
import type { SqliteReader } from './reader.js';

export class SqliteCheckpoints implements Checkpoints {
  constructor(
    private readonly group: Pick<GroupCommit, 'write'>,
    /** Asks the file, or says why it cannot be asked. */
    private readonly ask: <T>(question: (reader: SqliteReader) => T) => T,
  ) {}

  async read(name: string): Promise<Checkpoint | undefined> {
    checkCheckpointName(name);
    const kept = this.ask((reader) => reader.checkpoint(name));
    return Promise.resolve(kept && { value: JSON.parse(kept.value) as Json, version: kept.version });
  }

  /** Every name that something was written under, in order. */
  async names(): Promise<string[]> {
    return Promise.resolve(this.ask((reader) => reader.checkpointNames()));
  }

  async write(name: string, expected: ExpectedCheckpoint, value: Json): Promise<'written' | 'conflict'> {
    const text = checkpointText(name, expected, value);
    this.ask(() => undefined);
    const outcome = await this.group.write(
      { checkpoint: name, expected: expected === 'none' ? -1 : expected, value: text },
      Buffer.byteLength(text),
    );
    return outcome.kind === 'appended' ? 'written' : 'conflict';
  }
}
