import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StoreUnavailable } from '#libs/event-store';
import { Views } from '#libs/views';
import type { Engine } from '#libs/workflow';
import { World } from '#libs/workflow/specification';
import { until as untilTrue } from '#test/support/until';
import { errand } from '../../workflow/src/tiny.fixture.js';
import { isOutage, NotNow } from './due-work.js';
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

const until = (condition: () => boolean | Promise<boolean>) => untilTrue(condition, 5_000);

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

  it('law 9: a clock that is behind is no failure of the timer', async () => {
    const { id } = await ask();
    const [timer] = (await world.case('errand', id)).armed;
    const { ports } = world.engine;
    const busy = { ports, execute: () => Promise.resolve({ kind: 'busy', code: 'command/clock-behind', params: {} }) };
    const act = timersAct(busy as unknown as Engine);
    await expect(act({ ...timer!, workflow: 'errand', id })).rejects.toThrow(NotNow);
  });

  it('law 9: a log that is away is told once for all timers, which act soon after it is back', async () => {
    for (let count = 0; count < 5; count++) await ask();
    await world.clock.set('2026-12-10T00:00:00.000Z');
    let isAway = true;
    let attempts = 0;
    const told: string[] = [];
    const loop = new EmbeddedLoop({
      clock: world.clock,
      views,
      act: async (timer) => {
        attempts++;
        if (isAway) throw new StoreUnavailable('no answer', 'nothing-written');
        return timersAct(world.engine)(timer);
      },
      log: { info: () => undefined, warn: (_, message) => void told.push(message), error: () => undefined },
    });
    loop.start();
    for (let round = 1; round <= 10; round++) {
      await until(() => attempts >= 5 * round && loop.status().underWay === 0);
      await world.clock.advance(10_000);
    }
    await until(() => attempts >= 55 && loop.status().underWay === 0);
    expect(told).toEqual(['a timer could not act and is tried again']);
    isAway = false;
    await world.clock.advance(10_000);
    await until(() => loop.status().due === 0);
    await loop.stop();
  });

  it('an outage is known by its cause, a failure is none', () => {
    const away = new StoreUnavailable('no answer', 'nothing-written');
    expect(isOutage(new Error('2 deadlines', { cause: away }))).toBe(true);
    expect(isOutage(new Error('no paper'))).toBe(false);
  });

  it('says so where nobody declares the workflow', async () => {
    const timer = { timerId: 'x', workflow: 'chore', id: '1', name: 'do', dueAt: '2026-11-25T16:00:00.000Z' };
    await expect(timersAct(world.engine)(timer)).rejects.toThrow('chore');
  });
});
