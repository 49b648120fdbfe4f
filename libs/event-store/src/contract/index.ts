/**
 * The examination of every event store: what the port promises, sentence by sentence, as one suite that an adapter's
 * spec calls. It needs a test runner with the usual globals (`describe`, `it`) only where it is called, so that the list
 * of promises can be printed anywhere.
 */
import { appending } from './appending.js';
import { concurrency } from './concurrency.js';
import type { Ability, StoreHarness, StorePromise } from './harness.js';
import { reading } from './reading.js';
import { subscribing } from './subscribing.js';

export {
  checkpointPromises,
  checkpointsContract,
  type CheckpointsHarness,
  type CheckpointStore,
} from './checkpoints.js';
export { READ_AHEAD_MAX, type Ability, type StoreHarness, type StorePromise } from './harness.js';
export { behind, eventOfBytes, testEvents, testStream, type TestEventOptions } from './test-events.js';

/** Everything that a store promises, in the order in which it is examined. */
export const eventStorePromises: readonly StorePromise[] = [...appending, ...concurrency, ...reading, ...subscribing];

export interface ContractOptions {
  /** What the harness of this adapter cannot do, each with the reason; the promises that need it are shown as skipped. */
  readonly without?: Readonly<Partial<Record<Ability, string>>>;
  /** Milliseconds for one promise; default 60,000. */
  readonly timeoutMs?: number;
}

/**
 * Examines an adapter. `open` gives a fresh empty store for each promise.
 * @example eventStoreContract('sqlite', openSqlite, { without: { disconnect: 'a file has no connection to lose' } });
 */
export function eventStoreContract(
  name: string,
  open: () => Promise<StoreHarness>,
  { without = {}, timeoutMs = 60_000 }: ContractOptions = {},
): void {
  describe(`event store ${name}`, () => {
    for (const { promise, needs, test } of eventStorePromises) {
      const reason = needs && without[needs];
      if (reason !== undefined) {
        it.skip(`${promise} (not here: ${reason})`, () => undefined);
        continue;
      }
      const examine = async (): Promise<void> => {
        const harness = await open();
        try {
          if (needs && !harness[needs]) throw new Error(`the harness of ${name} has no ${needs} and gives no reason`);
          await test(harness);
        } finally {
          await harness.dispose();
        }
      };
      it(promise, examine, timeoutMs);
    }
  });
}
