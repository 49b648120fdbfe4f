/**
 * Whom a state waits for: whoever may take an ordinary step that moves the case on, or, where no such step exists, one that
 * prepares it. Told from the declaration and somebody's roles alone, so that ten thousand cases need not be opened. Pure.
 */
import { statesOf, type CommandDeclaration, type Declaration } from '../declare/declaration.js';
import { moves } from './next.js';

/** What the state of a case means to somebody with certain roles. */
export interface Awaits {
  readonly state: string;
  /** The field of the fold that must name them; nothing where their role is enough. */
  readonly own?: string;
  /** A step is theirs whatever else is in the case; else each case must be asked. */
  readonly isSure: boolean;
}

/**
 * A workflow without an end keeps a register of things rather than of cases: nothing of it waits.
 * @example awaitedBy(complaint, ['office']) // [{ state: 'with-office', isSure: true }, …]
 */
export function awaitedBy(declaration: Declaration, roles: readonly string[]): readonly Awaits[] {
  if (declaration.ends.length === 0) return [];
  const open = declaration.states.filter((state) => !declaration.ends.includes(state));
  return open.flatMap((state) => {
    const ordinary = Object.values(declaration.commands).filter(
      ({ standing, aside, from }) =>
        !standing && !aside && from.kind === 'states' && statesOf(declaration, from).includes(state),
    );
    const moving = ordinary.filter((command) => moves(declaration, command, state));
    const decisive = moving.length > 0 ? moving : ordinary;
    const byRole = (command: CommandDeclaration): boolean =>
      command.by.some((who) => typeof who === 'string' && roles.includes(who));
    if (decisive.some(byRole)) return [{ state, isSure: ordinary.some((one) => byRole(one) && isFree(one)) }];
    const fields = new Set(decisive.flatMap((command) => ownedBy(command, roles)));
    return [...fields].map((own): Awaits => {
      const mine = ordinary.filter((command) => byRole(command) || ownedBy(command, roles).includes(own));
      return { state, own, isSure: mine.some(isFree) };
    });
  });
}

/** Nothing in a case can stand in the way of it. */
function isFree({ unless, notActorOf }: CommandDeclaration): boolean {
  return unless === undefined && notActorOf.length === 0;
}

function ownedBy({ by }: CommandDeclaration, roles: readonly string[]): readonly string[] {
  return by.flatMap((who) => (typeof who === 'object' && 'own' in who && roles.includes(who.role) ? [who.own] : []));
}
