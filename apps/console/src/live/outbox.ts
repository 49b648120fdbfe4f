/**
 * Steps that were sent while the server was out of reach: kept in this browser by person, over reloads and restarts, each
 * with its command id and the revision that was seen. What stands here is the truth for all tabs; `sender.ts` empties it.
 */
import { useSyncExternalStore } from 'react';
import type { JsonObject, Problem, StepAnswer } from '../api/types.js';
import type { Words } from '../words/language.js';
import { stored, unstore } from '../words/storage.js';
import { serverNow } from './clock.js';
import { keep, keptAt, nameIn, namesIn, OUTBOX } from './kept.js';
import { channelOf } from './tabs.js';

/** Beyond it nothing more is taken: the form keeps its draft instead. */
const OUTBOX_MAX = 50;

export interface Step {
  readonly commandId: string;
  readonly person: string;
  /** The workflow's, the case's id (nothing for a new one), and the step's. */
  readonly path: string;
  readonly id: string;
  readonly step: string;
  /** For people: what it is, and on which case. */
  readonly what: Words;
  readonly called: string | null;
  readonly route: string;
  readonly body: JsonObject;
  /** As they were entered, to be edited again. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly revision: number | undefined;
  readonly version: number | undefined;
}

/** Why it was not done: somebody looks at it, and sends it again or drops it. */
export interface Trouble {
  readonly kind: 'changed' | 'refused';
  readonly problem: Problem;
  /** Who changed the case meanwhile. */
  readonly who?: string;
  /** And what was to be done is no step of the case any more. */
  readonly isGone?: boolean;
}

export interface Entry extends Step {
  readonly savedAt: string;
  /** Answers that were no answer: a fault of the server's own. */
  readonly faults?: number;
  readonly trouble?: Trouble;
}

export type Ended =
  | { readonly kind: 'sent'; readonly entry: Entry; readonly answer: StepAnswer }
  | { readonly kind: 'trouble'; readonly entry: Entry };

const watchers = new Set<() => void>();
const listeners = new Set<(ended: Ended) => void>();
const channel = channelOf<Ended>('linli.outbox');
const NONE: readonly Entry[] = [];
/** Read once for each change. */
let read: { readonly person: string; readonly entries: readonly Entry[] } | undefined;

function changed(): void {
  read = undefined;
  for (const watcher of watchers) watcher();
}

// Other tabs write to the same storage; the browser tells of it, but not of one's own writing.
addEventListener('storage', ({ key }) => {
  if (key === null || key.startsWith(OUTBOX)) changed();
});
channel.hear((ended) => {
  changed();
  for (const listener of listeners) listener(ended);
});

/** Tells all tabs what came of an entry. */
export function tellEnded(ended: Ended): void {
  channel.tell(ended);
  for (const listener of listeners) listener(ended);
}

export function onEnded(listener: (ended: Ended) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function watchOutbox(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** In the order in which they are sent. */
export function entriesOf(person: string): readonly Entry[] {
  if (read?.person !== person)
    read = {
      person,
      entries: namesIn(OUTBOX, person).flatMap((name) => keptAt<Entry>(name) ?? []),
    };
  return read.entries;
}

const nameOf = ({ person, savedAt, commandId }: Entry): string => nameIn(OUTBOX, person, `${savedAt} ${commandId}`);

/** @returns whether it was taken: there is room, and the browser keeps it */
export function put(step: Step): boolean {
  const before = entriesOf(step.person);
  if (before.length >= OUTBOX_MAX) return false;
  // Behind all that is there, whatever became of the clock meanwhile.
  const after = Date.parse(before.at(-1)?.savedAt ?? '') + 1 || 0;
  const entry: Entry = { ...step, savedAt: new Date(Math.max(serverNow(), after)).toISOString() };
  const taken = keep(nameOf(entry), entry);
  for (const old of taken ? before : NONE) if (old.commandId === step.commandId) unstore(nameOf(old));
  if (taken) changed();
  return taken;
}

/** Writes what became of an entry; one that was taken back meanwhile stays away. */
export function mark(entry: Entry, now: Pick<Entry, 'faults' | 'trouble' | 'revision' | 'version'>): void {
  if (stored(nameOf(entry)) === null) return;
  keep(nameOf(entry), { ...entry, ...now });
  changed();
}

/** Somebody wants it tried once more, as it is, in its old place. */
export function sendAgain(entry: Entry): void {
  const { trouble: _, faults: __, ...rest } = entry;
  if (stored(nameOf(entry)) === null) return;
  keep(nameOf(entry), rest);
  changed();
}

/** Takes it out. @returns whether it was still there: of two tabs one gets it */
export function takeOut(entry: Entry): boolean {
  const isThere = stored(nameOf(entry)) !== null;
  unstore(nameOf(entry));
  changed();
  return isThere;
}

/** Waits for the one before it: a step of the same case that needs somebody first. */
export function isHeld(entry: Entry, entries: readonly Entry[]): boolean {
  if (entry.id === '') return false;
  const before = entries.slice(0, entries.indexOf(entry));
  return before.some(({ path, id, trouble }) => path === entry.path && id === entry.id && trouble !== undefined);
}

export function useOutbox(person: string): readonly Entry[] {
  return useSyncExternalStore(watchOutbox, () => entriesOf(person));
}
