import { describe, expect, it } from '@jest/globals';
import { canonical, canonicalHash, eventId, readyEvent, recordedFromTexts, timerId } from './index.js';

const command = '0190a5b0-7c00-7000-8000-000000000001';
const stream = 'complaint-0190a5b0-7c00-7000-8000-000000000002';

function golden() {
  const id = eventId(command, stream, 0);
  return readyEvent(
    {
      id,
      type: 'MediatorAssigned',
      schema: 1,
      stream,
      version: 3,
      recordedAt: '2026-11-24T08:12:45.123Z',
      occurredAt: '2026-11-24T08:00:00.000Z',
      actor: {
        id: 'officer-nanguan-1',
        kind: 'person',
        roles: ['mediator'],
        jurisdiction: 'nanguan',
        authority: '0190a5b0-7c00-7000-8000-000000000003',
      },
      command: {
        id: command,
        name: 'AssignMediator',
        digest: '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881',
        index: 0,
        of: 1,
      },
      causationId: command,
      correlationId: command,
      depth: 0,
      deadlines: {
        armed: [
          {
            name: 'accept',
            timerId: timerId(id, 'accept'),
            dueAt: '2026-11-25T16:00:00.000Z',
            setting: 1,
            calendar: '2026',
          },
        ],
      },
    },
    { '10': 1, '2': 2, community: 'c-1', reason: '漏水 💧' },
  );
}

describe('law 7: bytes', () => {
  it('law 7: the golden envelope keeps its ids and hashes', () => {
    const event = golden();
    expect(event.dataText).toBe('{"10":1,"2":2,"community":"c-1","reason":"漏水 💧"}');
    expect(event.envelope.dataHash).toBe('8d36585c2c536daf1f989cf41a98fe7a7eacc912acc899d66f7c7e791c89c15f');
    expect(event.envelope.id).toBe('bfe88e7b-041b-5496-bdac-a71ca5f9e5e0');
    expect(event.envelope.deadlines?.armed?.[0]?.timerId).toBe('995e964a-8578-58ac-a900-014b9f56abb9');
    expect(event.hash).toBe('94522f7c4d3ceb21fed5f0116e4a900b66b4f74d359d4a5b541796c32b540569');
  });

  it('law 7: one changed letter in envelope or data is noticed on reading', () => {
    const event = golden();
    const at = { stream, version: 3 };
    const texts = { envelopeText: event.envelopeText, dataText: event.dataText, hash: event.hash };
    expect(recordedFromTexts(at, texts).envelope).toEqual(event.envelope);
    expect(() =>
      recordedFromTexts(at, { ...texts, envelopeText: event.envelopeText.replace('08:00', '08:01') }),
    ).toThrow('does not match its hash');
    expect(() => recordedFromTexts(at, { ...texts, dataText: event.dataText.replace('c-1', 'c-2') })).toThrow(
      'does not match its hash',
    );
    expect(() => recordedFromTexts({ ...at, version: 4 }, texts)).toThrow('says it is event 3');
  });

  it('law 7: canonical form sorts keys by code unit and survives parsing by anyone', () => {
    const value = { '€': 1, '\r': 2, '\ufb33': 3, '1': 4, '😀': 5, '': 6, ö: 7, line: '\u2028' };
    expect(canonical(value)).toBe('{"":6,"\\r":2,"1":4,"line":"\u2028","ö":7,"€":1,"😀":5,"\ufb33":3}');
    expect(canonical(JSON.parse(canonical(value)))).toBe(canonical(value));
    expect(canonicalHash(value)).toBe(canonicalHash(JSON.parse(canonical(value))));
  });

  it.each([
    [1.5, 'whole'],
    [2 ** 53, 'whole'],
    [Number.NaN, 'whole'],
    [-0, 'negative zero'],
    ['\ud800', 'lone surrogate'],
    [undefined, 'no JSON value'],
    [new Date(0), 'plain objects'],
    [JSON.parse('{"__proto__":1}'), '__proto__'],
  ])('law 7: %p cannot be written', (value, rule) => {
    expect(() => canonical({ a: [value] })).toThrow(rule);
    expect(() => canonical({ a: [value] })).toThrow('/a/0');
  });
});
