/**
 * What is typed and not yet sent, kept in this browser by person, case and step, together with the id of the command and
 * the revision it was begun on: sending it again after a lost connection does it once. What was sent and waits for the
 * server lies in the outbox instead, and comes back here when it is taken back.
 */
import { newId } from '../api/client.js';
import { serverNow } from '../live/clock.js';
import { DRAFT, keep, keptAt, nameIn, namesIn, savedAt } from '../live/kept.js';
import { entriesOf, type Entry } from '../live/outbox.js';
import { unstore } from '../words/storage.js';
import type { Values } from './values.js';

/** The oldest gives way. */
const DRAFTS_MAX = 60;

export interface DraftKey {
  readonly person: string;
  readonly path: string;
  /** Nothing for a case that only begins. */
  readonly id: string;
  readonly step: string;
}

export interface Draft {
  readonly values: Values;
  readonly commandId: string;
  readonly revision: number | undefined;
  readonly version: number | undefined;
  readonly savedAt: string;
}

const nameOf = ({ person, path, id, step }: DraftKey): string =>
  nameIn(DRAFT, person, [path, id, step].map(encodeURIComponent).join('/'));

export function draftOf(key: DraftKey): Draft | undefined {
  return keptAt<Draft>(nameOf(key));
}

export function beginDraft(seen: Pick<Draft, 'revision' | 'version'>): Draft {
  return { values: {}, commandId: newId(), savedAt: new Date(serverNow()).toISOString(), ...seen };
}

/** @returns whether it is kept: a full store costs an older draft before it costs this one */
export function keepDraft(key: DraftKey, draft: Omit<Draft, 'savedAt'>): boolean {
  const name = nameOf(key);
  const names = namesIn(DRAFT);
  if (names.length >= DRAFTS_MAX && !names.includes(name)) dropOldest(names);
  const dated = { ...draft, savedAt: new Date(serverNow()).toISOString() };
  return keep(name, dated) || (dropOldest(names.filter((one) => one !== name)) && keep(name, dated));
}

export function dropDraft(key: DraftKey): void {
  unstore(nameOf(key));
}

/** Back from the outbox to be edited. */
export function draftFrom({ values, commandId, revision, version, savedAt }: Entry): Draft {
  return { values, commandId, revision, version, savedAt };
}

/** Steps of a case that were begun, or wait to be sent. */
export function draftedSteps(person: string, path: string, id: string): readonly string[] {
  const prefix = nameIn(DRAFT, person, `${[path, id].map(encodeURIComponent).join('/')}/`);
  const begun = namesIn(DRAFT, person).flatMap((name) =>
    name.startsWith(prefix) ? [decodeURIComponent(name.slice(prefix.length))] : [],
  );
  const waiting = entriesOf(person).flatMap((one) => (one.path === path && one.id === id ? [one.step] : []));
  return [...new Set([...begun, ...waiting])];
}

/** @returns whether there was one */
function dropOldest(names: readonly string[]): boolean {
  const [oldest] = [...names].sort((a, b) => (savedAt(a) || 0) - (savedAt(b) || 0));
  if (oldest === undefined) return false;
  unstore(oldest);
  return true;
}
