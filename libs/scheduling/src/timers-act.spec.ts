import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Views } from '#libs/views';
import { World } from '#libs/workflow/specification';
import { errand } from '../../workflow/src/tiny.fixture.js';
import { EmbeddedLoop } from './embedded-loop.js';
import { timersAct } from './timers-act.js';
import { timersView } from './timers-view.js';

let world: World;
let views: Views;
let folder: string;
beforeEach(async () => {
  world = await World.begin({ workflows: [errand], people: { li: ['clerk@nanguan'] } });
  folder = mkdtempSync(join(tmpdir(), 'linli-act-'));
  views = Views.open({ folder, store: world.store, projections: [timersView], clock: world.clock });
  await views.whenReady();
});
afterEach(async () => {
  await views.close();
  await world.store.close();
  rmSync(folder, { recursive: true, force: true });
});

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = performance.now() + 5_000; !(await condition());) {
    if (performance.now() > end) throw new Error(`waited for ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const ask = () =>
  world.given(
    'AskErrand',
    { area: 'nanguan', what: '换灯泡', story: '三单元', caller: { name: '张三', phone: '13800001111' } },
    { by: 'li' },
  );

describe('timers of cases', () => {
  it('law 9: a miss and its alerts are recorded once each, at their moments, through the engine', async () => {
    const { id } = await ask();
    const lateness: number[] = [];
    const loop = new EmbeddedLoop({
      clock: world.clock,
      views,
      act: timersAct(world.engine),
      onActed: (_timer, lateMs) => lateness.push(lateMs),
    });
    loop.start();
    for (const [moment, events] of [
      ['2026-11-25T16:00:00.000Z', 3],
      ['2026-11-26T16:00:00.000Z', 4],
      ['2026-11-30T16:00:00.000Z', 5],
    ] as const) {
      await until(() => loop.status().nextDueAt === moment);
      await world.clock.set(moment);
      await until(async () => (await world.history('errand', id)).length === events);
    }
    await loop.stop();
    expect(await world.history('errand', id)).toEqual([
      'ErrandAsked',
      'DeadlineMissed',
      'DeadlineAlerted',
      'DeadlineAlerted',
      'DeadlineAlerted',
    ]);
    expect(lateness).toEqual([0, 0, 0]);
  });

  it('law 9: two loops on one log record each effect once', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, async () => (await ask()).id));
    await world.clock.set('2026-12-10T00:00:00.000Z');
    const loops = [1, 2].map(
      () => new EmbeddedLoop({ clock: world.clock, views, act: timersAct(world.engine), concurrency: 4 }),
    );
    for (const loop of loops) loop.start();
    await until(() => loops.every((loop) => loop.status().due === 0 && loop.status().underWay === 0));
    for (const loop of loops) await loop.stop();
    for (const id of ids)
      expect(await world.history('errand', id)).toEqual([
        'ErrandAsked',
        'DeadlineMissed',
        'DeadlineAlerted',
        'DeadlineAlerted',
        'DeadlineAlerted',
      ]);
  });

  it('says so where nobody declares the workflow', async () => {
    const timer = { timerId: 'x', workflow: 'chore', id: '1', name: 'do', dueAt: '2026-11-25T16:00:00.000Z' };
    await expect(timersAct(world.engine)(timer)).rejects.toThrow('chore');
  });
});
