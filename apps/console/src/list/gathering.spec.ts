/** What is heard of a list, and what follows of it. */
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { gather, paced } from './gathering.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** Looks that stand until they are let go. */
function looks() {
  const seen: (readonly string[])[] = [];
  const standing: { readonly go: () => void; readonly fail: () => void }[] = [];
  const said: string[] = [];
  const look = (ids: readonly string[]): Promise<void> =>
    new Promise((go, fail) => {
      seen.push(ids);
      standing.push({ go, fail: () => fail(new Error('no answer')) });
    });
  const gathering = gather(look, { done: () => said.push('done'), failed: () => said.push('failed') });
  const turn = () => jest.advanceTimersByTimeAsync(1_000);
  return { gathering, seen, standing, said, turn };
}

describe('what is heard of a list', () => {
  it('is looked at in batches, one at a time, with what is heard meanwhile', async () => {
    const { gathering, seen, standing, said, turn } = looks();
    for (let n = 0; n < 150; n++) gathering.add(`c${n}`);
    await turn();
    expect(seen.map(({ length }) => length)).toEqual([100]);
    gathering.add('later');
    await turn();
    expect(seen).toHaveLength(1);
    standing[0]?.go();
    await turn();
    expect(seen.map(({ length }) => length)).toEqual([100, 51]);
    standing[1]?.go();
    await turn();
    expect([said, gathering.end()]).toEqual([['done'], false]);
  });

  it('of two lists is told apart: the one that is left looks no further and says what it left', async () => {
    const [left, next] = [looks(), looks()];
    left.gathering.add('a');
    await left.turn();
    left.gathering.add('b');
    expect(left.gathering.end()).toBe(true);
    next.gathering.add('c');
    left.standing[0]?.go();
    await next.turn();
    expect([left.seen, left.said, next.seen]).toEqual([[['a']], [], [['c']]]);
  });

  it('is looked at again where a look failed, with what came meanwhile', async () => {
    const { gathering, seen, standing, said, turn } = looks();
    gathering.add('a');
    await turn();
    gathering.add('b');
    standing[0]?.fail();
    await turn();
    expect([seen, said]).toEqual([[['a'], ['b']], ['failed']]);
  });

  it('is bounded: beyond it nothing waits, and it is said', () => {
    const { gathering } = looks();
    for (let n = 0; n < 2_000; n++) expect(gathering.add(`c${n}`)).toBe(true);
    expect([gathering.add('one more'), gathering.end()]).toEqual([false, false]);
  });
});

describe('what follows of a burst', () => {
  it('is asked for at once, then at most so often, and once more for the last of it', async () => {
    const ran: number[] = [];
    const began = Date.now();
    const { ask, end } = paced(2_000, () => ran.push(Date.now() - began));
    ask();
    await jest.advanceTimersByTimeAsync(500);
    ask();
    ask();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(ran).toEqual([0, 2_000]);
    ask();
    ask();
    expect(end()).toBe(true);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(ran).toEqual([0, 2_000, 12_500 - 2_000]);
  });
});
