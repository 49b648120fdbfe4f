import { describe, expect, it } from '@jest/globals';
import { addressesOf, inWords } from './diagnosis.js';
import { commitOf, positionOf, serverPosition } from './position.js';

describe('positions on KurrentDB', () => {
  it('compare as text as the numbers of the server do', () => {
    const commits = [0n, 9n, 10n, 4_294_967_296n, 2n ** 63n - 1n];
    const texts = commits.map((commit) => positionOf(commit));
    expect(texts).toEqual([...texts].sort());
    expect(texts.map((text) => commitOf(text as string))).toEqual(commits);
    expect(serverPosition(texts[2] as string)).toEqual({ commit: 10n, prepare: 10n });
  });

  it('are absent where the server has none to tell: missing, −1, or −1 as an unsigned number', () => {
    expect([undefined, -1n, 2n ** 64n - 1n].map(positionOf)).toEqual([undefined, undefined, undefined]);
  });

  it('of another store are refused', () => {
    for (const text of ['', '7', '-0000000000000000001', '00000000000000000007.00000000000000000007'])
      expect(() => commitOf(text)).toThrow(RangeError);
  });
});

describe('the addresses in a connection string', () => {
  it('are told without name and password, with what the string says of TLS', () => {
    expect(addressesOf('kurrentdb://admin:p%40ss@db.example:2114?tls=false')).toMatchObject({
      servers: [{ host: 'db.example', port: 2114 }],
      isCluster: false,
      tls: false,
    });
    expect(addressesOf('esdb+discover://all.example/?tlsVerifyCert=false&tls_ca_file=ca.pem')).toEqual({
      servers: [{ host: 'all.example', port: 2113 }],
      isCluster: true,
      tls: true,
      verified: false,
      authorityFile: 'ca.pem',
    });
    const several = addressesOf('kurrentdb://admin:changeit@a.example,b.example:2115?nodePreference=leader');
    expect(several.isCluster).toBe(true);
    expect(inWords(several)).toBe('a.example:2113, b.example:2115');
  });
});
