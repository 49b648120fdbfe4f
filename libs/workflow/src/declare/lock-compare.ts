/** Two locks of one workflow, side by side: which promises the newer one breaks, and what it adds (law 6). */
import type { Declaration } from './declaration.js';
import { lockOf, lockText, parseLock, type Lock, type LockedEvent, type LockedField } from './lock.js';
import { narrower } from './narrower.js';

export interface LockComparison {
  /** Promises that no longer hold, each as a sentence. */
  readonly broken: readonly string[];
  /** What is new and free, each as a sentence. */
  readonly added: readonly string[];
}

export function compareLock(promised: Lock, now: Lock): LockComparison {
  const broken: string[] = [];
  const added: string[] = [];
  const same = (what: string, was: string | undefined, is: string | undefined): void => {
    if (was !== is) broken.push(`${what} was ${was ?? 'absent'} and is now ${is ?? 'absent'}`);
  };
  same('the workflow', promised.workflow, now.workflow);
  same('the stream', promised.stream, now.stream);
  same('the path', promised.path, now.path);

  both(promised.states, now.states, (state, was, is) => {
    if (!is) return broken.push(`the state ${state} is gone; cases that stand there must be able to leave: retire it`);
    if (!was) return added.push(`the state ${state}`);
    if (was.end && !is.end) broken.push(`the state ${state} was an end and is none any more`);
    if (!was.end && is.end) broken.push(`the state ${state} was no end and is one now`);
    if (!was.retired && is.retired) added.push(`the state ${state} is retired`);
    if (was.retired && !is.retired) added.push(`the state ${state} is entered again`);
    return undefined;
  });
  both(promised.events, now.events, (event, was, is) => {
    if (!is) return broken.push(`the event ${event} is gone, but logs hold it for ever`);
    if (!was) return added.push(`the event ${event}`);
    const found = compareEvent(event, was, is);
    broken.push(...found.broken);
    added.push(...found.added);
    return undefined;
  });
  both(promised.commands, now.commands, (command, was, is) => {
    if (!is) return broken.push(`the command ${command} is gone`);
    if (!was) return added.push(`the command ${command}`);
    same(`the path of ${command}`, was.path, is.path);
    for (const event of was.yields)
      if (!is.yields.includes(event)) broken.push(`the command ${command} no longer yields ${event}`);
    for (const event of is.yields)
      if (!was.yields.includes(event)) added.push(`the command ${command} yields ${event}`);
    return undefined;
  });
  both(promised.deadlines, now.deadlines, (deadline, was, is) => {
    if (!is) return broken.push(`the deadline ${deadline} is gone`);
    if (!was) return added.push(`the deadline ${deadline}`);
    same(`the setting of the deadline ${deadline}`, was.setting, is.setting);
    same(`the day that ends the deadline ${deadline}`, was.until, is.until);
    return undefined;
  });
  both(promised.settings, now.settings, (setting, was, is) => {
    if (!is) return broken.push(`the setting ${setting} is gone, but its changes are recorded`);
    if (!was) return added.push(`the setting ${setting}`);
    same(`the setting ${setting}`, was, is);
    return undefined;
  });
  for (const code of promised.refusals)
    if (!now.refusals.includes(code)) broken.push(`the refusal ${code} is gone, but callers may tell it apart`);
  for (const code of now.refusals) if (!promised.refusals.includes(code)) added.push(`the refusal ${code}`);
  return { broken, added };
}

function compareEvent(event: string, was: LockedEvent, is: LockedEvent): { broken: string[]; added: string[] } {
  const broken: string[] = [];
  const added: string[] = [];
  if (was.move !== is.move || was.to !== is.to)
    broken.push(`${event} led ${leads(was)} and now leads ${leads(is)}: recorded cases would stand elsewhere`);
  if (was.pausesClocks !== is.pausesClocks)
    broken.push(`${event} ${was.pausesClocks ? 'no longer stops' : 'now stops'} the clocks`);
  if (is.schema < was.schema) broken.push(`${event} was at schema ${was.schema} and is back at ${is.schema}`);
  // A higher schema comes with an upcaster (checked by `upcaster-gap`), which may turn the old fields into anything.
  const raised = is.schema > was.schema;
  if (raised) added.push(`schema ${is.schema} of ${event}`);
  const change = (sentence: string): number =>
    raised ? added.push(sentence) : broken.push(`${sentence}, without a higher schema`);
  both(was.fields, is.fields, (name, before, after) => {
    const field = `${event}.${name}`;
    if (!after) return change(`the field ${field} is gone`);
    if (!before)
      return after.required ? change(`the field ${field} is new and required`) : added.push(`the field ${field}`);
    for (const sentence of compareField(field, before, after)) change(sentence);
    if (before.required && !after.required) added.push(`the field ${field} may be left out`);
    return undefined;
  });
  return { broken, added };
}

function compareField(field: string, was: LockedField, is: LockedField): string[] {
  const found: string[] = [];
  if (was.kind !== is.kind) found.push(`the field ${field} was of kind ${was.kind} and is now ${is.kind}`);
  else found.push(...narrower(was.schema, is.schema).map((how) => `the field ${field} is narrower: ${how}`));
  if (!was.required && is.required) found.push(`the field ${field} is now required`);
  if (was.note !== is.note)
    found.push(`the field ${field} ${is.note ? 'may now be corrected' : 'can no longer be corrected'}`);
  const [before, after] = [was, is].map((one) => one.sealed?.join(', ') ?? 'open');
  if (before !== after) found.push(`the field ${field} was sealed as (${before}) and is now (${after})`);
  return found;
}

function leads({ move, to }: LockedEvent): string {
  if (move === 'stay') return 'nowhere';
  return move === 'back' ? 'back' : `to ${to}${move === 'ends' ? ' as an end' : ''}`;
}

function both<T>(
  was: Readonly<Record<string, T>>,
  is: Readonly<Record<string, T>>,
  look: (name: string, before: T | undefined, after: T | undefined) => unknown,
): void {
  for (const name of [...new Set([...Object.keys(was), ...Object.keys(is)])].sort())
    look(name, Object.hasOwn(was, name) ? was[name] : undefined, Object.hasOwn(is, name) ? is[name] : undefined);
}

/** What the build says of a committed lock file: `broken` promises, and what it does not promise yet (`unwritten`). */
export interface LockVerdict extends LockComparison {
  /** The text that should stand in the file. */
  readonly text: string;
  readonly unwritten: boolean;
}

/**
 * Holds the committed text of a lock file, if there is one, against a declaration.
 * @throws RangeError when the text is no lock file of this format, SyntaxError when it is no JSON
 */
export function lockVerdict(committed: string | undefined, declaration: Declaration): LockVerdict {
  const now = lockOf(declaration);
  const text = lockText(now);
  const compared = committed === undefined ? { broken: [], added: [] } : compareLock(parseLock(committed), now);
  return { ...compared, text, unwritten: committed !== text };
}
