/** What concerns the program itself and no case: for its administrators, to look at also for the office and auditors. */
import { maySeeSome, type Declaration, type Engine, type Identity } from '#libs/workflow';
import { identityOf, requestProblem, signedIn, type ApiRequest, type Sessions } from '#libs/workflow/nest';

const READERS: readonly string[] = ['admin', 'office', 'auditor'];

/** @throws ApiProblem 401, 403 */
export async function onlyAdmins(sessions: Sessions, engine: Engine, request: ApiRequest): Promise<void> {
  const identity = await identityOf(engine, await signedIn(sessions, request));
  if (!isAdmin(identity)) throw requestProblem(403, 'request/admins-only');
}

export function isAdmin({ active, grants }: Identity): boolean {
  return active && grants.some(({ role }) => role === 'admin');
}

/**
 * Whoever may see how the program stands; what they may do about it is said by the commands themselves.
 * @throws ApiProblem 401, 403
 */
export async function upkeepReader(sessions: Sessions, engine: Engine, request: ApiRequest): Promise<Identity> {
  const identity = await identityOf(engine, await signedIn(sessions, request));
  if (!identity.active || !identity.grants.some(({ role }) => READERS.includes(role)))
    throw requestProblem(403, 'request/upkeep-only');
  return identity;
}

/**
 * Whoever may read the cases of this workflow, as each may in its list.
 * @throws ApiProblem 401, 403
 */
export function readerOf(declaration: Declaration) {
  return async (sessions: Sessions, engine: Engine, request: ApiRequest): Promise<Identity> => {
    const identity = await identityOf(engine, await signedIn(sessions, request));
    if (!identity.active || !maySeeSome(declaration, identity, engine.ports.covers))
      throw requestProblem(403, 'request/upkeep-only');
    return identity;
  };
}
