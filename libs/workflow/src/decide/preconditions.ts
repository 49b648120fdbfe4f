/** Step 6: the revision that was seen, the state, the guards, both times, days within bounds, references that name something. */
import type { Actor, JsonObject } from '#libs/event-store';
import { creates, type CommandDeclaration, type Declaration } from '../declare/declaration.js';
import { problem, type Problem } from '../declare/fields/field.js';
import { addDays, compareDays, dayOf } from '../time/day.js';
import type { TimeTable } from '../time/timetable.js';
import { jurisdictionOf } from './authorise.js';
import type { Case } from './case.js';
import { clocksOf } from './clocks-of.js';
import type { Facts, Registers } from './facts.js';
import { guardRefusal, possibleFor, stateRefusal } from './possible.js';
import { refused, type Outcome } from './refusal.js';
import type { EnginePorts, Identified } from './request.js';
import { entryRefusal } from './two-times.js';

export function preconditions(
  { declaration, command, request, form, occurredAt, lateReason }: Identified,
  { one, facts }: { readonly one: Case; readonly facts: Facts },
  {
    now,
    actor,
    timeTable,
    ports,
  }: { readonly now: string; readonly actor: Actor; readonly timeTable: TimeTable; readonly ports: EnginePorts },
): Outcome | undefined {
  if (request.ifMatch !== undefined && request.ifMatch !== one.revision)
    return refused('changed', 'command/changed-meanwhile', { revision: one.revision });
  if (command.sensitive && request.ifMatch === undefined && request.requester.kind === 'person')
    return refused('revision-needed', 'command/revision-needed');
  if (!creates(command)) {
    const wrong = stateRefusal(declaration, command, one);
    if (wrong) {
      const possible = possibleFor(declaration, one, actor, guarded(declaration, one, actor, now, timeTable));
      return { ...wrong, params: { ...wrong.params, possible: possible.actions.join(', ') } };
    }
    const refusal = guardRefusal(declaration, command, guarded(declaration, one, actor, now, timeTable));
    if (refusal) return refusal;
  }
  const late =
    request.requester.kind === 'person'
      ? entryRefusal(
          { occurredAt, lateReason },
          one,
          actor,
          now,
          timeTable,
          jurisdictionOf(declaration, one),
          ports.lateEntryRoles,
        )
      : undefined;
  if (late) return late;
  const problems = [
    ...daysOutOfRange(command, form, now),
    ...facts.unknown,
    ...unknownInRegisters(command, form, ports.registers),
  ];
  return problems.length > 0 ? { kind: 'malformed', problems } : undefined;
}

/** What guards are told of a case. */
export function guarded(
  declaration: Declaration,
  one: Case,
  actor: Pick<Actor, 'id' | 'kind' | 'roles' | 'jurisdiction'>,
  now: string,
  timeTable: TimeTable,
) {
  return {
    id: one.id,
    data: one.data,
    state: one.state,
    actor,
    now,
    settings: timeTable.allOf(declaration.name, now, jurisdictionOf(declaration, one)),
    clocks: clocksOf(declaration, one, timeTable, now),
  };
}

function daysOutOfRange(command: CommandDeclaration, form: JsonObject, now: string): Problem[] {
  return Object.entries(command.form).flatMap(([name, { range }]) => {
    const day = form[name];
    if (!range || typeof day !== 'string') return [];
    const [from, until] = [addDays(dayOf(now), -range.agoMax), addDays(dayOf(now), range.aheadMax)];
    return compareDays(day, from) < 0 || compareDays(day, until) > 0
      ? [problem(`/${name}`, 'day-range', { from, until })]
      : [];
  });
}

function unknownInRegisters(command: CommandDeclaration, form: JsonObject, registers: Registers): Problem[] {
  return Object.entries(command.form).flatMap(([name, field]) =>
    field.references.flatMap(({ path, to }) => {
      const known = registers[to];
      const value = form[name];
      if (!known || path.length > 0 || typeof value !== 'string' || known(value)) return [];
      return [problem(`/${name}`, 'unknown-reference', { to, id: value })];
    }),
  );
}
