/** What the engine is asked and what it stands on; steps 1 and 2: which command of which case is meant, and is its form right? */
import { uuidV5, type EventStore, type JsonObject } from '#libs/event-store';
import type { KeyVault } from '#libs/sealed';
import type { CommandDeclaration, Declaration } from '../declare/declaration.js';
import { parseForm, problem, type Field, type Problem, type Traits } from '../declare/fields/field.js';
import { text } from '../declare/fields/text.js';
import { moment } from '../declare/fields/when.js';
import type { Clock } from '../time/clock.js';
import type { TimeTable } from '../time/timetable.js';
import type { Covers, Identities, Requester } from './authorise.js';
import type { Case } from './case.js';
import type { Cases } from './cases.js';
import type { Registers } from './facts.js';
import { mayUseId, minted, targetOf, type Cause } from './identify.js';
import { refused, type Malformed, type Refused } from './refusal.js';
import type { UnderWayMax } from './lanes.js';
import type { EngineWatch } from './watch.js';

export interface CommandRequest {
  readonly workflow: string;
  /** Its name, as declared. */
  readonly command: string;
  /** The command's id (law 2); without one a new one is made, and a repeat cannot be recognised. */
  readonly id?: string | undefined;
  /** The bulk command that this is one item of, instead of an id: the item's id follows from it and the case. */
  readonly bulk?: string | undefined;
  /** The case; for a creating command only where the caller chose the id. */
  readonly target?: string | undefined;
  readonly form: unknown;
  readonly requester: Requester;
  /** The revision that the person saw. */
  readonly ifMatch?: number | undefined;
  /** When it really happened, ISO 8601 with zone; absent: now. Another value is refused with its pointer. */
  readonly occurredAt?: unknown;
  /** Why it is entered late, 1 to 500 characters; recorded as a comment of the same command. */
  readonly lateReason?: unknown;
  /** Decide and tell, but write nothing. */
  readonly dryRun?: boolean;
  /** The event that a reaction answers. */
  readonly cause?: Cause;
}

export interface EnginePorts {
  readonly store: EventStore;
  readonly vault: KeyVault;
  readonly clock: Clock;
  readonly cases: Cases;
  readonly identities: Identities;
  readonly timeTable: () => TimeTable;
  /** Lists of known ids that are no cases: sub-districts, say. */
  readonly registers: Registers;
  readonly covers: Covers;
  /** Roles that may enter what happened longer ago than `engine.late-entry-officer`. */
  readonly lateEntryRoles: readonly string[];
  readonly newId: () => string;
  /**
   * How far this machine's clock may lie behind what it would stamp, in milliseconds, before nothing is written here any
   * more (law 5). Absent: never refused, for a log with one writer a step of the clock disturbs nobody.
   */
  readonly clockBehindMaxMs?: number | undefined;
  /** How many commands of people may be under way at once. Absent: as many as come. */
  readonly underWayMax?: UnderWayMax | undefined;
  readonly watch?: EngineWatch | undefined;
}

const DEPTH_MAX = 8;

/** What steps 1 and 2 know before anything is read. */
export interface Identified {
  readonly declaration: Declaration;
  readonly command: CommandDeclaration;
  readonly commandId: string;
  readonly target: string;
  readonly stream: string;
  readonly form: JsonObject;
  /** Canonical instants and texts: what was given was read by the same rules as fields. */
  readonly occurredAt: string | undefined;
  readonly lateReason: string | undefined;
  readonly request: CommandRequest;
}

/** Steps 1 and 2: who is meant by what, and is the form what the command asks for? Nothing is read yet. */
export function identify(request: CommandRequest, { cases, newId }: EnginePorts): Identified | Malformed | Refused {
  const declaration = cases.declarations.get(request.workflow);
  const command =
    declaration && Object.hasOwn(declaration.commands, request.command)
      ? declaration.commands[request.command]
      : undefined;
  if (!declaration || !command) return refused('not-found', 'command/unknown', { command: request.command });
  const problems: Problem[] = [];
  if (request.bulk !== undefined && !command.bulk)
    return refused('refused', 'command/not-in-bulk', { command: command.name });
  const given = request.bulk ?? request.id ?? newId();
  if (!mayUseId(request.requester.kind, given)) problems.push(problem('/commandId', 'id'));
  const occurredAt = parsedOr(request.occurredAt, moment(), '/occurredAt', problems);
  const lateReason = parsedOr(request.lateReason, text(1, 500), '/lateReason', problems);
  const parsed = parseForm(command.form, request.form);
  problems.push(...parsed.problems);
  if (problems.length > 0) return { kind: 'malformed', problems };
  if ((request.cause?.depth ?? 0) > DEPTH_MAX) return refused('refused', 'command/chain-too-deep');
  const commandId = request.bulk === undefined ? given : uuidV5(given, request.target ?? '');
  const form = minted(command, commandId, parsed.value);
  const target = targetOf(declaration, command, commandId, request.target, form);
  const stream = `${declaration.name}-${target}`;
  return { declaration, command, commandId, target, stream, form, occurredAt, lateReason, request };
}

/** Something beside the form, read as a field is; absent where nothing was given. */
function parsedOr<T>(given: unknown, by: Field<T, Traits>, pointer: string, problems: Problem[]): T | undefined {
  return given === undefined || given === null ? undefined : by.parse(given, pointer, problems);
}

/** The command of a timer: its id follows from the timer's, so it takes effect once (law 9). */
export function timerRequest(
  declaration: Declaration,
  one: Pick<Case, 'id' | 'newest'>,
  timer: { readonly timerId: string; readonly name: string; readonly dueAt: string },
  dryRun = false,
): CommandRequest {
  return {
    workflow: declaration.name,
    command: timer.name.endsWith('.alert') ? 'AlertDeadline' : 'MissDeadline',
    id: uuidV5(timer.timerId, 'due'),
    target: one.id,
    form: { timerId: timer.timerId },
    requester: { kind: 'timer', id: 'timer' },
    occurredAt: timer.dueAt,
    dryRun,
    ...(one.newest ? { cause: { ...one.newest, depth: 0 } } : {}),
  };
}
