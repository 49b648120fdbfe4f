/**
 * What this browser keeps of somebody's work: drafts, what waits to be sent and what was finished last, under the person's own name in
 * its storage. Nobody else is shown it; signing out deletes it, and so does time, should somebody never come back.
 */
import { store, stored, storedNames, unstore } from '../words/storage.js';
import { DAY_MS } from '../words/times.js';

export const DRAFT = 'linli.draft.';
export const OUTBOX = 'linli.outbox.';
/** What was done last, for the paper that is still to be printed of it. */
export const FINISHED = 'linli.finished.';

const KINDS = [DRAFT, OUTBOX, FINISHED];

/** Over a weekend and a day. */
const OTHERS_KEPT_MS = 4 * DAY_MS;

/** `rest` as it is; the person may hold any character. */
export function nameIn(kind: string, person: string, rest: string): string {
  return `${kind}${encodeURIComponent(person)}/${rest}`;
}

/** Names of a kind, of one person or of all, in order. */
export function namesIn(kind: string, person?: string): readonly string[] {
  const prefix = person === undefined ? kind : nameIn(kind, person, '');
  return storedNames()
    .filter((name) => name.startsWith(prefix))
    .sort();
}

export function countKept(person: string): { readonly unsent: number; readonly drafts: number } {
  return { unsent: namesIn(OUTBOX, person).length, drafts: namesIn(DRAFT, person).length };
}

export function forget(person: string): void {
  for (const name of KINDS.flatMap((kind) => namesIn(kind, person))) unstore(name);
}

/** Of anybody but this person, what has lain here for days. */
export function forgetOldOfOthers(person: string, now: number): void {
  for (const kind of KINDS)
    for (const name of namesIn(kind)) {
      if (name.startsWith(nameIn(kind, person, ''))) continue;
      if (!(now - savedAt(name) < OTHERS_KEPT_MS)) unstore(name);
    }
}

/** Milliseconds since 1970; not a number where it was not written by us. */
export function savedAt(name: string): number {
  return Date.parse(/"savedAt":"([^"]*)"/.exec(stored(name) ?? '')?.[1] ?? '');
}

/** @returns whether there was room */
export function keep(name: string, value: object | string): boolean {
  return store(name, JSON.stringify(value));
}

/** What was kept under a name; what cannot be read any more is dropped. */
export function keptAt<T>(name: string): T | undefined {
  const text = stored(name);
  if (text === null) return undefined;
  try {
    return JSON.parse(text) as T;
  } catch {
    unstore(name);
    return undefined;
  }
}
