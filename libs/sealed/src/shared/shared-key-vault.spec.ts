import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import {
  StoreUnavailable,
  type Checkpoint,
  type Checkpoints,
  type ExpectedCheckpoint,
  type Json,
} from '#libs/event-store';
import { MemoryEventStore, type KeptCheckpoints } from '#libs/event-store/memory';
import { SqliteEventStore } from '#libs/event-store/sqlite';
import {
  KeyMissing,
  KeyNotLoaded,
  KeysRefused,
  masterKeyFrom,
  MasterKeyRefused,
  SharedKeyVault,
  SqliteKeyVault,
  type SharedKeyVaultOptions,
} from '../index.js';
import { keyVaultContract } from '../key-vault.contract.js';
import { KeyRegister, NEWEST_MAX, recordName } from './key-register.js';

const MASTER = 'ab'.repeat(32);
const PLACE = 'place';
const QUICK = { followEveryMs: 10 };

let folder: string;
let kept: KeptCheckpoints;
let register: WatchedCheckpoints;
let closing: (() => Promise<unknown>)[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shared-keys-'));
  kept = new Map();
  register = new WatchedCheckpoints(new MemoryEventStore([], undefined, kept).checkpoints);
  closing = [];
});
afterEach(async () => {
  for (const close of closing.reverse()) await close();
  rmSync(folder, { recursive: true });
});

/** Counts what is asked, and can be cut off as a server can. */
class WatchedCheckpoints implements Checkpoints {
  reads: string[] = [];
  writes: string[] = [];
  away: StoreUnavailable | undefined;
  /** The next write happens, and its answer is lost. */
  loseAnswer = false;
  underWay = 0;
  mostUnderWay = 0;

  constructor(private readonly real: Checkpoints) {}

  async read(name: string): Promise<Checkpoint | undefined> {
    this.reads.push(name);
    return this.during(() => this.real.read(name));
  }

  async write(name: string, expected: ExpectedCheckpoint, value: Json): Promise<'written' | 'conflict'> {
    this.writes.push(name);
    const outcome = await this.during(() => this.real.write(name, expected, value));
    if (!this.loseAnswer) return outcome;
    this.loseAnswer = false;
    throw new StoreUnavailable('no answer', 'unknown');
  }

  private async during<T>(work: () => Promise<T>): Promise<T> {
    if (this.away) throw this.away;
    this.underWay++;
    this.mostUnderWay = Math.max(this.mostUnderWay, this.underWay);
    try {
      return await work();
    } finally {
      this.underWay--;
    }
  }
}

function folderOf(node: string): string {
  mkdirSync(join(folder, node), { recursive: true });
  return join(folder, node);
}

async function openNode(node: string, options: Partial<SharedKeyVaultOptions> = {}): Promise<SharedKeyVault> {
  const vault = await SharedKeyVault.open({
    folder: folderOf(node),
    masterKey: MASTER,
    checkpoints: register,
    ...QUICK,
    ...options,
  });
  closing.push(() => vault.close());
  return vault;
}

