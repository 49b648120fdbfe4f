/** Names that a print or a file needs are asked for once each. */
import { describe, expect, it } from '@jest/globals';
import type { Row } from '../api/types.js';
import type { Column } from './called.js';
import { referredIn } from './referred.js';

const column = (name: string, to?: string): Column => ({
  name,
  field: to === undefined ? {} : { 'x-linli-ref': to },
  required: true,
  asked: true,
});
const rows = [
  { mediator: 'li', witness: 'wang', place: 'nan', story: 'leak' },
  { mediator: 'li', witness: 'li', place: 'nan' },
] as unknown as readonly Row[];

describe('what rows refer to', () => {
  it('is told once each, whichever columns name it; what a register names is not', () => {
    const columns = [
      column('mediator', 'person'),
      column('witness', 'person'),
      column('place', 'area'),
      column('story'),
    ];
    expect(referredIn(rows, columns, { area: {} })).toEqual([
      ['person', 'li'],
      ['person', 'wang'],
    ]);
  });
});
