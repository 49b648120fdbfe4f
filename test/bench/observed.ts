/**
 * What it costs to be observed: the same lives through the engine on one SQLite file, by turns with and without all that
 * stands around commands and appends for metrics, log and traces (no collector). Both turns of a pair see the same file and
 * the same minute of the machine, the order alternates, and what is compared is processor time, so that others on the
 * machine disturb it little; the median of the pairs is told. `observed.warn` logs as a node does by default.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteEventStore } from '#libs/event-store/sqlite';
import { SqliteKeyVault } from '#libs/sealed';
import { World } from '#libs/workflow/specification';
import { Metrics } from '#server/metrics';
import { nodeLog } from '#server/observability/node-log';
import { NodeObserver } from '#server/observability/node-observer';
import { observedStore } from '#server/observability/observed-store';
import { errand } from '../../libs/workflow/src/tiny.fixture.js';
import { lifeOfAnErrand } from './engine.js';
import { percentile, timed, type Row } from './rows.js';

const CALLERS = 16;
const LIVES = 400;
const STEPS_OF_A_LIFE = 5;
const PAIRS = 15;

export async function benchObserved(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-observed-'));
  const store = await SqliteEventStore.open({ folder });
  const vault = SqliteKeyVault.open({ folder });
  const world = (more: object, on: typeof store | ReturnType<typeof observedStore> = store): Promise<World> =>
    World.begin({
      workflows: [errand],
      people: { li: ['clerk@nanguan'], zhou: ['officer@nanguan'] },
      registers: { area: () => true },
      store: on,
      vault,
      ...more,
    });
  try {
    const alone = await world({});
    const rows: Row[] = [];
    for (const logLevel of ['warn', 'info'] as const) {
      const log = nodeLog({ logLevel, nodeName: 'bench' }, { write: () => undefined });
      const observer = new NodeObserver({ log, metrics: new Metrics() });
      const observed = await world({ watch: observer.commands }, observedStore(store, observer));
      rows.push(...(await compared(`observed.${logLevel}`, alone, observed)));
    }
    return rows;
  } finally {
    await store.close();
    await vault.close();
    await rm(folder, { recursive: true });
  }
}

async function compared(name: string, alone: World, observed: World): Promise<Row[]> {
  const shares: number[] = [];
  const costsUs: number[] = [];
  for (let pair = 0; pair <= PAIRS; pair++) {
    const order = pair % 2 === 0 ? [alone, observed] : [observed, alone];
    const took = new Map<World, number>();
    for (const world of order) took.set(world, await processorUs(world));
    const [without, withIt] = [took.get(alone) ?? 0, took.get(observed) ?? 0];
    // The first pair warms both up.
    if (pair === 0) continue;
    shares.push((withIt / without - 1) * 100);
    costsUs.push((withIt - without) / (LIVES * STEPS_OF_A_LIFE));
  }
  const median = (values: readonly number[]): number =>
    percentile(
      [...values].sort((a, b) => a - b),
      0.5,
    );
  return [
    { name, value: median(shares), unit: `% more processor time a transition, median of ${PAIRS} pairs` },
    { name: `${name}.us`, value: median(costsUs), unit: 'µs of it' },
  ];
}

/** Of this process, all its threads, for so many lives. */
async function processorUs(world: World): Promise<number> {
  const before = process.cpuUsage();
  await timed(CALLERS, LIVES, () =>
    lifeOfAnErrand(world, async (step) => {
      await step();
    }),
  );
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
