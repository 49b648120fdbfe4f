/** Law 4: what happened may be entered later, within bounds, and never before what a person has already recorded. */
import { dueAt } from '../time/span.js';
import type { TimeTable } from '../time/timetable.js';
import type { Actor } from '#libs/event-store';
import type { Case } from './case.js';
import { refused, type Refused } from './refusal.js';

export function entryRefusal(
  entry: { readonly occurredAt?: string | undefined; readonly lateReason?: string | undefined },
  one: Case,
  actor: Actor,
  now: string,
  timeTable: TimeTable,
  jurisdiction: string,
  officers: readonly string[],
): Refused | undefined {
  if (entry.occurredAt === undefined) return undefined;
  const { occurredAt } = entry;
  if (occurredAt > now) return refused('refused', 'entry/in-the-future', { occurredAt, now });
  if (one.personAt !== '' && occurredAt < one.personAt)
    return refused('refused', 'entry/before-last-step', { occurredAt, last: one.personAt });
  const within = (name: string): boolean =>
    dueAt(occurredAt, timeTable.span(name, now, jurisdiction).span, timeTable.calendar).dueAt > now;
  if (!within('engine.late-entry-officer') && !actor.roles.some((role) => officers.includes(role)))
    return refused('refused', 'entry/needs-officer', { occurredAt });
  if (!within('engine.late-entry-reason') && entry.lateReason === undefined)
    return refused('refused', 'entry/needs-reason', { occurredAt });
  return undefined;
}
