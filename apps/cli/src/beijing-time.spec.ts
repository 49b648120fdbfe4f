import { describe, expect, it } from '@jest/globals';
import { beijing, beijingDue, momentTyped } from './beijing-time.js';

describe('moments at the command line', () => {
  it('are shown as the clock in Beijing shows them', () => {
    expect(beijing('2026-11-24T16:12:45.123Z')).toBe('2026-11-25 00:12:45');
    expect(beijingDue('2026-11-25T16:00:00.000Z')).toBe('2026-11-25 24:00');
    expect(beijingDue('2026-11-25T08:00:00.000Z')).toBe('2026-11-25 16:00:00');
  });

  it.each([
    ['2026-11-24T08:12:45.123Z', '2026-11-24T08:12:45.123Z'],
    ['2026-11-24T16:12:45+08:00', '2026-11-24T08:12:45.000Z'],
    ['2026-11-24 16:12', '2026-11-24T08:12:00.000Z'],
    ['2026-11-24T16:12:45.5', '2026-11-24T08:12:45.500Z'],
    ['2026-11-24', '2026-11-24T15:59:59.999Z'],
    ['2026-02-29', undefined],
    ['2026-11-24 25:00', undefined],
    ['1980-01-01', undefined],
    ['yesterday', undefined],
    ['', undefined],
  ])('%j is typed for %s', (typed, moment) => {
    expect(momentTyped(typed)).toBe(moment);
  });
});
