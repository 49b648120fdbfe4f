/** What the server counted by state, added up; and the states that a list is asked for. */
import { expect, it } from '@jest/globals';
import { openOf, totalOf } from './counts.js';
import { endsOf, opensOf } from './list-address.js';
import type { Workflow } from './types.js';

const workflow = {
  states: [
    { name: 'filed', end: false },
    { name: 'handled', end: false },
    { name: 'closed', end: true },
  ],
} as unknown as Workflow;

it('open cases are those in states that end nothing, all are those in any', () => {
  const counted = { states: { filed: 2, closed: 5 } };
  expect([openOf(workflow, counted), totalOf(counted)]).toEqual([2, 7]);
  expect([openOf(workflow, null), totalOf(undefined)]).toEqual([0, 0]);
});

it('every state is asked for as open or as ended', () => {
  expect([opensOf(workflow), endsOf(workflow)]).toEqual(['filed,handled', 'closed']);
});
