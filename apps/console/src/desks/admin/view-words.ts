/** What a view is of, in words: the cases of a workflow, their numbers, or what the program keeps for itself. */
import type { Workflow } from '../../api/types.js';
import type { Words } from '../../words/language.js';
import type { TextOf } from './setting-words.js';

/** Nothing for a view of which only its name is known. */
export function viewWords(
  name: string,
  workflows: readonly Pick<Workflow, 'name' | 'path' | 'words'>[],
  t: TextOf,
  say: (words: Words | undefined) => string,
): string | undefined {
  const listed = workflows.find(({ path }) => path === name);
  if (listed) return say(listed.words.many);
  const numbered = workflows.find((one) => `${one.name}_numbers` === name);
  if (numbered) return t('viewOfNumbers', { what: say(numbered.words.one) });
  if (name.endsWith('_targets')) return t('viewOfTargets');
  if (name === 'timers') return t('viewOfTimers');
  return name === 'newest_recorded' ? t('viewOfNewest') : undefined;
}
