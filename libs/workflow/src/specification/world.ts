/**
 * A world for tests: the real engine on stores in memory, a virtual clock, and people with roles. A test reads as given
 * (what was done), when (what is asked), then (what is recorded or refused).
 */
import { randomUUIDv7 } from 'node:crypto';
import { uuidV5, type EventStore, type RecordedEvent } from '#libs/event-store';
import { MemoryEventStore, type KeptEvents } from '#libs/event-store/memory';
import { MemoryKeyVault, type KeyVault } from '#libs/sealed';
import type { Workflow } from '../declare/builder.js';
import type { Declaration } from '../declare/declaration.js';
import type { Bag } from '../declare/types.js';
import type { Grant, Identities, Identity } from '../decide/authorise.js';
import type { Case } from '../decide/case.js';
import { Cases } from '../decide/cases.js';
import { Engine } from '../decide/execute.js';
import { timerRequest, type CommandRequest } from '../decide/request.js';
import type { Done, Outcome, Refused } from '../decide/refusal.js';
import { openData, subjectsIn } from '../decide/sealing.js';
import type { Registers } from '../decide/facts.js';
import type { EngineWatch } from '../decide/watch.js';
import { VirtualClock } from '../time/clock.js';
import { installDefaults } from '../time/install.js';
import { calendar, setting } from '../time/settings.js';
import { TimeTables } from '../time/time-tables.js';

export interface WorldOptions {
  readonly workflows: readonly Pick<Workflow<Bag>, 'declaration'>[];
  /** People by id, with their grants as `role@jurisdiction`. */
  readonly people: Readonly<Record<string, readonly string[]>>;
  readonly start?: string;
  readonly registers?: Registers;
  readonly lateEntryRoles?: readonly string[];
  readonly store?: EventStore;
  readonly kept?: KeptEvents;
  readonly vault?: KeyVault;
  /** Instead of the people given: where identities are themselves recorded. */
  readonly identities?: (cases: Cases) => Identities;
  readonly watch?: EngineWatch;
}

type Asked = Omit<CommandRequest, 'workflow' | 'command' | 'form' | 'requester' | 'target'> & {
  readonly by?: string;
  readonly on?: string | undefined;
  readonly workflow?: string;
};

/** Tuesday, 24 November 2026, 09:00 in Beijing. */
export const TUESDAY = '2026-11-24T01:00:00.000Z';

export class World {
  readonly clock: VirtualClock;
  readonly store: EventStore;
  readonly vault: KeyVault;
  readonly cases: Cases;
  readonly engine: Engine;
  readonly timeTables: TimeTables;
  readonly #people: Map<string, readonly string[]>;

  private constructor(options: WorldOptions) {
    const declarations = new Map<string, Declaration>(
      [setting, calendar, ...options.workflows].map(({ declaration }) => [declaration.name, declaration]),
    );
    this.clock = new VirtualClock(options.start ?? TUESDAY);
    this.store = options.store ?? new MemoryEventStore(options.kept);
    this.vault = options.vault ?? new MemoryKeyVault();
    this.cases = new Cases(this.store, declarations);
    this.timeTables = new TimeTables(this.cases, this.clock);
    this.#people = new Map(Object.entries(options.people));
    this.engine = new Engine({
      store: this.store,
      vault: this.vault,
      clock: this.clock,
      cases: this.cases,
      identities: options.identities?.(this.cases) ?? { find: (person) => Promise.resolve(this.#identity(person)) },
      timeTable: () => this.timeTables.now,
      registers: options.registers ?? {},
      covers: (grant, jurisdiction) =>
        grant === 'district' || grant === jurisdiction || jurisdiction.startsWith(`${grant}/`),
      lateEntryRoles: options.lateEntryRoles ?? ['officer'],
      newId: () => randomUUIDv7(),
      watch: options.watch,
    });
  }

  /** A world whose settings and calendars are installed. */
  static async begin(options: WorldOptions): Promise<World> {
    const world = new World(options);
    await world.timeTables.refresh();
    await installDefaults(world.engine);
    await world.timeTables.refresh();
    return world;
  }

  /** Gives a person other roles from now on. */
  grant(person: string, ...grants: string[]): void {
    this.#people.set(person, grants);
  }

  /** Asks the engine, and gives what it says. */
  when(command: string, form: unknown, { by = 'nobody', on, workflow, ...more }: Asked = {}): Promise<Outcome> {
    return this.engine.execute({
      workflow: workflow ?? this.#workflowOf(command),
      command,
      form,
      requester: { kind: 'person', id: by },
      target: on,
      ...more,
    });
  }

  /** Something that was done: fails where the engine says no. */
  async given(command: string, form: unknown, asked: Asked = {}): Promise<Done> {
    const outcome = await this.when(command, form, asked);
    if (outcome.kind !== 'done') throw new Error(`${command} was not done: ${JSON.stringify(outcome)}`);
    return outcome;
  }

  /** The case of this id, to the end of its stream. */
  async case(workflow: string, id: string): Promise<Case> {
    return this.cases.fresh(workflow, id);
  }

  events(workflow: string, id: string): Promise<RecordedEvent[]> {
    return this.cases.events(workflow, id);
  }

  /** Types of everything recorded of a case. */
  async history(workflow: string, id: string): Promise<string[]> {
    return (await this.events(workflow, id)).map((event) => event.envelope.type);
  }

  /** The data of the newest event, opened. */
  async newest(workflow: string, id: string): Promise<Record<string, unknown>> {
    const event = (await this.events(workflow, id)).at(-1);
    if (event) await this.vault.load(subjectsIn([event.data]));
    return event ? openData(event.data, event.envelope.id, this.vault) : {};
  }

  /** Lets every due timer of a case act, as the scheduler does. */
  async letTimersAct(workflow: string, id: string): Promise<number> {
    let acted = 0;
    for (; acted < 1_000; acted++) {
      const one = await this.case(workflow, id);
      const now = new Date(this.clock.now()).toISOString();
      const due = one.armed.filter((timer) => timer.dueAt <= now).sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1))[0];
      if (!due) return acted;
      const outcome = await this.engine.execute(timerRequest(this.cases.declaration(workflow), one, due));
      if (outcome.kind !== 'done') throw new Error(`timer ${due.name} was not done: ${JSON.stringify(outcome)}`);
    }
    throw new Error('timers without end');
  }

  /** Standing commands are everywhere: then the workflow declared last is meant. */
  #workflowOf(command: string): string {
    return (
      [...this.cases.declarations.values()].findLast((declaration) => Object.hasOwn(declaration.commands, command))
        ?.name ?? ''
    );
  }

  #identity(person: string): Identity | undefined {
    const grants = this.#people.get(person);
    if (!grants) return undefined;
    const parsed = grants.map((grant): Grant => {
      const [role = '', jurisdiction = 'district'] = grant.split('@');
      return { role, jurisdiction };
    });
    return {
      id: person,
      active: true,
      grants: parsed,
      authority: uuidV5('5f0c1d0e-6a55-4a1c-9d3b-1f7a5f1f2c11', person + grants.join()),
      version: grants.length,
    };
  }
}

/** The code of a refusal, or what else came of it. */
export function codeOf(outcome: Outcome): string {
  return outcome.kind === 'done'
    ? 'done'
    : outcome.kind === 'malformed'
      ? outcome.problems.map((one) => `${one.pointer} ${one.rule}`).join('; ')
      : (outcome as Refused).code;
}
