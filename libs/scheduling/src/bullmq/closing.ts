/**
 * How a worker ends: what is under way comes to its end and Redis hears of it, but a Redis that is away holds nobody up.
 * What Redis did not hear, the next worker looks at again.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Worker } from 'bullmq';
import type { Redis } from 'ioredis';

/** What is under way has ended; so long may Redis take to hear of it. */
const HEARD_MS = 5_000;

/** @param redis the worker's own connection, which is closed with it */
export async function closeWorker(
  worker: Worker,
  redis: Redis,
  underWay: () => Iterable<Promise<unknown>>,
): Promise<void> {
  if (redis.status === 'ready') {
    // A Redis that dies meanwhile did not hear of it either.
    const closed = worker.close().then(
      () => true,
      () => false,
    );
    await Promise.allSettled(underWay()); // a look reports its own failure
    // Meanwhile it may have gone; one that died unnoticed is given its time.
    const isThere = (redis.status as string) === 'ready';
    if (!isThere || !(await Promise.race([closed, pause(HEARD_MS, false, { ref: false })]))) {
      end(redis);
      // BullMQ waits to hear that this one has ended.
      void worker.getBackend().blockingClient?.then((blocking) => blocking.emit('end'));
      await Promise.race([closed, pause(HEARD_MS, undefined, { ref: false })]);
    }
  } else {
    await worker.pause(true);
    await Promise.allSettled(underWay()); // as above
    await worker.close(true);
  }
  end(redis);
}

/** A connection that has ended already would keep the process for two seconds more. */
export function end(redis: Redis): void {
  const { status } = redis;
  if (status !== 'end') redis.disconnect();
  if (status !== 'reconnecting') return;
  // Told to end between two attempts to connect, ioredis leaves whoever waits for an answer waiting: one more attempt,
  // ended before it begins, lets them know.
  redis.connect().catch(() => undefined); // whoever waits for an answer hears of it; this attempt is not wanted
  redis.disconnect();
}
