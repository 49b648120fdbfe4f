/**
 * Checkpoints on KurrentDB, over a socket against the wire server as a modern server and as a server 21.10 behaves, and
 * against the server that `LINLI_TEST_KURRENTDB` names.
 */
import { expect, it } from '@jest/globals';
import { checkpointsContract, type CheckpointsHarness } from '#libs/event-store/contract';
import { KurrentEventStore } from '#libs/event-store/kurrentdb';
import { LIKE_21_10, MODERN, WireServer, type Behaviour } from '../wire-server/index.js';

async function onWireServer(behaviour: Behaviour): Promise<CheckpointsHarness> {
  const server = await new WireServer({ behaviour }).start();
  const open = (): Promise<KurrentEventStore> =>
    KurrentEventStore.connect({ connectionString: server.connectionString, deadlineMs: 500 });
  const store = await open();
  let newest = store;
  return {
    store,
    async reopen() {
      await newest.close();
      return (newest = await open());
    },
    async dispose() {
      await newest.close();
      await server.stop();
      if (server.counts.batchAppend > 0) throw new Error('the adapter took BatchAppend');
    },
    kept(name) {
      const there = server.log.stream(`linli-ops.${name}`);
      return Promise.resolve(typeof there === 'string' ? 0 : there.length);
    },
    loseAnswer: () => void server.faults.add('append', { kind: 'timeout', written: true }),
  };
}

checkpointsContract('KurrentDB, modern', () => onWireServer(MODERN));
checkpointsContract('KurrentDB, like 21.10', () => onWireServer(LIKE_21_10));

const connectionString = process.env['LINLI_TEST_KURRENTDB'];
if (connectionString) {
  const onRealServer = async (): Promise<CheckpointsHarness> => {
    const prefix = `linli-test-${crypto.randomUUID()}.`;
    const open = (): Promise<KurrentEventStore> => KurrentEventStore.connect({ connectionString, prefix });
    const store = await open();
    let newest = store;
    return {
      store,
      async reopen() {
        await newest.close();
        return (newest = await open());
      },
      dispose: () => newest.close(),
      kept: (name) => newest.checkpoints.kept(name),
    };
  };
  checkpointsContract('KurrentDB, as LINLI_TEST_KURRENTDB says', onRealServer, {
    loseAnswer: 'the server is not ours to disturb',
  });
}

it('a checkpoint is written on a server whose conflicts are answers instead of errors', async () => {
  const server = await new WireServer({ behaviour: MODERN }).start();
  const store = await KurrentEventStore.connect({
    connectionString: `${server.connectionString}&throwOnAppendFailure=false`,
  });
  expect(await store.checkpoints.write('reaction-a', 'none', 1)).toBe('written');
  expect(await store.checkpoints.write('reaction-a', 'none', 2)).toBe('conflict');
  expect(await store.checkpoints.write('reaction-a', 0, 2)).toBe('written');
  await store.close();
  await server.stop();
});

it('a write whose every answer was lost is looked up in the stream', async () => {
  const server = await new WireServer({ behaviour: MODERN }).start();
  const store = await KurrentEventStore.connect({
    connectionString: server.connectionString,
    attemptsMax: 1,
  });
  await store.checkpoints.write('reaction-a', 'none', 1);
  server.faults.add('append', { kind: 'timeout', written: true });
  expect(await store.checkpoints.write('reaction-a', 0, 2)).toBe('written');
  server.faults.add('append', { kind: 'timeout', written: false });
  await expect(store.checkpoints.write('reaction-a', 1, 3)).rejects.toMatchObject({ outcome: 'unknown' });
  expect(await store.checkpoints.write('reaction-a', 1, 3)).toBe('written');
  await store.close();
  await server.stop();
});
