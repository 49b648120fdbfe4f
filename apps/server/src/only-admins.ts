/** What concerns the program itself and no case: for its administrators. */
import type { Engine } from '#libs/workflow';
import { identityOf, requestProblem, signedIn, type ApiRequest, type Sessions } from '#libs/workflow/nest';

/** @throws ApiProblem 401, 403 */
export async function onlyAdmins(sessions: Sessions, engine: Engine, request: ApiRequest): Promise<void> {
  const { active, grants } = await identityOf(engine, await signedIn(sessions, request));
  if (!active || !grants.some(({ role }) => role === 'admin')) throw requestProblem(403, 'request/admins-only');
}
