/** Nodes that begin a sample at once agree on the day on which it begins, whoever of them comes first. */
import { describe, expect, it } from '@jest/globals';
import { randomUUIDv7 } from 'node:crypto';
import type { RecordedEvent } from '#libs/event-store';
import { MemoryEventStore } from '#libs/event-store/memory';
import { MemoryKeyVault } from '#libs/sealed';
import { Cases, Engine, FIRST_SETTING, TimeTables, VirtualClock, type Declaration } from '#libs/workflow';
import { contexts } from './contexts.js';
import { recordSample } from './seed.js';

/** Whoever looks first whether the sample was begun waits until the other has looked too. */
class LookedAtTogether extends MemoryEventStore {
  readonly #together = Promise.withResolvers<void>();
  #lookers = 0;

  override async readStream(...given: Parameters<MemoryEventStore['readStream']>): Promise<RecordedEvent[]> {
    const events = await super.readStream(...given);
    if (given[0] !== `setting-${FIRST_SETTING}` || this.#lookers >= 2) return events;
    if (++this.#lookers === 2) this.#together.resolve();
    await this.#together.promise;
    return events;
  }
}

async function seeded(store: MemoryEventStore, now: string): Promise<number[]> {
  const declarations = new Map<string, Declaration>(
    contexts.spoken.map(({ declaration }) => [declaration.name, declaration]),
  );
  const cases = new Cases(store, declarations);
  const clock = new VirtualClock(now);
  const timeTables = new TimeTables(cases, clock);
  const { registers, covers, lateEntryRoles } = contexts;
  const engine = new Engine({
    store,
    vault: new MemoryKeyVault(),
    clock,
    cases,
    identities: contexts.identities(cases),
    timeTable: () => timeTables.now,
    registers,
    covers,
    lateEntryRoles,
    newId: () => randomUUIDv7(),
  });
  await timeTables.refresh();
  const begins: number[] = [];
  await recordSample({ engine, clock, contexts: { sample: [({ beginMs }) => Promise.resolve(begins.push(beginMs))] } });
  return begins;
}

describe('two nodes that begin a sample at the same instant', () => {
  // Before one in the afternoon in Beijing a sample begins a day earlier than after it.
  it('tell it from one day on, in the order of its times, and record it once', async () => {
    const store = new LookedAtTogether();
    const begins = await Promise.all([
      seeded(store, '2026-11-24T04:59:59.900Z'),
      seeded(store, '2026-11-24T05:00:00.100Z'),
    ]);
    expect(new Set(begins.flat()).size).toBe(1);
    const ids: string[] = [];
    const times: string[] = [];
    for await (const { envelope } of store.readAll()) {
      ids.push(envelope.id);
      times.push(envelope.recordedAt);
    }
    expect(ids.length).toBeGreaterThan(10);
    expect(new Set(ids).size).toBe(ids.length);
    expect(times).toEqual([...times].sort());
    expect(Date.parse(times[0] ?? '')).toBe(begins.flat()[0]);
  });
});
