/** What a case is called, with the names of what it is called by. */
import { useQueries } from '@tanstack/react-query';
import { referenceQuery } from '../api/queries.js';
import type { Workflow } from '../api/types.js';
import { useWords } from '../words/language.js';
import { calledAs } from './called.js';

interface CalledProps {
  readonly workflow: Workflow;
  readonly row: Readonly<Record<string, unknown>>;
  /** Stands for what is called nothing yet. */
  readonly otherwise: string;
}

export function Called({ workflow, row, otherwise }: CalledProps) {
  const words = useWords();
  const isByKey = workflow.key.some((name) => workflow.fields[name]?.['x-linli-ref'] !== undefined);
  return isByKey ? (
    <CalledByKey workflow={workflow} row={row} otherwise={otherwise} />
  ) : (
    <>{calledAs(workflow, row, words) ?? otherwise}</>
  );
}

function CalledByKey({ workflow, row, otherwise }: CalledProps) {
  const words = useWords();
  const asked = workflow.key.flatMap((name) => {
    const to = workflow.fields[name]?.['x-linli-ref'];
    const id = row[name];
    return to !== undefined && typeof id === 'string' ? [{ to, id }] : [];
  });
  const found = useQueries({ queries: asked.map(({ to, id }) => referenceQuery(to, id)) });
  const named = (to: string, id: string) =>
    words.say(found[asked.findIndex((one) => one.to === to && one.id === id)]?.data?.words, id);
  return <>{calledAs(workflow, row, { ...words, named }) ?? otherwise}</>;
}
