import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { complaint } from '#libs/complaints';
import { VirtualClock } from '#libs/workflow';
import { Composition } from '../compose.js';
import { contexts } from '../contexts.js';
import { openDataFolder } from '../data-folder.js';
import type { SampleStep } from '../seed.js';
import { sampleComplaints, stories } from './index.js';
import { caseIdOf, play } from './play.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'linli-sample-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function open(moment: string, sample: readonly SampleStep[] = contexts.sample): Promise<Composition> {
  return Composition.open({
    folder: openDataFolder(folder, { create: 'sample' }),
    config: { eventStore: undefined, streamPrefix: 'linli.', masterKey: undefined },
    log: pino({ level: 'silent' }),
    clock: new VirtualClock(moment),
    contexts: { ...contexts, sample },
  });
}

const cases = (node: Composition) =>
  Promise.all(stories.map(({ name }) => node.engine.ports.cases.fresh('complaint', caseIdOf(name))));

/** The officer of a neighbourhood who filed it, with the place whose right they used; nobody else. */
async function filedBy(node: Composition, id: string): Promise<string[]> {
  const [first] = await node.store.readStream(`complaint-${id}`);
  const actor = first?.envelope.actor;
  return actor?.roles.includes('neighbourhood-officer') ? [`${actor.id}@${actor.jurisdiction}`] : [];
}

describe('the sample', () => {
  it.each(['2026-11-24T16:01:00.000Z', '2026-11-24T01:30:00.000Z', '2026-11-24T12:00:00.000Z'])(
    'is whole after a first start at %s, in every state, on time and late',
    async (moment) => {
      const node = await open(moment);
      const all = await cases(node);
      expect(all.map(({ state }) => state)).not.toContain('');
      expect([...new Set(all.map(({ state }) => state))].sort()).toEqual([...complaint.declaration.states].sort());
      expect(all.some(({ misses }) => misses.length > 0)).toBe(true);
      expect(all.filter(({ recordedAt }) => recordedAt > moment)).toEqual([]);
      expect(node.views.poison()).toEqual([]);
      const filedBelow = await Promise.all(all.map(({ id }) => filedBy(node, id)));
      expect([...new Set(filedBelow.flat())].sort()).toEqual([
        'neighbourhood-beixia@beixia/taying',
        'neighbourhood-nanguan@nanguan/nanxun',
      ]);
      await node.close();
    },
  );

  it('is recorded once: a later start adds nothing, whatever the day and whatever people did meanwhile', async () => {
    const first = await open('2026-11-24T01:30:00.000Z');
    const head = await first.store.head();
    await first.close();
    const second = await open('2026-12-30T06:00:00.000Z');
    expect(await second.store.head()).toBe(head);
    await second.close();
  });

  it('goes on where a start was killed', async () => {
    const dying: SampleStep = async (seeding) => {
      await play(stories.slice(0, 25), seeding, 60);
      throw new Error('killed');
    };
    await expect(open('2026-11-24T06:00:00.000Z', [...contexts.sample.slice(0, -1), dying])).rejects.toThrow('killed');
    const node = await open('2026-11-25T07:00:00.000Z', [...contexts.sample.slice(0, -1), sampleComplaints]);
    const all = await cases(node);
    expect(new Set(all.map(({ state }) => state)).size).toBe(complaint.declaration.states.length);
    await node.close();
  });
});
