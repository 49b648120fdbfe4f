/**
 * Group commit: appends that arrive while a group is being written form the next one, so that one flush of the disk
 * serves all who wait for it. Acknowledged in the order of the queue, which is the global order.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { StoreUnavailable } from '../port.js';
import type { Committer } from './committers.js';
import type { CheckpointRequest, WriteOutcome, WriteRequest } from './writer.js';

/** One transaction holds no more than this, so that the first of a group does not wait for a long one. */
const GROUP_BYTES_MAX = 4 * 1_048_576;
const GROUP_APPENDS_MAX = 512;
/** Beyond this the store is behind, and says so rather than grow. */
const QUEUE_BYTES_MAX = 64 * 1_048_576;
const QUEUE_APPENDS_MAX = 20_000;

/** What one transaction made durable; a group of checkpoints alone holds no append. */
export interface CommitGroup {
  readonly appends: number;
  readonly seconds: number;
}

interface Waiting {
  readonly request: WriteRequest | CheckpointRequest;
  readonly bytes: number;
  resolve(outcome: WriteOutcome): void;
  reject(error: StoreUnavailable): void;
}

export class GroupCommit {
  private readonly queue: Waiting[] = [];
  private queuedBytes = 0;
  private running: Promise<void> | undefined;

  /** `onCommit` hears the newest position of each group, and what it held, before its appends are answered. */
  constructor(
    private readonly committer: Committer,
    private readonly onCommit: (head: number, group: CommitGroup) => void,
  ) {}

  /** @throws StoreUnavailable */
  async write(request: WriteRequest | CheckpointRequest, bytes: number): Promise<WriteOutcome> {
    if (this.queue.length >= QUEUE_APPENDS_MAX || this.queuedBytes + bytes > QUEUE_BYTES_MAX)
      throw new StoreUnavailable(
        `${this.queue.length} appends wait for the disk; ${nameOf(request)} was not written`,
        'nothing-written',
      );
    return new Promise<WriteOutcome>((resolve, reject) => {
      this.queue.push({ request, bytes, resolve, reject });
      this.queuedBytes += bytes;
      this.running ??= this.run();
    });
  }

  /** Resolves when nothing is queued or under way. */
  async idle(): Promise<void> {
    await this.running;
  }

  private async run(): Promise<void> {
    while (this.queue.length > 0) {
      // Whoever was just answered may append again in this turn, and joins the next group.
      await nextTurn();
      const group = this.take();
      const requests = group.map(({ request }) => request);
      const began = performance.now();
      const result = await this.committer.commit(requests);
      if (result.kind === 'committed') {
        const appends = requests.filter((one) => 'stream' in one).length;
        this.onCommit(result.head, { appends, seconds: (performance.now() - began) / 1_000 });
        group.forEach(({ resolve }, index) => resolve(result.outcomes[index] as WriteOutcome));
      } else {
        for (const { request, reject } of group)
          reject(new StoreUnavailable(`writing ${nameOf(request)}: ${result.reason}`, result.outcome));
      }
    }
    this.running = undefined;
  }

  private take(): Waiting[] {
    let count = 0;
    let bytes = 0;
    while (count < this.queue.length && count < GROUP_APPENDS_MAX) {
      bytes += (this.queue[count] as Waiting).bytes;
      if (count > 0 && bytes > GROUP_BYTES_MAX) break;
      count++;
    }
    const group = this.queue.splice(0, count);
    for (const waiting of group) this.queuedBytes -= waiting.bytes;
    return group;
  }
}

function nameOf(request: WriteRequest | CheckpointRequest): string {
  return 'checkpoint' in request ? request.checkpoint : request.stream;
}
