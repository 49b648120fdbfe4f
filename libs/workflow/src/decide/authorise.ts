/** Who may: role, jurisdiction of the case, ownership, separation of duties (step 5). Pure, over an identity that was read before. */
import type { Actor } from '#libs/event-store';
import type { CommandDeclaration, Declaration, Who } from '../declare/declaration.js';
import { exists, type Case } from './case.js';
import { refused, type Refused } from './refusal.js';

export interface Grant {
  readonly role: string;
  readonly jurisdiction: string;
}

/** A person as the identity events say. `authority` is the id of the newest of them. */
export interface Identity {
  readonly id: string;
  readonly active: boolean;
  readonly grants: readonly Grant[];
  readonly authority: string;
  readonly version: number;
}

/** Where the engine learns who somebody is. `fresh` reads to the end of the record. */
export interface Identities {
  find(person: string, how: 'seen' | 'fresh'): Promise<Identity | undefined>;
}

/** Whether a jurisdiction reaches another: the district all, a sub-district itself and what lies in it. */
export type Covers = (grant: string, jurisdiction: string) => boolean;

/** Who asks: a person by id, or a part of the engine by name. */
export type Requester =
  | { readonly kind: 'person'; readonly id: string }
  | { readonly kind: 'timer' | 'reaction' | 'system'; readonly id: string };

/** The jurisdiction that everything without one of its own belongs to. */
export const DISTRICT = 'district';

/** For acts of the engine no identity was consulted: the nil UUID of RFC 9562. */
const NO_AUTHORITY = '00000000-0000-0000-0000-000000000000';

export function jurisdictionOf(declaration: Declaration, one: Case): string {
  if (declaration.jurisdiction === undefined) return DISTRICT;
  const value = one.data[declaration.jurisdiction];
  if (typeof value !== 'string' || value === '') return DISTRICT;
  const within = declaration.within === undefined ? undefined : one.data[declaration.within];
  return typeof within === 'string' && within.startsWith(`${value}/`) ? within : value;
}

/** The roles somebody has towards a case of this jurisdiction, sorted. */
export function rolesIn(identity: Identity, jurisdiction: string, covers: Covers): readonly string[] {
  return identity.active
    ? [
        ...new Set(
          identity.grants.filter((grant) => covers(grant.jurisdiction, jurisdiction)).map((grant) => grant.role),
        ),
      ].sort()
    : [];
}

export function everyRole(identity: Identity): readonly string[] {
  return identity.active ? [...new Set(identity.grants.map((grant) => grant.role))].sort() : [];
}

