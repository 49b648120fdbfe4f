/** Faults of states: nobody comes there, nobody gets away, nothing is waited for. */
import { creates, type Declaration } from '../declaration.js';
import { finding, type CheckOptions, type Finding } from './finding.js';
import { leaves, yieldsOf, type Reach } from './reach.js';

export function stateFindings(declaration: Declaration, reach: Reach, options: CheckOptions): Finding[] {
  const { states, ends, retired } = declaration;
  const commands = Object.values(declaration.commands);
  const awaited = new Set(Object.values(declaration.deadlines).flatMap((deadline) => deadline.while));
  return [
    ...commands
      .filter((command) => creates(command) && yieldsOf(declaration, command).every((event) => event.to === undefined))
      .map((command) =>
        finding('begins-nowhere', `commands.${command.name}`, `${command.name} begins a case, but in no state`),
      ),
    ...states
      .filter((state) => !reach.states.has(state))
      .map((state) => finding('unreachable-state', `states.${state}`, `no path of commands leads a case to ${state}`)),
    ...states
      .filter((state) => reach.states.has(state) && !ends.includes(state))
      .filter((state) => !commands.some((command) => leaves(declaration, command, state)))
      .map((state) =>
        finding(
          'dead-end',
          `states.${state}`,
          `nothing leads out of ${state}, and it is no end: declare an exit, or the event that leads there with ends(…)`,
        ),
      ),
    ...commands.flatMap((command) =>
      yieldsOf(declaration, command)
        .filter((event) => event.to !== undefined && retired.includes(event.to))
        .map((event) =>
          finding(
            'enters-retired',
            `commands.${command.name}`,
            `${command.name} may record ${event.name}, which leads into the retired state ${event.to}`,
          ),
        ),
    ),
    ...(options.everyStateWaits ? states : [])
      .filter((state) => reach.states.has(state) && !ends.includes(state) && !awaited.has(state))
      .map((state) =>
        finding('state-waits-for-nothing', `states.${state}`, `a case may stand in ${state} without any deadline`),
      ),
  ];
}
