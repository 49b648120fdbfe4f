/**
 * The chain in which a workflow is written down. Signatures and documentation; what the words mean to the engine is
 * said in `declaration.ts`, what they mean to the compiler in `types.ts`.
 */
import { standingCommands, standingEvents, type StandingRules } from '../standing/standing.js';
import {
  commandPath,
  type CommandDeclaration,
  type Decision,
  type DeadlineDeclaration,
  type Declaration,
  type EventDeclaration,
  type FactDeclaration,
  type Foretold,
  type From,
  type Refusal,
  type SettingValue,
  type Who,
} from './declaration.js';
import type { Fields } from './fields/field.js';
import type {
  Bag,
  CommandTypes,
  Deciding,
  EventDef,
  EventName,
  Fact,
  Guarding,
  InitialData,
  Reducers,
  SettingTypes,
  SpanSettingOf,
  StateOf,
  UntilOf,
  With,
} from './types.js';

/** The event leads its case into this state. */
export function on<const S extends string, F extends Fields>(
  to: S,
  fields: F,
  more: { pausesClocks?: boolean } = {},
): EventDef<S, F> {
  return { move: 'on', to, fields, pausesClocks: more.pausesClocks ?? false, schema: 1, upcasters: {} };
}

/** The event ends its case in this state. */
export function ends<const S extends string, F extends Fields>(to: S, fields: F): EventDef<S, F> {
  return { move: 'ends', to, fields, pausesClocks: false, schema: 1, upcasters: {} };
}

/**
 * The event leaves its case where it is. `shownAs` answers a field under another name, which the texts' `told` has words
 * for: `{ number: 'rulingNumber' }` where `number` is what the case itself is called by. A note keeps its name.
 */
export function stay<F extends Fields>(
  fields: F,
  more: { shownAs?: { readonly [K in keyof F & string]?: string } } = {},
): EventDef<never, F> {
  const shownAs = more.shownAs as Readonly<Record<string, string>> | undefined;
  const note = Object.keys(shownAs ?? {}).find((name) => fields[name]?.traits.note);
  if (note !== undefined) throw new TypeError(`${note} may be corrected, and so is shown under its own name`);
  return {
    ...{ move: 'stay', to: undefined, fields, pausesClocks: false, schema: 1, upcasters: {} },
    ...(shownAs ? { shownAs } : {}),
  };
}

/** The event leads its case back to where an event that pauses the clocks took it from; the engine records that state. */
export function back<F extends Fields>(fields: F): EventDef<never, F> {
  return { move: 'back', to: undefined, fields, pausesClocks: false, schema: 1, upcasters: {} };
}

/**
 * The same event with a newer form of its data. `upcasters[n]` turns data of schema n into that of n + 1; the newest
 * schema is one more than the highest.
 */
export function evolved<D extends EventDef>(
  event: D,
  upcasters: Readonly<Record<number, (data: never) => unknown>>,
): D {
  return { ...event, schema: Math.max(0, ...Object.keys(upcasters).map(Number)) + 1, upcasters };
}

/** Only the person whom this field of the fold names, and only in this role. */
export function own<const F extends string>(
  field: F,
  role: string = field,
): { readonly own: F; readonly role: string } {
  return { own: field, role };
}

/** Only the engine, for the reaction or timer named; such a command has no route and no form for people. */
export function engine<const N extends string>(name: N): { readonly engine: N } {
  return { engine: name };
}

/** The command begins a case. */
export const nothing = { kind: 'nothing' } as const;
/** The command is possible until the case has ended. */
export const anyOpen = { kind: 'open', except: [] } as const;
/** The command is possible in every state, ends included. */
export const anywhere = { kind: 'any' } as const;

/** A fact that decide may know: the case of another workflow, named by a field of the form or of the fold. */
export function fact<D>(workflow: string, by: string): FactDeclaration & { readonly type?: Fact<D> } {
  return { workflow, by };
}

