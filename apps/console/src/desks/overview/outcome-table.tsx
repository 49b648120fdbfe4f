/** How closed cases ended: closed and solved are told apart. */
import { useId } from 'react';
import type { ListOf } from '../../api/list-address.js';
import type { Tally, TallyRow } from '../../api/overview.js';
import type { Workflow } from '../../api/types.js';
import { useWords } from '../../words/language.js';
import { Opens } from './chart.js';
import { overviewTexts } from './texts.js';

interface OutcomeTableProps {
  readonly workflow: Workflow;
  readonly closed: Tally;
  readonly to: ListOf;
}

export function OutcomeTable({ workflow, closed, to }: OutcomeTableProps) {
  const { t, say } = useWords(overviewTexts);
  const id = useId();
  const { whole, endedFrom } = closed;
  const rows = closed.items.filter((row) => row.ended > 0);
  if (rows.length === 0) return null;
  const name = (row: TallyRow) =>
    row.value === null ? t('noOutcome') : say(workflow.fields['outcome']?.['x-linli-choices']?.[row.value], row.value);
  return (
    <section className="panel" aria-labelledby={id}>
      <h2 id={id}>{t('byOutcome')}</h2>
      <p className="muted numbers-hint">{t('outcomeHint')}</p>
      <table className="numbers">
        <thead>
          <tr>
            <th scope="col">{t('outcome')}</th>
            <th scope="col" className="number">
              {t('cases')}
            </th>
            <th scope="col" className="number">
              {t('part')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.value} data-value={row.value ?? ''}>
              <th scope="row">{name(row)}</th>
              <td className="number">
                <Opens
                  n={row.ended}
                  to={row.value === null ? undefined : to({ state: 'closed', outcome: row.value, endedFrom })}
                />
              </td>
              <td className="number">
                {/* Too few for any share, as the server counts. */}
                {whole.onTimeShare === null ? (
                  <span className="muted">{t('few')}</span>
                ) : (
                  `${((row.ended * 100) / whole.ended).toFixed(1)}%`
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
