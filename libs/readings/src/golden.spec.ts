import { join } from 'node:path';
import { World } from '#libs/workflow/specification';
import { goldenStreams } from '#test/support/golden.contract';
import { reading, ReadingRecorder } from './index.js';

async function aDay() {
  const world = await World.begin({ workflows: [reading], people: { yan: ['auditor@district'] } });
  const recorder = new ReadingRecorder({ engine: world.engine, position: () => '0000000000000007', partEventsMax: 3 });
  for (const kind of ['complaints', 'waiting', 'complaints'])
    await recorder.record('yan', { kind, address: `GET /api/${kind}?limit=50` });
  return world.events('reading', 'yan.2026-11-24.1');
}

goldenStreams(reading, join(import.meta.dirname, 'golden'), { 'a part that was filled': aDay });
