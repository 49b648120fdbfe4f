/** Servers that cannot be used, over real sockets: each is told in a sentence, soon, and without a password. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testEvents, testStream } from '#libs/event-store/contract';
import { KurrentEventStore, type KurrentEventStoreOptions } from '#libs/event-store/kurrentdb';
import { selfSigned, WireServer, type WireServerOptions } from '../wire-server/index.js';

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close();
});

async function serve(options: WireServerOptions = {}): Promise<WireServer> {
  const server = await new WireServer(options).start();
  opened.push({ close: () => server.stop() });
  return server;
}

describe('what cannot be used is said in a sentence', () => {
  const why = (options: KurrentEventStoreOptions): Promise<unknown> =>
    KurrentEventStore.connect({ attemptsMax: 1, ...options }).then(
      (store) => store.close(),
      (error: unknown) => error,
    );

  it('nobody answers at the address', async () => {
    const server = await serve();
    await server.stop();
    expect(await why({ connectionString: server.connectionString })).toMatchObject({
      name: 'StoreUnavailable',
      outcome: 'nothing-written',
      message: `no event store at 127.0.0.1:${server.port}: nothing answers (ECONNREFUSED)`,
    });
  });

  it('one side speaks TLS and the other does not', async () => {
    const plain = await serve();
    const secured = await serve({ tls: selfSigned() });
    expect(await why({ connectionString: plain.connectionString.replace('tls=false', 'tls=true') })).toMatchObject({
      message: expect.stringContaining('the server does not speak TLS') as unknown,
    });
    expect(await why({ connectionString: secured.connectionString.replace('tls=true', 'tls=false') })).toMatchObject({
      message: expect.stringContaining('the server speaks TLS, but the connection string says tls=false') as unknown,
    });
    expect(await why({ connectionString: secured.connectionString })).toMatchObject({
      message: expect.stringContaining('its certificate is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)') as unknown,
    });
  });

  it('TLS cannot be spoken with a server that is named by its address', async () => {
    const server = await serve({ tls: selfSigned() });
    const connectionString = `${server.connectionString.replace('localhost', '127.0.0.1')}&tlsVerifyCert=false`;
    expect(await why({ connectionString })).toMatchObject({
      message: expect.stringContaining('named by its host name, not by its address') as unknown,
    });
  });

  it('a wrong password is told without showing it, and the right one is let in', async () => {
    const server = await serve({ tls: selfSigned(), users: { admin: 'changeit' } });
    const as = (user: string): string => `${server.connectionString.replace('://', `://${user}`)}&tlsVerifyCert=false`;
    const refused = await why({ connectionString: as('admin:s3cret@') });
    expect(refused).toMatchObject({ message: expect.stringContaining('the server refuses this user') as unknown });
    expect(JSON.stringify(refused) + String(refused)).not.toContain('s3cret');
    const store = await KurrentEventStore.connect({ connectionString: as('admin:changeit@') });
    opened.push(store);
    const stream = testStream();
    await store.append(stream, 'none', testEvents(stream, 0, 1));
    expect(await store.readStream(stream)).toHaveLength(1);
    for await (const item of store.subscribe({ signal: AbortSignal.timeout(20_000) })) {
      expect(item).toMatchObject({ kind: 'event', event: { envelope: { stream } } });
      break;
    }
  });

  it('the file of the authority is missing, or is another one than that of the server', async () => {
    const server = await serve({ tls: selfSigned() });
    const folder = mkdtempSync(join(tmpdir(), 'authority-'));
    opened.push({ close: () => rm(folder, { recursive: true }) });
    const trusting = async (cert: string): Promise<unknown> => {
      writeFileSync(join(folder, 'ca.pem'), cert);
      return why({ connectionString: `${server.connectionString}&tlsCaFile=${join(folder, 'ca.pem')}` });
    };
    const missing = join(folder, 'none.pem');
    expect(await why({ connectionString: `${server.connectionString}&tlsCaFile=${missing}` })).toMatchObject({
      name: 'RangeError',
      message: `the file that the connection string names with tlsCAFile cannot be read (ENOENT): ${missing}`,
    });
    expect(await trusting(selfSigned().cert)).toMatchObject({
      message: expect.stringContaining('its certificate is not trusted') as unknown,
    });
    expect(await trusting('no certificate')).toMatchObject({ name: 'StoreUnavailable' });
  });

  it('nobody answers at an address that swallows every packet, told within seconds', async () => {
    // Reserved for documentation; where packets to it are refused instead, it is told even sooner.
    const unreachable = await why({ connectionString: 'kurrentdb://192.0.2.1:2113?tls=false' });
    expect(unreachable).toMatchObject({
      name: 'StoreUnavailable',
      message: expect.stringMatching(/^no event store at 192\.0\.2\.1:2113: nothing answers \(.+\)$/) as unknown,
    });
  });

  it('a name that nobody has', async () => {
    expect(await why({ connectionString: 'kurrentdb://store.invalid?tls=false' })).toMatchObject({
      message: expect.stringMatching(/^no event store at store\.invalid:2113: nothing answers \(.+\)$/) as unknown,
    });
  });

  it('a slash before the options, or another name for the protocol, is taken as it is meant', async () => {
    const { port } = await serve();
    for (const connectionString of [`esdb://localhost:${port}/?tls=false`, `kdb://localhost:${port}/?tls=false`])
      expect(await why({ connectionString })).toBeUndefined();
  });

  it('an option that is not one', async () => {
    const server = await serve();
    const { connectionString } = server;
    expect(await why({ connectionString: 'postgres://admin:s3cret@localhost' })).toBeInstanceOf(RangeError);
    expect(await why({ connectionString, prefix: 'no dot' })).toBeInstanceOf(RangeError);
    expect(await why({ connectionString, attemptsMax: 0 })).toBeInstanceOf(RangeError);
    expect(await why({ connectionString, retries: 3 } as KurrentEventStoreOptions)).toMatchObject({
      message: 'retries is no option of the KurrentDB event store',
    });
  });
});
