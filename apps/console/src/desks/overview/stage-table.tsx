/** Open cases by state and by how long ago they were opened; every number opens its list. */
import { useId } from 'react';
import type { ListOf } from '../../api/list-address.js';
import type { TallyRow } from '../../api/overview.js';
import type { Workflow } from '../../api/types.js';
import { useWords } from '../../words/language.js';
import { Opens } from './chart.js';
import { overviewTexts } from './texts.js';

export const AGE_LABELS = ['age7', 'age30', 'age90', 'ageOlder'] as const;

interface StageTableProps {
  readonly workflow: Workflow;
  readonly rows: readonly TallyRow[];
  readonly ages: readonly TallyRow[];
  readonly to: ListOf;
}

export function StageTable({ workflow, rows, ages, to }: StageTableProps) {
  const { t, say } = useWords(overviewTexts);
  const id = useId();
  const open = rows.filter((row) => row.open > 0);
  if (open.length === 0) return null;
  return (
    <section className="panel" aria-labelledby={id}>
      <h2 id={id}>{t('byStage')}</h2>
      <div className="numbers-scroll" tabIndex={0} role="group" aria-labelledby={id}>
        <table className="numbers">
          <thead>
            <tr>
              <th scope="col">{t('state')}</th>
              <th scope="col" className="number">
                {t('open')}
              </th>
              <th scope="col" className="number">
                {t('late')}
              </th>
              {AGE_LABELS.map((label) => (
                <th scope="col" key={label} className="number">
                  {t(label)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {open.map((row) => {
              const own = { state: row.value ?? undefined };
              return (
                <tr key={row.value} data-value={row.value ?? ''}>
                  <th scope="row">
                    {say(workflow.states.find(({ name }) => name === row.value)?.words, row.value ?? '')}
                  </th>
                  <td className="number">
                    <Opens n={row.open} to={to(own)} />
                  </td>
                  <td className="number">
                    <Opens n={row.late} to={to({ ...own, late: '1' })} late />
                  </td>
                  {row.ages.map((n, index) => (
                    <td key={AGE_LABELS[index]} className="number">
                      <Opens
                        n={n}
                        to={to({ ...own, openedFrom: ages[index]?.from, openedUntil: ages[index]?.until })}
                      />
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}
