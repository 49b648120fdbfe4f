import { beforeEach, describe, expect, it } from '@jest/globals';
import { openData } from '#libs/workflow';
import { World } from '#libs/workflow/specification';
import { reading, ReadingRecorder } from './index.js';

let world: World;
let recorder: ReadingRecorder;
beforeEach(async () => {
  world = await World.begin({ workflows: [reading], people: { yan: ['auditor@district'] } });
  recorder = new ReadingRecorder({ engine: world.engine, position: () => '0000000000000042' });
});

const page = (number: number) => ({ kind: 'complaints', address: `GET /api/complaints?page=${number}` });

/** The recorder before a store that takes nothing until it is mended. */
function trembling() {
  const { engine } = world;
  let broken = true;
  const store: Pick<typeof engine, 'ports' | 'execute'> = {
    ports: engine.ports,
    execute: (request) => (broken ? Promise.reject(new Error('no store')) : engine.execute(request)),
  };
  recorder = new ReadingRecorder({ engine: store, position: () => undefined });
  return { mend: () => void (broken = false) };
}

async function recorded(id: string) {
  const events = await world.events('reading', id);
  return events
    .filter(({ envelope }) => envelope.type === 'ThingsRead')
    .map(({ envelope, data }) => ({ envelope, data, opened: openData(data, envelope.id, world.vault) }));
}

describe('what an auditor reads', () => {
  it('is durable when it is answered, and tells the address, the kind and the position', async () => {
    await recorder.record('yan', page(1));
    const [one] = await recorded('yan.2026-11-24.1');
    expect(one?.opened).toEqual({
      count: 1,
      kinds: ['complaints'],
      asked: 'GET /api/complaints?page=1',
      upTo: '0000000000000042',
    });
    expect(one?.envelope.actor).toMatchObject({ kind: 'system', id: 'readings' });
  });

  it('is sealed, since an address may carry what somebody searched for', async () => {
    await recorder.record('yan', { kind: 'complaints', address: 'GET /api/complaints?search=13800001111' });
    const [one] = await recorded('yan.2026-11-24.1');
    expect(JSON.stringify(one?.data)).not.toContain('13800001111');
    expect(one?.opened['asked']).toContain('13800001111');
  });

  it('costs few events however much is asked at once, and none of it is left out', async () => {
    await Promise.all(Array.from({ length: 130 }, (_, number) => recorder.record('yan', page(number))));
    const events = await recorded('yan.2026-11-24.1');
    expect(events.length).toBeLessThanOrEqual(4);
    const lines = events.flatMap(({ opened }) => (opened['asked'] as string).split('\n'));
    expect(lines.sort()).toEqual(Array.from({ length: 130 }, (_, number) => page(number).address).sort());
    expect(recorder.waiting).toBe(0);
  });

  it('begins another stream on another day in Beijing, and for another reader', async () => {
    await recorder.record('yan', page(1));
    await recorder.record('he', page(1));
    await world.clock.set('2026-11-24T16:00:00.000Z');
    await recorder.record('yan', page(2));
    expect(await recorded('yan.2026-11-24.1')).toHaveLength(1);
    expect(await recorded('he.2026-11-24.1')).toHaveLength(1);
    expect(await recorded('yan.2026-11-25.1')).toHaveLength(1);
  });

  it('goes on in another part where one is full, so that no stream grows beyond its bound', async () => {
    recorder = new ReadingRecorder({ engine: world.engine, position: () => undefined, partEventsMax: 4 });
    for (let number = 0; number < 7; number++) await recorder.record('yan', page(number));
    expect(await world.case('reading', 'yan.2026-11-24.1')).toMatchObject({ state: 'full', data: { count: 3 } });
    expect(await world.case('reading', 'yan.2026-11-24.2')).toMatchObject({ state: 'full', data: { count: 3 } });
    expect(await world.case('reading', 'yan.2026-11-24.3')).toMatchObject({ state: 'open', data: { count: 1 } });
  });

  it('is refused where it cannot be recorded, and whoever asks later is heard again', async () => {
    const store = trembling();
    await expect(recorder.record('yan', page(1))).rejects.toThrow('no store');
    store.mend();
    await recorder.record('yan', page(2));
    expect((await recorded('yan.2026-11-24.1')).map(({ opened }) => opened['asked'])).toEqual([page(2).address]);
  });

  it('keeps an address that is too long, or holds signs that no text may, as far as it can', async () => {
    await recorder.record('yan', { kind: 'other', address: `GET /api/x?y=\u0007 ${'长'.repeat(5_000)}` });
    const [one] = await recorded('yan.2026-11-24.1');
    expect(one?.opened['asked']).toMatch(/^GET \/api\/x\?y=%07 长+…$/);
  });

  describe('that is read again', () => {
    const look = { ...page(1), reads: true };
    const lines = async (id = 'yan.2026-11-24.1') =>
      (await recorded(id)).flatMap(({ opened }) => (opened['asked'] as string).split('\n'));

    it('within five minutes is one reading, also while the first is being recorded', async () => {
      await Promise.all([recorder.record('yan', look), recorder.record('yan', look)]);
      for (let again = 0; again < 50; again++) await recorder.record('yan', look);
      await recorder.record('yan', { ...page(2), reads: true });
      await recorder.record('he', look);
      expect(await lines()).toEqual([page(1).address, page(2).address]);
      expect(await lines('he.2026-11-24.1')).toEqual([page(1).address]);
    });

    it('later is another, however often it was read meanwhile, and so it is on another day', async () => {
      await world.clock.set('2026-11-24T15:50:00.000Z');
      for (const minute of ['50', '54', '55', '59']) {
        await world.clock.set(`2026-11-24T15:${minute}:00.000Z`);
        await recorder.record('yan', look);
      }
      await world.clock.set('2026-11-24T16:00:00.000Z');
      await recorder.record('yan', look);
      expect(await lines()).toEqual([page(1).address, page(1).address]);
      expect(await lines('yan.2026-11-25.1')).toEqual([page(1).address]);
    });

    it('is each time a reading where it may do more than read', async () => {
      for (let again = 0; again < 3; again++) await recorder.record('yan', page(1));
      expect(await lines()).toHaveLength(3);
    });

    it('is refused as the first was that could not be recorded, and recorded once that is possible', async () => {
      const store = trembling();
      const both = await Promise.allSettled([recorder.record('yan', look), recorder.record('yan', look)]);
      expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
      store.mend();
      await recorder.record('yan', look);
      expect(await lines()).toEqual([page(1).address]);
    });
  });
});
