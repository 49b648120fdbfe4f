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
    if (!(await Promise.race([closed, pause(HEARD_MS, false, { ref: false })]))) {
      end(redis);
      // Told to end between two attempts to connect, ioredis says nothing; BullMQ waits to hear of it.
      void worker.getBackend().blockingClient?.then((blocking) => blocking.emit('end'));
      await closed;
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
  if (redis.status !== 'end') redis.disconnect();
}
