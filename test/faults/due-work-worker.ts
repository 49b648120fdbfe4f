/**
 * A worker as the cluster runs it: views of its own, the engine over KurrentDB, timers by BullMQ. It says `ready` when it
 * keeps the timetable, `acted` for each effect, and after SIGTERM `stopped` when
 * nothing is under way any more.
 */
import { KurrentEventStore } from '#libs/event-store/kurrentdb';
import { timersAct, timersView } from '#libs/scheduling';
import { BullDueWork, examineRedis, redisConnections } from '#libs/scheduling/bullmq';
import { Views } from '#libs/views';
import { SystemClock } from '#libs/workflow';
import { choreEngine } from './chores.js';

const [connectionString = '', prefix = '', redisUrl = '', folder = ''] = process.argv.slice(2);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const clock = new SystemClock();
const store = await KurrentEventStore.connect({ connectionString, prefix });
const views = Views.open({ folder, store, projections: [timersView], clock });
await views.whenReady();
const redis = redisConnections(redisUrl);
await examineRedis(redis);
const work = new BullDueWork({
  clock,
  views,
  redis,
  act: timersAct(await choreEngine(store, clock)),
  onActed: ({ id }) => say(`acted ${id}`),
});
work.start();
const ready = setInterval(() => {
  if (work.status().timetable !== 'kept') return;
  clearInterval(ready);
  say('ready');
}, 10);

process.once('SIGTERM', () => {
  clearInterval(ready);
  void end();
});

async function end(): Promise<void> {
  await work.stop();
  say(`stopped ${work.status().underWay}`);
  await views.close();
  await store.close();
}
