/** Pages that are no list and no case, and who is led to them. The navigation and the command bar show the same. */
import { isLedTo, type PageForSome } from '../actions/pages.js';
import { useDescription } from '../api/queries.js';
import type { Person } from '../api/types.js';
import type { appTexts } from './texts.js';

interface Place {
  readonly to: '/' | PageForSome;
  readonly label: keyof typeof appTexts;
  /** Paths of workflows that are reached through it, and so need no word of their own in the navigation. */
  readonly holds?: readonly string[];
}

const places: readonly Place[] = [
  { to: '/', label: 'placeHome' },
  { to: '/follow-ups', label: 'placeFollowUps' },
  { to: '/overview', label: 'placeOverview' },
  { to: '/hand-over', label: 'placeHandOver' },
  { to: '/admin', label: 'placeAdmin', holds: ['settings', 'calendars', 'incidents', 'upkeep'] },
];

export function usePlaces(me: Person): readonly Place[] {
  const all = useDescription();
  return places.filter(({ to }) => to === '/' || isLedTo(to, me, all));
}
