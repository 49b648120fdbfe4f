/**
 * What is typed and not yet sent, kept in this browser by person, case and step, together with the id of the command and
 * the revision it was begun on: sending it again after a lost connection does it once.
 */
import { newId } from '../api/client.js';
import type { Values } from './values.js';

const PREFIX = 'linli.draft.';
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
  `${PREFIX}${[person, path, id, step].map(encodeURIComponent).join('/')}`;

export function draftOf(key: DraftKey): Draft | undefined {
  const text = localStorage.getItem(nameOf(key));
  if (text === null) return undefined;
  try {
    return JSON.parse(text) as Draft;
  } catch {
    localStorage.removeItem(nameOf(key));
    return undefined;
  }
}

export function beginDraft(seen: Pick<Draft, 'revision' | 'version'>): Draft {
  return { values: {}, commandId: newId(), savedAt: new Date().toISOString(), ...seen };
}

export function keepDraft(key: DraftKey, draft: Draft): void {
  const names = Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
  if (names.length >= DRAFTS_MAX && !names.includes(nameOf(key))) dropOldest(names);
  try {
    localStorage.setItem(nameOf(key), JSON.stringify({ ...draft, savedAt: new Date().toISOString() }));
  } catch (error) {
    // A full store costs older drafts before it costs this one.
    if (!(error instanceof DOMException)) throw error;
    dropOldest(names);
  }
}

export function dropDraft(key: DraftKey): void {
  localStorage.removeItem(nameOf(key));
}

/** Steps of a case that were begun. */
export function draftedSteps(person: string, path: string, id: string): readonly string[] {
  const prefix = `${PREFIX}${[person, path, id].map(encodeURIComponent).join('/')}/`;
  return Object.keys(localStorage).flatMap((name) =>
    name.startsWith(prefix) ? [decodeURIComponent(name.slice(prefix.length))] : [],
  );
}

function dropOldest(names: readonly string[]): void {
  const age = (name: string): string => {
    const text = localStorage.getItem(name) ?? '';
    return /"savedAt":"([^"]*)"/.exec(text)?.[1] ?? '';
  };
  const oldest = [...names].sort((a, b) => (age(a) < age(b) ? -1 : 1))[0];
  if (oldest !== undefined) localStorage.removeItem(oldest);
}
