/** What a form needs to say its values in words: the reader's language, and names that have been read already. */
import { useQueryClient } from '@tanstack/react-query';
import { referenceQuery, useDescription } from '../api/queries.js';
import type { Reference } from '../api/types.js';
import { useWords } from '../words/language.js';
import type { ValueWords } from './value-words.js';

export function useTypedWords(): ValueWords {
  const { language, t, say } = useWords();
  const queries = useQueryClient();
  const { registers } = useDescription();
  const named = (to: string, id: string): string =>
    say(registers[to]?.[id] ?? queries.getQueryData<Reference | null>(referenceQuery(to, id).queryKey)?.words, id);
  return { language, t, say, named };
}
