import { describe, expect, it } from '@jest/globals';
import type { Workflow } from '../../api/types.js';
import { withNodes } from './with-nodes.js';

describe('the node of an order', () => {
  const form = { properties: { node: { type: 'string' }, reason: { type: 'string' } } };
  const workflow = {
    commands: [
      { creates: true, form },
      { creates: false, form },
    ],
  } as unknown as Workflow;

  it('is chosen from those there are, and typed where none is known', () => {
    const [order, other] = withNodes(workflow, ['vm', 'second']).commands;
    expect(order?.form.properties?.['node']).toEqual({ type: 'string', enum: ['vm', 'second'] });
    expect(order?.form.properties?.['reason']).toEqual({ type: 'string' });
    expect(other?.form).toBe(form);
    expect(withNodes(workflow, [])).toBe(workflow);
  });
});
