/** What a dry run tells of a step besides its events: what the rule works out from what was entered. Nothing sealed. */
import type { JsonObject } from '#libs/event-store';
import type { Emitted, Foretold } from '../declare/declaration.js';
import { jurisdictionOf } from './authorise.js';
import type { Known } from './decide.js';

export function followsFrom(known: Known, emitted: readonly Emitted[]): JsonObject {
  return { ...workedOut(known, emitted), ...foretold(known) };
}

/** What the events would say that nobody entered, as far as it is decided on: what is sealed or only describes is left out. */
function workedOut({ declaration, form }: Known, emitted: readonly Emitted[]): JsonObject {
  return Object.fromEntries(
    emitted.flatMap(({ event, data }) => {
      const fields = declaration.events[event]?.fields ?? {};
      return Object.entries(data).filter(([name, value]) => {
        const traits = fields[name]?.traits;
        return value !== undefined && !Object.hasOwn(form, name) && traits && !traits.sealed && !traits.note;
      });
    }),
  );
}

/** What the declaration says of the step, or of undoing it. */
function foretold({ declaration, command, form, one, now, timeTable }: Known): Foretold {
  if (command.standing && command.name === 'UndoLast')
    return declaration.commands[one.last?.command ?? '']?.undoForetells ?? {};
  const settings = timeTable.allOf(declaration.name, now, jurisdictionOf(declaration, one));
  return command.foretells?.({ form, data: one.data, state: one.state, settings }) ?? {};
}
