/**
 * From the declaration alone: every command in every state that does not allow it. Each must be refused with its own
 * code, in a sentence of both languages, and leave no trace.
 */
import * as fc from 'fast-check';
import { firstEvent } from './first-event.js';
import { creates, statesOf, type CommandDeclaration, type Declaration, type Who } from '../declare/declaration.js';
import type { Requester } from '../decide/authorise.js';
import { sentenceOf, type Spoken } from '../words/sentence.js';
import { arbitraryForm, type Values } from './forms.js';
import { TUESDAY, World, type WorldOptions } from './world.js';

export interface WrongStates {
  readonly command: CommandDeclaration;
  /** States in which the command is not allowed. */
  readonly states: readonly string[];
}

/** Somebody with every role everywhere, whom every field of the fold names, and who has done nothing yet. */
const ANYBODY = 'anybody';

export function wrongStatesOf(declaration: Declaration): readonly WrongStates[] {
  return Object.values(declaration.commands)
    .filter((command) => !creates(command))
    .map((command) => {
      const allowed = statesOf(declaration, command.from);
      return { command, states: declaration.states.filter((state) => !allowed.includes(state)) };
    })
    .filter(({ states }) => states.length > 0);
}

/**
 * Asks for a command in each of these states.
 * @throws Error that says where it was not refused as it should be
 */
export async function refusedInWrongStates(
  spoken: Spoken,
  { command, states }: WrongStates,
  known: Values & { readonly beside?: WorldOptions['workflows'] },
): Promise<void> {
  const declaration = ownedByAnybody(spoken.declaration);
  const world = await World.begin({
    workflows: [...(known.beside ?? []), { declaration }],
    people: { [ANYBODY]: rolesOf(declaration).map((role) => `${role}@district`) },
  });
  for (const [index, state] of states.entries()) {
    const id = `case-${index}`;
    await world.store.append(`${declaration.name}-${id}`, 'none', [firstEvent(declaration, id, state, known)]);
    const [form] = fc.sample(arbitraryForm(command.form, known, Date.parse(TUESDAY)), { numRuns: 1, seed: index });
    const head = await world.store.head();
    const outcome = await world.engine.execute({
      workflow: declaration.name,
      command: command.name,
      form,
      target: id,
      requester: requesterOf(command.by),
      ifMatch: 1,
    });
    const code = outcome.kind === 'done' ? 'done' : outcome.kind === 'malformed' ? outcome.problems : outcome.code;
    if (outcome.kind !== 'refused' || code !== `${declaration.name}/${command.path}-wrong-state`)
      throw new Error(`${command.name} while ${state}: ${JSON.stringify(code)}`);
    for (const language of ['zh-CN', 'en'] as const) {
      const sentence = sentenceOf(outcome, spoken, language);
      if (sentence.includes('{') || (language === 'zh-CN') !== /\p{Script=Han}/u.test(sentence))
        throw new Error(`${command.name} while ${state} is refused in ${language} with: ${sentence}`);
    }
    if ((await world.store.head()) !== head) throw new Error(`${command.name} while ${state} left a trace`);
  }
}

/** The same workflow, but that every owner is the same person: otherwise the role would be refused before the state. */
function ownedByAnybody(declaration: Declaration): Declaration {
  const owners = Object.values(declaration.commands).flatMap((command) =>
    command.by.flatMap((who) => (typeof who === 'object' && 'own' in who ? [who.own] : [])),
  );
  const reducers = Object.fromEntries(
    Object.entries(declaration.reducers).map(([name, reduce]) => [
      name,
      (data: never, event: never) => ({ ...(reduce(data, event) as object), ...owned }),
    ]),
  );
  const owned = Object.fromEntries(owners.map((field) => [field, ANYBODY]));
  return { ...declaration, initial: { ...declaration.initial, ...owned }, reducers };
}

function rolesOf(declaration: Declaration): readonly string[] {
  const named = Object.values(declaration.commands).flatMap((command) => command.by.flatMap(roleOf));
  return [...new Set([...named, ...declaration.seenBy])];
}

function roleOf(who: Who): readonly string[] {
  if (typeof who === 'string') return [who];
  return 'own' in who ? [who.role] : [];
}

function requesterOf(by: readonly Who[]): Requester {
  const [engine] = by.flatMap((who) => (typeof who === 'object' && 'engine' in who ? [who.engine] : []));
  const person = by.some((who) => typeof who === 'string' || 'own' in who);
  return person || engine === undefined ? { kind: 'person', id: ANYBODY } : { kind: 'system', id: engine };
}