/** What of a case decides who may look at it. */
export interface Seen {
  readonly jurisdiction: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Whether somebody may look at a case at all: where it lies, or where it was handled before it moved on. */
export function maySee(declaration: Declaration, identity: Identity, one: Seen, covers: Covers): boolean {
  return [one.jurisdiction, ...handledBefore(declaration, one.data)].some((place) => {
    const roles = rolesIn(identity, place, covers);
    return (
      seesAll(declaration, roles) ||
      Object.entries(namesSeen(declaration, roles)).some(([field, names]) => names.includes(String(one.data[field])))
    );
  });
}

/** Whether there are cases at all, be there any yet or not, that somebody may look at. */
export function maySeeSome(declaration: Declaration, identity: Identity, covers: Covers): boolean {
  const roles = declaration.jurisdiction === undefined ? rolesIn(identity, DISTRICT, covers) : everyRole(identity);
  return seesAll(declaration, roles) || Object.values(namesSeen(declaration, roles)).some((names) => names.length > 0);
}

/** Whether one of these roles sees every case where it is held. */
export function seesAll(declaration: Declaration, roles: readonly string[]): boolean {
  if (declaration.seenBy.length === 0) return roles.length > 0;
  return roles.some((role) => declaration.seenBy.includes(role) && !Object.hasOwn(declaration.seenWhereNamed, role));
}

/** For roles that see only what names them: by field of the fold, the names under which somebody holds them. */
export function namesSeen(
  declaration: Declaration,
  roles: readonly string[],
): Readonly<Record<string, readonly string[]>> {
  const named = Object.entries(declaration.seenWhereNamed).filter(([role]) => roles.includes(role));
  return Object.fromEntries(
    named.map(([role, field]) => [
      field,
      roles.filter((one) => one.startsWith(`${role}.`)).map((one) => one.slice(role.length + 1)),
    ]),
  );
}

/** Jurisdictions that handled a case before it moved on. */
export function handledBefore(declaration: Declaration, data: Seen['data']): readonly string[] {
  const kept = declaration.sightKeptBy === undefined ? undefined : data[declaration.sightKeptBy];
  return Array.isArray(kept) ? (kept as readonly string[]) : [];
}

export function mayIssue(by: readonly Who[], roles: readonly string[], person: string, one: Case): boolean {
  return by.some((who) => {
    if (typeof who === 'string') return roles.includes(who);
    if ('engine' in who) return false;
    return roles.includes(who.role) && one.data[who.own] === person;
  });
}

/** The actor to record, or why not. */
export function authorise(
  declaration: Declaration,
  command: CommandDeclaration,
  requester: Requester,
  identity: Identity | undefined,
  one: Case,
  covers: Covers,
): Actor | Refused {
  const jurisdiction = jurisdictionOf(declaration, one);
  if (requester.kind !== 'person') {
    const may = command.by.some((who) => typeof who === 'object' && 'engine' in who && who.engine === requester.id);
    return may
      ? { id: requester.id, kind: requester.kind, roles: [], jurisdiction, authority: NO_AUTHORITY }
      : refused('forbidden', 'command/not-for-engine', { command: command.name });
  }
  if (!identity) return refused('forbidden', 'command/unknown-person');
  const unborn = !exists(one);
  const roles = unborn ? everyRole(identity) : rolesIn(identity, jurisdiction, covers);
  if (!unborn && !maySee(declaration, identity, { jurisdiction, data: one.data }, covers))
    return refused('not-found', `${declaration.name}/not-found`, {});
  if (!unborn && roles.length === 0) return refused('forbidden', 'command/outside-jurisdiction', { jurisdiction });
  if (!mayIssue(command.by, roles, requester.id, one))
    return refused('forbidden', 'command/not-your-role', { command: command.name });
  if (command.notActorOf.some((type) => one.actors[type]?.includes(requester.id)))
    return refused('forbidden', 'command/separated-duties', { command: command.name });
  return {
    id: requester.id,
    kind: 'person',
    roles,
    jurisdiction: grantFor(identity, command, jurisdiction, unborn, covers),
    authority: identity.authority,
  };
}

/**
 * After a creating command was decided: is the new case within what the creator may reach, in a role that may create it?
 * A place beyond their reach is not there for them; forbidden is only what they may read and not act on.
 */
export function mayBegin(
  declaration: Declaration,
  command: CommandDeclaration,
  identity: Identity,
  one: Case,
  covers: Covers,
): Refused | undefined {
  const roles = rolesIn(identity, jurisdictionOf(declaration, one), covers);
  return mayIssue(command.by, roles, identity.id, one)
    ? undefined
    : refused('not-found', 'command/outside-jurisdiction', { jurisdiction: jurisdictionOf(declaration, one) });
}

function grantFor(
  identity: Identity,
  command: CommandDeclaration,
  jurisdiction: string,
  unborn: boolean,
  covers: Covers,
): string {
  const fitting = identity.grants.filter((grant) =>
    command.by.some((who) => (typeof who === 'string' ? who === grant.role : 'role' in who && who.role === grant.role)),
  );
  return fitting.find((grant) => unborn || covers(grant.jurisdiction, jurisdiction))?.jurisdiction ?? DISTRICT;
}
