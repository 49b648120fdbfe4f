/**
 * Somebody who watches commands go by, for logs, metrics and traces. It stands around the work and changes nothing of it:
 * what it is handed it must run once and answer as it came, a value as well as an error, and it throws nothing of its own.
 */
import type { Position, ReadyEvent } from '#libs/event-store';
import { creates, type CommandDeclaration } from '../declare/declaration.js';
import type { Requester } from './authorise.js';
import { causeOf, type Cause } from './identify.js';
import type { Outcome } from './refusal.js';

/** A command as far as it is known before anything is read. Nothing in it but an id was typed by a person. */
export interface CommandSeen {
  /** As it was asked for; `undeclared` where nobody declares it. */
  readonly workflow: string;
  readonly command: string;
  readonly by: Requester['kind'];
  /** The name of the timer's, reaction's or system's part that asks; nothing for people. */
  readonly part?: string | undefined;
  /** The id of the person who asks: a refusal leaves no event that would say it. */
  readonly person?: string | undefined;
  readonly dryRun: boolean;
  /** Of the case. Absent, with the ids that follow, where the command is not well formed. */
  readonly id?: string;
  /** There is no case of that id before it is done: the id may be anything that somebody typed. */
  readonly begins?: boolean;
  readonly commandId?: string;
  /** As the envelopes of its events will say. */
  readonly correlationId?: string;
  readonly causationId?: string;
}

/** Reading the case and what decide may know; deciding; making durable. A step may come several times. */
export type CommandStep = 'load' | 'decide' | 'append';

/** One command on its way. */
export interface WatchedCommand {
  step<T>(step: CommandStep, run: () => Promise<T>): Promise<T>;
  /** Its events are durable; `position` is that of the last. */
  recorded(events: readonly ReadyEvent[], position: Position): void;
  /** What it came to. Not told where it failed, nor where a timer was overtaken and is looked at again. */
  ended(outcome: Outcome): void;
}

export interface EngineWatch {
  /** Around a whole command, its waiting for others of the same case included; also for one that is malformed. */
  command<T>(seen: CommandSeen, run: (command: WatchedCommand) => Promise<T>): Promise<T>;
}

const nobody: WatchedCommand = {
  step: (_step, run) => run(),
  recorded: () => undefined,
  ended: () => undefined,
};

export const unwatched: EngineWatch = { command: (_seen, run) => run(nobody) };

/** Of a request, what is needed here. */
interface Asked {
  readonly workflow: string;
  readonly command: string;
  readonly requester: Requester;
  readonly dryRun?: boolean;
  readonly cause?: Cause;
}

/** What is told of a command; `known` where it is well formed. */
export function commandSeen(
  request: Asked,
  known: { readonly target: string; readonly commandId: string; readonly command: CommandDeclaration } | Outcome,
): CommandSeen {
  const { workflow, command, requester, dryRun = false } = request;
  const [person, part] = requester.kind === 'person' ? [requester.id] : [undefined, requester.id];
  const asked = { workflow, command, by: requester.kind, part, person, dryRun };
  if ('commandId' in known) {
    const { target: id, commandId } = known;
    const { causationId, correlationId } = causeOf(request, commandId);
    return { ...asked, id, begins: creates(known.command), commandId, causationId, correlationId };
  }
  const isDeclared = known.kind === 'done' || known.kind === 'malformed' || known.code !== 'command/unknown';
  return isDeclared ? asked : { ...asked, workflow: UNDECLARED, command: UNDECLARED };
}

/** What whoever asks may make up is named nowhere. */
const UNDECLARED = 'undeclared';
