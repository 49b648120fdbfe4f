/**
 * Which of the possible steps is next: what the state waits for by name, in the order of the declaration. Steps that move
 * the case come first, steps that prepare one after them, and what leaves the ordinary way last; before all of them goes
 * what the declaration puts ahead as the case stands. Pure.
 */
import { statesOf, type CommandDeclaration, type Declaration, type Who } from '../declare/declaration.js';

/**
 * `actions` and `ahead` are paths, as `possibleFor` tells them.
 * @returns those that this state waits for; nothing where the case only rests
 */
export function nextSteps(
  declaration: Declaration,
  state: string,
  actions: readonly string[],
  ahead: readonly string[] = [],
): readonly string[] {
  const awaited = Object.values(declaration.commands).filter(
    (command) =>
      !command.standing &&
      command.from.kind === 'states' &&
      statesOf(declaration, command.from).includes(state) &&
      actions.includes(command.path),
  );
  const first = awaited.filter(({ path }) => ahead.includes(path));
  const others = awaited.filter((command) => !first.includes(command));
  const moving = others.filter((command) => moves(declaration, command, state));
  const ordinary = (command: CommandDeclaration): boolean => !command.aside;
  return [
    ...first,
    ...moving.filter(ordinary),
    ...others.filter((command) => ordinary(command) && !moving.includes(command)),
    ...moving.filter((command) => command.aside),
  ].map(({ path }) => path);
}

/** Whether a command may lead a case out of this state. */
export function moves(declaration: Declaration, command: CommandDeclaration, state: string): boolean {
  return command.yields.some((name) => {
    const event = declaration.events[name];
    return event?.move === 'back' || (event?.to !== undefined && event.to !== state);
  });
}

/** Whose ordinary steps end the waiting of a deadline: whoever is late when it is missed. */
export function owedBy(declaration: Declaration, deadline: string): readonly Who[] {
  const waiting = declaration.deadlines[deadline]?.while ?? [];
  const awaited = Object.values(declaration.commands).filter(
    (command) =>
      !command.standing &&
      !command.aside &&
      command.from.kind === 'states' &&
      statesOf(declaration, command.from).some(
        (state) => waiting.includes(state) && moves(declaration, command, state),
      ),
  );
  return awaited.flatMap(({ by }) => by);
}
