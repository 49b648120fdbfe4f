import { eventStoreContract, type StoreHarness } from '../contract/index.js';
import { MemoryEventStore, type KeptEvents } from './index.js';

function open(): Promise<StoreHarness> {
  const kept: KeptEvents = [];
  let fetched = 0;
  const openStore = () => new MemoryEventStore(kept, (events) => (fetched += events));
  const store = openStore();
  let newest = store;
  return Promise.resolve({
    store,
    async reopen() {
      await newest.close();
      newest = openStore();
      return newest;
    },
    dispose: () => newest.close(),
    eventsFetched: () => fetched,
    damage(stream, version) {
      const event = kept.find((one) => one.stream === stream && one.version === version);
      if (event) event.dataText = event.dataText.replace('漏', '满');
      return Promise.resolve();
    },
  });
}

eventStoreContract('memory', open, {
  without: { disconnect: 'there is nothing between reader and array that could be lost' },
});
