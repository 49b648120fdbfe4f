/** A state by its word; ends are quiet, open ones are not. */
import type { Workflow } from '../api/types.js';
import { useWords } from '../words/language.js';

export function StateTag({ workflow, state }: { readonly workflow: Workflow; readonly state: string }) {
  const { say } = useWords();
  const known = workflow.states.find((one) => one.name === state);
  return <span className={`state${known?.end ? ' state-end' : ''}`}>{say(known?.words, state)}</span>;
}
