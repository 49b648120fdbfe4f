/** What a person may do with a case now, and why not the rest. Needs no form, so it is told with every answer. */
import {
  creates,
  statesOf,
  type CommandDeclaration,
  type Declaration,
  type GuardInput,
} from '../declare/declaration.js';
import type { Clocks } from '../standing/clocks.js';
import { mayIssue } from './authorise.js';
import type { Case } from './case.js';
import { nearestFor } from './nearest.js';
import { refused, type Possible, type Refused } from './refusal.js';

/** What guards may know; the clocks are for standing commands. */
export type Guarded = Omit<GuardInput, 'refuse'> & { readonly clocks: Clocks };

/** Why a command is not possible in this state, if so. */
export function stateRefusal(declaration: Declaration, command: CommandDeclaration, one: Case): Refused | undefined {
  if (statesOf(declaration, command.from).includes(one.state)) return undefined;
  const needs = nearestFor(declaration, command, one.state);
  return refused('refused', `${declaration.name}/${command.path}-wrong-state`, {
    command: command.name,
    state: one.state,
    ...(needs === undefined ? {} : { needs: needs.state, through: needs.through }),
  });
}

/** What the command's own guard says, before any form. */
export function guardRefusal(
  declaration: Declaration,
  command: CommandDeclaration,
  input: Guarded,
): Refused | undefined {
  const said = command.unless?.({ ...input, refuse: (code, params = {}) => ({ refused: code, params }) });
  return said && refused('refused', ownCode(declaration, command, said.refused), said.params);
}

/** `complaint/needs-consent` for a refusal of the workflow's own, `complaint/undo-last-too-late` for a standing one. */
export function ownCode(declaration: Declaration, command: CommandDeclaration, code: string): string {
  return command.standing ? `${declaration.name}/${command.path}-${code}` : `${declaration.name}/${code}`;
}

export function possibleFor(
  declaration: Declaration,
  one: Case,
  person: { id: string; roles: readonly string[] },
  input: Guarded,
): Possible {
  const actions: string[] = [];
  const ahead: string[] = [];
  const refusals: Possible['refusals'][number][] = [];
  for (const command of Object.values(declaration.commands)) {
    if (creates(command) || !command.by.some((who) => typeof who === 'string' || 'own' in who)) continue;
    const no = !mayIssue(command.by, person.roles, person.id, one)
      ? refused('forbidden', 'command/not-your-role', { command: command.name })
      : command.notActorOf.some((type) => one.actors[type]?.includes(person.id))
        ? refused('forbidden', 'command/separated-duties', { command: command.name })
        : (stateRefusal(declaration, command, one) ?? guardRefusal(declaration, command, input));
    if (no) refusals.push({ action: command.path, code: no.code, params: no.params });
    else {
      actions.push(command.path);
      if (command.aheadWhen?.(one.data as never)) ahead.push(command.path);
    }
  }
  return { actions, ahead, refusals };
}

export type { Possible };
