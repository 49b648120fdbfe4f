/**
 * Checkpoints on the server: one stream each under a second prefix (`linli-ops.` beside `linli.`), which no read of the
 * log asks for, and of which the server keeps the newest event only. The version is the stream's own revision, so the
 * server itself fences; an answer that got lost is looked up in the newest event.
 */
import type { EventData, JSONType, KurrentDBClient } from '@kurrent/kurrentdb-client';
// As for events: the public `appendToStream` would prefer BatchAppend.
import { append as appendCall } from '@kurrent/kurrentdb-client/dist/streams/appendToStream/append.js';
import { canonical, type Json } from '../canonical.js';
import {
  checkCheckpointName,
  checkpointText,
  type Checkpoint,
  type Checkpoints,
  type ExpectedCheckpoint,
} from '../checkpoints.js';
import { CorruptEvent } from '../envelope.js';
import { StoreUnavailable } from '../port.js';
import { failureOf, sentence } from './failures.js';
import { backOff, type Patience } from './patience.js';
import { Reads } from './reads.js';

/** What the server keeps of a checkpoint's stream, by its own rule of truncation. */
const KEPT = { $maxCount: 1 };
const TYPE = 'Checkpoint';

/** `linli-ops.` for `linli.`: no prefix of the log is the beginning of it. */
export function operationsPrefix(prefix: string): string {
  return `${prefix.slice(0, -1)}-ops.`;
}

export class KurrentCheckpoints implements Checkpoints {
  private readonly prefix: string;
  private readonly reads: Reads;

  constructor(
    private readonly client: KurrentDBClient,
    prefix: string,
    private readonly patience: Patience,
    /** Runs what the store waits for when it closes, or refuses. */
    private readonly whileOpen: <T>(work: () => Promise<T>) => Promise<T>,
  ) {
    this.prefix = operationsPrefix(prefix);
    this.reads = new Reads(client, this.prefix, patience);
  }

  async read(name: string): Promise<Checkpoint | undefined> {
    checkCheckpointName(name);
    return this.whileOpen(() => this.newest(name));
  }

  async write(name: string, expected: ExpectedCheckpoint, value: Json): Promise<'written' | 'conflict'> {
    const text = checkpointText(name, expected, value);
    return this.whileOpen(async () => {
      // Bounded from its first event on; whoever made it before has bounded it too.
      if (expected === 'none') await this.append(`$$${this.prefix}${name}`, 'none', '$metadata', KEPT);
      const outcome = await this.append(this.prefix + name, expected, TYPE, { value });
      if (outcome === 'written') return 'written';
      const there = await this.newest(name);
      const stands = there?.version === (expected === 'none' ? 0 : expected + 1) && canonical(there.value) === text;
      if (stands) return 'written';
      if (outcome === 'conflict') return 'conflict';
      throw new StoreUnavailable(`checkpoint ${name}: ${sentence(outcome.cause)}`, 'unknown', { cause: outcome.cause });
    });
  }

  /** How many values a reader of the checkpoint's stream is shown: one, once the server bounds it. */
  async kept(name: string): Promise<number> {
    checkCheckpointName(name);
    return (await this.whileOpen(() => this.reads.stream(name, 0))).length;
  }

  private async newest(name: string): Promise<Checkpoint | undefined> {
    const event = (await this.reads.stream(name, 0)).at(-1);
    if (!event) return undefined;
    const { data, revision, type } = event;
    const isOne = type === TYPE && typeof data === 'object' && data !== null && 'value' in data;
    if (!isOne) throw new CorruptEvent(this.prefix + name, Number(revision), 'is no checkpoint');
    return { value: data.value as Json, version: Number(revision) };
  }

  /** @throws StoreUnavailable where certainly nothing was written. */
  private async append(
    stream: string,
    expected: ExpectedCheckpoint,
    type: string,
    data: unknown,
  ): Promise<'written' | 'conflict' | { readonly cause: unknown }> {
    // A new id for each call: whether a repeated call was written before is told by the value, not by the server's memory.
    const event: EventData = {
      contentType: 'application/json',
      id: crypto.randomUUID(),
      type,
      data: data as JSONType,
      metadata: undefined,
    };
    let mayBeWritten = false;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const result = await appendCall.call(this.client, stream, [event], {
          streamState: expected === 'none' ? 'no_stream' : BigInt(expected),
          requiresLeader: true,
          deadline: this.patience.deadlineMs,
          batchAppendSize: 0,
        });
        return result.success ? 'written' : 'conflict';
      } catch (error) {
        const { kind } = failureOf(error);
        if (kind === 'wrong-version') return 'conflict';
        if (kind !== 'unknown' && kind !== 'not-done')
          throw new StoreUnavailable(`checkpoint ${stream}: ${sentence(error)}`, 'nothing-written', { cause: error });
        mayBeWritten ||= kind === 'unknown';
        if (attempt >= this.patience.attemptsMax) {
          if (mayBeWritten) return { cause: error };
          throw new StoreUnavailable(`checkpoint ${stream}: ${sentence(error)}`, 'nothing-written', { cause: error });
        }
        await backOff(attempt, this.patience);
      }
    }
  }
}
