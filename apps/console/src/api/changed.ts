/** Refusals that say a case, or who is signed in, is no longer what it was when somebody looked. Pure. */
import type { Problem } from './types.js';

/** Somebody acted meanwhile: the case was changed, or the step is not one of the state that it has now. */
export function isChanged(problem: Pick<Problem, 'code'>): boolean {
  return problem.code === 'command/changed-meanwhile' || isWrongState(problem);
}

/** Not this person's page any more: whoever signs in again as before sends it then. */
export function isOtherPerson({ code }: { readonly code: string | undefined }): boolean {
  return code === 'session/other-person';
}

export function isWrongState({ code }: Pick<Problem, 'code'>): boolean {
  return code.endsWith('-wrong-state');
}
