/**
 * What follows in one case from an event in another (law 9), as a value that says it aloud: on this event, to that case,
 * send this command. Two forms: one target that is a function of the event alone, or all targets that a view names at the
 * event's position. A reaction never decides; the command does, in its own stream.
 */
import type { JsonObject } from '#libs/event-store';
import type { Projection, ProjectionDb } from '#libs/views';
import type { Workflow } from '../declare/builder.js';
import type { Declaration } from '../declare/declaration.js';
import type { Form, Settled } from '../declare/fields/field.js';
import type { Bag, Expected, EventName } from '../declare/types.js';

/** An event as reactions are told of it: in its newest schema, without notes (may be corrected) and sealed values (may be erased). */
export interface ToldEvent<D = JsonObject> {
  /** The case, as in its URL. */
  readonly id: string;
  readonly event: string;
  readonly type: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly data: D;
}

/** Reads the tables of a fan-out's view; a table is written `{complaints}`. */
export type TargetReader = Pick<ProjectionDb, 'get' | 'all'>;

/** The cases that an event reaches. */
export interface FanOutTargets<D> {
  /** Tables that follow from the log and know the candidates. Its version is raised when `targets` changes. */
  readonly view: Projection;
  /**
   * The ids of the cases that the command is still to be sent to, as the tables stand. Asked at exactly the event's
   * position, and again after each sweep until it names none that was not sent to.
   */
  readonly targets: (event: ToldEvent<D>, view: TargetReader) => readonly string[];
}

/** Made by {@link eventOf}. `type` is only for inference. */
export interface EventOf<D> {
  readonly declaration: Declaration;
  readonly event: string;
  readonly type?: D;
}

/** Made by {@link commandTo}. `by` is only for inference: the reactions that may send it. */
export interface CommandTo<G extends string, F> {
  readonly declaration: Declaration;
  readonly command: string;
  readonly by?: G;
  readonly form?: F;
}

/** An event of a workflow, for a reaction to listen to. */
export function eventOf<B extends Bag, const K extends EventName<B>>(
  workflow: Pick<Workflow<B>, 'declaration' | 'types'>,
  event: K,
): EventOf<Settled<B['events'][K]['fields']>> {
  return { declaration: workflow.declaration, event };
}

/** `SenderOf<{ form: …, refuses: …, engines: 'absorb' }>` is `'absorb'`. */
type SenderOf<C> = C extends { readonly engines: infer G extends string } ? G : never;

/** A command of a workflow, for a reaction to send. */
export function commandTo<B extends Bag, const N extends keyof B['commands'] & string>(
  workflow: Pick<Workflow<B>, 'declaration' | 'types'>,
  command: N,
): CommandTo<SenderOf<B['commands'][N]>, Form<B['commands'][N]['form']>> {
  return { declaration: workflow.declaration, command };
}

interface ReactionInput<N extends string, D, G extends string, F> {
  readonly on: EventOf<D>;
  /** The command, whose `by` names this reaction. */
  readonly send: CommandTo<G, F> & ([N] extends [G] ? unknown : Expected<`a command with by: [engine('${N}')]`>);
  readonly form: (event: ToldEvent<D>, target: string) => NoInfer<F>;
  /** Refusals of the command's own workflow that say there is nothing left to do: `['nothing-changed']`. */
  readonly moot?: readonly string[];
}

type Target<D> =
  | { readonly to: (event: ToldEvent<D>) => string; readonly each?: never }
  | { readonly each: FanOutTargets<D>; readonly to?: never };

/** A reaction with its types erased, as the runner reads it. */
export interface Reaction {
  readonly name: string;
  readonly on: { readonly declaration: Declaration; readonly event: string };
  readonly send: { readonly declaration: Declaration; readonly command: string };
  readonly to: ((event: ToldEvent) => string) | undefined;
  readonly each: FanOutTargets<JsonObject> | undefined;
  readonly form: (event: ToldEvent, target: string) => unknown;
  /** Whole codes: `complaint/nothing-changed`. */
  readonly moot: readonly string[];
}

const NAME = /^[a-z][a-z0-9-]{0,59}$/;

/**
 * Declares a reaction. Its name is part of every command id it ever sends, so it is never changed.
 * @throws TypeError where the command does not allow it, or the event can be undone: what followed would stay.
 * @example reaction('absorb', { on: eventOf(complaint, 'ComplaintMerged'), to: (e) => e.data.into,
 *   send: commandTo(complaint, 'AbsorbComplaint'), form: (e) => ({ from: e.id }) })
 */
export function reaction<const N extends string, D, G extends string, F>(
  name: N,
  { on, send, form, moot = [], to, each }: ReactionInput<N, D, G, F> & Target<D>,
): Reaction {
  const { command, declaration } = send;
  const wrong = wrongIn(name, on, send, each?.view);
  if (wrong) throw new TypeError(`reaction ${name}: ${wrong}`);
  return {
    name,
    on: { declaration: on.declaration, event: on.event },
    send: { declaration, command },
    to: to as Reaction['to'],
    each: each as Reaction['each'],
    form: form as Reaction['form'],
    moot: moot.map((code) => `${declaration.name}/${code}`),
  };
}

function wrongIn(
  name: string,
  on: EventOf<unknown>,
  send: CommandTo<string, unknown>,
  view: Projection | undefined,
): string | undefined {
  if (!NAME.test(name)) return 'is named in lower case, digits and hyphens';
  if (!Object.hasOwn(on.declaration.events, on.event)) return `${on.declaration.name} has no event ${on.event}`;
  const command = send.declaration.commands[send.command];
  if (!command) return `${send.declaration.name} has no command ${send.command}`;
  if (!command.by.some((who) => typeof who === 'object' && 'engine' in who && who.engine === name))
    return `${send.command} may not be issued by engine('${name}')`;
  const undoable = Object.values(on.declaration.commands).find((one) => one.undoable && one.yields.includes(on.event));
  if (undoable) return `${undoable.name} records ${on.event} and can be undone; what followed from it would stay`;
  if (view && view.categories?.length === 0) return 'its view listens to nothing';
  return undefined;
}
