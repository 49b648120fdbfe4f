import { checkpointsContract, type CheckpointsHarness } from '../contract/index.js';
import { MemoryEventStore, type KeptCheckpoints, type KeptEvents } from './index.js';

function open(): Promise<CheckpointsHarness> {
  const events: KeptEvents = [];
  const checkpoints: KeptCheckpoints = new Map();
  const openStore = () => new MemoryEventStore(events, undefined, checkpoints);
  const store = openStore();
  let newest = store;
  return Promise.resolve({
    store,
    async reopen() {
      await newest.close();
      return (newest = openStore());
    },
    dispose: () => newest.close(),
    kept: (name) => Promise.resolve([...checkpoints.keys()].filter((one) => one === name).length),
  });
}

checkpointsContract('memory', open, { loseAnswer: 'there is no way on which an answer could get lost' });
