import { describe, expect, it } from '@jest/globals';
import { asOf, eventId, readyEvent, type ReadyEvent } from './index.js';
import { MemoryEventStore } from './memory/index.js';

const at = (minute: number): string => `2026-11-24T08:0${minute}:00.000Z`;

function event(stream: string, version: number, minute: number): ReadyEvent {
  const id = `0190a5b0-7c00-7000-8000-00000000000${version}`;
  return readyEvent(
    {
      id: eventId(id, stream, 0),
      type: 'NoteTaken',
      schema: 1,
      stream,
      version,
      recordedAt: at(minute),
      occurredAt: at(minute),
      actor: { id: 'a', kind: 'system', roles: [], jurisdiction: 'district', authority: id },
      command: { id, name: 'TakeNote', digest: 'd'.repeat(64), index: 0, of: 1 },
      causationId: id,
      correlationId: id,
      depth: 0,
    },
    {},
  );
}

/** Another node's clock was behind: the third event carries an earlier time than the second. */
async function log(): Promise<MemoryEventStore> {
  const store = new MemoryEventStore();
  await store.append('note-A', 'none', [event('note-A', 0, 1)]);
  await store.append('note-B', 'none', [event('note-B', 0, 5)]);
  await store.append('note-A', 0, [event('note-A', 1, 2)]);
  await store.append('note-A', 1, [event('note-A', 2, 7)]);
  return store;
}

async function seen(moment: string): Promise<string[]> {
  const events: string[] = [];
  for await (const { envelope } of asOf((await log()).readAll(), moment))
    events.push(`${envelope.stream}#${envelope.version}`);
  return events;
}

describe('law 5: the log as it was', () => {
  it('law 5: what stands behind a later event was not there yet, whatever time it carries', async () => {
    expect(await seen(at(3))).toEqual(['note-A#0']);
  });

  it('law 5: the moment of an event itself belongs to it', async () => {
    expect(await seen(at(5))).toEqual(['note-A#0', 'note-B#0', 'note-A#1']);
    expect(await seen(at(1))).toEqual(['note-A#0']);
    expect(await seen(at(0))).toEqual([]);
    expect(await seen(at(9))).toHaveLength(4);
  });

  it('a moment written in another way is refused rather than compared wrongly', async () => {
    await expect(seen('2026-11-24T16:05:00+08:00')).rejects.toThrow('not a moment');
  });
});
