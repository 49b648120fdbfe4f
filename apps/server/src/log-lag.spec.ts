import { beforeEach, describe, expect, it } from '@jest/globals';
import { behind, testEvents } from '#libs/event-store/contract';
import { MemoryEventStore } from '#libs/event-store/memory';
import { LogLag } from './log-lag.js';

let nowMs: number;
let log: MemoryEventStore;
beforeEach(() => {
  nowMs = 1_000_000;
  log = new MemoryEventStore();
});
const now = (): number => nowMs;

async function record(stream: string): Promise<string> {
  const result = await log.append(stream, behind(0), testEvents(stream, 0, 1));
  if (result.kind !== 'appended') throw new Error(`${stream} exists`);
  return result.position;
}

describe('the lag behind a log that others write', () => {
  it('grows while the log keeps silent, before it is known whether it will ever answer', async () => {
    const position = await record('note-1');
    const silent = Promise.withResolvers<undefined>();
    const lag = new LogLag({ store: { head: () => silent.promise.then(() => log.head()) }, views: { position }, now });
    const looking = lag.look();
    expect(lag.behindMs).toBe(0);
    nowMs += 7_000;
    expect(lag.behindMs).toBe(7_000);
    silent.resolve(undefined);
    await looking;
    expect(lag.behindMs).toBe(0);
  });

  it('goes on growing over looks that fail one after another', async () => {
    const position = await record('note-1');
    let isAway = true;
    const head = (): Promise<string | undefined> => (isAway ? Promise.reject(new Error('away')) : log.head());
    const lag = new LogLag({ store: { head }, views: { position }, now });
    await lag.look();
    nowMs += 4_000;
    await lag.look();
    expect(lag.behindMs).toBe(4_000);
    isAway = false;
    await lag.look();
    expect(lag.behindMs).toBe(0);
  });

  it('is there where the views show more than the log holds, until they do not', async () => {
    const kept = await record('note-1');
    const views: { position: string | undefined } = { position: await record('note-2') };
    const restored = { head: (): Promise<string | undefined> => Promise.resolve(kept) };
    const lag = new LogLag({ store: restored, views, now });
    await lag.look();
    expect(lag.isBeyond).toBe(true);
    nowMs += 3_000;
    expect(lag.behindMs).toBe(3_000);
    views.position = undefined; // built anew
    await lag.look();
    expect(lag.isBeyond).toBe(false);
    expect(lag.behindMs).toBe(0);
    views.position = kept;
    await lag.look();
    expect(lag.behindMs).toBe(0);
  });

  it('is there where the log is empty that the views were made from', async () => {
    const lag = new LogLag({ store: log, views: { position: '1' }, now });
    await lag.look();
    expect(lag.isBeyond).toBe(true);
  });
});
