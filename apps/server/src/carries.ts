/** What each kind of upkeep order has a node do: the same functions that the command line calls. */
import type { What } from '#libs/upkeep';
import type { Composition } from './compose.js';
import { OperationRefused } from './operation-refused.js';
import { rebuild } from './operations.js';
import type { Carrying } from './upkeep.js';

export function carries(node: Composition): Readonly<Record<What, Carrying>> {
  const letter =
    (how: 'retry' | 'drop'): Carrying =>
    async (key) => {
      if (!node.letters)
        throw new OperationRefused('This node has no Redis, so nothing lies among its dead letters.', 'no-redis');
      if (!(await node.letters.change(how, key)))
        throw new OperationRefused(`There is no dead letter ${key}.`, 'no-such-letter');
      return {};
    };
  return {
    'rebuild-view': async (of) => {
      const { views } = await rebuild(node, of === '' ? {} : { view: of }, () => undefined);
      const poison = node.views.poison().filter(({ projection }) => of === '' || projection === of).length;
      const same = views.filter((one) => one.same).map(({ name }) => name);
      const changed = views.filter((one) => !one.same).map(({ name }) => name);
      return {
        ...(same.length === 0 ? {} : { same }),
        ...(changed.length === 0 ? {} : { changed }),
        ...(poison === 0 ? {} : { setAside: poison }),
      };
    },
    'look-at-timers': async () => {
      if (node.role === 'api')
        throw new OperationRefused('This node only answers: ask a worker to look.', 'only-answers');
      const { due } = node.work.dueWork.status();
      node.work.dueWork.lookNow();
      return { timersDue: due };
    },
    'retry-letter': letter('retry'),
    'drop-letter': letter('drop'),
  };
}
