import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createHmac, hkdfSync } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isSealed, masterKeyFrom, MasterKeyRefused, MemoryKeyVault, SqliteKeyVault } from './index.js';
import { checkDurable } from './local-keys.js';
import { keyVaultContract, sealedElsewhere } from './key-vault.contract.js';

const MASTER = 'ab'.repeat(32);
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sealed-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

keyVaultContract('in memory', () => new MemoryKeyVault());
keyVaultContract('in SQLite', () => SqliteKeyVault.open({ folder }));
keyVaultContract('in SQLite under a master key', () => SqliteKeyVault.open({ folder, masterKey: MASTER }));

function storedKey(subject: string): Buffer {
  const db = new DatabaseSync(join(folder, 'keys.db'), { readOnly: true });
  const row = db.prepare('SELECT key FROM keys WHERE subject = ?').get(subject) as { key: Uint8Array };
  db.close();
  return Buffer.from(row.key);
}

function filesHolding(bytes: Buffer): string[] {
  return readdirSync(folder).filter((file) => readFileSync(join(folder, file)).includes(bytes));
}

describe('keys.db', () => {
  it('is written with every commit synced, and one that is not is refused', () => {
    const db = new DatabaseSync(join(folder, 'other.db'));
    db.exec('PRAGMA synchronous = FULL');
    expect(() => checkDurable(db, 'other.db')).not.toThrow();
    db.exec('PRAGMA synchronous = NORMAL');
    expect(() => checkDurable(db, 'other.db')).toThrow('other.db is not written durably: synchronous is 1');
    db.close();
  });

  it.each([undefined, MASTER])('law 8: keys and tombstones outlive a restart (master key %s)', async (masterKey) => {
    const before = SqliteKeyVault.open({ folder, masterKey });
    await before.prepare(['a', 'b']);
    const [a, b] = [before.seal('a', 'x', 'text of a'), before.seal('b', 'x', 'text of b')];
    const mac = before.mac('a', '1');
    await before.erase('b');
    await before.close();
    const after = SqliteKeyVault.open({ folder, masterKey });
    expect(after.open(a, 'x')).toEqual({ kind: 'opened', text: 'text of a' });
    expect(after.open(b, 'x')).toEqual({ kind: 'erased' });
    expect(after.mac('a', '1')).toEqual(mac);
    await after.close();
  });

  it('law 8: a prepared key is on disk when prepare resolves, for a second connection to see', async () => {
    const vault = SqliteKeyVault.open({ folder });
    await vault.prepare(['a']);
    expect(filesHolding(storedKey('a'))).not.toEqual([]);
    await vault.close();
  });

  it('law 8: an erased key is in no file of the folder, while the vault is open', async () => {
    const vault = SqliteKeyVault.open({ folder });
    const subjects = Array.from({ length: 2000 }, (_, index) => `subject-${(index * 7919) % 2000}`);
    for (let from = 0; from < subjects.length; from += 100) await vault.prepare(subjects.slice(from, from + 100));
    const chosen = subjects.filter((_, index) => index % 40 === 0);
    const keys = chosen.map(storedKey);
    for (const key of keys) expect(filesHolding(key)).not.toEqual([]);
    for (const subject of chosen) await vault.erase(subject);
    for (const key of keys) expect(filesHolding(key)).toEqual([]);
    expect(vault.state(subjects[1] as string)).toBe('known');
    await vault.close();
  });

  it('law 8: keys asked for at the same time are made in one commit', async () => {
    const vault = SqliteKeyVault.open({ folder });
    const watcher = new DatabaseSync(join(folder, 'keys.db'), { readOnly: true });
    const count = watcher.prepare('SELECT count(*) AS n FROM keys');
    const seen = new Set<unknown>();
    const all = Array.from({ length: 64 }, async (_, index) => {
      await vault.prepare([`one-${index}`, 'shared']);
      seen.add(count.get()?.n);
    });
    await Promise.all(all);
    expect([...seen]).toEqual([65]);
    watcher.close();
    await vault.close();
  });

  it('law 8: a bounded cache changes nothing: keys that fell out are read again', async () => {
    const vault = SqliteKeyVault.open({ folder });
    const subjects = Array.from({ length: 10_050 }, (_, index) => `s${index}`);
    await vault.prepare(subjects);
    const sealed = subjects.slice(0, 100).map((subject) => vault.seal(subject, 'x', subject));
    for (const value of sealed) expect(vault.open(value, 'x')).toEqual({ kind: 'opened', text: value.key });
    await vault.close();
  });

  it('law 8: under a master key no file holds a subject’s key, and the digest’s key is another than the sealing key', async () => {
    const open = SqliteKeyVault.open({ folder });
    await open.prepare(['a']);
    const key = storedKey('a');
    const value = sealedElsewhere(key, 'a', 'place', '电梯');
    expect(open.open(value, 'place')).toEqual({ kind: 'opened', text: '电梯' });
    const macKey = Buffer.from(hkdfSync('sha256', key, '', 'linli digest v1', 32));
    expect(open.mac('a', 'x')).toEqual({ kind: 'mac', hex: createHmac('sha256', macKey).update('x').digest('hex') });
    await open.close();
    rmSync(join(folder, 'keys.db'));

    const wrapped = SqliteKeyVault.open({ folder, masterKey: MASTER });
    await wrapped.prepare(['a']);
    expect(() =>
      wrapped.open(sealedElsewhere(storedKey('a').subarray(12, 44), 'a', 'place', '电梯'), 'place'),
    ).toThrow();
    await wrapped.close();
  });

  it('only its owner may read keys.db', async () => {
    const vault = SqliteKeyVault.open({ folder });
    await vault.prepare(['a']);
    for (const file of readdirSync(folder)) expect(statSync(join(folder, file)).mode & 0o077).toBe(0);
    await vault.close();
  });

  it('a wrong, missing or superfluous master key is refused at the start', async () => {
    await SqliteKeyVault.open({ folder, masterKey: MASTER }).close();
    expect(() => SqliteKeyVault.open({ folder })).toThrow('set LINLI_MASTER_KEY');
    expect(() => SqliteKeyVault.open({ folder, masterKey: 'cd'.repeat(32) })).toThrow('is not the master key');
    await SqliteKeyVault.open({ folder, masterKey: Buffer.from(MASTER, 'hex').toString('base64url') }).close();
    rmSync(join(folder, 'keys.db'));
    await SqliteKeyVault.open({ folder }).close();
    expect(() => SqliteKeyVault.open({ folder, masterKey: MASTER })).toThrow(MasterKeyRefused);
  });

  it.each(['', 'short', 'zz'.repeat(32), 'ab'.repeat(31), '+'.repeat(43)])(
    'the master key %j is refused by the name of its variable and never repeated',
    (text) => {
      expect(() => masterKeyFrom(text)).toThrow(/^LINLI_MASTER_KEY must be 32 bytes/);
      if (text) expect(() => masterKeyFrom(text)).not.toThrow(text);
    },
  );
});

describe('isSealed', () => {
  it.each([null, 'x', {}, [], { $sealed: 'v1' }, { $sealed: 'v2', key: 'a', iv: '', ct: '', tag: '' }])(
    '%j is not sealed',
    (value) => expect(isSealed(value)).toBe(false),
  );
});
