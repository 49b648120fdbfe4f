import { join } from 'node:path';
import { goldenStreams } from '#test/support/golden.contract';
import { complaint } from './complaint.js';
import { lives, station } from './lives.fixture.js';

goldenStreams(
  complaint,
  join(import.meta.dirname, 'golden'),
  Object.fromEntries(
    Object.entries(lives).map(([about, live]) => [
      about,
      async () => {
        const world = await station();
        return world.events('complaint', (await live(world)).id);
      },
    ]),
  ),
);
