/** Orders that cannot be meant are refused before any node hears of them. */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { sentenceOf } from '#libs/workflow';
import { codeOf, World } from '#libs/workflow/specification';
import { upkeep, upkeepSpoken } from './index.js';

let world: World;
beforeEach(async () => {
  world = await World.begin({ workflows: [upkeep], people: { ke: ['admin@district'] } });
});

async function order(form: object): Promise<string> {
  const outcome = await world.when('OrderUpkeep', { node: 'node-1', reason: '演练', ...form }, { by: 'ke' });
  if (outcome.kind === 'refused')
    for (const language of ['zh-CN', 'en'] as const)
      expect(sentenceOf(outcome, upkeepSpoken, language)).not.toMatch(/[{}]/);
  return codeOf(outcome);
}

describe('an order', () => {
  it.each(['retry-letter', 'drop-letter'])('upkeep/which-letter: %s says which', async (what) => {
    expect(await order({ what })).toBe('upkeep/which-letter');
    expect(await order({ what, of: 'timers/1' })).toBe('done');
  });

  it('upkeep/of-no-timer: all timers are looked at, or none', async () => {
    expect(await order({ what: 'look-at-timers', of: 'timers/1' })).toBe('upkeep/of-no-timer');
    expect(await order({ what: 'look-at-timers' })).toBe('done');
  });

  it('rebuilds one view or all', async () => {
    expect(await order({ what: 'rebuild-view' })).toBe('done');
    expect(await order({ what: 'rebuild-view', of: 'timers' })).toBe('done');
  });
});
