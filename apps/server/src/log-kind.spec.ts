/** A shared log is sample or real for ever, and says so itself. */
import { describe, expect, it } from '@jest/globals';
import { testEvents, testStream } from '#libs/event-store/contract';
import { MemoryEventStore } from '#libs/event-store/memory';
import type { DataKind } from './data-folder.js';
import { agreeOnKind, kindOf, markLog } from './log-kind.js';

const folder = (kind: DataKind, isBegun = false) => ({ path: `/${kind}`, kind, isBegun });

async function withEvents(): Promise<MemoryEventStore> {
  const log = new MemoryEventStore();
  const stream = testStream();
  await log.append(stream, 'none', testEvents(stream, 0, 1));
  return log;
}

describe('a log that nodes share', () => {
  it.each(['sample', 'real'] as const)(
    'becomes %s by its first node, and every other of that kind joins',
    async (kind) => {
      const log = new MemoryEventStore();
      await agreeOnKind(log, folder(kind));
      expect(await kindOf(log.checkpoints)).toBe(kind);
      await agreeOnKind(log, folder(kind));
      await agreeOnKind(log, folder(kind, true));
      expect(await log.head()).toBeUndefined();
    },
  );

  it.each([
    ['sample', 'real'],
    ['real', 'sample'],
  ] as const)(
    'that is %s refuses a folder that is %s, begun or not, in one sentence, and stays what it is',
    async (is, other) => {
      const log = new MemoryEventStore();
      await markLog(log.checkpoints, is);
      for (const isBegun of [false, true])
        await expect(agreeOnKind(log, folder(other, isBegun))).rejects.toThrow(
          new RegExp(
            `^The data folder /${other} is for ${other} data and the log on the server holds ${is} data: [^.]*\\.$`,
          ),
        );
      await markLog(log.checkpoints, other);
      expect(await kindOf(log.checkpoints)).toBe(is);
    },
  );

  it('becomes one of both where two first nodes disagree, and refuses the other', async () => {
    const log = new MemoryEventStore();
    const both = ['sample', 'real'] as const;
    const ends = await Promise.allSettled(both.map((kind) => agreeOnKind(log, folder(kind))));
    const kind = await kindOf(log.checkpoints);
    expect(ends.map(({ status }) => status)).toEqual(both.map((one) => (one === kind ? 'fulfilled' : 'rejected')));
  });

  it('and says nothing, because an earlier version began it, believes a folder that was there before and no new one', async () => {
    const log = await withEvents();
    await expect(agreeOnKind(log, folder('sample'))).rejects.toThrow(/does not say whether .* is new to it/);
    await agreeOnKind(log, folder('real', true));
    await expect(agreeOnKind(log, folder('sample'))).rejects.toThrow(/holds real data/);
    await agreeOnKind(log, folder('real'));
  });

  it('and says what nobody knows is left to a newer version', async () => {
    const log = new MemoryEventStore();
    await log.checkpoints.write('log', 'none', { data: 'exercise' });
    await expect(agreeOnKind(log, folder('real'))).rejects.toThrow(/is not known to this version/);
  });
});
