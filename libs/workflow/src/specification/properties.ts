/**
 * What holds for every workflow, whatever it declares: arbitrary forms, arbitrary commands in any order, by arbitrary
 * people, while time goes on. A run that fails says its seed and path: the seed and the first number of the path repeat it.
 */
import * as fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import type { Position, RecordedEvent } from '#libs/event-store';
import type { KeptEvents } from '#libs/event-store/memory';
import { MemoryKeyVault } from '#libs/sealed';
import type { CommandDeclaration, Declaration } from '../declare/declaration.js';
import { jurisdictionOf, maySee } from '../decide/authorise.js';
import type { Case } from '../decide/case.js';
import { fold, standingOf, unborn } from '../decide/fold.js';
import type { Done, Outcome } from '../decide/refusal.js';
import { instant } from '../time/clock.js';
import { arbitraryForm, type Values } from './forms.js';
import { clockFaults } from './clock-faults.js';
import { World, type WorldOptions } from './world.js';

export interface Life extends Values {
  readonly people: WorldOptions['people'];
  readonly registers?: WorldOptions['registers'];
  /** Other workflows that this one refers to or decides by. */
  readonly beside?: WorldOptions['workflows'];
  /** Records what the references name, before anything else happens. */
  readonly prepare?: (world: World) => Promise<unknown>;
  readonly identities?: WorldOptions['identities'];
  /** How long runs go on, in milliseconds; 1,000 unless said. */
  readonly timeMs?: number;
  /** Repeats one run: the seed that a failure tells, and the first number of its path (the rest does not replay). */
  readonly seed?: number;
  readonly path?: string;
}

export interface Property {
  /** A sentence. */
  readonly name: string;
  run(): Promise<void>;
}

const RUNS = 100_000;
/** About a second a workflow; a slow machine does fewer runs, but at least one. */
const TIME_MS = 1_000;
const CLOCKS: readonly string[] = ['PauseClock', 'ResumeClock', 'ExtendDeadline', 'UndoLast'];
const STEPS_MIN = 4;
const STEPS_MAX = 16;
/** Lets time pass between two steps: not at all, within the time for an undo, over a night, over a weekend, over deadlines. */
const PASSING_MS = [0, 0, 0, 60_000, 20 * 60_000, 16 * 3_600_000, 3 * 86_400_000, 12 * 86_400_000] as const;

export function propertiesOf(declaration: Declaration, life: Life): readonly Property[] {
  return [{ name: 'any commands in any order keep what the engine promises', run: () => anyOrder(declaration, life) }];
}

async function anyOrder(declaration: Declaration, life: Life): Promise<void> {
  const beginning = await prepared(declaration, life);
  let done = 0;
  const details = await fc.check(
    fc.asyncProperty(fc.gen(), async (g) => {
      const story = new Story(declaration, life, await World.begin({ ...beginning, kept: [...beginning.kept] }), g);
      const steps = g(fc.integer, { min: STEPS_MIN, max: STEPS_MAX });
      try {
        for (let step = 0; step < steps; step++) await story.step();
      } catch (error) {
        throw new Error(`${(error as Error).message}\nwhat was done:\n${story.told.join('\n')}`, { cause: error });
      }
      done += story.done;
    }),
    {
      numRuns: RUNS,
      interruptAfterTimeLimit: life.timeMs ?? TIME_MS,
      ...(life.seed === undefined ? {} : { seed: life.seed }),
      ...(life.path === undefined ? {} : { path: life.path }),
    },
  );
  if (details.failed) {
    const why = details.errorInstance instanceof Error ? details.errorInstance.message : '';
    throw new Error(`${fc.defaultReportMessage(details) ?? ''}\n${why}`, { cause: details.errorInstance });
  }
  // Where nothing is ever done, nothing is examined: people, registers or values are missing.
  if (life.path === undefined && done === 0) throw new Error(`not one command of ${declaration.name} was done`);
}

