/** Checkpoints without a disk; like the events beside them they live as long as what they are kept in. */
import { setImmediate } from 'node:timers/promises';
import {
  checkCheckpointName,
  checkpointText,
  type Checkpoint,
  type Checkpoints,
  type ExpectedCheckpoint,
} from '../checkpoints.js';
import type { Json } from '../canonical.js';
import { StoreUnavailable } from '../port.js';

/** What outlives a store, by name: the newest version and its canonical text. */
export type KeptCheckpoints = Map<string, { readonly version: number; readonly text: string }>;

export class MemoryCheckpoints implements Checkpoints {
  constructor(
    private readonly kept: KeptCheckpoints,
    private readonly isClosed: () => boolean,
  ) {}

  async read(name: string): Promise<Checkpoint | undefined> {
    checkCheckpointName(name);
    await this.turn();
    const kept = this.kept.get(name);
    return kept && { value: JSON.parse(kept.text) as Json, version: kept.version };
  }

  async write(name: string, expected: ExpectedCheckpoint, value: Json): Promise<'written' | 'conflict'> {
    const text = checkpointText(name, expected, value);
    await this.turn();
    const kept = this.kept.get(name);
    const next = expected === 'none' ? 0 : expected + 1;
    if (next === (kept ? kept.version + 1 : 0)) {
      this.kept.set(name, { version: next, text });
      return 'written';
    }
    return kept?.version === next && kept.text === text ? 'written' : 'conflict';
  }

  private async turn(): Promise<void> {
    if (this.isClosed()) throw new StoreUnavailable('the store is closed', 'nothing-written');
    await setImmediate();
  }
}
