/** The parties of a case side by side: who they are, on which side, and what each said. Nothing where there is but one who said nothing. */
import type { HistoryItem, Workflow } from '../api/types.js';
import { Value } from '../list/value.js';
import { useWords } from '../words/language.js';
import { partiesOf } from './record.js';

interface PartiesProps {
  readonly workflow: Workflow;
  readonly history: readonly HistoryItem[];
  readonly persons: ReadonlyMap<string, string>;
}

const SIDE = 'side';

export function Parties({ workflow, history, persons }: PartiesProps) {
  const { t, say } = useWords();
  const { parties, columns } = partiesOf(workflow, history);
  if (columns.length === 0) return null;
  const words = (name: string) => say(workflow.fieldWords[name], name);
  const others = columns.filter((name) => name !== SIDE);
  return (
    <table className="case-parties">
      <thead>
        <tr>
          <th scope="col">{words('party')}</th>
          <th scope="col">{words(SIDE)}</th>
          {others.map((name) => (
            <th key={name} scope="col">
              {words(name)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {parties.map(({ id, namedIn, phone, told }) => (
          <tr key={id}>
            <th scope="row">
              {persons.get(id) ?? t('erased')}{' '}
              {phone !== undefined && (
                <a className="phone" href={`tel:${phone}`}>
                  {phone}
                </a>
              )}
            </th>
            <td>
              {told[SIDE] === undefined ? (
                words(namedIn)
              ) : (
                <Value value={told[SIDE]} field={workflow.fields[SIDE]} persons={persons} />
              )}
            </td>
            {others.map((name) => (
              <td key={name}>
                <Value value={told[name]} field={workflow.fields[name]} persons={persons} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
