/** Which states a case can come to, and which events can be recorded on the way. */
import { creates, statesOf, type CommandDeclaration, type Declaration, type EventDeclaration } from '../declaration.js';

export interface Reach {
  /** States that a case can stand in: entered on some path, or retired with cases still in them. */
  readonly states: ReadonlySet<string>;
  /** Events that some command can record. */
  readonly events: ReadonlySet<string>;
  /** States out of which an event that pauses the clocks can lead. */
  readonly pausedFrom: ReadonlySet<string>;
}

export function reach(declaration: Declaration): Reach {
  const states = new Set(declaration.retired);
  const events = new Set<string>();
  const pausedFrom = new Set<string>();
  const size = (): number => states.size + events.size + pausedFrom.size;
  // Each round adds something or is the last, and there is only so much to add.
  for (let before = -1; before < size();) {
    before = size();
    for (const command of Object.values(declaration.commands)) {
      const from = statesOf(declaration, command.from).filter((state) => states.has(state));
      if (from.length === 0 && !creates(command)) continue;
      for (const event of yieldsOf(declaration, command)) {
        events.add(event.name);
        if (event.to !== undefined) states.add(event.to);
        if (event.pausesClocks) for (const state of from) if (state !== event.to) pausedFrom.add(state);
      }
    }
  }
  return { states, events, pausedFrom };
}

/** The events that a command may record, as far as they are declared. */
export function yieldsOf(declaration: Declaration, command: CommandDeclaration): readonly EventDeclaration[] {
  return command.yields.flatMap((name) => declaration.events[name] ?? []);
}

/**
 * Whether a command gives a case that stands in this state a way on: into another state or, for things that live on as
 * a setting does, anew into the same one by an event that says so with on(…).
 */
export function leaves(declaration: Declaration, command: CommandDeclaration, state: string): boolean {
  if (command.standing || !statesOf(declaration, command.from).includes(state)) return false;
  return yieldsOf(declaration, command).some((event) => event.move !== 'stay');
}
