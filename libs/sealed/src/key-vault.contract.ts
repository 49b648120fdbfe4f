/** The promises of the port, one test each; every vault runs them. `open` gives a vault with nothing in it. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createCipheriv } from 'node:crypto';
import { isSealed, KeyMissing, SealBroken, type KeyVault, type SealedValue } from './index.js';

const PLACE = 'bfe88e7b-041b-5496-bdac-a71ca5f9e5e0/complainant/phone';

export function keyVaultContract(name: string, open: () => KeyVault | Promise<KeyVault>): void {
  describe(`law 8: the vault ${name}`, () => {
    let vault: KeyVault;
    beforeEach(async () => {
      vault = await open();
    });
    afterEach(() => vault.close());

    it('law 8: what was sealed opens at its place as it was', async () => {
      await vault.prepare(['person-1']);
      for (const text of ['', '13800000000', '老旧小区 💧 ', 'x'.repeat(100_000)]) {
        const value = vault.seal('person-1', PLACE, text);
        expect(isSealed(value)).toBe(true);
        expect(isSealed(JSON.parse(JSON.stringify(value)))).toBe(true);
        expect(vault.open(value, PLACE)).toEqual({ kind: 'opened', text });
        if (text) expect(JSON.stringify(value)).not.toContain(text);
      }
    });

    it('law 8: the same text sealed twice looks different each time', async () => {
      await vault.prepare(['person-1']);
      const [first, second] = [vault.seal('person-1', PLACE, 'same'), vault.seal('person-1', PLACE, 'same')];
      expect(first.iv).not.toBe(second.iv);
      expect(first.ct).not.toBe(second.ct);
    });

    it('law 8: a value changed anywhere, or moved to another place or subject, is refused', async () => {
      await vault.prepare(['person-1', 'person-2']);
      const value = vault.seal('person-1', PLACE, '13800000000');
      const flipped = (text: string) => (text.startsWith('A') ? 'B' : 'A') + text.slice(1);
      const broken: SealedValue[] = [
        { ...value, ct: flipped(value.ct) },
        { ...value, iv: flipped(value.iv) },
        { ...value, tag: flipped(value.tag) },
        { ...value, ct: '' },
        { ...value, tag: value.tag.slice(0, 6) },
        { ...value, iv: '' },
        { ...value, ct: `${value.ct}=` },
        { ...value, key: 'person-2' },
      ];
      for (const wrong of broken) expect(() => vault.open(wrong, PLACE)).toThrow(SealBroken);
      expect(() => vault.open(value, `${PLACE}/other`)).toThrow(SealBroken);
      expect(vault.open(value, PLACE)).toEqual({ kind: 'opened', text: '13800000000' });
    });

    it('law 8: an erased subject is told from one that never existed, for good', async () => {
      await vault.prepare(['person-1']);
      const value = vault.seal('person-1', PLACE, '13800000000');
      await vault.load(['nobody', 'person-1', 'nobody', '']);
      expect(vault.open({ ...value, key: 'nobody' }, PLACE)).toEqual({ kind: 'unknown' });
      expect(vault.open({ ...value, key: '' }, PLACE)).toEqual({ kind: 'unknown' });
      expect(vault.state('nobody')).toBe('unknown');
      expect(vault.state('person-1')).toBe('known');
      await vault.erase('person-1');
      await vault.erase('person-1');
      await vault.prepare(['person-1']);
      expect(vault.state('person-1')).toBe('erased');
      expect(vault.open(value, PLACE)).toEqual({ kind: 'erased' });
      expect(() => vault.seal('person-1', PLACE, 'again')).toThrow(KeyMissing);
    });

    it('law 8: a subject erased before it had a key never gets one', async () => {
      await vault.erase('person-3');
      await vault.prepare(['person-3']);
      expect(vault.state('person-3')).toBe('erased');
    });

    it('law 8: an erasure asked for while the key is being made wins', async () => {
      const made = vault.prepare(['person-4']);
      await vault.erase('person-4');
      await made;
      expect(vault.state('person-4')).toBe('erased');
    });

    it('law 8: the digest of a sealed value needs the subject’s key and is impossible after erasure', async () => {
      await vault.prepare(['person-1', 'person-2']);
      const mac = vault.mac('person-1', '13800000000');
      expect(mac).toEqual({ kind: 'mac', hex: expect.stringMatching(/^[0-9a-f]{64}$/) });
      expect(vault.mac('person-1', '13800000000')).toEqual(mac);
      expect(vault.mac('person-1', '13800000001')).not.toEqual(mac);
      expect(vault.mac('person-2', '13800000000')).not.toEqual(mac);
      await vault.load(['nobody']);
      expect(vault.mac('nobody', '13800000000')).toEqual({ kind: 'unknown' });
      await vault.erase('person-1');
      expect(vault.mac('person-1', '13800000000')).toEqual({ kind: 'erased' });
    });

    it('law 8: nothing is sealed under a key that was not prepared, and loading makes none', async () => {
      expect(() => vault.seal('nobody', PLACE, 'x')).toThrow(KeyMissing);
      await vault.load(['nobody']);
      expect(vault.state('nobody')).toBe('unknown');
      expect(() => vault.seal('nobody', PLACE, 'x')).toThrow(KeyMissing);
      await vault.prepare(['nobody']);
      expect(vault.state('nobody')).toBe('known');
    });

    it('law 8: whatever a subject is called, its key is its own', async () => {
      const subjects = [
        'a',
        'A',
        'hotline_ticket-2026.A1',
        'x'.repeat(200),
        '漏水 💧',
        '.a',
        'a/../b',
        '$all',
        'constructor',
      ];
      await vault.prepare(subjects);
      const macs = subjects.map((subject) => vault.mac(subject, 'same'));
      expect(new Set(macs.map((mac) => mac.kind === 'mac' && mac.hex)).size).toBe(subjects.length);
      for (const subject of subjects)
        expect(vault.open(vault.seal(subject, PLACE, subject), PLACE)).toEqual({ kind: 'opened', text: subject });
      await vault.erase('A');
      expect(subjects.filter((subject) => vault.state(subject) === 'erased')).toEqual(['A']);
    });

    it.each(['', 'x'.repeat(201), '\ud800'])('a subject named %j is refused', async (subject) => {
      await expect(vault.prepare([subject])).rejects.toThrow(RangeError);
      await expect(vault.erase(subject)).rejects.toThrow(RangeError);
    });
  });
}

/** A value sealed from the format's page alone, without our code: what an outside program does. */
export function sealedElsewhere(key: Buffer, subject: string, associated: string, text: string): SealedValue {
  const iv = Buffer.alloc(12, 7);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(associated));
  const ct = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]).toString('base64url');
  return {
    $sealed: 'v1',
    key: subject,
    iv: iv.toString('base64url'),
    ct,
    tag: cipher.getAuthTag().toString('base64url'),
  };
}
