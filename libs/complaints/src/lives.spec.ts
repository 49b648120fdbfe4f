import { describe, expect, it } from '@jest/globals';
import { evolve, unborn } from '#libs/workflow';
import { complaint } from './complaint.js';
import { lives, station } from './lives.fixture.js';

const { declaration } = complaint;

describe('whole lives', () => {
  it('of a handled complaint', async () => {
    const story = await lives['handled and closed']!(await station());
    expect(await story.now()).toMatchObject({ state: 'closed', armed: [], misses: [], data: { upheld: true } });
    expect(await story.history()).toEqual([
      'ComplaintFiled',
      'ComplaintAccepted',
      'ClockPaused',
      'ClockResumed',
      'Commented',
      'DeadlineExtended',
      'HandlingRecorded',
      'FollowUpAttempted',
      'ComplaintClosed',
      'MarkedUpheld',
    ]);
  });

  it('of a mediated complaint', async () => {
    const story = await lives['mediated confirmed and performed']!(await station());
    expect(await story.now()).toMatchObject({
      state: 'closed',
      armed: [],
      misses: [],
      data: { effectiveOn: '2026-11-25', confirmation: { sought: true, applied: true, ruled: true } },
    });
  });

  it('of one that was held: its clocks stood still, and the review was missed', async () => {
    const story = await lives['held and resumed then broken and closed']!(await station());
    expect((await story.now()).misses).toMatchObject([
      { name: 'review', excused: true },
      { name: 'perform', dueAt: '2027-01-06T16:00:00.000Z', excused: false },
    ]);
  });
});

describe('each state waits for somebody by a date', () => {
  it('every open state has a deadline that always runs in it', () => {
    const without = declaration.states
      .filter((state) => !declaration.ends.includes(state))
      .filter((state) => !Object.values(declaration.deadlines).some((one) => !one.when && one.while.includes(state)));
    expect(without).toEqual([]);
  });

  it.each(Object.keys(lives))(
    'after every step of "%s" something runs, was missed, or stands still with a reason',
    async (about) => {
      const world = await station();
      const { id } = await lives[about]!(world);
      let one = unborn(declaration, `complaint-${id}`);
      for (const event of await world.events('complaint', id)) {
        one = evolve(declaration, one, event);
        const waits =
          one.armed.some((running) => !running.name.endsWith('.alert')) || one.paused || one.misses.length > 0;
        if (declaration.ends.includes(one.state)) expect(one.armed).toEqual([]);
        else expect([event.envelope.type, waits]).toEqual([event.envelope.type, true]);
      }
    },
  );
});