async function until(what: string, holds: () => boolean): Promise<void> {
  const end = performance.now() + 10_000;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`not within 10 s: ${what}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function filesHolding(node: string, bytes: Buffer): string[] {
  const path = folderOf(node);
  return readdirSync(path).filter((file) => readFileSync(join(path, file)).includes(bytes));
}

/** The plain key, as only the register under its master key tells it. */
async function plainKey(subject: string): Promise<Buffer> {
  const found = await KeyRegister.find(register, masterKeyFrom(MASTER));
  return (await found?.read(subject)) as Buffer;
}

function wrappedHere(node: string, subject: string): Buffer {
  const db = new DatabaseSync(join(folderOf(node), 'keys.db'), { readOnly: true });
  const row = db.prepare('SELECT key FROM keys WHERE subject = ?').get(subject) as { key: Uint8Array };
  db.close();
  return Buffer.from(row.key);
}

keyVaultContract('shared through checkpoints in memory', () => openNode('a'));
keyVaultContract('shared through checkpoints in SQLite', async () => {
  const store = await SqliteEventStore.open({ folder: folderOf('log') });
  closing.push(() => store.close());
  return openNode('a', { checkpoints: store.checkpoints });
});

describe('two nodes that share keys', () => {
  it('law 8: what one sealed opens on the other at once', async () => {
    const [a, b] = [await openNode('a'), await openNode('b')];
    await b.load(['person-1']);
    expect(b.state('person-1')).toBe('unknown');
    await a.prepare(['person-1']);
    const value = a.seal('person-1', PLACE, '13800000000');
    await b.load(['person-1']);
    expect(b.open(value, PLACE)).toEqual({ kind: 'opened', text: '13800000000' });
    expect(b.mac('person-1', 'x')).toEqual(a.mac('person-1', 'x'));
  });

  it('law 8: both make keys of the same subjects at once and go on with the same ones', async () => {
    const nodes = [await openNode('a'), await openNode('b'), await openNode('c')];
    const subjects = Array.from({ length: 50 }, (_, index) => `person-${index}`);
    await Promise.all(nodes.map((node) => node.prepare(subjects)));
    for (const subject of subjects) {
      const value = nodes[0]!.seal(subject, PLACE, subject);
      for (const node of nodes) expect(node.open(value, PLACE)).toEqual({ kind: 'opened', text: subject });
    }
    for (const subject of subjects) expect(kept.get(recordName(subject))?.version).toBe(0);
  });

  it('law 8: erased on one, the other neither opens nor seals within the bound, and its file forgets the key too', async () => {
    const [a, b] = [await openNode('a'), await openNode('b')];
    await a.prepare(['person-1', 'person-2']);
    const value = a.seal('person-1', PLACE, '13800000000');
    await b.load(['person-1', 'person-2']);
    const wrapped = ['a', 'b'].map((node) => wrappedHere(node, 'person-1'));
    await a.erase('person-1');
    // Nobody asks b for anything meanwhile.
    await until('b has heard', () => b.state('person-1') === 'erased');
    expect(b.open(value, PLACE)).toEqual({ kind: 'erased' });
    expect(() => b.seal('person-1', PLACE, 'again')).toThrow(KeyMissing);
    await b.prepare(['person-1']);
    expect(b.state('person-1')).toBe('erased');
    for (const [index, node] of ['a', 'b'].entries()) expect(filesHolding(node, wrapped[index]!)).toEqual([]);
    expect(JSON.parse(kept.get('key-person-1')!.text)).toEqual({ v: 1, subject: 'person-1', erased: true });
    await b.load(['person-2']);
    expect(b.state('person-2')).toBe('known');
  });

  it('law 8: many erasures at once reach a node that had used the keys, one write for all who wait', async () => {
    const [a, b] = [await openNode('a'), await openNode('b')];
    const subjects = Array.from({ length: 40 }, (_, index) => `person-${index}`);
    await a.prepare(subjects);
    await b.load(subjects);
    register.writes = [];
    await Promise.all(subjects.slice(0, 30).map((subject) => a.erase(subject)));
    expect(register.writes.filter((name) => name === 'keys').length).toBeLessThanOrEqual(3);
    await until('b has heard', () => subjects.slice(0, 30).every((subject) => b.state(subject) === 'erased'));
    expect(b.state('person-39')).toBe('known');
  });

  it('law 8: a node that missed more erasures than the register names drops its keys and brings them anew', async () => {
    const before = await openNode('b');
    await before.prepare(['person-1', 'person-2', 'person-3']);
    const [one, two] = ['person-1', 'person-2'].map((subject) => before.seal(subject, PLACE, subject));
    await before.close();
    const a = await openNode('a');
    await a.erase('person-1');
    await Promise.all(Array.from({ length: NEWEST_MAX + 1 }, (_, index) => a.erase(`other-${index}`)));
    const wrapped = wrappedHere('b', 'person-2');
    const b = await openNode('b');
    expect(filesHolding('b', wrapped)).toEqual([]);
    expect(() => b.state('person-2')).toThrow(KeyNotLoaded);
    await b.load(['person-1', 'person-2']);
    expect(b.open(one!, PLACE)).toEqual({ kind: 'erased' });
    expect(b.open(two!, PLACE)).toEqual({ kind: 'opened', text: 'person-2' });
    await b.prepare(['person-3']);
    await b.close();
    const again = await openNode('b');
    register.reads = [];
    await again.load(['person-2', 'person-3']);
    expect(register.reads.filter((name) => name.startsWith('key-'))).toEqual([]);
    expect(again.state('person-3')).toBe('known');
  });

  it('law 8: keys and tombstones outlive a restart of the node, of all nodes, and the loss of a folder', async () => {
    const a = await openNode('a');
    await a.prepare(['person-1', 'person-2']);
    const [one, two] = ['person-1', 'person-2'].map((subject) => a.seal(subject, PLACE, subject));
    await a.erase('person-2');
    await a.close();
    for (const node of ['a', 'new']) {
      const vault = await openNode(node);
      await vault.load(['person-1', 'person-2']);
      expect(vault.open(one!, PLACE)).toEqual({ kind: 'opened', text: 'person-1' });
      expect(vault.open(two!, PLACE)).toEqual({ kind: 'erased' });
      await vault.close();
    }
  });

  it('law 8: no key stands unwrapped in the register or in any file, and each is wrapped under the master key', async () => {
    const [a, b] = [await openNode('a'), await openNode('b')];
    await a.prepare(['person-1', '漏水']);
    await b.load(['person-1', '漏水']);
    for (const subject of ['person-1', '漏水']) {
      const plain = await plainKey(subject);
      expect(plain).toHaveLength(32);
      for (const node of ['a', 'b']) expect(filesHolding(node, plain)).toEqual([]);
      const { text } = kept.get(recordName(subject))!;
      for (const form of ['base64url', 'base64', 'hex'] as const) expect(text).not.toContain(plain.toString(form));
      const { key } = JSON.parse(text) as { key: string };
      expect(Buffer.from(key, 'base64url').includes(plain)).toBe(false);
    }
  });
});

describe('a list that needs many keys', () => {
  it('brings them side by side within a bound, each once, and asks nothing for what is here', async () => {
    const [a, b] = [await openNode('a'), await openNode('b', { followEveryMs: 60_000 })];
    const subjects = Array.from({ length: 400 }, (_, index) => `person-${index}`);
    await a.prepare(subjects);
    register.reads = [];
    register.mostUnderWay = 0;
    await Promise.all([b.load(subjects), b.load([...subjects].reverse()), b.load(subjects.slice(100, 200))]);
    const ofKeys = (): number => register.reads.filter((name) => name.startsWith('key-')).length;
    expect(ofKeys()).toBe(400);
    expect(register.mostUnderWay).toBeGreaterThan(8);
    expect(register.mostUnderWay).toBeLessThanOrEqual(33);
    await b.load(subjects);
    await b.prepare(subjects);
    expect(ofKeys()).toBe(400);
  });

  it('a key whose own record was not compared for long is compared again: an erasure that nobody announced is found', async () => {
    const [a, b] = [await openNode('a'), await openNode('b', { recheckMs: 1 })];
    await a.prepare(['person-1']);
    await b.load(['person-1']);
    const loadedAt = performance.now();
    // As of a node that was killed between its two writes.
    await (await KeyRegister.find(register, masterKeyFrom(MASTER)))!.erase('person-1');
    expect(b.state('person-1')).toBe('known');
    await until('the age of the key has passed', () => performance.now() > loadedAt + 1);
    await b.load(['person-1']);
    await until('it was compared', () => b.state('person-1') === 'erased');
    // Whoever erases again announces it for all.
    await a.erase('person-1');
    expect(JSON.parse(kept.get('keys')!.text)).toMatchObject({ count: 1, newest: ['person-1'] });
  });

  it('one damaged record troubles only those who need it', async () => {
    const [a, b] = [await openNode('a'), await openNode('b')];
    await a.prepare(['person-1', 'person-2', 'person-3']);
    const { version, text } = kept.get('key-person-3')!;
    kept.set('key-person-2', { version, text });
    const key = randomBytes(60).toString('base64url');
    kept.set('key-person-3', { version, text: JSON.stringify({ v: 1, subject: 'person-3', key }) });
    const [good, moved, changed] = await Promise.allSettled([
      b.load(['person-1']),
      b.load(['person-2']),
      b.load(['person-3']),
    ]);
    expect(good.status).toBe('fulfilled');
    expect(moved).toMatchObject({ reason: { message: expect.stringContaining('is no key of person-2') } });
    expect(changed).toMatchObject({ reason: { message: expect.stringContaining('cannot be unwrapped') } });
    expect(b.state('person-1')).toBe('known');
  });

  it('asking without loading is a mistake that is told, not an answer', async () => {
    const [a, b] = [await openNode('a'), await openNode('b')];
    await a.prepare(['person-1']);
    const value = a.seal('person-1', PLACE, 'x');
    expect(() => b.open(value, PLACE)).toThrow(KeyNotLoaded);
    expect(() => b.mac('person-1', 'x')).toThrow(KeyNotLoaded);
  });
});

describe('a register that cannot be reached', () => {
  it('law 8: no key is made and the caller hears that nothing was written, also where the answer was lost', async () => {
    const a = await openNode('a');
    register.away = new StoreUnavailable('gone', 'nothing-written');
    await expect(a.prepare(['person-1'])).rejects.toMatchObject({
      name: 'StoreUnavailable',
      outcome: 'nothing-written',
      message: expect.stringContaining('nothing was recorded: gone'),
    });
    expect(() => a.seal('person-1', PLACE, 'x')).toThrow(KeyMissing);
    await expect(a.load(['person-1'])).rejects.toMatchObject({ name: 'StoreUnavailable' });
    register.away = undefined;
    register.loseAnswer = true;
    await expect(a.prepare(['person-1'])).rejects.toMatchObject({ outcome: 'nothing-written' });
    await a.prepare(['person-1']);
    expect(kept.get('key-person-1')?.version).toBe(0);
    expect(a.state('person-1')).toBe('known');
  });

  it('keys that are here serve for a while, and then nothing is opened until the register answers', async () => {
    const troubles: unknown[] = [];
    const a = await openNode('a', { trustMs: 200, onTrouble: (cause) => troubles.push(cause) });
    await a.prepare(['person-1']);
    register.away = new StoreUnavailable('gone', 'nothing-written');
    await a.load(['person-1']);
    const refusedBy = performance.now() + 10_000;
    for (;;) {
      const refused = await a.load(['person-1']).then(
        () => undefined,
        (error: unknown) => error,
      );
      if (refused) {
        expect(refused).toBe(register.away);
        break;
      }
      expect(performance.now()).toBeLessThan(refusedBy);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await expect(a.prepare(['person-1'])).rejects.toMatchObject({ outcome: 'nothing-written' });
    expect(troubles).toEqual([register.away]);
    register.away = undefined;
    await a.load(['person-1']);
    expect(a.state('person-1')).toBe('known');
  });

  it('an erasure that could not be finished is told, and finishes when it is repeated', async () => {
    const [a, b] = [await openNode('a'), await openNode('b')];
    await a.prepare(['person-1']);
    await b.load(['person-1']);
    register.away = new StoreUnavailable('gone', 'nothing-written');
    await expect(a.erase('person-1')).rejects.toMatchObject({ outcome: 'nothing-written' });
    expect(a.state('person-1')).toBe('known');
    register.away = undefined;
    register.loseAnswer = true;
    await expect(a.erase('person-1')).rejects.toMatchObject({ outcome: 'unknown' });
    await a.erase('person-1');
    await until('b has heard', () => b.state('person-1') === 'erased');
  });
});

describe('opening a shared vault', () => {
  it('a missing, malformed or wrong master key is refused, and touches neither file nor register', async () => {
    await expect(openNode('a', { masterKey: undefined })).rejects.toThrow('set LINLI_MASTER_KEY, the same on every');
    await expect(openNode('a', { masterKey: 'short' })).rejects.toThrow(MasterKeyRefused);
    expect(kept.size).toBe(0);
    await (await openNode('a')).close();
    const other = 'cd'.repeat(32);
    await expect(openNode('b', { masterKey: other })).rejects.toThrow(
      'LINLI_MASTER_KEY is not the master key that the keys of this event store were made with',
    );
    expect(readdirSync(folderOf('b'))).toEqual([]);
    // A file under another master key, before a register that is not there yet.
    await SqliteKeyVault.open({ folder: folderOf('c'), masterKey: other }).close();
    kept.clear();
    await expect(openNode('c')).rejects.toThrow(MasterKeyRefused);
    expect(kept.size).toBe(0);
  });

  it('two nodes that begin at once find one register', async () => {
    const [a, b] = await Promise.all([openNode('a'), openNode('b')]);
    await a.prepare(['person-1']);
    await b.load(['person-1']);
    expect(b.state('person-1')).toBe('known');
    expect(kept.get('keys')?.version).toBe(0);
  });

  it.each([undefined, MASTER])(
    'law 8: a folder that worked alone brings its keys and erasures along (master key %s)',
    async (masterKey) => {
      const alone = SqliteKeyVault.open({ folder: folderOf('a'), masterKey });
      await alone.prepare(['person-1', 'person-2', '漏水']);
      const [one, two] = ['person-1', 'person-2'].map((subject) => alone.seal(subject, PLACE, subject));
      await alone.erase('person-2');
      await alone.close();
      const stored = wrappedHere('a', 'person-1');
      const a = await openNode('a');
      const plain = await plainKey('person-1');
      expect(stored.equals(plain)).toBe(masterKey === undefined);
      expect(filesHolding('a', plain)).toEqual([]);
      const b = await openNode('b');
      await b.load(['person-1', 'person-2', '漏水']);
      for (const vault of [a, b]) {
        expect(vault.open(one!, PLACE)).toEqual({ kind: 'opened', text: 'person-1' });
        expect(vault.open(two!, PLACE)).toEqual({ kind: 'erased' });
      }
      expect(b.state('漏水')).toBe('known');
      await a.close();
      expect(() => SqliteKeyVault.open({ folder: folderOf('a'), masterKey: MASTER })).toThrow('is a replica of keys');
    },
  );

  it('a folder that has other keys of the same subjects is refused rather than believed', async () => {
    const alone = SqliteKeyVault.open({ folder: folderOf('b'), masterKey: MASTER });
    await alone.prepare(['person-1']);
    await alone.close();
    await (await openNode('a')).prepare(['person-1']);
    await expect(openNode('b')).rejects.toThrow(/^person-1 has one key in keys.db of this node and another/);
  });

  it('a folder of another event store is refused', async () => {
    await (await openNode('a')).close();
    kept.clear();
    await (await openNode('b')).close();
    await expect(openNode('a')).rejects.toThrow(KeysRefused);
  });

  it('law 8: a register restored from an older backup learns again what its nodes know', async () => {
    const a = await openNode('a');
    await a.prepare(['person-1', 'person-2']);
    const backup = new Map(kept);
    const value = a.seal('person-1', PLACE, 'x');
    await a.erase('person-1');
    await a.prepare(['person-3']);
    await a.close();
    kept.clear();
    for (const [name, record] of backup) kept.set(name, record);
    const again = await openNode('a');
    await again.load(['person-1', 'person-2', 'person-3']);
    expect(again.open(value, PLACE)).toEqual({ kind: 'erased' });
    await until('the key that the backup lacks is there again', () => kept.has('key-person-3'));
    const b = await openNode('b');
    await b.load(['person-1', 'person-2', 'person-3']);
    expect(['person-1', 'person-2', 'person-3'].map((subject) => b.state(subject))).toEqual([
      'erased',
      'known',
      'known',
    ]);
  });

  it('options that are none are refused', async () => {
    await expect(openNode('a', { trust: 1 } as Partial<SharedKeyVaultOptions>)).rejects.toThrow('no option trust');
    await expect(openNode('a', { trustMs: 0 })).rejects.toThrow(RangeError);
  });
});
