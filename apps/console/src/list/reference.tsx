/** What is referred to, by its name; the id stands there until the name is known. */
import { useQuery } from '@tanstack/react-query';
import { referenceQuery, useDescription } from '../api/queries.js';
import { useWords } from '../words/language.js';

interface ReferenceProps {
  readonly to: string;
  readonly id: string;
  /** Stands for what is not there, or not to be seen; otherwise its id does. */
  readonly otherwise?: string;
}

export function Reference({ to, id, otherwise }: ReferenceProps) {
  const { registers } = useDescription();
  const { say } = useWords();
  const listed = registers[to]?.[id];
  const found = useQuery({ ...referenceQuery(to, id), enabled: registers[to] === undefined });
  const isUnknown = registers[to] === undefined ? found.data === null : listed === undefined;
  if (isUnknown && otherwise !== undefined) return <span title={id}>{otherwise}</span>;
  return <>{say(listed ?? found.data?.words, id)}</>;
}
