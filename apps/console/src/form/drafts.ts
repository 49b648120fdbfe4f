/**
 * What is typed and not yet sent, kept in this browser by person, case and step, together with the id of the command and
 * the revision it was begun on: sending it again after a lost connection does it once. Each has a slot of its own, so two
 * tabs with the same form keep two drafts; nothing is ever written over what another tab wrote. What was sent and waits for
 * the server lies in the outbox instead, and comes back here when it is taken back.
 */
import { newId } from '../api/client.js';
import { serverNow } from '../live/clock.js';
import { heldElsewhere } from '../live/holding.js';
import { DRAFT, keep, keptAt, nameIn, namesIn, savedAt } from '../live/kept.js';
import { entriesOf, type Entry } from '../live/outbox.js';
import { stored, unstore } from '../words/storage.js';
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
  /** Where it is kept among the drafts of the same form. */
  readonly slot: string;
  readonly values: Values;
  readonly commandId: string;
  readonly revision: number | undefined;
  readonly version: number | undefined;
  /** When it was written last; nothing where it never was. */
  readonly savedAt: string | undefined;
}

export const sameForm = (a: DraftKey, b: DraftKey): boolean => prefixOf(a) === prefixOf(b);

const prefixOf = ({ person, path, id, step }: DraftKey): string =>
  nameIn(DRAFT, person, `${[path, id, step].map(encodeURIComponent).join('/')}/`);

/** Of one form, the newest first. */
function draftsOf(key: DraftKey, isMeant: (slot: string) => boolean): readonly Draft[] {
  const prefix = prefixOf(key);
  return namesIn(DRAFT, key.person)
    .filter((name) => name.startsWith(prefix) && isMeant(name.slice(prefix.length)))
    .flatMap((name) => keptAt<Draft>(name) ?? [])
    .sort((a, b) => (b.savedAt ?? '').localeCompare(a.savedAt ?? ''));
}

/** The newest that no other tab has open. */
export function draftOf(key: DraftKey): Draft | undefined {
  const held = heldElsewhere();
  return draftsOf(key, (slot) => !held.has(slot))[0];
}

export interface OtherDrafts {
  /** Nobody has them open. */
  readonly left: readonly Draft[];
  /** Another tab has the same form open, with something in it. */
  readonly isOpenElsewhere: boolean;
}

/** Besides the one in this slot. */
export function othersOf(key: DraftKey, slot: string): OtherDrafts {
  const held = heldElsewhere();
  return {
    left: draftsOf(key, (other) => other !== slot && !held.has(other)),
    isOpenElsewhere: draftsOf(key, (other) => other !== slot && held.has(other)).length > 0,
  };
}

export function beginDraft(seen: Pick<Draft, 'revision' | 'version'>, values: Values = {}): Draft {
  return { slot: newId(), values, commandId: newId(), savedAt: undefined, ...seen };
}

/** The same text where another tab goes on with the draft: a draft, and a command, of its own. */
export function forked(draft: Draft): Draft {
  return { ...draft, slot: newId(), commandId: newId(), savedAt: undefined };
}

/**
 * @returns when it was kept; `full` where there is no room: a full store costs an older draft before it costs this one;
 * `taken` where another tab wrote here since this draft was read or written
 */
export function keepDraft(key: DraftKey, draft: Draft): { readonly savedAt: string } | 'full' | 'taken' {
  const name = prefixOf(key) + draft.slot;
  if (stored(name) !== null && keptAt<Draft>(name)?.savedAt !== draft.savedAt) return 'taken';
  const names = namesIn(DRAFT);
  if (names.length >= DRAFTS_MAX && !names.includes(name)) dropOldest(names);
  // No two writings are of the same moment.
  const at = Math.max(serverNow(), Date.parse(draft.savedAt ?? '') + 1 || 0);
  const dated = { ...draft, savedAt: new Date(at).toISOString() };
  const isKept = keep(name, dated) || (dropOldest(names.filter((one) => one !== name)) && keep(name, dated));
  return isKept ? { savedAt: dated.savedAt } : 'full';
}

/** Unless another tab wrote there since. */
export function dropDraft(key: DraftKey, { slot, savedAt }: Pick<Draft, 'slot' | 'savedAt'>): void {
  const name = prefixOf(key) + slot;
  if (keptAt<Draft>(name)?.savedAt === savedAt) unstore(name);
}

/** What waits in the outbox, as it is edited again. */
export function draftFrom({ values, commandId, revision, version, savedAt }: Entry): Draft {
  return { slot: commandId, values, commandId, revision, version, savedAt };
}

const forms = new Set<(key: DraftKey) => void>();

/** Back from the outbox, and into its form where that is open here with nothing in it. */
export function bringBack(entry: Entry): void {
  keepDraft(entry, draftFrom(entry));
  for (const form of forms) form(entry);
}

/** @param form hears of which form something was brought back @returns how to hear no more */
export function onBroughtBack(form: (key: DraftKey) => void): () => void {
  forms.add(form);
  return () => forms.delete(form);
}

/** Steps of a case that were begun, or wait to be sent. */
export function draftedSteps(person: string, path: string, id: string): readonly string[] {
  const prefix = nameIn(DRAFT, person, `${[path, id].map(encodeURIComponent).join('/')}/`);
  const begun = namesIn(DRAFT, person).flatMap((name) =>
    name.startsWith(prefix) ? [decodeURIComponent(name.slice(prefix.length).split('/')[0] ?? '')] : [],
  );
  const waiting = entriesOf(person).flatMap((one) => (one.path === path && one.id === id ? [one.step] : []));
  return [...new Set([...begun, ...waiting])];
}

/** Never one that somebody has open in another tab. @returns whether there was one */
function dropOldest(names: readonly string[]): boolean {
  const held = heldElsewhere();
  const [oldest] = names
    .filter((name) => !held.has(name.slice(name.lastIndexOf('/') + 1)))
    .sort((a, b) => (savedAt(a) || 0) - (savedAt(b) || 0));
  if (oldest === undefined) return false;
  unstore(oldest);
  return true;
}