/** A world with everything recorded that comes before the case; each run goes on from a copy. */
async function prepared(declaration: Declaration, life: Life): Promise<WorldOptions & { readonly kept: KeptEvents }> {
  const { people, registers, identities, beside = [] } = life;
  const options = {
    workflows: [...beside, { declaration }],
    people,
    ...(registers ? { registers } : {}),
    ...(identities ? { identities } : {}),
    kept: [] as KeptEvents,
    vault: new MemoryKeyVault(),
  };
  const world = await World.begin(options);
  await life.prepare?.(world);
  return options;
}

/** One case and what happens to it. */
class Story {
  done = 0;
  /** What was done so far, as a failure tells it. */
  readonly told: string[] = [];
  #id: string | undefined;
  #commands = 0;

  constructor(
    private readonly declaration: Declaration,
    private readonly life: Life,
    private readonly world: World,
    private readonly g: fc.GeneratorValue,
  ) {}

  async step(): Promise<void> {
    const { declaration, world, g } = this;
    await world.clock.advance(g(fc.constantFrom<number[]>, ...PASSING_MS));
    const by = g(fc.constantFrom<string[]>, ...Object.keys(this.life.people));
    // Half of the time the scheduler is late, and the engine itself must let due timers act first.
    const punctual = g(fc.boolean);
    if (this.#id !== undefined && punctual) await world.letTimersAct(declaration.name, this.#id);
    const offered = await this.#offered(by);
    const commands = Object.values(declaration.commands);
    // Mostly what is offered and moves the case or its clocks, or cases would hardly ever get anywhere.
    const own = offered.filter((each) => !each.standing);
    const clocks = offered.filter((each) => CLOCKS.includes(each.name));
    const among = [own, own, own, clocks, clocks, offered, commands].filter((some) => some.length > 0);
    const chosen = among[g(fc.integer, { min: 0, max: among.length - 1 })] ?? commands;
    const name = g(fc.constantFrom<string[]>, ...chosen.map((each) => each.name));
    const command = declaration.commands[name] as CommandDeclaration;
    const form = g(arbitraryForm, command.form, this.life, world.clock.now());
    await this.#ask(command.name, form, by, punctual && offered.includes(command));
  }

  /** The commands that the engine says this person may issue now; where there is no case yet, those that begin one. */
  async #offered(by: string) {
    const { declaration, world } = this;
    const commands = Object.values(declaration.commands);
    if (this.#id === undefined) return commands.filter((command) => command.from.kind === 'nothing');
    const one = await world.case(declaration.name, this.#id);
    const identity = await world.engine.ports.identities.find(by, 'fresh');
    const { covers } = world.engine.ports;
    const jurisdiction = jurisdictionOf(declaration, one);
    if (!identity || !maySee(declaration, identity, { jurisdiction, data: one.data }, covers)) return [];
    const { actions } = world.engine.possible(declaration, one, identity);
    return commands.filter((command) => command.from.kind !== 'nothing' && actions.includes(command.path));
  }

  async #ask(command: string, form: object, by: string, offered: boolean): Promise<void> {
    const { declaration, world, g } = this;
    const before = this.#id === undefined ? undefined : await world.case(declaration.name, this.#id);
    const asked = {
      by,
      on: before === undefined ? undefined : this.#id,
      workflow: declaration.name,
      id: `00000000-0000-4000-8000-${String(++this.#commands).padStart(12, '0')}`,
      ifMatch: before?.revision,
    };
    const would = await world.when(command, form, { ...asked, dryRun: true });
    const head = await world.store.head();
    const outcome = await world.when(command, form, asked);
    const what = `${command} by ${by} with ${JSON.stringify(form)} while ${before?.state ?? 'nothing'}`;
    agree(what, would, outcome);
    if (outcome.kind !== 'done') {
      if ((await this.#writtenSince(head)).some((event) => event.envelope.actor.kind !== 'timer'))
        throw new Error(`${what} was refused and left a trace`);
      if (offered && before && isOfStateOrRole(declaration, outcome))
        throw new Error(`${what} was offered and refused: ${JSON.stringify(outcome)}`);
      return;
    }
    this.done += before === undefined ? 0 : 1;
    this.told.push(`${instant(world.clock.now())} ${what}`);
    this.#id ??= outcome.id;
    await this.#examined(what);
    const again = await world.when(command, form, asked);
    if (again.kind !== 'done' || !again.replayed || again.version !== outcome.version)
      throw new Error(`${what} is not recognised when it is repeated: ${JSON.stringify(again)}`);
    if (before && declaration.commands[command]?.undoable && g(fc.boolean)) await this.#undo(what, asked.id, by);
  }

  async #writtenSince(head: Position | undefined): Promise<RecordedEvent[]> {
    const written: RecordedEvent[] = [];
    for await (const event of this.world.store.readAll({ after: head })) written.push(event);
    return written;
  }

  /** The case as it is, if it is what its events say and its clocks are right. */
  async #examined(what: string): Promise<Case> {
    const { declaration, world } = this;
    const id = this.#id as string;
    const cached = await world.case(declaration.name, id);
    const events = await world.events(declaration.name, id);
    const folded = fold(declaration, unborn(declaration, `${declaration.name}-${id}`), events);
    if (!isDeepStrictEqual(folded, cached)) throw new Error(`after ${what} the case is not what its events give`);
    const timers = events.flatMap((event) => (event.envelope.deadlines?.armed ?? []).map((one) => one.timerId));
    if (new Set(timers).size !== timers.length) throw new Error(`after ${what} two timers have one id`);
    const [fault] = clockFaults(declaration, cached);
    if (fault !== undefined) throw new Error(`after ${what}: ${fault}`);
    return cached;
  }

  async #undo(what: string, command: string, by: string): Promise<void> {
    const { declaration, world } = this;
    if (!Object.hasOwn(declaration.commands, 'UndoLast')) return;
    // A day in the past is missed at once, and what the engine recorded behind a step lets nobody undo it.
    await world.letTimersAct(declaration.name, this.#id as string);
    if ((await world.case(declaration.name, this.#id as string)).last === undefined) return;
    const asked = { by, on: this.#id, workflow: declaration.name };
    const undone = await world.when('UndoLast', {}, asked);
    if (undone.kind !== 'done') {
      if (undone.kind === 'malformed' || !undone.code.startsWith('command/'))
        throw new Error(`${what} cannot be undone: ${JSON.stringify(undone)}`);
      return;
    }
    const events = await world.events(declaration.name, this.#id as string);
    const first = events.findIndex((event) => event.envelope.command.id === command);
    const before = fold(declaration, unborn(declaration, events[0]?.envelope.stream ?? ''), events.slice(0, first));
    const restored = await this.#examined(`the undoing of ${what}`);
    if (!isDeepStrictEqual(withoutTimers(restored), withoutTimers(before)))
      throw new Error(`${what} was undone, but the case is not as before`);
  }
}

/** What a dry run told must be what happens. */
function agree(what: string, would: Outcome, did: Outcome): void {
  const told = (outcome: Outcome) =>
    outcome.kind === 'done' ? [outcome.state, outcome.version, outcome.events, dates(outcome)] : outcome;
  if (!isDeepStrictEqual(told(would), told(did)))
    throw new Error(`${what}: the dry run told ${JSON.stringify(told(would))}, but then ${JSON.stringify(told(did))}`);
}

function dates({ deadlines }: Done) {
  return deadlines.map(({ name, dueAt }) => [name, dueAt]);
}

function isOfStateOrRole(declaration: Declaration, outcome: Outcome): boolean {
  if (outcome.kind === 'done' || outcome.kind === 'malformed') return false;
  return outcome.kind === 'forbidden' || outcome.kind === 'not-found' || outcome.code.endsWith('-wrong-state');
}

/** What an undo restores; a deadline that runs again has a timer of its own. */
function withoutTimers(one: Case) {
  const standing = standingOf(one);
  const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1);
  return { ...standing, armed: standing.armed.map(({ timerId: _timerId, ...rest }) => rest).sort(byName) };
}
