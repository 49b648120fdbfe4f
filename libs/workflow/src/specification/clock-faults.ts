/** What must hold, and what must never hold, of the clocks of a case at any moment (law 3). */
import type { DeadlineDeclaration, Declaration } from '../declare/declaration.js';
import type { Case } from '../decide/case.js';
import { countedFromMoment, waitsFor } from '../time/deadlines.js';

/** In words, each thing that is wrong with the clocks of a case. */
export function clockFaults(declaration: Declaration, one: Case): readonly string[] {
  const names = one.armed.map((running) => running.name);
  return [
    ...(new Set(names).size === names.length ? [] : ['one deadline runs twice']),
    ...Object.values(declaration.deadlines).flatMap((deadline) => ofDeadline(deadline, one)),
    ...names
      .map((name) => name.replace(/\.alert$/, ''))
      .filter((name) => !Object.hasOwn(declaration.deadlines, name))
      .map((name) => `${name} runs and is not declared`),
    ...(one.heldFrom === one.state && one.version >= 0 ? [`held from ${one.state}, where it stands`] : []),
    ...(Object.values(declaration.deadlines).some((deadline) => missedTwice(deadline, one))
      ? ['one date was missed twice']
      : []),
    ...(one.paused === one.suspended.some(({ by }) => by === 'pause')
      ? []
      : ['paused, but nothing stands still by it']),
  ];
}

/** A day that somebody names again after it was missed is a promise of its own; within one promise a date is missed once. */
function missedTwice({ name, until }: DeadlineDeclaration, one: Case): boolean {
  const since = until ? (one.anchors[until.event]?.missesBefore ?? 0) : 0;
  const dates = one.misses.slice(since).flatMap((miss) => (miss.name === name ? [miss.dueAt] : []));
  return new Set(dates).size !== dates.length;
}

function ofDeadline(deadline: DeadlineDeclaration, one: Case): readonly string[] {
  const { name } = deadline;
  const runs = one.armed.some((running) => running.name === name);
  const alerts = one.armed.some((running) => running.name === `${name}.alert`);
  const suspended = one.suspended.find((each) => each.name === name);
  const missed = one.misses.some((miss) => miss.name === name);
  const waits = waitsFor(deadline, one);
  const begun = deadline.until
    ? one.anchors[deadline.until.event]?.days[deadline.until.field] !== undefined
    : deadline.from.length === 0 || countedFromMoment(deadline, one.anchors) !== undefined;
  return [
    ...(runs && !waits ? [`${name} runs while ${one.state}, where nobody waits for it`] : []),
    ...(runs && suspended ? [`${name} runs and stands still`] : []),
    ...(suspended?.by === 'hold' && one.heldFrom === undefined ? [`${name} is held, but the case is not`] : []),
    ...(waits && begun && !runs && !suspended && !missed
      ? [`${name} is waited for while ${one.state}, but does not run`]
      : []),
    ...(alerts && !missed ? [`${name} is alerted, but was not missed`] : []),
    ...(alerts && runs ? [`${name} is alerted while it runs anew`] : []),
  ];
}
