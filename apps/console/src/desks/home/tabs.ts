/** The kinds of what waits that a role looks through one by one. Each is a filter that the server knows too. */
import { isLedTo } from '../../actions/pages.js';
import type { Description, Person } from '../../api/types.js';
import type { WaitingFilter, WaitingGroup } from '../../api/waiting.js';
import type { homeTexts } from './texts.js';

interface Tab {
  /** As in the address. */
  readonly name: string;
  readonly label: keyof typeof homeTexts;
  readonly filter: WaitingFilter;
}

const ALL: Tab = { name: 'all', label: 'tabAll', filter: {} };
const LATE: Tab = { name: 'overdue', label: 'tabLate', filter: { late: true } };
const STATION: readonly Tab[] = [
  { name: 'mine', label: 'tabMine', filter: { own: true } },
  { name: 'accept', label: 'tabAccept', filter: { workflow: 'complaint', state: ['filed'] } },
  { name: 'sessions', label: 'tabSessions', filter: { workflow: 'complaint', due: ['first-session'] } },
  { name: 'follow-ups', label: 'tabFollowUps', filter: { workflow: 'complaint', state: ['resolved'] } },
];

/** Whoever is led to follow-ups leads a complaint from its filing to its last call. */
export function tabsFor(me: Person, all: Description): readonly [Tab, ...Tab[]] {
  return [ALL, ...(isLedTo('/follow-ups', me, all) ? STATION : []), LATE];
}

/** How many of the groups a filter lets through; by the same rule the server filters (`isMeant` in libs/workflow/src/nest/waiting.ts). */
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
