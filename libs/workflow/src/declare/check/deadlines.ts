/** Faults of deadlines: one that can never run, or that nobody can compute. */
import { parseSpan } from '../../time/span.js';
import type { DeadlineDeclaration, Declaration } from '../declaration.js';
import { finding, type Finding } from './finding.js';
import type { Reach } from './reach.js';

export function deadlineFindings(declaration: Declaration, reach: Reach): Finding[] {
  return Object.values(declaration.deadlines).flatMap((deadline) => {
    const where = `deadlines.${deadline.name}`;
    return [
      ...(deadline.while.some((state) => reach.states.has(state))
        ? []
        : [
            finding(
              'deadline-without-state',
              where,
              `${deadline.name} waits in ${deadline.while.join(', ') || 'no state'}, where no case ever stands`,
            ),
          ]),
      ...neverBegun(deadline, reach).map((event) =>
        finding('deadline-never-begun', where, `${deadline.name} is counted from ${event}, which is never recorded`),
      ),
      ...lengthFault(declaration, deadline).map((fault) =>
        finding('deadline-without-length', where, `${deadline.name} ${fault}`),
      ),
    ];
  });
}

/** Events that begin it, where none of them is ever recorded. */
function neverBegun(deadline: DeadlineDeclaration, reach: Reach): readonly string[] {
  const begins = deadline.until ? [deadline.until.event] : deadline.from;
  return begins.filter((event) => !reach.events.has(event));
}

function lengthFault({ events, settings }: Declaration, deadline: DeadlineDeclaration): readonly string[] {
  const { until, setting, day, from } = deadline;
  if (day !== undefined && !from.some((event) => events[event]?.fields[day]?.kind === 'day'))
    return [`is counted from ${from.join(', ')}.${day}, which is no day`];
  if (until) {
    const field = events[until.event]?.fields[until.field];
    if (!field) return [`ends with ${until.event}.${until.field}, which is no field`];
    if (field.kind !== 'day') return [`ends with ${until.event}.${until.field}, which is no day`];
    return field.traits.note || field.traits.sealed
      ? [`ends with ${until.event}.${until.field}, which may be corrected or erased`]
      : [];
  }
  if (setting === undefined) return ['has neither a setting nor a day that it ends with'];
  if (!Object.hasOwn(settings, setting)) return [`takes its length from ${setting}, which is no setting`];
  return parseSpan(settings[setting]).ok ? [] : [`takes its length from ${setting}, which holds no length of time`];
}
