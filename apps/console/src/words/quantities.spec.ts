/** Figures as people write them. */
import { describe, expect, it } from '@jest/globals';
import { howMany } from './how-many.js';
import { quantity } from './quantities.js';
import { filled } from './texts.js';

describe('figures', () => {
  it('have their thousands grouped, in sentences too; years have not', () => {
    expect(howMany(10_020)).toBe('10,020');
    expect(filled('共 {n} 件', { n: 10_020 })).toBe('共 10,020 件');
    expect(filled('{year} 年', { year: 2026 })).toBe('2026 年');
    expect(filled('第 {n} 号', { n: '1020' })).toBe('第 1020 号');
    expect([quantity(123_456_789, 'fen', 'zh-CN'), quantity(2026, 'year', 'en')]).toEqual(['1,234,567.89 元', '2026']);
  });
});
