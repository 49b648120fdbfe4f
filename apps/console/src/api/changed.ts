/** Refusals that say a case is no longer what it was when somebody looked. Pure. */
import type { Problem } from './types.js';

/** Somebody acted meanwhile: the case was changed, or the step is not one of the state that it has now. */
export function isChanged(problem: Pick<Problem, 'code'>): boolean {
  return problem.code === 'command/changed-meanwhile' || isWrongState(problem);
}

export function isWrongState({ code }: Pick<Problem, 'code'>): boolean {
  return code.endsWith('-wrong-state');
}