export interface WorkflowOptions<J extends string | undefined> {
  /** Plural, as in URLs: `complaints`. */
  readonly path: string;
  readonly jurisdiction?: J;
  /** The field of the fold that says where within its jurisdiction a case lies; whoever has rights just there reaches it. */
  readonly within?: string;
  readonly key?: readonly string[];
  readonly seenBy?: readonly string[];
  /** `{ department: 'department' }`: a department sees only what the field of the fold refers to it. */
  readonly seenWhereNamed?: Readonly<Record<string, string>>;
  /** The field of the fold with the jurisdictions that handled a case before it moved on: they go on reading it. */
  readonly sightKeptBy?: string;
  /** `{ outcome: 'concluded' }`: what is shown of the field is what the fold says under the other name, nothing where empty. */
  readonly shownBy?: Readonly<Record<string, string>>;
  /** What its cases are called is public: everybody signed in may name one that lies beyond their own reach. */
  readonly publicNames?: true;
}

type OwnField<B extends Bag> = keyof B['data'] & string;

interface CommandInput<
  B extends Bag,
  Y extends EventName<B>,
  F extends Fields,
  R extends CommandTypes['refuses'],
  G extends string,
> {
  readonly by: readonly (string | { readonly own: OwnField<B>; readonly role: string } | { readonly engine: G })[];
  readonly notActorOf?: readonly EventName<B>[];
  readonly from:
    | readonly StateOf<B>[]
    | typeof nothing
    | typeof anyOpen
    | typeof anywhere
    | { readonly openExcept: readonly StateOf<B>[] };
  /** The events it may record; the first one's fields are the form where none is given. */
  readonly yields: readonly [Y, ...Y[]];
  readonly form?: F;
  /** Refusals of its own: code → the names that its sentence may use. */
  readonly refuses?: R;
  /** Why not, as far as the case itself says; shown before any form is filled in. */
  readonly unless?: (input: Guarding<B, R>) => Refusal | undefined;
  /** Without one, the form is the event. */
  readonly decide?: (input: Deciding<B, Y, F, R>) => Decision;
  /** What a dry run tells beyond what the events would say: `{ attempt: 2 }`. The texts' `told` have words for it. */
  readonly foretells?: (input: Pick<Deciding<B, Y, F, R>, 'form' | 'data' | 'state' | 'settings'>) => Foretold;
  /** The same of undoing it. */
  readonly undoForetells?: Foretold;
  readonly undoable?: boolean;
  /** Whoever sends it must say by `If-Match` which revision they saw. */
  readonly sensitive?: boolean;
  readonly bulk?: boolean;
  /** Leaves the ordinary way: possible, but never told as the next step before others. */
  readonly aside?: boolean;
  /** Where this holds, it is told as the next step before all others, aside or not. */
  readonly aheadWhen?: (data: B['data']) => boolean;
}

interface DeadlineInput<B extends Bag> {
  readonly while: readonly StateOf<B>[];
  readonly when?: (data: B['data']) => boolean;
  readonly setting?: SpanSettingOf<B>;
  /** Counted from the newest of these events, or from the day that an event names: `'AgreementRecorded.effectiveOn'`. */
  readonly from?: EventName<B> | UntilOf<B> | readonly EventName<B>[];
  readonly until?: UntilOf<B>;
  readonly pausable?: boolean;
  readonly extend?: 'once';
  readonly urgent?: boolean;
}

type FactTypes<T extends Readonly<Record<string, FactDeclaration & { readonly type?: unknown }>>> = {
  readonly [K in keyof T]: NonNullable<T[K]['type']>;
};

/** A workflow while and after it is written: an immutable value that each word of the chain extends. */
export class Workflow<B extends Bag, J extends string | undefined = string | undefined> {
  /** Only for inference; never set. */
  declare readonly types?: B;

  constructor(readonly declaration: Declaration) {}

