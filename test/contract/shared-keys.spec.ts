/**
 * Keys that nodes share on KurrentDB, over a socket against the wire server as a modern server and as a server 21.10
 * behaves, and against the server that `LINLI_TEST_KURRENTDB` names. Each node has its own connection.
 */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KurrentEventStore } from '#libs/event-store/kurrentdb';
import { masterKeyFrom, SharedKeyVault } from '#libs/sealed';
import { keyVaultContract } from '../../libs/sealed/src/key-vault.contract.js';
import { KeyRegister } from '../../libs/sealed/src/shared/key-register.js';
import { LIKE_21_10, MODERN, WireServer, type Behaviour } from '../wire-server/index.js';

const MASTER = 'ab'.repeat(32);
const PLACE = 'place';
/** Gives up early, so that a server that is away is told within the time of a test. */
const PATIENCE = { attemptsMax: 3, deadlineMs: 500, backoffMaxMs: 50 };

let folder: string;
let closing: (() => unknown)[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shared-keys-'));
  closing = [];
});
afterEach(async () => {
  for (const close of closing.reverse()) await close();
  rmSync(folder, { recursive: true });
});

interface Node {
  readonly vault: SharedKeyVault;
  readonly store: KurrentEventStore;
}

async function openNode(name: string, connectionString: string, prefix = 'linli.'): Promise<Node> {
  const store = await KurrentEventStore.connect({ connectionString, prefix, ...PATIENCE });
  closing.push(() => store.close());
  mkdirSync(join(folder, name), { recursive: true });
  const vault = await SharedKeyVault.open({
    folder: join(folder, name),
    masterKey: MASTER,
    checkpoints: store.checkpoints,
    followEveryMs: 20,
    trustMs: 500,
  });
  closing.push(() => vault.close());
  return { vault, store };
}

async function started(behaviour: Behaviour): Promise<WireServer> {
  const server = await new WireServer({ behaviour }).start();
  closing.push(() => server.stop());
  return server;
}

async function until(what: string, holds: () => boolean): Promise<void> {
  const end = performance.now() + 10_000;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`not within 10 s: ${what}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const servers = { modern: MODERN, 'like 21.10': LIKE_21_10 };
for (const [name, behaviour] of Object.entries(servers))
  keyVaultContract(`shared on KurrentDB, ${name}`, async () => {
    const server = await started(behaviour);
    return (await openNode('a', server.connectionString)).vault;
  });

const connectionString = process.env['LINLI_TEST_KURRENTDB'];
if (connectionString)
  keyVaultContract('shared on KurrentDB, as LINLI_TEST_KURRENTDB says', async () => {
    const prefix = `linli-test-${crypto.randomUUID()}.`;
    return (await openNode('a', connectionString, prefix)).vault;
  });

describe.each(Object.entries(servers))('nodes that share keys on KurrentDB, %s', (_name, behaviour) => {
  let server: WireServer;
  let a: Node;
  let b: Node;
  beforeEach(async () => {
    server = await started(behaviour);
    [a, b] = await Promise.all([openNode('a', server.connectionString), openNode('b', server.connectionString)]);
  });

  it('law 8: both make keys at once and each opens what the other sealed; keys are no events', async () => {
    const subjects = Array.from({ length: 40 }, (_, index) => `person-${index}`);
    await Promise.all([a.vault.prepare(subjects), b.vault.prepare([...subjects].reverse())]);
    for (const subject of subjects) {
      const [byA, byB] = [a.vault.seal(subject, PLACE, 'from a'), b.vault.seal(subject, PLACE, 'from b')];
      expect(b.vault.open(byA, PLACE)).toEqual({ kind: 'opened', text: 'from a' });
      expect(a.vault.open(byB, PLACE)).toEqual({ kind: 'opened', text: 'from b' });
    }
    expect(await a.store.head()).toBeUndefined();
    expect(server.log.stream('linli-ops.key-person-7')).toHaveLength(1);
  });

  it('law 8: erased on one, the other hears of it unasked, and nobody is shown the key any more', async () => {
    await a.vault.prepare(['person-1', 'person-2']);
    const value = a.vault.seal('person-1', PLACE, '13800000000');
    await b.vault.load(['person-1', 'person-2']);
    expect(b.vault.open(value, PLACE)).toEqual({ kind: 'opened', text: '13800000000' });
    await a.vault.erase('person-1');
    await until('b has heard', () => b.vault.state('person-1') === 'erased');
    expect(b.vault.state('person-2')).toBe('known');
    const shown = server.log.stream('linli-ops.key-person-1');
    expect(typeof shown === 'string' ? shown : shown.map(({ data }) => JSON.parse(String(data)) as unknown)).toEqual([
      { value: { v: 1, subject: 'person-1', erased: true } },
    ]);
  });

  it('law 8: no key stands unwrapped on the server, in what it still keeps of old records, or in a file', async () => {
    const subjects = ['person-1', 'person-2'];
    await a.vault.prepare(subjects);
    await b.vault.load(subjects);
    const register = await KeyRegister.find(a.store.checkpoints, masterKeyFrom(MASTER));
    const plain = await Promise.all(subjects.map(async (subject) => (await register!.read(subject)) as Buffer));
    await a.vault.erase('person-1');
    const everything = Buffer.concat(server.log.all.flatMap(({ data, metadata }) => [data, metadata]));
    const files = ['a', 'b'].flatMap((node) =>
      readdirSync(join(folder, node)).map((file) => readFileSync(join(folder, node, file))),
    );
    for (const key of plain) {
      expect(key).toHaveLength(32);
      for (const form of ['base64url', 'base64', 'hex'] as const)
        expect(String(everything)).not.toContain(key.toString(form));
      for (const bytes of [everything, ...files]) expect(bytes.includes(key)).toBe(false);
    }
  });

  it('law 8: a server that is away: no key, nothing written, opening ends; and it goes on when the server is back', async () => {
    await a.vault.prepare(['person-1']);
    const value = a.vault.seal('person-1', PLACE, 'x');
    const before = server.log.all.length;
    await server.stop();
    await expect(a.vault.prepare(['person-2'])).rejects.toMatchObject({
      name: 'StoreUnavailable',
      outcome: 'nothing-written',
    });
    await expect(b.vault.load(['person-1'])).rejects.toMatchObject({ name: 'StoreUnavailable' });
    await expect(
      (async () => {
        for (;;) {
          await a.vault.load(['person-1']);
          await new Promise((resolve) => setImmediate(resolve));
        }
      })(),
    ).rejects.toMatchObject({ name: 'StoreUnavailable' });
    expect(server.log.all.length).toBe(before);
    await server.start();
    // The client waits before it connects again.
    const backBy = performance.now() + 10_000;
    for (let back = false; !back; expect(performance.now()).toBeLessThan(backBy))
      back = await b.vault.load(['person-1']).then(
        () => true,
        () => false,
      );
    expect(b.vault.open(value, PLACE)).toEqual({ kind: 'opened', text: 'x' });
    await a.vault.prepare(['person-1', 'person-2']);
    expect(a.vault.state('person-2')).toBe('known');
  });

  it('law 8: a write whose answer is lost makes one key', async () => {
    server.faults.add('append', { kind: 'timeout', written: true }, 2);
    await a.vault.prepare(['person-1']);
    const value = a.vault.seal('person-1', PLACE, 'x');
    await b.vault.prepare(['person-1']);
    expect(b.vault.open(value, PLACE)).toEqual({ kind: 'opened', text: 'x' });
  });
});
