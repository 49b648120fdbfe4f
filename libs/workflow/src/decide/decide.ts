/** Step 7: ask the declaration. Pure but for reading the case's own history where a correction needs it. */
import { uuidV5, type Actor, type JsonObject } from '#libs/event-store';
import type {
  CommandDeclaration,
  Decision,
  Declaration,
  DecisionInput,
  Emitted,
  Refusal,
} from '../declare/declaration.js';
import type { StandingInput } from '../standing/standing.js';
import { dueDay, momentOn } from '../time/day.js';

import { dueAt } from '../time/span.js';
import type { TimeTable } from '../time/timetable.js';
import { jurisdictionOf } from './authorise.js';
import type { Case } from './case.js';
import type { Cases } from './cases.js';
import { clocksOf } from './clocks-of.js';
import { correctable } from './correct.js';
import { ownCode } from './possible.js';
import { refused, type Malformed, type Refused } from './refusal.js';
import type { Facts } from './facts.js';

export interface Known {
  readonly declaration: Declaration;
  readonly command: CommandDeclaration;
  readonly form: JsonObject;
  readonly one: Case;
  readonly actor: Actor;
  readonly facts: Facts['values'];
  readonly related?: Facts['related'];
  readonly now: string;
  readonly occurredAt: string;
  readonly timeTable: TimeTable;
  readonly commandId: string;
}

export async function decide(
  known: Known,
  cases: Cases,
): Promise<{ emitted: readonly Emitted[] } | Refused | Malformed> {
  const { declaration, command, form } = known;
  const input = inputOf(known);
  let decision: Decision;
  if (!command.decide) decision = { event: command.yields[0] as string, data: form };
  else if (command.name === 'Correct' && command.standing) {
    const corrected = await correctable(declaration, form, known.one, cases);
    if ('kind' in corrected) return corrected;
    decision = command.decide({ ...input, ...corrected } as DecisionInput);
  } else decision = command.decide(input);
  if (isRefusal(decision)) {
    const { params, field } = decision;
    const refusal = refused('refused', ownCode(declaration, command, decision.refused), params);
    return field === undefined ? refusal : { ...refusal, pointer: `/${field}` };
  }
  const emitted = Array.isArray(decision) ? (decision as readonly Emitted[]) : [decision as Emitted];
  // Every success records something.
  return emitted.length === 0 ? refused('refused', `${declaration.name}/nothing-changed`) : { emitted };
}

function isRefusal(decision: Decision): decision is Refusal {
  return 'refused' in decision;
}

function inputOf({
  declaration,
  command,
  form,
  one,
  actor,
  facts,
  related,
  now,
  occurredAt,
  timeTable,
  commandId,
}: Known): StandingInput {
  const jurisdiction = jurisdictionOf(declaration, one);
  return {
    id: one.id,
    form,
    data: one.data,
    state: one.state,
    facts: told(facts, declaration),
    settings: timeTable.allOf(declaration.name, now, jurisdiction),
    actor,
    now,
    occurredAt,
    emit: Object.fromEntries(
      command.yields.map((event) => [event, (data: JsonObject): Emitted => ({ event, data: withoutUndefined(data) })]),
    ),
    refuse: (code, params = {}) => ({ refused: code, params }),
    refuseAt: (field, code, params = {}) => ({ refused: code, params, field }),
    mint: (name) => uuidV5(commandId, name),
    lastDay: (from, span) => dueDay(dueAt(momentOn(from, 0), span, timeTable.calendar).dueAt),
    clocks: clocksOf(declaration, one, timeTable, now),
    recorded: { correctable: {} },
    related,
  };
}

/** A fact that is asked for but was not there to be read is a mistake in the declaration, said by name. */
function told(facts: Facts['values'], declaration: Declaration): Facts['values'] {
  const missing = Object.keys(declaration.facts).filter((name) => !Object.hasOwn(facts, name));
  const whole = { ...facts };
  for (const name of missing)
    Object.defineProperty(whole, name, {
      get: () => {
        throw new RangeError(`${declaration.name} decides by the fact ${name}, but nothing names it here`);
      },
    });
  return whole;
}

function withoutUndefined(data: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));
}