  /** Every event of the workflow; the event decides where the case stands. */
  events<E extends Readonly<Record<string, EventDef>>>(events: E): Workflow<With<B, 'events', E>, J> {
    const declared = Object.entries(events).map(([name, event]): [string, EventDeclaration] => [
      name,
      {
        name,
        move: event.move,
        ...(event.to === undefined ? {} : { to: event.to }),
        fields: event.fields,
        schema: event.schema,
        upcasters: event.upcasters as EventDeclaration['upcasters'],
        pausesClocks: event.pausesClocks,
        ...(event.shownAs ? { shownAs: event.shownAs } : {}),
        standing: false,
      },
    ]);
    return this.extended({
      events: { ...standingEvents, ...Object.fromEntries(declared) },
      states: unique(declared.flatMap(([, event]) => event.to ?? [])),
      ends: unique(declared.flatMap(([, event]) => (event.move === 'ends' ? (event.to ?? []) : []))),
    });
  }

  /** The fold: only what later decisions need. A reducer sees neither notes nor sealed values. */
  data<D extends object>(
    initial: D & InitialData<J, D>,
    reducers: Reducers<B['events'], D>,
  ): Workflow<With<B, 'data', D>, J> {
    return this.extended({
      initial: initial as Record<string, unknown>,
      reducers: reducers as Declaration['reducers'],
    });
  }

  /** What decide may know of other workflows; resolved before it is asked. */
  facts<T extends Readonly<Record<string, FactDeclaration & { readonly type?: unknown }>>>(
    facts: T,
  ): Workflow<With<B, 'facts', FactTypes<T>>, J> {
    return this.extended({ facts });
  }

  /** The numbers that the district may change, with their defaults: `{ accept: workingDays(1), reopenings: 2 }`. */
  settings<const S extends Readonly<Record<string, SettingValue>>>(
    settings: S,
  ): Workflow<With<B, 'settings', SettingTypes<S>>, J> {
    const named = Object.entries(settings).map(([name, value]) => [`${this.declaration.name}.${name}`, value]);
    return this.extended({ settings: Object.fromEntries(named) as Declaration['settings'] });
  }

  /** Something that is to be done while the case waits in these states. */
  deadline<const N extends string>(
    name: N,
    input: DeadlineInput<B>,
  ): Workflow<With<B, 'deadlines', B['deadlines'] | N>, J> {
    if (Object.values(this.declaration.commands).some(({ standing }) => standing))
      throw new TypeError(`the deadline ${name} is declared after the standing steps, whose forms would not name it`);
    const [event, field] = input.until?.split('.') ?? [];
    const [from, day] = typeof input.from === 'string' ? input.from.split('.') : [];
    const declared: DeadlineDeclaration = {
      name,
      while: input.while,
      ...(input.when ? { when: input.when as DeadlineDeclaration['when'] & {} } : {}),
      ...(input.setting ? { setting: `${this.declaration.name}.${input.setting}` } : {}),
      from: from === undefined ? ((input.from ?? []) as readonly string[]) : [from],
      ...(day === undefined ? {} : { day }),
      ...(event !== undefined && field !== undefined ? { until: { event, field } } : {}),
      pausable: input.pausable ?? false,
      extend: input.extend ?? 'never',
      urgent: input.urgent ?? false,
    };
    return this.extended({ deadlines: { ...this.declaration.deadlines, [name]: declared } });
  }

