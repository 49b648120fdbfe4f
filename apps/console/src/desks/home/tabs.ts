/** The kinds of what waits that a role looks through one by one. Each is a filter that the server knows too. */
import type { WaitingFilter, WaitingGroup } from '../../api/overview.js';
import type { homeTexts } from './texts.js';

export interface Tab {
  /** As in the address. */
  readonly name: string;
  readonly label: keyof typeof homeTexts;
  readonly filter: WaitingFilter;
}

const ALL: Tab = { name: 'all', label: 'tabAll', filter: {} };
const LATE: Tab = { name: 'overdue', label: 'tabLate', filter: { late: true } };
const MEDIATOR: readonly Tab[] = [
  { name: 'mine', label: 'tabMine', filter: { own: true } },
  { name: 'accept', label: 'tabAccept', filter: { workflow: 'complaint', state: ['filed'] } },
  { name: 'sessions', label: 'tabSessions', filter: { workflow: 'complaint', due: ['first-session'] } },
  { name: 'follow-ups', label: 'tabFollowUps', filter: { workflow: 'complaint', state: ['resolved'] } },
];

export function tabsFor(roles: readonly string[]): readonly [Tab, ...Tab[]] {
  return [ALL, ...(roles.includes('mediator') ? MEDIATOR : []), LATE];
}

/** How many of the groups a filter lets through. */
export function countOf({ workflow, state, due, own, late }: WaitingFilter, groups: readonly WaitingGroup[]): number {
  return groups
    .filter(
      (group) =>
        (workflow === undefined || workflow === group.workflow) &&
        (state?.includes(group.state) ?? true) &&
        (due === undefined || (group.due !== null && due.includes(group.due))) &&
        (!own || group.own) &&
        (!late || group.late),
    )
    .reduce((sum, { n }) => sum + n, 0);
}
