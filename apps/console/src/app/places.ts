/** Pages that are no list and no case, and who is led to them. The navigation and the command bar show the same. */
import { HANDING_OVER, OVERSEERS } from '../api/roles.js';
import type { Person } from '../api/types.js';
import type { appTexts } from './texts.js';

export interface Place {
  readonly to: string;
  readonly label: keyof typeof appTexts;
  /** Nothing where it is for everybody. The server decides what is seen there. */
  readonly roles?: readonly string[];
  /** Paths of workflows that are reached through it, and so need no word of their own in the navigation. */
  readonly holds?: readonly string[];
}

const places: readonly Place[] = [
  { to: '/', label: 'placeHome' },
  { to: '/follow-ups', label: 'placeFollowUps', roles: ['mediator'] },
  { to: '/overview', label: 'placeOverview', roles: OVERSEERS },
  { to: '/hand-over', label: 'placeHandOver', roles: HANDING_OVER },
  {
    to: '/admin',
    label: 'placeAdmin',
    roles: ['admin', 'office', 'auditor'],
    holds: ['settings', 'calendars', 'incidents', 'upkeep'],
  },
];

export function placesOf(me: Person): readonly Place[] {
  return places.filter(({ roles }) => roles === undefined || roles.some((role) => me.roles.includes(role)));
}