  /** Something that people (or the engine) may do with a case. */
  command<
    const N extends string,
    const Y extends EventName<B>,
    F extends Fields = B['events'][Y]['fields'],
    const R extends CommandTypes['refuses'] = Record<never, readonly string[]>,
    const G extends string = never,
  >(
    name: N,
    input: CommandInput<B, Y, F, R, G>,
  ): Workflow<
    With<
      B,
      'commands',
      B['commands'] & { readonly [K in N]: { readonly form: F; readonly refuses: R; readonly engines: G } }
    >,
    J
  > {
    const first = this.declaration.events[input.yields[0]];
    if (!first) throw new TypeError(`${name} yields ${input.yields[0]}, which is no event of ${this.declaration.name}`);
    const declared: CommandDeclaration = {
      name,
      path: commandPath(this.declaration.name, name),
      by: input.by as readonly Who[],
      notActorOf: input.notActorOf ?? [],
      from: fromOf(input.from),
      form: input.form ?? first.fields,
      yields: input.yields,
      refuses: input.refuses ?? {},
      ...(input.unless ? { unless: input.unless as unknown as NonNullable<CommandDeclaration['unless']> } : {}),
      ...(input.decide ? { decide: input.decide as unknown as NonNullable<CommandDeclaration['decide']> } : {}),
      ...(input.foretells
        ? { foretells: input.foretells as unknown as NonNullable<CommandDeclaration['foretells']> }
        : {}),
      ...(input.undoForetells ? { undoForetells: input.undoForetells } : {}),
      ...(input.aheadWhen ? { aheadWhen: input.aheadWhen as NonNullable<CommandDeclaration['aheadWhen']> } : {}),
      undoable: input.undoable ?? false,
      sensitive: input.sensitive ?? false,
      bulk: input.bulk ?? false,
      aside: input.aside ?? false,
      standing: false,
    };
    return this.extended({ commands: { ...this.declaration.commands, [name]: declared } });
  }

  /**
   * Who may do what every case of every workflow offers: comment, link, correct, undo, pause, extend, excuse. Said after
   * the deadlines, which its forms name.
   */
  standing(rules: StandingRules): Workflow<B, J> {
    const { commands, deadlines } = this.declaration;
    return this.extended({ commands: { ...commands, ...standingCommands(rules, deadlines) } });
  }

  /** States that nothing leads into any more; cases that stand there may still leave. */
  retired<const S extends string>(...states: readonly S[]): Workflow<B, J> {
    return this.extended({ retired: states, states: unique([...this.declaration.states, ...states]) });
  }

  private extended<C extends Bag>(more: Partial<Declaration>): Workflow<C, J> {
    return new Workflow<C, J>({ ...this.declaration, ...more });
  }
}

type Empty<N extends string> = {
  readonly name: N;
  readonly events: Record<never, EventDef>;
  readonly data: object;
  readonly facts: object;
  readonly settings: object;
  readonly deadlines: never;
  readonly commands: Record<never, CommandTypes>;
};

/**
 * Begins a workflow. Its name is singular, lower case, words joined by `_`: it is the category of its streams.
 * @throws TypeError where the name could not be one.
 */
export function workflow<const N extends string, const J extends string | undefined = undefined>(
  name: N,
  options: WorkflowOptions<J>,
): Workflow<Empty<N>, J> {
  if (!/^[a-z][a-z0-9_]*$/.test(name))
    throw new TypeError(`a workflow is named in lower case without a hyphen, not ${JSON.stringify(name)}`);
  return new Workflow<Empty<N>, J>({
    name,
    path: options.path,
    ...(options.jurisdiction === undefined ? {} : { jurisdiction: options.jurisdiction }),
    ...(options.within === undefined ? {} : { within: options.within }),
    ...(options.key === undefined ? {} : { key: options.key }),
    seenBy: options.seenBy ?? [],
    seenWhereNamed: options.seenWhereNamed ?? {},
    ...(options.sightKeptBy === undefined ? {} : { sightKeptBy: options.sightKeptBy }),
    ...(options.shownBy === undefined ? {} : { shownBy: options.shownBy }),
    publicNames: options.publicNames ?? false,
    states: [],
    ends: [],
    retired: [],
    events: standingEvents,
    initial: {},
    reducers: {},
    facts: {},
    settings: {},
    deadlines: {},
    commands: {},
  });
}

function fromOf(from: CommandInput<Bag, string, Fields, CommandTypes['refuses'], string>['from']): From {
  if ('openExcept' in from) return { kind: 'open', except: from.openExcept };
  return 'kind' in from ? from : { kind: 'states', states: from };
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
