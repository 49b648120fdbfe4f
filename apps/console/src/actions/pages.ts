/**
 * Pages that are laid out for some, and who is led to them: the one table of it. A page for taking a step is for whoever
 * may take it; the others are for roles. What anybody sees and does there the server decides.
 */
import type { Description, Person } from '../api/types.js';
import { isFor } from './steps.js';

const PAGES = {
  '/follow-ups': { path: 'complaints', step: 'RecordFollowUp' },
  '/hand-over': { path: 'complaints', step: 'HandOver' },
  /** Who answers for the work of others, or looks over it, and so looks at numbers first. */
  '/overview': { roles: ['neighbourhood-officer', 'subdistrict-officer', 'office', 'leading-group', 'auditor'] },
  '/admin': { roles: ['admin', 'office', 'auditor'] },
} as const;

export type PageForSome = keyof typeof PAGES;

export function isLedTo(page: PageForSome, me: Person, all: Pick<Description, 'items'>): boolean {
  const whose = PAGES[page];
  return 'step' in whose ? isFor(all, me, whose.path, whose.step) : whose.roles.some((role) => me.roles.includes(role));
}
