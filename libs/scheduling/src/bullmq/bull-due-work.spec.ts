import { afterAll, beforeAll } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryEventStore, type KeptEvents } from '#libs/event-store/memory';
import { Views } from '#libs/views';
import { dueWorkContract } from '../due-work.contract.js';
import { timersView } from '../timers-view.js';
import { BullDueWork } from './bull-due-work.js';
import { redisConnections } from './connection.js';
import { until, VirtualRedis } from './virtual-redis.fixture.js';

let redis: VirtualRedis;
beforeAll(async () => {
  redis = await VirtualRedis.start();
});
afterAll(() => redis.stop());

dueWorkContract('BullMQ on Redis', async () => {
  const kept: KeptEvents = [];
  const clock = await redis.begin();
  const store = new MemoryEventStore(kept);
  const folders: string[] = [];
  const opened: Views[] = [];
  const all: BullDueWork[] = [];
  let newest: BullDueWork | undefined;
  return {
    store,
    clock,
    async start(act, options = {}) {
      const folder = mkdtempSync(join(tmpdir(), 'linli-bull-'));
      folders.push(folder);
      const views = Views.open({ folder, store, projections: [timersView], clock });
      opened.push(views);
      await views.whenReady();
      const connections = redisConnections(redis.server.url);
      const work = new BullDueWork({ clock, views, act, redis: connections, lockMs: 500, random: () => 0, ...options });
      all.push(work);
      newest = work;
      work.start();
      await until(() => work.status().timetable === 'kept');
      return work;
    },
    async crash() {
      await newest?.abandon();
      newest = undefined;
      await opened.at(-1)?.close();
    },
    pass: (ms) => (newest ? redis.pass(clock, ms) : clock.advance(ms)),
    async dispose() {
      for (const work of all) await work.abandon();
      for (const views of opened) await views.close();
      await store.close();
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
      redis.end();
    },
  };
});
