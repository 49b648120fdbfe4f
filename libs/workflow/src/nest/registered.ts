/** The workflows that have routes, with their words and numbers; and who asks about them. */
import type { Case } from '../decide/case.js';
import { jurisdictionOf, maySee, type Identity } from '../decide/authorise.js';
import { exists } from '../decide/case.js';
import type { Engine } from '../decide/execute.js';
import { refused } from '../decide/refusal.js';
import type { Spoken } from '../words/sentence.js';
import { personMeant, type ApiRequest } from './api-request.js';
import { Readers } from './in-reach.js';
import type { Numbered, Sessions } from './ports.js';
import { type ApiProblem, problemFrom, requestProblem } from './problem.js';

/** The list of `Registered`. */
export const REGISTERED = Symbol('REGISTERED');

export interface Registered {
  readonly spoken: Spoken;
  readonly numbered: Numbered | undefined;
}

/** @throws ApiProblem 401; 409 where the request was meant by somebody else, as by a page that another one opened */
export async function signedIn(sessions: Sessions, request: ApiRequest): Promise<string> {
  const person = request.signedInAs ?? (await sessions.personOf(request));
  if (person === undefined) throw requestProblem(401, 'session/needed');
  const meant = personMeant(request);
  if (meant !== undefined && meant !== person && meant !== encodeURIComponent(person))
    throw requestProblem(409, 'session/other-person');
  return person;
}

/** Of each engine of this process: who the log last said its readers are. */
const readers = new WeakMap<Engine, Readers>();

/**
 * Who reads, also while the log is away (see `Readers`). What is recorded is decided by the engine, which asks for itself.
 * @throws ApiProblem 403 for somebody who is not registered; StoreUnavailable.
 */
export async function identityOf(engine: Engine, person: string): Promise<Identity> {
  const known = readers.get(engine) ?? new Readers(engine.ports);
  readers.set(engine, known);
  const identity = await known.find(person);
  if (!identity) throw problemFrom(refused('forbidden', 'command/unknown-person'));
  return identity;
}

/** @throws ApiProblem 404, the same for what is unknown and for what this person may not see. */
export function refuseUnseen(engine: Engine, spoken: Spoken, one: Case, identity: Identity): void {
  const { declaration } = spoken;
  const seen = { jurisdiction: jurisdictionOf(declaration, one), data: one.data };
  if (!exists(one) || !maySee(declaration, identity, seen, engine.ports.covers)) throw notFound(spoken);
}

export function notFound(spoken: Spoken): ApiProblem {
  return problemFrom(refused('not-found', `${spoken.declaration.name}/not-found`), spoken);
}
