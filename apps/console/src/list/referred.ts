/** What the rows of a list refer to and is called by asking for it: each once. Pure. */
import type { Description, Row } from '../api/types.js';
import type { Column } from './called.js';

type Referred = readonly [to: string, id: string];

/** @param registers what is in them is known by name already */
export function referredIn(
  rows: readonly Row[],
  columns: readonly Column[],
  registers: Description['registers'],
): readonly Referred[] {
  const found = new Map<string, Referred>();
  for (const { name, field } of columns) {
    const to = field['x-linli-ref'];
    if (to === undefined || registers[to] !== undefined) continue;
    for (const { [name]: id } of rows) if (typeof id === 'string') found.set(`${to} ${id}`, [to, id]);
  }
  return [...found.values()];
}
