import { describe, expect, it } from '@jest/globals';
import { addressOf } from './diagnosis.js';
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

describe('the address in a connection string', () => {
  it('is the first server named, without name and password', () => {
    expect(addressOf('kurrentdb://admin:p%40ss@db.example:2114?tls=false')).toMatchObject({
      host: 'db.example',
      port: 2114,
      tls: false,
    });
    expect(addressOf('esdb+discover://a.example,b.example:2115/?tlsVerifyCert=false&tlsCAFile=ca.pem')).toEqual({
      host: 'a.example',
      port: 2113,
      tls: true,
      verified: false,
      authorityFile: 'ca.pem',
    });
  });
});
