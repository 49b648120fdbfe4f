/** The steps of a case as values: which one is next, which others are possible, and why the rest is not. */
import { isWrongState } from '../api/changed.js';
import type { Case, Command, Description, NotNow, Person, Workflow } from '../api/types.js';

export interface Steps {
  /** What the state waits for first. */
  readonly primary: Command | undefined;
  /** Other steps of the workflow, those that the state waits for first. */
  readonly others: readonly Command[];
  /** What every case offers: link, clocks. */
  readonly standing: readonly Command[];
  /** Lets the clock run on that stands still. */
  readonly resume: Command | undefined;
  readonly refused: readonly Refused[];
  /** The ordinary step that would be next if something were not missing. */
  readonly missing: Refused | undefined;
}

export interface Refused {
  readonly command: Command;
  readonly why: NotNow;
}

/** Steps with a place of their own on the page: no button among the others. */
const PLACED = ['comment', 'undo-last', 'resume-clock'];

/**
 * The server says what is possible and what is next; the order is the declaration's. Of the refused, those come first that
 * belong to this state, because somebody may be looking for them.
 */
export function stepsOf(workflow: Workflow, one: Case): Steps {
  const possible = workflow.commands.filter((command) => !command.creates && one.actions.includes(command.path));
  const own = possible.filter((command) => !command.standing);
  const next = one.next.flatMap((path) => own.find((command) => command.path === path) ?? []);
  const refused = one.refusals
    .flatMap((why): Refused[] => {
      const command = workflow.commands.find((each) => each.path === why.action);
      return command ? [{ command, why }] : [];
    })
    .sort((a, b) => Number(b.command.from.includes(one.state)) - Number(a.command.from.includes(one.state)));
  return {
    primary: next[0],
    others: [...next.slice(1), ...own.filter((command) => !next.includes(command))],
    standing: possible.filter((command) => command.standing && !PLACED.includes(command.path)),
    resume: possible.find(({ path }) => path === 'resume-clock'),
    refused,
    missing: moves(workflow, next[0], one.state)
      ? undefined
      : refused.findLast(({ command, why }) => isMissing(command, why) && moves(workflow, command, one.state)),
  };
}

function moves(workflow: Workflow, command: Command | undefined, state: string): boolean {
  return workflow.moves.some(
    (move) => move.from === state && move.to !== state && move.commands.includes(command?.name ?? ''),
  );
}

/** Refused for what the case still lacks, rather than for its state or for who asks. */
function isMissing(command: Command, why: NotNow): boolean {
  return !command.aside && !command.standing && !isWrongState(why) && !why.code.startsWith('command/');
}

/** Whether the declaration gives a command to one of this person's roles. The server judges each case. */
export function mayTake({ roles }: Pick<Command, 'roles'>, me: Pick<Person, 'roles'>): boolean {
  return roles.some((role) => me.roles.includes(role));
}

/** The same of a command by its name. */
export function isFor({ items }: Pick<Description, 'items'>, me: Person, path: string, name: string): boolean {
  const commands = items.find((one) => one.path === path)?.commands ?? [];
  return commands.some((command) => command.name === name && mayTake(command, me));
}

/** The command by which this person begins a new case. */
export function creatingStep(workflow: Workflow, me: Person): Command | undefined {
  return workflow.commands.find((command) => command.creates && mayTake(command, me));
}

/**
 * Whether a step is shown what it would do before it is done: what moves the case and cannot be undone, what ends it, what
 * takes a step back or changes its dates, and what is sensitive.
 */
export function isWeighty(workflow: Workflow, command: Command, state: string | undefined): boolean {
  if (command.sensitive) return true;
  if (state === undefined) return false;
  if (command.standing) return command.yields.some((name) => WEIGHTY.includes(name));
  return ends(workflow, command) || (!command.undoable && movesOn(workflow, command));
}

/** Of what every case offers. */
const WEIGHTY = ['Undone', 'ClockPaused', 'DeadlineExtended'];

function ends(workflow: Workflow, command: Command): boolean {
  return command.yields.some((name) => {
    const to = workflow.events[name]?.to;
    return workflow.events[name]?.move === 'ends' || workflow.states.some((state) => state.end && state.name === to);
  });
}

function movesOn(workflow: Workflow, command: Command): boolean {
  return command.yields.some((name) => workflow.events[name]?.move !== 'stay');
}
