/** The real engine over any store, with a workflow whose one deadline passes a minute after a chore was asked for. */
import { randomUUIDv7 } from 'node:crypto';
import type { EventStore } from '#libs/event-store';
import { MemoryKeyVault } from '#libs/sealed';
import {
  anyOpen,
  calendar,
  Cases,
  Engine,
  engine,
  ends,
  installDefaults,
  minutes,
  nothing,
  on,
  setting,
  text,
  TimeTables,
  workflow,
  type Clock,
  type Declaration,
} from '#libs/workflow';

export const CHORE_MS = 60_000;

const chore = workflow('chore', { path: 'chores', jurisdiction: 'house' })
  .events({
    ChoreAsked: on('asked', { house: text(1, 20), what: text(1, 100) }),
    ChoreDropped: ends('dropped', {}),
  })
  .data({ house: '' }, { ChoreAsked: (data, event) => ({ ...data, house: event.house }) })
  .settings({ do: minutes(1) })
  .deadline('do', { while: ['asked'], setting: 'do' })
  .command('AskChore', { by: [engine('house')], from: nothing, yields: ['ChoreAsked'] })
  .command('DropChore', { by: [engine('house')], from: anyOpen, yields: ['ChoreDropped'] })
  .standing({});

/** @param clock stamps what is recorded */
export async function choreEngine(store: EventStore, clock: Clock): Promise<Engine> {
  const declarations = new Map<string, Declaration>(
    [setting, calendar, chore].map(({ declaration }) => [declaration.name, declaration]),
  );
  const cases = new Cases(store, declarations);
  const timeTables = new TimeTables(cases, clock);
  const one = new Engine({
    store,
    vault: new MemoryKeyVault(),
    clock,
    cases,
    identities: { find: () => Promise.resolve(undefined) },
    timeTable: () => timeTables.now,
    registers: {},
    covers: () => false,
    lateEntryRoles: [],
    newId: () => randomUUIDv7(),
  });
  await timeTables.refresh();
  await installDefaults(one);
  await timeTables.refresh();
  return one;
}

/** Asks for a chore. @returns its id */
export async function askChore(one: Engine, what: string): Promise<string> {
  const outcome = await one.execute({
    workflow: 'chore',
    command: 'AskChore',
    form: { house: 'h1', what },
    requester: { kind: 'system', id: 'house' },
  });
  if (outcome.kind !== 'done') throw new Error(`not asked: ${JSON.stringify(outcome)}`);
  return outcome.id;
}
