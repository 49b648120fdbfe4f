/** How far a case is from where something becomes possible, by the graph of the declaration alone. Pure. */
import { statesOf, type CommandDeclaration, type Declaration } from '../declare/declaration.js';

export interface Nearest {
  readonly state: string;
  /** Path of the step that leads into it. */
  readonly through: string;
}

/** By command and state: a declaration never changes, and every answer tells of each step that is not possible. */
const told = new WeakMap<Declaration, Map<string, Nearest | undefined>>();

/** Where a command becomes possible that is not possible here. */
export function nearestFor(declaration: Declaration, command: CommandDeclaration, from: string): Nearest | undefined {
  const known = told.get(declaration) ?? new Map<string, Nearest | undefined>();
  told.set(declaration, known);
  const key = `${command.name} ${from}`;
  if (!known.has(key)) known.set(key, nearestOf(declaration, from, statesOf(declaration, command.from)));
  return known.get(key);
}

/**
 * The first of these states, in their order, that the ordinary way leads to from here; nothing where it leads to none. What
 * leaves that way, or is possible in any open state, is no advice.
 */
export function nearestOf(declaration: Declaration, from: string, wanted: readonly string[]): Nearest | undefined {
  const ways = Object.values(declaration.commands).filter(
    (command) => !command.standing && !command.aside && command.from.kind === 'states',
  );
  const seen = new Set([from]);
  const reached = new Map<string, Nearest>();
  for (const state of seen)
    for (const command of ways) {
      if (!statesOf(declaration, command.from).includes(state)) continue;
      for (const name of command.yields) {
        const to = declaration.events[name]?.to;
        if (to === undefined || seen.has(to) || reached.has(to)) continue;
        reached.set(to, { state: to, through: command.path });
        // Beyond where it is possible nothing is looked for.
        if (!wanted.includes(to)) seen.add(to);
      }
    }
  return wanted.flatMap((state) => reached.get(state) ?? [])[0];
}
