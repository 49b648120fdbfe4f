/**
 * The event store contract on KurrentDB: over a socket against the wire server, as a modern server and as a server 21.10
 * behaves; and, where `LINLI_TEST_KURRENTDB` holds a connection string, against that very server, each run under a prefix
 * of its own.
 */
import { eventStoreContract, type StoreHarness } from '#libs/event-store/contract';
import { KurrentEventStore } from '#libs/event-store/kurrentdb';
import { LIKE_21_10, MODERN, WireServer, type Behaviour } from '../wire-server/index.js';

async function onWireServer(behaviour: Behaviour): Promise<StoreHarness> {
  const server = await new WireServer({ behaviour }).start();
  const open = async (): Promise<KurrentEventStore> => {
    server.log.appendForeign('someone-else', 'SomethingElse');
    return KurrentEventStore.connect({ connectionString: server.connectionString });
  };
  let newest = await open();
  return {
    store: newest,
    async reopen() {
      await newest.close();
      return (newest = await open());
    },
    async dispose() {
      await newest.close();
      await server.stop();
      if (server.counts.batchAppend > 0) throw new Error('the adapter took BatchAppend');
    },
    disconnect: async () => server.dropConnections(),
    eventsFetched: () => server.counts.eventsSent,
    async damage(stream, version) {
      const name = `linli.${stream}`;
      const there = server.log.stream(name);
      if (typeof there === 'string') throw new Error(`no stream ${stream}`);
      const text = there[version]!.data.toString('utf8');
      server.log.damage(name, version, { data: Buffer.from(text.replace(/[a-z]/, (c) => (c === 'x' ? 'y' : 'x'))) });
    },
  };
}

eventStoreContract('KurrentDB, modern', () => onWireServer(MODERN));
eventStoreContract('KurrentDB, like 21.10', () => onWireServer(LIKE_21_10));

const connectionString = process.env['LINLI_TEST_KURRENTDB'];
if (connectionString) {
  const notOurs = 'the server is not ours to disturb';
  eventStoreContract(
    'KurrentDB, as LINLI_TEST_KURRENTDB says',
    async () => {
      const prefix = `linli-test-${crypto.randomUUID()}.`;
      const open = (): Promise<KurrentEventStore> => KurrentEventStore.connect({ connectionString, prefix });
      let newest = await open();
      return {
        store: newest,
        async reopen() {
          await newest.close();
          return (newest = await open());
        },
        dispose: () => newest.close(),
      };
    },
    { without: { disconnect: notOurs, eventsFetched: notOurs, damage: notOurs } },
  );
}
