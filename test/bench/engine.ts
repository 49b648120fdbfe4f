/**
 * Durable transitions a second through the whole engine: form, authorisation, decision, deadlines, sealing, hash and
 * append, on SQLite with one disk flush a commit. `engine.c1`, `.c16` and `.c64` are so many callers side by side.
 */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteEventStore } from '#libs/event-store/sqlite';
import { SqliteKeyVault } from '#libs/sealed';
import { fold, unborn } from '#libs/workflow';
import { World } from '#libs/workflow/specification';
import { rowOf, timed, type Row } from './rows.js';
import { errand } from '../../libs/workflow/src/tiny.fixture.js';

const WARM_UP = 100;
const asked = {
  area: 'nanguan',
  what: '换灯泡',
  story: '三单元楼道灯坏了，已经一周没有人来修',
  caller: { name: '张三', phone: '13800001111' },
};

interface Running {
  readonly world: World;
  readonly store: SqliteEventStore;
  readonly folder: string;
  close(): Promise<void>;
}

async function open(): Promise<Running> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-engine-'));
  const store = await SqliteEventStore.open({ folder });
  const vault = SqliteKeyVault.open({ folder });
  const world = await World.begin({
    workflows: [errand],
    people: { li: ['clerk@nanguan'], zhou: ['officer@nanguan'] },
    registers: { area: () => true },
    store,
    vault,
  });
  return {
    world,
    store,
    folder,
    async close() {
      await store.close();
      await vault.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** One life of five steps; `step` times each. */
export async function lifeOfAnErrand(
  world: World,
  step: (work: () => Promise<unknown>) => Promise<void>,
): Promise<void> {
  let id = '';
  await step(async () => ({ id } = await world.given('AskErrand', asked, { by: 'li' })));
  await step(() => world.given('TakeErrand', { runner: 'li' }, { by: 'li', on: id }));
  await step(() => world.given('ChangeRunner', { runner: 'wang' }, { by: 'zhou', on: id }));
  await step(() => world.given('ChangeRunner', { runner: 'li' }, { by: 'zhou', on: id }));
  await step(() => world.given('FinishErrand', { how: 'well' }, { by: 'li', on: id, ifMatch: 4 }));
}

async function transitions(world: World, callers: number, lives: number): Promise<Row> {
  const each: number[] = [];
  const { tookMs } = await timed(callers, lives, () =>
    lifeOfAnErrand(world, async (work) => {
      const began = performance.now();
      await work();
      each.push(performance.now() - began);
    }),
  );
  return rowOf(`engine.c${callers}`, tookMs, each, 'durable transitions/s');
}

export async function benchEngine(): Promise<Row[]> {
  const running = await open();
  const { world, store, folder } = running;
  try {
    await timed(1, WARM_UP, () =>
      lifeOfAnErrand(world, async (work) => {
        await work();
      }),
    );
    const rows = [
      await transitions(world, 1, 600),
      await transitions(world, 16, 3_000),
      await transitions(world, 64, 6_000),
    ];
    rows.push(await replay(world));
    const head = Number(await store.head());
    const bytes = (await stat(join(folder, 'events.db'))).size + (await stat(join(folder, 'events.db-wal'))).size;
    rows.push({
      name: 'bytesPerEvent',
      value: Math.round(bytes / head),
      unit: 'bytes of events.db an event, keys apart',
    });
    return rows;
  } finally {
    await running.close();
  }
}

/** Every event read from disk, its hashes checked, folded into its case. */
async function replay(world: World): Promise<Row> {
  const declaration = world.cases.declaration('errand');
  const start = performance.now();
  let events = 0;
  const cases = new Map<string, ReturnType<typeof unborn>>();
  for await (const event of world.store.readAll()) {
    events++;
    const { stream } = event.envelope;
    if (!stream.startsWith('errand-')) continue;
    const folded = fold(declaration, cases.get(stream) ?? unborn(declaration, stream), [event]);
    if (declaration.ends.includes(folded.state)) cases.delete(stream);
    else cases.set(stream, folded);
  }
  return {
    name: 'replay',
    perSecond: Math.round((events * 1_000) / (performance.now() - start)),
    unit: 'events/s read, checked and folded',
  };
}
