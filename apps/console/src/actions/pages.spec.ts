/** Who is led to which page: by the roles of the declared step where the page is for taking it. */
import { describe, expect, it } from '@jest/globals';
import type { Description, Person } from '../api/types.js';
import { isLedTo } from './pages.js';
import { creatingStep } from './steps.js';

const all = {
  items: [
    {
      path: 'complaints',
      commands: [
        { name: 'FileComplaint', creates: true, roles: ['mediator', 'neighbourhood-officer'] },
        { name: 'HandOver', roles: ['mediator', 'deputy'] },
        { name: 'RecordFollowUp', roles: ['mediator'] },
      ],
    },
  ],
} as unknown as Description;
const holding = (...roles: string[]) => ({ roles }) as unknown as Person;

describe('somebody is led', () => {
  it('to a page for taking a step where the declaration gives it to one of their roles', () => {
    expect(isLedTo('/hand-over', holding('deputy'), all)).toBe(true);
    expect(isLedTo('/follow-ups', holding('deputy'), all)).toBe(false);
    expect(isLedTo('/follow-ups', holding('auditor', 'mediator'), all)).toBe(true);
    expect(isLedTo('/hand-over', holding('mediator'), { items: [] })).toBe(false);
  });

  it('to other pages by role', () => {
    expect(isLedTo('/overview', holding('auditor'), all)).toBe(true);
    expect(isLedTo('/overview', holding('neighbourhood-officer'), all)).toBe(true);
    expect(isLedTo('/overview', holding('mediator'), all)).toBe(false);
    expect(isLedTo('/admin', holding('mediator'), all)).toBe(false);
  });

  it('to the page of a new case where they may begin one', () => {
    const [workflow] = all.items;
    expect(workflow && creatingStep(workflow, holding('neighbourhood-officer'))?.name).toBe('FileComplaint');
    expect(workflow && creatingStep(workflow, holding('deputy'))).toBeUndefined();
  });
});
